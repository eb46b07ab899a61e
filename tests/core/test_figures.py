"""The figures of a view: what counts, on which day, and why a figure is a dash."""

import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from core.figures import Figures, compute
from core.ledger import Suspect
from core.view import View
from tests.core.making_views import (
    PROJECT,
    ROOT,
    SAMPLES,
    baht,
    d,
    entry,
    group,
    instalment,
    planned,
    registered,
    sample_view,
    view,
)

PLAN = [planned("2021-05", 6, 200000), planned("2021-06", 12, 262000)]
GROUPS = [registered(f"G{n:02d}") for n in range(1, 13)]
PAID = [entry("P-1", "2021-06-07", "disbursement", 800000)]
ON_COURSE = {"groups": GROUPS, "spending": PAID, "plan": [planned("2021-06", 12, 800000)]}
NO_VIEW = View(PROJECT, None, {}, {})


def expected_days():
    folder = ROOT / "tests" / "samples"
    days = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return [*days, json.loads((folder / "expected-october.json").read_text(encoding="utf-8"))]


def of_the_samples(day):
    october = {"spending": SAMPLES / "practice" / "spending-october.csv"}
    return sample_view(day, **(october if day == "2021-10-18" else {}))


@pytest.mark.parametrize("expected", expected_days(), ids=lambda expected: expected["day"])
def test_samples_show_what_an_independent_count_of_their_files_gives(expected):
    figures = compute(of_the_samples(expected["day"]))

    shown = figures.summary() | {"stages": list(figures.stage_groups.values()), "verdict": figures.verdict.code}
    shown |= {name: f"{shown[name]:.2f}" for name in expected if name.endswith("_baht")}

    assert {name: shown[name] for name in expected} == expected


# groups


def test_registered_needs_stage_status_and_a_date_from_the_projects_start_to_the_cutoff():
    figures = compute(
        view(
            "2021-06-30",
            groups=[
                registered("G01", "2020-10-01"),
                registered("G02", "2021-06-30"),
                registered("G03", "2021-07-01"),  # after the cut-off
                registered("G04", "2020-09-30"),  # an earlier year's result
                registered("G05", None),
                registered("G06", status="withdrawn"),
                group("G07", "submitted", registered_on=d("2021-06-01")),
            ],
        )
    )

    assert figures.registered_groups == 2
    assert (figures.registered_before_groups, figures.awaiting_date_groups) == (1, 1)
    assert figures.not_yet_counted == {"groups": 1}
    assert figures.active_groups == 6


def test_developed_counts_active_groups_from_the_stage_that_the_contract_delivers():
    figures = compute(
        view(
            groups=[
                group("G01", "developing"),
                group("G02", "accepted"),
                group("G03", "submitted"),
                registered("G04"),
                group("G05", "accepted", status="replaced"),
            ]
        )
    )

    assert figures.developed_groups == 3
    assert figures.stage_groups == {
        "selected": 0,
        "trained": 0,
        "diagnosed": 0,
        "developing": 1,
        "accepted": 1,
        "submitted": 1,
        "registered": 1,
    }


# money


def test_net_budget_moves_with_transfers_and_never_with_allotments():
    figures = compute(
        view(
            spending=[
                entry("T-1", "2021-01-05", "transfer_in", 20000),
                entry("T-2", "2021-01-06", "transfer_out", 5000),
                entry("A-1", "2020-12-01", "allotment", 400000),
                entry("P-1", "2021-02-01", "disbursement", 100),
                entry("R-1", "2021-02-02", "refund", 40),
                entry("PO-1", "2021-02-03", "commitment", 1000),
            ]
        )
    )

    net = baht(885000 + 20000 - 5000)
    assert figures.net_budget_satang == net
    assert figures.allocated_satang == baht(400000)
    assert (figures.disbursed_satang, figures.outstanding_satang) == (baht(60), baht(1000))
    assert figures.used_satang == baht(1060)
    assert figures.remaining_satang == net - baht(1060)
    assert figures.disbursed_percent == Decimal("0.01")  # 60 of 900,000
    assert figures.used_percent == Decimal("0.12")  # 1,060 of 900,000 = 0.1178


BOUND = [
    entry("PO-1", "2021-04-09", "commitment", 500000),
    entry("PO-2", "2021-09-01", "commitment", 99999.99),
    entry("P-1", "2021-06-07", "disbursement", 200000, settles="PO-1"),
]


def money_on(day, *more, **change):
    return compute(view(day, spending=[*BOUND, *more], project=replace(PROJECT, **change)))


def test_nothing_is_at_risk_before_the_last_safe_day():
    figures = money_on("2021-09-14")

    assert figures.at_risk_satang is None
    assert figures.reasons["at_risk_satang"][0] == "แสดงตั้งแต่ 15 ก.ย. 64 ซึ่งเป็นวันสุดท้ายที่ควรก่อหนี้"


def test_from_the_last_safe_day_what_is_not_bound_may_lapse():
    figures = money_on("2021-09-15")

    assert figures.at_risk_satang == figures.remaining_satang == baht("885000") - baht("599999.99")


def test_at_the_years_end_small_orders_may_lapse_too_and_large_ones_are_carried_over():
    figures = money_on("2021-09-30")

    assert figures.at_risk_satang == figures.remaining_satang + baht("99999.99")
    assert figures.carryover_satang == baht(300000)
    assert figures.lapsed_satang == figures.net_budget_satang - baht(200000) - baht(300000)
    assert figures.carried_over_satang == 0


def test_what_is_carried_over_stays_told_once_it_is_paid():
    figures = money_on("2021-10-20", entry("P-2", "2021-10-18", "disbursement", 250000, settles="PO-1"))

    assert figures.carryover_satang == baht(300000)  # 50,000 still owed and 250,000 paid since
    assert figures.carried_over_satang == baht(250000)
    assert figures.lapsed_satang == figures.net_budget_satang - baht(450000) - baht(50000)
    assert figures.suspects == ()


def test_carryover_and_lapse_are_not_told_while_the_year_runs():
    figures = money_on("2021-09-29")

    assert (figures.carryover_satang, figures.lapsed_satang) == (None, None)
    assert figures.reasons["lapsed_satang"][1] == "Shown at the end of the year (30 Sep 2021)"


def test_an_overdrawn_budget_puts_nothing_more_at_risk():
    figures = money_on("2021-09-15", budget_satang=baht(1000))

    assert figures.remaining_satang < 0
    assert figures.at_risk_satang == 0


def test_saving_is_what_procurement_lines_leave_once_nothing_more_can_be_procured():
    assert compute(sample_view("2021-07-31")).saving_satang is None

    figures = compute(sample_view("2021-08-31"))

    assert figures.saving_satang == baht(738000 - 33000 - 687000 - 9500)


def test_saving_is_a_dash_where_no_line_is_planned():
    open_lines = tuple(replace(line, planned_satang=None) for line in PROJECT.expense_lines)

    figures = money_on("2021-09-01", expense_lines=open_lines)

    assert figures.saving_satang is None
    assert figures.reasons["saving_satang"][1].startswith("The lines that go through procurement")


def test_each_cabinet_curve_is_compared_with_its_own_basis():
    used, paid = PROJECT.curves[0], replace(PROJECT.curves[0], code="paid", basis="disbursed")

    figures = compute(view("2021-04-30", spending=BOUND[:1] + PAID[:0], project=replace(PROJECT, curves=(used, paid))))

    first, second = figures.cabinet
    assert (first["percent"], first["satang"]) == (Decimal("64.67"), baht("572300.00"))
    assert (first["compared_satang"], second["compared_satang"]) == (baht(500000), 0)
    assert first["difference_points"] == Decimal("56.50") - Decimal("64.67")  # 500,000 of 885,000
    assert figures.cabinet_satang == baht("572300.00")


def test_a_share_of_no_budget_is_unknown():
    figures = compute(view(spending=[entry("T-1", "2021-01-05", "transfer_out", 885000)]))

    assert figures.disbursed_percent is None
    assert figures.cabinet[0]["difference_points"] is None


def test_a_project_without_curves_has_no_target():
    figures = compute(view(spending=PAID, project=replace(PROJECT, curves=())))

    assert (figures.cabinet, figures.cabinet_satang) == ((), None)
    assert "cabinet" in figures.reasons


# days


def test_each_side_is_judged_on_its_own_cutoff_and_both_on_the_earlier_one():
    figures = compute(
        view(
            "2021-06-30",
            as_of={"groups": "2021-05-31", "plan": "2020-10-01"},
            groups=[*GROUPS[:6], registered("G20", "2021-06-01")],
            spending=[
                entry("P-1", "2021-05-20", "disbursement", 190000),
                entry("P-2", "2021-06-20", "disbursement", 50000),
            ],
            plan=PLAN,
        )
    )

    assert figures.joint_day == d("2021-05-31")
    assert figures.cutoffs == {"groups": d("2021-05-31"), "spending": d("2021-06-30"), "plan": d("2020-10-01")}
    assert (figures.expected_groups, figures.expected_disbursed_satang) == (6, baht(262000))
    assert (figures.registered_groups, figures.disbursed_satang) == (0, baht(240000))  # all registered in June
    assert figures.ac_satang == baht(190000)
    assert figures.pv_satang == baht(6 * 29500)
    assert figures.verdict.code == "groups_late"


def test_rows_dated_after_their_cutoff_are_told_and_not_counted():
    figures = compute(
        view(
            "2021-06-30",
            groups=[registered("G01", "2021-07-01")],
            products=[{"code": "G01-P1", "otop_registered_on": d("2021-07-01")}, {"code": "G01-P2"}],
            spending=[entry("P-1", "2021-07-02", "disbursement", 5), *PAID],
            instalments=[
                instalment("1", 5, "2021-05-24", "2021-07-01", "2021-07-02"),
                instalment("2", 5, "2021-05-24"),
            ],
        )
    )

    assert figures.not_yet_counted == {"groups": 1, "products": 1, "spending": 1, "instalments": 1}
    assert figures.disbursed_satang == baht(800000)


def test_state_goes_by_the_day():
    days = {"before": "2020-09-30", "running": "2021-09-29", "closed": "2021-09-30"}

    assert {compute(view(day, groups=[], spending=[])).state: day for day in days.values()} == days


@pytest.mark.parametrize(
    ("today", "age", "code"),
    [
        (None, None, "on_course"),
        ("2021-08-14", 45, "on_course"),
        ("2021-08-15", 46, "stale"),
        ("2021-06-01", 0, "on_course"),  # a clock before the data is no age
        ("2021-10-01", None, "on_course"),  # outside the project's year
        ("2020-09-30", None, "on_course"),
    ],
)
def test_staleness_is_the_only_use_of_the_clock_and_only_inside_the_year(today, age, code):
    figures = compute(view("2021-06-30", **ON_COURSE), d(today) if today else None)

    assert (figures.age_days, figures.verdict.code, figures.stale) == (age, code, code == "stale")


def test_data_is_as_old_as_its_older_side():
    figures = compute(view("2021-06-30", as_of={"groups": "2021-06-01"}, **ON_COURSE), d("2021-07-01"))

    assert figures.age_days == 30


def test_a_closed_year_is_never_stale():
    figures = compute(view("2021-09-30", **ON_COURSE), d("2021-09-30"))

    assert (figures.age_days, figures.stale, figures.verdict.code) == (None, False, "closed")


# both sides


def test_accepted_instalments_cost_before_they_are_paid():
    figures = compute(view(**ON_COURSE, instalments=[instalment("1", 1000, "2021-05-24", "2021-05-20", "2021-05-24")]))

    assert figures.accepted_unpaid_satang == baht(1000)
    assert figures.ac_satang == baht(801000)
    assert figures.eac_satang == round(baht(885000) * 801000 / (12 * 29500))


def test_suspect_entries_withhold_the_verdict():
    figures = compute(view(**ON_COURSE | {"spending": [entry("P-1", "2021-06-07", "disbursement", 885001)]}))

    assert figures.suspects == (Suspect("over_budget", 1, satang=baht(1)),)
    assert figures.verdict.th == "ยังสรุปไม่ได้: มี 1 รายการต้องตรวจสอบก่อน"


# what is not known


def test_nothing_loaded_is_all_dashes_and_no_zeros():
    figures = compute(NO_VIEW)

    unknown = {name for name, value in vars(figures).items() if value is None} - {
        "day",
        "state",
        "joint_day",
        "age_days",
    }
    assert figures.verdict.code == "no_data"
    assert unknown <= set(figures.reasons)
    assert {"registered_groups", "disbursed_satang", "used_satang", "bac_satang", "spi"} <= unknown
    assert (figures.net_budget_satang, figures.target_groups) == (baht(885000), 30)
    assert figures.disbursed_percent is figures.used_percent is None


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
    assert getattr(figures, field) is None
    assert figures.reasons[field][1].startswith(reason)


def test_every_unknown_figure_has_a_reason_on_each_sample_day():
    for expected in expected_days():
        figures = compute(of_the_samples(expected["day"]))
        unknown = {name for name, value in vars(figures).items() if value is None} - {"age_days"}

        assert unknown <= set(figures.reasons)
        assert not set(figures.reasons) - {f.name for f in fields(Figures)}


# the plan


def test_a_revised_plan_is_told_beside_what_the_first_one_asked():
    first = view(plan=PLAN).of("plan")
    same = view(plan=list(reversed(PLAN))).of("plan")
    lower = [planned("2021-05", 4, 150000), planned("2021-06", 9, 200000)]

    figures = compute(view(**ON_COURSE | {"plan": lower}, earlier_plans=(first, same)))

    assert figures.plan_revisions == 1  # a plan loaded again in another order is the same plan
    assert (figures.expected_groups, figures.first_expected_groups) == (9, 12)
    assert figures.first_expected_disbursed_satang == baht(262000)


def test_a_plan_never_revised_is_its_own_first_plan():
    figures = compute(view(**ON_COURSE))

    assert (figures.plan_revisions, figures.first_expected_groups) == (0, 12)


def test_revisions_are_unknown_where_nobody_read_the_earlier_plans():
    figures = compute(view(**ON_COURSE, earlier_plans=None))

    assert figures.plan_revisions is None
    assert "plan_revisions" in figures.reasons
    assert figures.expected_groups == 12


# the summary


def test_summary_has_the_fields_of_the_command_contract_in_their_order():
    names = """day cutoffs uploads target_groups registered_groups expected_groups budget_baht net_budget_baht
        disbursed_baht outstanding_baht used_baht remaining_baht at_risk_baht allocated_baht developed_groups
        expected_disbursed_baht cabinet_baht bac_baht pv_baht ev_baht ac_baht spi cpi eac_baht verdict state"""

    assert list(compute(NO_VIEW).summary()) == names.split()


def test_summary_is_json_with_baht_as_numbers_and_unknown_as_null():
    summary = json.loads(json.dumps(compute(sample_view("2021-06-30")).summary()))

    assert (summary["day"], summary["cutoffs"]["plan"]) == ("2021-06-30", "2020-10-01")
    assert summary["uploads"] == {"groups": 1, "products": 2, "spending": 3, "plan": 4, "instalments": 5}
    assert summary["disbursed_baht"] == 241858.75
    assert summary["allocated_baht"] is None
    assert (summary["spi"], summary["cpi"]) == (0.75, 1.0977)
    assert list(summary["verdict"]) == ["code", "th", "en"]
    assert (summary["state"], summary["eac_baht"]) == ("running", 806195.83)
