"""What a link may choose: values that exist, whole months, and rows that follow."""

from core.analysis.filters import Filters, known_values, ledger_rows
from tests.support.views import MIXED, PROJECT, SAMPLES, column, d, sample_view

OCTOBER = sample_view("2021-10-18", spending=SAMPLES / "practice" / "spending-october.csv")


def test_months_after_the_year_choose_what_the_register_has_there():
    asked = Filters(months=(d("2021-10-01"), d("2021-10-31")))

    assert column(ledger_rows(OCTOBER, asked).records(), "doc_no") == ["ฎ.65-001"]


def test_what_a_filter_may_take_begins_with_the_projects_own_values():
    assert known_values(MIXED, "stage") == PROJECT.stages
    assert known_values(MIXED, "expense_line")[-2:] == ("fuel", "hire")
    assert "ชะอำ" in known_values(MIXED, "amphoe")


def test_a_range_of_months_takes_whole_months():
    asked = Filters(months=(d("2021-05-15"), d("2021-06-01")))

    assert column(ledger_rows(MIXED, asked).records(), "doc_no") == ["P-1", "P-2", "P-3", "P-4"]
