"""The very rows behind each line to follow up."""

from dataclasses import replace

import pytest

from core.analysis.attention.about import find, places
from core.analysis.attention.attention import every_need, needs
from core.figures.figures import compute
from core.model.snapshot import Snapshot
from tests.support.views import PROJECT, d, entry, group, instalment, planned, sample_view, view

QUIET = replace(PROJECT, windows=(), last_safe_procurement=d("2021-08-15"), last_safe_direct=d("2021-09-15"))


def behind(shown: Snapshot, key: str, field: str) -> list[object]:
    """One column of the rows that a line is about."""
    figures = compute(shown)
    need = find(shown, figures, key)
    assert need is not None, [n.key for n in every_need(shown, figures)]
    found = places(shown, figures, need)
    assert found is not None
    kind, where = found
    return [shown.of(kind)[field][place] for place in where]


@pytest.mark.parametrize("day", ["2021-02-28", "2021-05-31", "2021-06-30", "2021-07-31", "2021-08-31"])
def test_each_line_of_the_samples_is_found_by_its_key_and_is_about_rows(day):
    shown = sample_view(day)
    figures = compute(shown)

    for need in needs(shown, figures):
        assert find(shown, figures, need.key) == need
        found = places(shown, figures, need)
        assert found is None or found[1], need.key
        assert (found is None) == (need.code in ("lastsafe", "cabinet"))


def test_a_line_about_groups_lists_all_of_them_and_no_other():
    shown = sample_view("2021-07-31")
    figures = compute(shown)
    papers = next(need for need in needs(shown, figures) if need.code == "papers")

    assert len(papers.groups) == 15
    assert behind(shown, "papers", "code") == list(papers.groups)


def test_of_several_instalments_a_link_names_the_one_it_is_about():
    delivered = instalment("2", 412200, "2021-07-23", "2021-07-29")
    accepted = instalment("1", 137400, "2021-05-24", "2021-05-20", "2021-05-24")
    shown = view("2021-07-30", project=QUIET, instalments=[accepted, delivered])

    assert behind(shown, "instalment:2", "no") == ["2"]
    assert behind(shown, "instalment_pay:1", "no") == ["1"]


def test_orders_that_may_be_carried_over_are_those_that_the_sum_counts():
    shown = view(
        "2021-09-20",
        project=QUIET,
        spending=[
            entry("PO-1", "2021-01-04", "commitment", 200000),
            entry("PV-1", "2021-02-04", "disbursement", 200000, settles="PO-1"),  # paid: owes nothing
            entry("PO-2", "2021-03-04", "commitment", 150000),
            entry("PV-2", "2021-04-04", "disbursement", 50000, settles="PO-2"),
            entry("PO-3", "2021-03-05", "commitment", 90000),  # below the least amount
        ],
    )

    assert behind(shown, "carryover", "doc_no") == ["PO-2"]


def test_entries_to_check_are_the_order_and_what_was_paid_on_it_and_rows_outside_the_year():
    overpaid = view(
        "2021-07-31",
        project=QUIET,
        spending=[
            entry("PO-1", "2021-01-04", "commitment", 1000),
            entry("PV-1", "2021-02-04", "disbursement", 800, settles="PO-1"),
            entry("PV-2", "2021-02-05", "disbursement", 400, settles="PO-1"),
            entry("PO-2", "2021-01-05", "commitment", 5000),
            entry("PV-3", "2021-08-05", "disbursement", 400, settles="PO-1"),  # after the day of the data
        ],
    )
    assert behind(overpaid, "check", "doc_no") == ["PO-1", "PV-1", "PV-2"]

    outside = view(
        "2021-07-31",
        project=QUIET,
        spending=[entry("PV-1", "2019-01-04", "disbursement", 100), entry("PV-2", "2021-01-04", "disbursement", 100),
                  entry("PV-3", "2019-02-04", "disbursement", 100)],
    )  # fmt: skip
    assert behind(outside, "check", "doc_no") == ["PV-1", "PV-3"]

    too_much = view(
        "2021-07-31",
        project=QUIET,
        spending=[
            entry("BG-1", "2020-10-04", "transfer_out", 100),
            entry("PO-1", "2021-01-04", "commitment", 885000),
            entry("PV-1", "2021-02-04", "disbursement", 400000, settles="PO-1"),
            entry("PV-2", "2021-02-05", "disbursement", 400),
        ],
    )
    assert behind(too_much, "check", "doc_no") == ["PO-1", "PV-2"]


def test_a_wait_for_an_allotment_lists_the_allotments():
    shown = view(
        "2021-05-31",
        project=QUIET,
        groups=[group("G01")],
        spending=[
            entry("AL-1", "2020-11-04", "allotment", 100000),
            entry("PV-1", "2021-02-04", "disbursement", 99000),
        ],
    )

    assert behind(shown, "allotment", "doc_no") == ["AL-1"]


def test_a_plan_above_the_budget_lists_the_transfers_that_changed_it():
    shown = view(
        "2021-05-31",
        project=QUIET,
        groups=[group("G01")],
        spending=[
            entry("T-1", "2021-04-01", "transfer_out", 85000),
            entry("T-2", "2021-04-02", "transfer_in", 5000),
            entry("PV-1", "2021-04-03", "disbursement", 1000),
            entry("T-3", "2021-06-01", "transfer_out", 1),
        ],
        plan=[planned("2021-09", 30, 885000)],
    )

    assert behind(shown, "plan_over", "doc_no") == ["T-1", "T-2"]


def test_a_line_that_stands_no_longer_is_not_found():
    shown = sample_view("2021-07-31")

    assert find(shown, compute(shown), "instalment:1") is None
    assert find(shown, compute(shown), "<b>") is None
