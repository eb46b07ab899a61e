"""Why a figure is a dash, what a revised plan tells, and the summary of the command contract."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from core.figures.catalogue import FIGURES
from core.figures.figures import compute
from core.figures.inputs import Inputs
from core.figures.rows import active_groups
from core.figures.value import NotKnownError, Unknown
from core.model.kinds import KINDS
from core.model.snapshot import Snapshot
from core.text import Text
from tests.support.in_words import why
from tests.support.views import (
    PROJECT,
    baht,
    d,
    entry,
    expected_days,
    expected_view,
    planned,
    registered,
    sample_view,
    view,
)
from words.rendering import render

PLAN = [planned("2021-05", 6, 200000), planned("2021-06", 12, 262000)]
GROUPS = [registered(f"G{n:02d}") for n in range(1, 13)]
PAID = [entry("P-1", "2021-06-07", "disbursement", 800000)]
ON_COURSE = {"groups": GROUPS, "spending": PAID, "plan": [planned("2021-06", 12, 800000)]}
VISITS = Text.both("การลงพื้นที่", "Visits")
NO_VIEW = Snapshot(PROJECT, None, {}, {})


def test_nothing_loaded_is_all_dashes_and_no_zeros():
    figures = compute(NO_VIEW)

    unknown = {name for name, value in figures.values.items() if isinstance(value, Unknown)}
    assert figures.verdict.code == "no_data"
    assert set(figures.values) - unknown == {"target_groups", "budget_satang", "net_budget_satang"}
    assert (figures.net_budget_satang, figures.target_groups) == (baht(885000), 30)
    assert figures["disbursed_percent"] == figures["used_percent"] == figures["disbursed_satang"]


@pytest.mark.parametrize(
    ("kinds", "verdict", "field", "reason"),
    [
        ({"groups": GROUPS}, "no_data", "disbursed_satang", "Spending is not loaded yet"),
        ({"spending": PAID}, "no_data", "registered_groups", "Groups are not loaded yet"),
        ({"spending": PAID}, "no_data", "bac_satang", "Needs both groups and spending"),
        ({"groups": GROUPS, "spending": PAID}, "no_plan", "expected_groups", "The office's plan is not loaded yet"),
        ({"groups": GROUPS, "spending": PAID}, "no_plan", "pv_satang", "The office's plan is not loaded yet"),
        ({"plan": PLAN, "spending": PAID}, "no_data", "expected_groups", "Groups are not loaded yet"),
        ({"plan": PLAN, "groups": GROUPS}, "no_data", "expected_disbursed_satang", "Spending is not loaded yet"),
        (
            ON_COURSE | {"plan": [planned("2021-06", 12)]},
            "no_plan",
            "expected_disbursed_satang",
            "The plan gives no amount",
        ),
        (ON_COURSE | {"plan": [planned("2021-06", None, 1)]}, "no_plan", "expected_groups", "The plan gives no number"),
        (ON_COURSE | {"plan": []}, "no_plan", "expected_groups", "The office's plan is not loaded yet"),
        (ON_COURSE | {"groups": []}, "groups_late", "spi", "Shown once work passes 20 %"),
        (ON_COURSE | {"spending": []}, "money_late", "cpi", "No cost yet"),
        (ON_COURSE | {"plan": [planned("2021-07", 12, 5)]}, "on_course", "spi", "No group is planned"),
        (ON_COURSE, "on_course", "allocated_satang", "The register has no allotment"),
    ],
)
def test_every_dash_has_its_reason(kinds, verdict, field, reason):
    figures = compute(view(**kinds))

    assert figures.verdict.code == verdict
    assert why(figures[field])[1].startswith(reason)


REASONS = {
    "groups": "Groups are not loaded yet",
    "products": "No data on products yet",
    "spending": "Spending is not loaded yet",
    "plan": "The office's plan is not loaded yet",
    "instalments": "No data on instalments yet",
    "visits": "No data on visits yet",
}


@pytest.mark.parametrize("kind", REASONS)
def test_groups_counted_by_rows_of_another_kind_are_unknown_until_it_is_loaded(kind, monkeypatch):
    monkeypatch.setitem(KINDS, "visits", replace(KINDS["plan"], id="visits", name=VISITS, not_loaded="no_kind"))
    loaded = {one: GROUPS if one == "groups" else [] for one in KINDS}
    rules = {"groups": active_groups, kind: lambda view, day: [True] * len(view.of(kind))}

    with pytest.raises(NotKnownError) as missing:
        Inputs(view(**{one: rows for one, rows in loaded.items() if one != kind}), None).count(rules)

    assert set(REASONS) == set(KINDS)
    assert why(missing.value.unknown)[1] == REASONS[kind]
    assert Inputs(view(**loaded), None).count({**rules, "groups": active_groups}) == len(loaded["groups"])


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_a_figure_names_every_kind_that_its_rules_read(figure, monkeypatch):
    seen, of = set(), Snapshot.of
    monkeypatch.setattr(Snapshot, "of", lambda view, kind: seen.add(kind) or of(view, kind))

    for rule in figure.rows.values():
        rule(sample_view("2021-06-30"), d("2021-06-30"))

    assert seen <= set(figure.rows)


def test_every_unknown_figure_has_a_reason_on_each_sample_day():
    for expected in expected_days():
        figures = compute(expected_view(expected["day"]))

        assert set(figures.values) == set(FIGURES)
        for value in figures.values.values():
            assert isinstance(value, int | Decimal) or all(why(value))


# the plan


def test_a_revised_plan_is_told_beside_what_the_first_one_asked():
    first = view(plan=PLAN).of("plan")
    same = view(plan=list(reversed(PLAN))).of("plan")
    lower = [planned("2021-05", 4, 150000), planned("2021-06", 9, 200000)]

    figures = compute(view(**ON_COURSE | {"plan": lower}, earlier_plans=(first, same)))

    assert figures["plan_revisions"] == 1  # a plan loaded again in another order is the same plan
    assert (figures["expected_groups"], figures["first_expected_groups"]) == (9, 12)
    assert figures["first_expected_disbursed_satang"] == baht(262000)


def test_a_plan_never_revised_is_its_own_first_plan():
    figures = compute(view(**ON_COURSE))

    assert (figures["plan_revisions"], figures["first_expected_groups"]) == (0, 12)


def test_revisions_are_unknown_where_nobody_read_the_earlier_plans():
    figures = compute(view(**ON_COURSE, earlier_plans=None))

    assert isinstance(figures["plan_revisions"], Unknown)
    assert why(figures["plan_revisions"])[1] == "Earlier plans were not read"
    assert figures["expected_groups"] == 12


# the summary


def test_summary_has_the_fields_of_the_command_contract_in_their_order():
    names = """day cutoffs uploads target_groups registered_groups expected_groups budget_baht net_budget_baht
        disbursed_baht outstanding_baht used_baht remaining_baht at_risk_baht allocated_baht developed_groups
        expected_disbursed_baht tolerance_baht cabinet_baht bac_baht pv_baht ev_baht ac_baht spi cpi eac_baht verdict
        state"""

    assert list(compute(NO_VIEW).summary(render)) == names.split()


def test_summary_is_json_with_baht_as_numbers_and_unknown_as_null():
    summary = json.loads(json.dumps(compute(sample_view("2021-06-30")).summary(render)))

    assert (summary["day"], summary["cutoffs"]["plan"]) == ("2021-06-30", "2020-10-01")
    assert summary["uploads"] == {"groups": 1, "products": 2, "spending": 3, "plan": 4, "instalments": 5}
    assert summary["disbursed_baht"] == 241858.75
    assert summary["allocated_baht"] is None
    assert (summary["spi"], summary["cpi"]) == (0.75, 1.0977)
    assert list(summary["verdict"]) == ["code", "th", "en"]
    assert (summary["state"], summary["eac_baht"]) == ("running", 806195.83)
