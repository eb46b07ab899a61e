"""A table that is kept is sent byte for byte as one that is made for its page, and other rows are another table."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.support.pages import elements, page
from ui import framework
from ui.widgets import tables

ROWS = [{"name": "ก", "baht": 1.5, "late": None}, {"name": "ข", "baht": None, "late": 3}]


class FrameOnly(pd.DataFrame):
    """A frame that is asked how large it is."""

    @property
    def nbytes(self) -> int:
        return 0


def sent(script: str, lang: str) -> list[bytes]:
    """Every table of a page as its message."""
    protos: list[Any] = [getattr(element, "proto", None) for element in elements(page(script, "staff", lang=lang))]
    found = [
        proto for proto in protos if "arrow_data" in getattr(getattr(proto, "DESCRIPTOR", None), "fields_by_name", {})
    ]
    return [proto.SerializeToString(deterministic=True) for proto in found]


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("script", ["groups.py", "products.py", "budget.py"])
def test_what_is_kept_is_sent_as_a_frame_is(
    script: str, lang: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables._KEPT.clear()
    made = sent(script, lang)
    assert made and len(tables._KEPT)
    kept = sent(script, lang)
    monkeypatch.setattr(framework, "arrow_table", FrameOnly)
    tables._KEPT.clear()

    assert made == kept == sent(script, lang)


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
