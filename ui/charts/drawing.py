"""Puts a chart on the page: words where there is nothing to draw, else the chart, its sentence and its table."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.linked import SIDES
from ui.charts import larger, linked, palette
from ui.charts.named import height_of
from ui.charts.specs import LEGENDS, SOURCE, Spec, compiled
from ui.request import link
from ui.text import key_of_series, t
from ui.widgets import boxes, tables

Row = Mapping[str, Any]


SIGNS = {"line": "━━", "long": "━ ━", "dashed": "╍╍", "sparse": "╌ ╌", "dotted": "┉┉", "bar": "■"}
_BAHT = frozenset({"money_burn", "quarters", "sales"})  # charts whose numbers are baht


def draw(
    name: str,
    rows: Sequence[Row],
    *,
    lang: str,
    alt: str,
    table: Mapping[str, str] | None = None,
    pressed: Callable[[str], None] | None = None,
    turn: int = 0,
) -> None:
    """Draw the chart ``name`` from tidy ``rows``, with its legend in words above it.

    ``alt`` is the sentence that says what the chart shows. ``table`` maps the columns of the table twin to their
    headers; the table is built only once its expander is opened. ``pressed`` takes the chart's key when a mark is
    pressed; another ``turn`` makes the chart forget what was.
    """
    if not rows:
        st.caption(t("chart.empty", lang))
        return
    _legend(name, {str(row.get("series") or row.get("part")) for row in rows}, lang)
    frame = pd.DataFrame.from_records([dict(row) for row in rows])
    key = f"chart-{name}-{turn}" if turn else f"chart-{name}"
    selected: Any = "ignore" if pressed is None else lambda: pressed(key)
    high = height_of(name, rows)
    if high and link.glance().presenting:
        high = round(high * larger.BY)
    spec = {**_spec(name), "datasets": {SOURCE: frame}} | ({"height": high} if high else {})
    st.vega_lite_chart(spec, alt=alt, key=key, on_select=selected)
    if table:
        boxes.folded(t("chart.table", lang), f"table-{name}", partial(_table, name, frame, table, lang))


def draw_linked(rows: Sequence[Row], pressed: Mapping[str, Sequence[str]], *, lang: str, alt: str, key: str) -> None:
    """The linked view with what is ``pressed`` from the start. In a form: what is pressed is sent by its button."""
    _legend("linked", LEGENDS["linked"], lang, _of_tiles(lang))
    titles = [t(f"overview.side_{side}", lang) for side in SIDES]
    spec = linked.begun(_spec("linked"), titles, pressed)
    frame = pd.DataFrame.from_records([dict(row) for row in rows])
    st.vega_lite_chart({**spec, "datasets": {SOURCE: frame}}, alt=alt, key=key, width="stretch", on_select="rerun")


def _spec(name: str) -> Spec:
    """The chart as this screen shows it: larger in front of a room."""
    return larger.for_a_room(name) if link.glance().presenting else compiled(name)


def _legend(name: str, there: Collection[str], lang: str, more: Sequence[str] = ()) -> None:
    """Sign, colour and words of each series that is there, and what ``more`` says. An entry is never broken in two
    unless it is wider than the page: Thai would break inside of it.
    """
    marks = LEGENDS.get(name, {})
    parts = [
        _entry(f'style="color: {colour}"', t(key_of_series(series), lang), SIGNS[mark])
        for series, (colour, mark) in marks.items()
        if series in there
    ]
    if parts:
        st.html(f'<p class="legend">{"".join([*parts, *more])}</p>')


def _of_tiles(lang: str) -> list[str]:
    """What the colours of the tiles mean; the same whatever is filtered or pressed."""
    scale = f"background: linear-gradient(90deg, {palette.PALE}, {palette.FULL})"
    unpicked = f"background: {palette.UNPICKED}"
    looks = {"tile_scale": scale, "tile_out": unpicked}
    return [_entry(f'class="swatch" style="{look}"', t(f"overview.{name}", lang)) for name, look in looks.items()]


def _entry(look: str, words: str, sign: str = "") -> str:
    """One entry of a legend: its sign, which is not read out, and its words."""
    return f'<span><i {look} aria-hidden="true">{sign}</i> {escape(words)}</span>'


def _table(name: str, frame: pd.DataFrame, columns: Mapping[str, str], lang: str) -> None:
    shown = frame[list(columns)].rename(columns=dict(columns))
    money = [columns[c] for c in ("value", "before", "after") if c in columns] if name in _BAHT else []
    tables.show(shown, f"twin-{name}", alt=t("chart.table", lang), money=money)
