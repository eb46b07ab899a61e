"""Rows of an upload come back as they went in, whatever stands in a cell and however many there are."""

from datetime import date

import pytest
from sqlalchemy import Engine

from core.model.rows import from_records
from db.snapshots import row_store
from db.snapshots.row_store import read_rows
from db.transactions import reading
from tests.support.uploads import payment, put

DAY = date(2021, 1, 31)
SIGNS = ("\\N", "\\.", "a\n\\.\nb", "\\", "\\t", "a\tb\r\n", "\v\f\x08", "\u2028\x85")  # of the text format of COPY
ODD = ("ก\x1fข", "", "'", "a\nb", "ฐ" * 300, "\x1f", *SIGNS)


@pytest.mark.parametrize("count", [1, 199, 200, 201, 423, 600])
def test_rows_come_back_in_their_order(engine: Engine, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_store, "COPIED_TOGETHER", 200)
    records = [
        payment(f"ฎ-{number}", 100 + number) | {"description": f"รายการ {number}", "payee": None}
        for number in range(count)
    ]
    for number, odd in enumerate(ODD):
        records[number * 7 % count]["description"] = odd
    records[count // 2]["settles"] = "ผพ-1"
    stored = put(engine, "spending", records, DAY)

    with reading(engine) as session:
        assert read_rows(session.connection(), "spending", stored.id) == from_records("spending", records)


def test_a_text_that_differs_is_lent_and_one_that_repeats_is_not() -> None:
    differing, alike = [f"รายการ {number}" for number in range(60)], ["ค่าจ้าง"] * 60
    assert (row_store._varied(differing), row_store._varied(alike), row_store._varied(range(60))) == (
        True,
        False,
        False,
    )

    lent = row_store._lent(differing)
    assert lent == differing and not any(a is b for a, b in zip(lent, differing, strict=True))
    assert row_store._lent(["a", None]) == ["a", None] and row_store._lent(["a\x1fb", "c"]) == ["a\x1fb", "c"]
