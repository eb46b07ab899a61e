"""Puts a chart on the page: words where there is nothing to draw, else the chart, its sentence and its table."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from core.analysis.linked import SIDES
from ui.charts import larger, linked, palette
from ui.charts.ready import Ready
from ui.charts.specs import LEGENDS, SIGNS, SOURCE, Spec, compiled
from ui.request import link
from ui.text import key_of_series, t
from ui.widgets import boxes, tables

TITLES = {  # how the cards of charts are called
    "groups_burn": "overview.groups_burn",
    "money_burn": "overview.money_burn",
    "linked": "overview.linked",
    "funnel": "overview.funnel",
    "tiles": "overview.tiles",
    "matrix": "products.matrix",
    "sales": "products.sales",
    "waterfall": "budget.waterfall",
    "expense_lines": "budget.lines",
    "quarters": "budget.quarters",
}
_BAHT = frozenset({"money_burn", "quarters", "sales"})  # charts whose numbers are baht


def draw(
    chart: Ready | None,
    *,
    lang: str,
    table: Mapping[str, str] | None = None,
    pressed: Callable[[str], None] | None = None,
    turn: int = 0,
) -> None:
    """Draw a chart, with its legend in words above it; words where there is nothing to draw.

    ``table`` maps the columns of the table twin to their headers; the table is built only once its expander is opened.
    ``pressed`` takes the chart's key when a mark is pressed; another ``turn`` makes the chart forget what was.
    """
    if chart is None:
        st.caption(t("chart.empty", lang))
        return
    name, high = chart.name, chart.height
    _said(chart, lang)
    key = f"chart-{name}-{turn}" if turn else f"chart-{name}"
    selected: Any = "ignore" if pressed is None else lambda: pressed(key)
    if high and link.glance().presenting:
        high = round(high * larger.BY)
    spec = {**_spec(name), "datasets": {SOURCE: chart.data}} | ({"height": high} if high else {})
    st.vega_lite_chart(spec, alt=t(TITLES[name], lang), key=key, on_select=selected)
    if table:
        boxes.folded(t("chart.table", lang), f"table-{name}", partial(_table, chart, table, lang))


def draw_linked(chart: Ready, *, lang: str, key: str) -> None:
    """The linked view. In a form: what is pressed is sent by its button."""
    _said(chart, lang, _of_tiles(lang))
    titles = [t(f"overview.side_{side}", lang) for side in SIDES]
    spec = {**linked.titled(_spec("linked"), titles), "datasets": {SOURCE: chart.data}}
    st.vega_lite_chart(spec, alt=t(TITLES["linked"], lang), key=key, width="stretch", on_select="rerun")


def _spec(name: str) -> Spec:
    """The chart as this screen shows it: larger in front of a room."""
    return larger.for_a_room(name) if link.glance().presenting else compiled(name)


def _said(chart: Ready, lang: str, more: Sequence[str] = ()) -> None:
    """Above the chart: sign, colour and words of each series that is there, and what ``more`` says; and the chart in
    words, read aloud only. The chart itself is named by its title: the browser begins a chart of another name anew. An
    entry is never broken in two unless it is wider than the page: Thai would break inside of it.
    """
    marks = LEGENDS.get(chart.name, {})
    parts = [
        _entry(f'style="color: {colour}"', t(key_of_series(series), lang), SIGNS[mark])
        for series, (colour, mark) in marks.items()
        if chart.name == "linked" or series in chart.series
    ]
    legend = f'<p class="legend">{"".join([*parts, *more])}</p>' if parts else ""
    st.html(f'{legend}<p class="said">{escape(chart.alt)}</p>')


def _of_tiles(lang: str) -> list[str]:
    """What the colours of the tiles mean; the same whatever is filtered or pressed."""
    scale = f"background: linear-gradient(90deg, {palette.PALE}, {palette.FULL})"
    unpicked = f"background: {palette.UNPICKED}"
    looks = {"tile_scale": scale, "tile_out": unpicked}
    return [_entry(f'class="swatch" style="{look}"', t(f"overview.{name}", lang)) for name, look in looks.items()]


def _entry(look: str, words: str, sign: str = "") -> str:
    """One entry of a legend: its sign, which is not read out, and its words."""
    return f'<span><i {look} aria-hidden="true">{sign}</i> {escape(words)}</span>'


def _table(chart: Ready, columns: Mapping[str, str], lang: str) -> None:
    name, shown = chart.name, chart.rows()[list(columns)].rename(columns=dict(columns))
    money = [columns[c] for c in ("value", "before", "after") if c in columns] if name in _BAHT else []
    tables.show(shown, f"twin-{name}", alt=t("chart.table", lang), money=money)
