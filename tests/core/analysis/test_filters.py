"""What a link may choose: values that exist, whole months, and rows that follow."""

import pytest

from core.analysis.breakdowns.of_groups import Dropped, Filters, clean, known_values, ledger_rows
from tests.core.making_views import MIXED, PROJECT, SAMPLES, column, d, sample_view

OCTOBER = sample_view("2021-10-18", spending=SAMPLES / "practice" / "spending-october.csv")


def test_values_that_no_longer_exist_are_dropped_and_named():
    asked = Filters(
        amphoe=("ชะอำ", "หัวหิน"),
        stage=("registered", "sold"),
        category=("food", "toys"),
        expense_line=("fuel", "วัสดุสำนักงาน", "gold"),
        entry=("refund", "โอน"),
        months=(d("2021-01-01"), d("2021-03-31")),
    )

    kept, dropped = clean(asked, MIXED)

    assert kept == Filters(("ชะอำ",), ("registered",), ("food",), ("fuel", "วัสดุสำนักงาน"), ("refund",), asked.months)
    assert dropped == [
        Dropped("amphoe", "หัวหิน"),
        Dropped("stage", "sold"),
        Dropped("category", "toys"),
        Dropped("expense_line", "gold"),
        Dropped("entry", "โอน"),
    ]


@pytest.mark.parametrize(
    "months",
    [("2021-03-01", "2021-01-31"), ("2019-01-01", "2019-12-31"), ("2022-01-01", "2022-02-28")],
)
def test_months_that_run_backwards_or_lie_outside_the_year_are_dropped(months):
    first, last = map(d, months)

    kept, dropped = clean(Filters(months=(first, last)), MIXED)

    assert kept.months is None
    assert dropped == [Dropped("months", f"{first}–{last}")]


@pytest.mark.parametrize(
    "months", [("2021-03-05", "2021-03-05"), ("2021-09-30", "2021-12-31"), ("2020-08-01", "2020-10-01")]
)
def test_one_day_and_the_edges_of_the_year_are_ranges(months):
    asked = Filters(months=(d(months[0]), d(months[1])))

    assert clean(asked, MIXED) == (asked, [])


def test_months_after_the_year_are_kept_where_the_register_has_them():
    asked = Filters(months=(d("2021-10-01"), d("2021-10-31")))

    assert clean(asked, OCTOBER) == (asked, [])
    assert column(ledger_rows(OCTOBER, asked).records(), "doc_no") == ["ฎ.65-001"]


def test_what_a_filter_may_take_begins_with_the_projects_own_values():
    values = known_values(MIXED)

    assert values["stage"] == PROJECT.stages
    assert values["expense_line"][-2:] == ("fuel", "hire")
    assert "ชะอำ" in values["amphoe"]


def test_a_range_of_months_takes_whole_months():
    asked = Filters(months=(d("2021-05-15"), d("2021-06-01")))

    assert column(ledger_rows(MIXED, asked).records(), "doc_no") == ["P-1", "P-2", "P-3", "P-4"]
