"""A table that is kept is sent byte for byte as one that is made for its page, and other rows are another table."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from tests.support.pages import elements, page
from ui import framework
from ui.widgets import tables

ROWS = [{"name": "ก", "baht": 1.5, "late": None}, {"name": "ข", "baht": None, "late": 3}]


def sent(script: str, lang: str) -> list[Any]:
    """Every table of a page as its message."""
    protos: list[Any] = [getattr(element, "proto", None) for element in elements(page(script, "staff", lang=lang))]
    return [
        proto for proto in protos if "arrow_data" in getattr(getattr(proto, "DESCRIPTOR", None), "fields_by_name", {})
    ]


def as_bytes(protos: list[Any]) -> list[bytes]:
    return [proto.SerializeToString(deterministic=True) for proto in protos]


def told(protos: list[Any]) -> list[dict[str, list[object]]]:
    """What each table holds, column by column; pandas says of numbers alone that one is not known."""
    frames = [pa.ipc.open_stream(proto.arrow_data.data).read_pandas() for proto in protos]
    return [
        {name: [None if pd.isna(value) else value for value in frame[name].tolist()] for name in frame}
        for frame in frames
    ]


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("script", ["groups.py", "products.py", "budget.py"])
def test_what_is_kept_is_sent_as_what_is_made_and_says_what_a_frame_says(
    script: str, lang: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables._KEPT.clear()
    made = sent(script, lang)
    assert made and len(tables._KEPT)
    kept = sent(script, lang)
    assert as_bytes(made) == as_bytes(kept)

    own = framework.arrow_table
    monkeypatch.setattr(framework, "arrow_table", lambda columns: own(pd.DataFrame(columns)))
    tables._KEPT.clear()
    assert told(made) == told(sent(script, lang))


def test_a_column_of_several_kinds_is_one_of_texts() -> None:
    mixed = tables._ready([{"value": 1}, {"value": "ข"}, {"value": None}])

    assert mixed.table["value"].to_pylist() == ["1", "ข", None]


def test_a_row_may_lack_a_column() -> None:
    assert tables.columns_of([{"a": 1}, {"b": 2}]) == {"a": [1, None], "b": [None, 2]}


@pytest.mark.parametrize(
    "other",
    [
        ROWS[::-1],
        ROWS[:1],
        [ROWS[0], ROWS[1] | {"late": "3"}],
        [ROWS[0], ROWS[1] | {"late": 3.0}],
        [{key: row[key] for key in reversed(row)} for row in ROWS],
    ],
)
def test_other_rows_are_another_table(other: list[dict[str, Any]]) -> None:
    first = tables._ready(ROWS)
    assert tables._ready([dict(row) for row in ROWS]) is first

    found = tables._ready(other)

    assert found is not first
    pd.testing.assert_frame_equal(found.table.to_pandas(), pd.DataFrame(other))


def test_a_table_too_large_to_keep_is_shown_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_MOST_BYTES", 10)
    rows = [{"name": "a table that nothing else holds"}]

    assert tables._ready(rows) == tables._ready(rows)
    assert tables._ready(rows) is not tables._ready(rows)
