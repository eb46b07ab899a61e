"""What charts are fed is Arrow as pyarrow reads it, and holds each value as the row had it."""

import math
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from ui import arrow

VALUES = {
    "text": some.text(some.characters(exclude_categories=["Cs"])),
    "whole": some.integers(-(2**63), 2**63 - 1),
    "number": some.floats(allow_nan=False),
    "yes": some.booleans(),
    "nothing": some.none(),
}
KINDS = {"text": "string", "whole": "int64", "number": "double", "yes": "bool", "nothing": "null"}


@some.composite
def tables(draw: some.DrawFn) -> dict[str, tuple[str, list[Any]]]:
    """Columns by name: their kind, and as many values for each."""
    length = draw(some.integers(1, 20))
    kinds = draw(some.lists(some.sampled_from(list(VALUES)), min_size=1, max_size=6))
    return {
        f"คอลัมน์ {at}": (kind, draw(some.lists(some.none() | VALUES[kind], min_size=length, max_size=length)))
        for at, kind in enumerate(kinds)
    }


def read(rows: list[dict[str, Any]]) -> pa.Table:
    table = pa.ipc.open_stream(arrow.stream(rows)).read_all()
    table.validate(full=True)
    return table


@given(tables())
def test_each_value_is_read_back_as_it_was(columns: dict[str, tuple[str, list[Any]]]) -> None:
    rows = [
        dict(zip(columns, values, strict=True))
        for values in zip(*(values for _, values in columns.values()), strict=True)
    ]

    table = read(rows)

    assert table.to_pylist() == rows
    for name, (kind, values) in columns.items():
        known = any(value is not None for value in values)
        assert str(table.schema.field(name).type) == (KINDS[kind] if known else "null")


def test_whole_numbers_among_numbers_are_numbers() -> None:
    table = read([{"share": 1}, {"share": 0.5}, {"share": None}])

    assert str(table.schema.field("share").type) == "double"
    assert table.to_pylist() == [{"share": 1.0}, {"share": 0.5}, {"share": None}]


def test_what_a_row_lacks_is_null() -> None:
    assert read([{"a": 1}, {"b": "x"}]).to_pylist() == [{"a": 1, "b": None}, {"a": None, "b": "x"}]


def test_what_is_no_number_stays_none() -> None:
    (row,) = read([{"share": math.nan}]).to_pylist()

    assert math.isnan(row["share"])


@pytest.mark.parametrize("other", [True, "2", 2.5j, b"2"])
def test_values_that_do_not_belong_together_are_refused(other: Any) -> None:
    with pytest.raises(TypeError, match="no column of a chart"):
        arrow.stream([{"value": 2}, {"value": other}])
