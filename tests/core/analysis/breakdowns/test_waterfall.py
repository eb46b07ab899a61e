"""Each bar of the waterfall opens rows that add up to it."""

from dataclasses import replace
from itertools import pairwise

import pytest

from core.analysis.breakdowns.waterfall import opened, waterfall
from core.figures.figures import compute
from core.model.snapshot import Snapshot
from tests.support.views import MIXED, PROJECT, SAMPLES, baht, column, d, entry, sample_view, view

JULY = sample_view("2021-07-31")
YEAR_END = sample_view("2021-09-30")
OCTOBER = sample_view("2021-10-18", spending=SAMPLES / "practice" / "spending-october.csv")
BARE = replace(PROJECT, expense_lines=tuple(replace(line, planned_satang=None) for line in PROJECT.expense_lines))
HALF = replace(PROJECT, expense_lines=PROJECT.expense_lines[:2])  # 820,000 of 885,000 divided among lines
LEDGER = [
    entry("PO-1", "2021-04-09", "commitment", 1000, description="งวดแรก", expense_line="hire"),
    entry("PO-1", "2021-04-09", "commitment", 500, line_no=2, description="งวดสอง", expense_line="hire"),
    entry("PO-2", "2021-03-01", "commitment", 80),
    entry("P-1", "2021-05-01", "disbursement", 300, settles="PO-1"),
    entry("P-2", "2021-05-02", "release", 100, settles="PO-1"),
    entry("P-3", "2021-05-03", "refund", 40, settles="PO-1"),
    entry("P-4", "2021-05-04", "disbursement", 80, settles="PO-2"),
    entry("P-5", "2021-06-05", "transfer_in", 700, expense_line="hire"),
    entry("P-6", "2021-06-05", "transfer_out", 200),
    entry("P-7", "2021-06-30", "disbursement", 9),
    entry("P-8", "2021-07-01", "disbursement", 5),  # after the cut-off
]
WHOLE, UNPLANNED, UNDIVIDED = (view(spending=LEDGER, project=project) for project in (PROJECT, BARE, HALF))
SHOWN = {
    "july": JULY,
    "year end": YEAR_END,
    "october": OCTOBER,
    "mixed": MIXED,
    "whole": WHOLE,
    "unplanned": UNPLANNED,
    "undivided": UNDIVIDED,
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_the_bars_always_add_up(shown):
    bars = waterfall(compute(shown))

    assert column(bars, "bar") == ["budget", "transfer_in", "transfer_out", "disbursed", "outstanding", "remaining"]
    assert sum(column(bars, "satang")) == 0
    assert bars[-1]["end_satang"] == 0
    assert all(bar["end_satang"] - bar["start_satang"] == bar["satang"] for bar in bars)
    assert all(bar["end_satang"] == after["start_satang"] for bar, after in pairwise(bars))
    assert bars[0]["satang"] == PROJECT.budget_satang


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_the_rows_of_a_bar_add_up_to_the_bar(shown):
    for bar in waterfall(compute(shown)):
        spends = bar["bar"] in ("disbursed", "outstanding", "remaining")  # bars that go down as their rows go up
        assert sum(column(opened(shown, bar["bar"]), "satang")) == (-bar["satang"] if spends else bar["satang"])


def test_payments_and_cash_returned_open_from_what_is_disbursed():
    rows = opened(WHOLE, "disbursed")

    assert [(row["doc_no"], row["satang"]) for row in rows] == [
        ("P-1", baht(300)),
        ("P-3", baht(-40)),
        ("P-4", baht(80)),
        ("P-7", baht(9)),
    ]


def test_what_is_committed_opens_one_row_an_order_that_still_owes():
    (row,) = opened(WHOLE, "outstanding")

    assert (row["doc_no"], row["date"], row["description"]) == ("PO-1", d("2021-04-09"), "งวดแรก")
    assert (row["committed_satang"], row["settled_satang"], row["satang"]) == (baht(1500), baht(360), baht(1140))


def test_the_contract_is_what_is_committed_in_july():
    (row,) = opened(JULY, "outstanding")

    assert (row["committed_satang"], row["settled_satang"], row["satang"]) == (
        baht(687000),
        baht(137400),
        baht(549600),
    )


def test_what_is_left_opens_by_line_and_names_what_was_never_divided():
    rows = {(row["part"], row["expense_line"]): row["satang"] for row in opened(UNDIVIDED, "remaining")}

    assert rows["undivided", None] == baht(885000 - 738000 - 82000)
    assert rows["line", "hire"] == baht(700 - 300 + 40 - 1140) + baht(300 - 40)  # payments name no line themselves
    assert rows["line", None] == baht(-200 - 80 - 9) - baht(300 - 40)
    assert ("undivided", None) not in {(row["part"], row["expense_line"]) for row in opened(WHOLE, "remaining")}


def test_without_planned_lines_the_sum_tells_how_it_comes_about():
    assert [(row["part"], row["satang"]) for row in opened(UNPLANNED, "remaining")] == [
        ("net_budget", baht(885500)),
        ("disbursed", baht(-349)),
        ("outstanding", baht(-1140)),
    ]
    assert [(row["part"], row["satang"]) for row in opened(UNPLANNED, "budget")] == [("budget", baht(885000))]


def test_without_a_register_nothing_is_drawn_and_nothing_opens():
    nothing = Snapshot(PROJECT, None, {}, {})

    assert waterfall(compute(nothing)) == []
    assert opened(nothing, "disbursed") == []
