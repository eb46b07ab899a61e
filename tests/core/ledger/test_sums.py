"""Sums of a register give, for every way of putting its rows together, what reading the rows gives."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ledger.ledger import positions_by
from core.ledger.sums import positions_among, sums_of
from core.model import ENTRIES
from core.model.snapshot import Snapshot
from tests.support.views import PROJECT, d, entry, view

CUTOFF = "2021-07-20"
DAYS = [d(day) for day in ("2020-09-30", "2020-12-31", "2021-04-30", "2021-05-31", "2021-06-30", CUTOFF)]
COLUMNS = ("group_code", "expense_line")
ROW = st.fixed_dictionaries(
    {
        "doc_no": st.sampled_from("ab"),
        "line_no": st.just(1),
        "date": st.dates(date(2021, 4, 1), date(2021, 8, 31)),
        "entry": st.sampled_from(["commitment", "disbursement"] * 5 + [choice.id for choice in ENTRIES]),
        "amount_satang": st.integers(0, 10**15),
        "settles": st.sampled_from(["a", "a", "b", "x", None]),
        "group_code": st.sampled_from(["G1", "G2", None]),
        "expense_line": st.sampled_from(["one", "two", None]),
    }
)
KEYS = st.fixed_dictionaries(
    {(code, line): st.sampled_from("AB") for code in ("G1", "G2", None) for line in ("one", "two", None)}
)


@settings(deadline=None, max_examples=300)
@given(st.lists(ROW, max_size=14), KEYS)
def test_sums_put_together_are_what_the_rows_give_put_together(records, key):
    shown = view(CUTOFF, spending=records)
    rows = shown.of("spending")

    by_rows = positions_by(rows, [key[values] for values in rows.each(*COLUMNS)], DAYS)

    assert positions_among(shown, COLUMNS, DAYS, lambda _: key) == by_rows


def test_an_order_of_two_lines_is_divided_as_they_are_put_together():
    shown = view(
        CUTOFF,
        spending=[
            entry("PO-1", "2021-05-01", "commitment", 100, group_code="G1", expense_line="one"),
            entry("PO-1", "2021-05-01", "commitment", 50, group_code="G2", expense_line="one"),
            entry("P-1", "2021-05-02", "disbursement", 70, settles="PO-1", group_code="G2", expense_line="one"),
            entry("PO-2", "2021-05-01", "commitment", 10, group_code="G2", expense_line="one"),
        ],
    )
    (last,) = cutoff = [d(CUTOFF)]

    apart = positions_among(shown, COLUMNS, cutoff, lambda found: {values: values[0] for values in found})
    together = positions_among(shown, COLUMNS, cutoff, lambda found: {values: values[1] for values in found})

    assert {code: position.outstanding for code, position in apart[last].items()} == {"G1": 80_00, "G2": 10_00}
    assert {line: position.outstanding for line, position in together[last].items()} == {"one": 90_00}
    assert len(sums_of(shown, COLUMNS).apart) == 3
    assert len(sums_of(shown, ("expense_line",)).apart) == 0


def test_a_register_is_added_up_once_for_all_that_is_asked_of_it(monkeypatch: pytest.MonkeyPatch):
    shown, read = view(CUTOFF, spending=[entry("P-1", "2021-05-02", "disbursement", 70, group_code="G1")]), []
    monkeypatch.setattr(
        "core.ledger.sums.positions_by", lambda rows, *_: read.append(len(rows)) or positions_by(rows, *_)
    )

    for key in ("A", "B"):
        positions_among(shown, COLUMNS, DAYS, lambda found, key=key: dict.fromkeys(found, key))

    assert read == [1, 0, 0]


def test_without_a_register_there_are_no_sums():
    assert positions_among(Snapshot(PROJECT, None, {}, {}), COLUMNS, DAYS, dict.fromkeys) == {day: {} for day in DAYS}
