"""The register added up: balances, orders, and what makes the sums doubtful."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ledger.ledger import NOTHING, Suspect, positions_by, read, suspects
from core.model.choices import ENTRIES
from core.model.rows import empty, from_records
from tests.support.views import PROJECT, baht, d, entry

END = d("2021-09-30")


def ledger(*records, cutoff="2021-09-30"):
    return read(from_records("spending", records), PROJECT, d(cutoff))


def test_outstanding_is_committed_less_released_and_paid_plus_refunded():
    position = ledger(
        entry("PO-1", "2021-04-09", "commitment", 687000),
        entry("P-1", "2021-06-07", "disbursement", 137400, settles="PO-1"),
        entry("R-1", "2021-06-20", "refund", 400, settles="PO-1"),
        entry("L-1", "2021-06-25", "release", 10000, settles="PO-1"),
    ).position

    assert position.outstanding == baht(687000 - 10000 - 137400 + 400)
    assert position.disbursed == baht(137400 - 400)
    assert position.used == position.disbursed + position.outstanding


def test_lines_of_one_document_are_one_order():
    position = ledger(
        entry("PO-1", "2021-04-09", "commitment", 100),
        entry("PO-1", "2021-04-09", "commitment", 50, line_no=2),
        entry("P-1", "2021-05-01", "disbursement", 120, settles="PO-1"),
    ).position

    assert position.outstanding == baht(100 + 50 - 120)


def test_an_order_paid_beyond_its_amount_owes_nothing_and_takes_nothing_from_others():
    position = ledger(
        entry("PO-1", "2021-04-09", "commitment", 100),
        entry("PO-2", "2021-04-09", "commitment", 30),
        entry("P-1", "2021-05-01", "disbursement", 120, settles="PO-1"),
    ).position

    assert position.outstanding == baht(0 + 30)


def test_a_payment_that_names_no_known_order_is_disbursed_and_settles_nothing():
    position = ledger(
        entry("PO-1", "2021-04-09", "commitment", 100),
        entry("P-1", "2021-05-01", "disbursement", 40, settles="PO-9"),
        entry("P-2", "2021-05-01", "disbursement", 2),
    ).position

    assert (position.disbursed, position.outstanding) == (baht(42), baht(100))


def test_rows_after_the_cutoff_do_not_count_and_balances_stand_on_every_day_asked():
    book = ledger(
        entry("PO-1", "2021-04-09", "commitment", 100),
        entry("P-1", "2021-05-01", "disbursement", 40, settles="PO-1"),
        entry("P-2", "2021-06-01", "disbursement", 60, settles="PO-1"),
        cutoff="2021-05-31",
    )

    assert book.on(d("2021-04-08")) == NOTHING
    assert book.on(d("2021-04-30")).outstanding == baht(100)
    assert (book.position.rows, book.position.outstanding) == (2, baht(60))


def test_a_payment_dated_before_its_order_waits_for_it():
    book = ledger(
        entry("P-1", "2021-03-01", "disbursement", 40, settles="PO-1"),
        entry("PO-1", "2021-04-09", "commitment", 100),
    )

    assert book.on(d("2021-03-31")).outstanding == 0
    assert book.position.outstanding == baht(60)


def test_transfers_and_allotments_are_kept_apart():
    position = ledger(
        entry("T-1", "2021-07-22", "transfer_out", 33000),
        entry("T-2", "2021-07-22", "transfer_in", 30000),
        entry("A-1", "2020-12-01", "allotment", 885000),
    ).position

    assert (position.transfers, position.allotment, position.used) == (baht(-3000), baht(885000), 0)


def test_an_empty_register_has_a_position():
    book = read(empty("spending"), PROJECT, END)

    assert book.position == NOTHING
    assert suspects(book, PROJECT.budget_satang) == []


def test_more_used_than_the_budget_is_suspect():
    book = ledger(entry("PO-1", "2021-04-09", "commitment", 101))

    assert suspects(book, baht(101)) == []
    assert suspects(book, baht(100)) == [Suspect("over_budget", 1, satang=baht(1))]


def test_each_order_paid_beyond_its_amount_is_suspect():
    book = ledger(
        entry("PO-2", "2021-04-09", "commitment", 10),
        entry("PO-1", "2021-04-09", "commitment", 10),
        entry("P-1", "2021-05-01", "disbursement", 11, settles="PO-1"),
        entry("P-2", "2021-05-01", "disbursement", 12, settles="PO-2"),
    )

    found = suspects(book, baht(1000))

    assert found == [Suspect("overpaid", 1, "PO-1", baht(1)), Suspect("overpaid", 1, "PO-2", baht(2))]


def test_a_payment_beyond_what_a_release_left_is_suspect():
    book = ledger(
        entry("PO-1", "2021-04-09", "commitment", 100),
        entry("L-1", "2021-04-20", "release", 20, settles="PO-1"),
        entry("P-1", "2021-05-01", "disbursement", 90, settles="PO-1"),
    )

    assert book.orders.overpaid == {"PO-1": baht(10)}


def test_orders_settled_to_the_last_satang_owe_nothing():
    book = ledger(
        entry("PO-1", "2021-04-09", "commitment", 100),
        entry("PO-2", "2021-04-09", "commitment", 100),
        entry("P-1", "2021-05-01", "disbursement", 100, settles="PO-1"),
    )

    assert book.orders.outstanding == {"PO-2": baht(100)}
    assert book.orders.overpaid == {}


def test_the_first_and_the_last_day_belong_to_the_year_and_the_cutoff_to_the_data():
    year = [entry("P-1", "2020-10-01", "disbursement", 1), entry("P-2", "2021-09-30", "disbursement", 1)]

    assert not ledger(*year).outside_year
    assert ledger(entry("P-3", "2021-10-05", "disbursement", 1), cutoff="2021-10-05").outside_year == [0]


def test_an_order_committed_on_the_last_day_may_be_paid_after_it_and_a_payment_on_the_last_day_is_not_late():
    book = ledger(
        entry("PO-1", "2021-09-30", "commitment", 100),
        entry("P-1", "2021-09-30", "disbursement", 40, settles="PO-1"),
        entry("P-2", "2021-10-01", "disbursement", 60, settles="PO-1"),
        cutoff="2021-10-31",
    )

    assert book.orders.late_paid == {"PO-1": baht(60)}
    assert book.outside_year == []


@pytest.mark.parametrize(("inside", "found"), [(2, 0), (1, 2)])
def test_more_than_half_of_the_rows_outside_the_year_is_suspect(inside, found):
    outside = [entry(f"X-{n}", day, "disbursement", 1) for n, day in enumerate(["2020-09-30", "2021-10-01"])]
    good = [entry(f"G-{n}", "2021-03-01", "disbursement", 1) for n in range(inside)]

    entries = [s.entries for s in suspects(ledger(*outside, *good, cutoff="2021-10-31"), baht(1000))]

    assert sum(entries) == found


def test_a_payment_after_the_year_on_an_order_committed_within_it_is_never_suspect():
    book = ledger(
        entry("PO-1", "2021-04-09", "commitment", 100),
        entry("P-1", "2021-10-18", "disbursement", 60, settles="PO-1"),
        entry("P-2", "2021-10-19", "disbursement", 45, settles="PO-1"),
        entry("R-1", "2021-10-20", "refund", 5, settles="PO-1"),
        cutoff="2021-10-31",
    )

    assert suspects(book, baht(1000)) == []
    assert book.outside_year == []
    assert book.orders.late_paid == {"PO-1": baht(60 + 45 - 5)}


def test_a_payment_after_the_year_on_an_order_committed_after_it_is_outside():
    book = ledger(
        entry("PO-1", "2021-10-09", "commitment", 100),
        entry("P-1", "2021-10-18", "disbursement", 60, settles="PO-1"),
        cutoff="2021-10-31",
    )

    assert book.outside_year == [0, 1]


def test_outstanding_by_line_stays_with_the_line_of_the_order():
    rows = from_records(
        "spending",
        [
            entry("PO-1", "2021-04-09", "commitment", 100, expense_line="hire"),
            entry("P-1", "2021-05-01", "disbursement", 30, settles="PO-1", expense_line="paper"),
        ],
    )

    by_line = positions_by(rows, rows["expense_line"], [END])[END]

    assert (by_line["hire"].outstanding, by_line["paper"].outstanding) == (baht(70), 0)
    assert by_line["paper"].disbursed == baht(30)


def test_an_order_over_several_lines_is_settled_line_by_line_then_in_the_order_of_its_lines():
    rows = from_records(
        "spending",
        [
            entry("PO-1", "2021-04-09", "commitment", 100, expense_line="hire"),
            entry("PO-1", "2021-04-09", "commitment", 50, line_no=2, expense_line="paper"),
            entry("P-1", "2021-05-01", "disbursement", 60, settles="PO-1", expense_line="paper"),  # 10 beyond its line
            entry("P-2", "2021-05-01", "disbursement", 20, settles="PO-1"),  # names no line
            entry("PO-2", "2021-05-01", "commitment", 7, expense_line="paper"),
        ],
    )

    by_line = positions_by(rows, rows["expense_line"], [END])[END]

    assert by_line["hire"].outstanding == baht(100 - 10 - 20)
    assert by_line["paper"].outstanding == baht(7)
    assert by_line[None].outstanding == 0


def test_cash_returned_under_another_line_reopens_the_first_line_of_its_order():
    rows = from_records(
        "spending",
        [
            entry("PO-1", "2021-04-09", "commitment", 100, expense_line="hire"),
            entry("PO-1", "2021-04-09", "commitment", 50, line_no=2, expense_line="paper"),
            entry("R-1", "2021-05-01", "refund", 5, settles="PO-1", expense_line="fuel"),
        ],
    )

    by_line = positions_by(rows, rows["expense_line"], [END])[END]

    assert [by_line[key].outstanding for key in ("hire", "paper", "fuel")] == [baht(105), baht(50), 0]


ROW = st.fixed_dictionaries(
    {
        "doc_no": st.sampled_from("abcd"),
        "date": st.dates(date(2020, 9, 1), date(2021, 12, 31)),
        "entry": st.sampled_from([choice.id for choice in ENTRIES]),
        "amount_satang": st.integers(0, 10**9),
        "settles": st.sampled_from(["a", "b", "x", None]),
        "expense_line": st.sampled_from(["one", "two", None]),
    }
)


@settings(deadline=None)
@given(st.lists(ROW, max_size=25), st.dates(date(2020, 9, 1), date(2022, 1, 1)))
def test_parts_by_line_always_add_up_to_the_whole_and_rows_need_no_order(records, cutoff):
    rows = from_records("spending", records)
    shuffled = from_records("spending", random.Random(1).sample(records, len(records)))

    whole = read(rows, PROJECT, cutoff).position
    parts = positions_by(rows, rows["expense_line"], [cutoff])[cutoff].values()

    for field in ("rows", "disbursed", "outstanding", "used", "transfers", "allotment"):
        assert sum(getattr(part, field) for part in parts) == getattr(whole, field)
    assert all(part.outstanding >= 0 for part in parts)
    assert read(shuffled, PROJECT, cutoff).position == whole


@settings(deadline=None)
@given(st.lists(ROW, max_size=25))
def test_a_day_of_a_longer_reading_equals_a_reading_up_to_that_day(records):
    rows = from_records("spending", records)
    days = [END - timedelta(days=30 * n) for n in range(4)]

    together = read(rows, PROJECT, END)

    assert [together.on(day) for day in days] == [read(rows, PROJECT, day).position for day in days]
