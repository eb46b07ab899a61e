"""Puts a chart on the page: words where there is nothing to draw, else the chart, its sentence and its table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ui import tables
from ui.charts.specs import SOURCE, compiled
from ui.words import t

Row = Mapping[str, Any]


def draw(name: str, rows: Sequence[Row], *, lang: str, alt: str, table: Mapping[str, str] | None = None) -> None:
    """Draw the chart ``name`` from tidy ``rows``.

    ``alt`` is the sentence that says what the chart shows. ``table`` maps the columns of the table twin to their
    headers; the table is built only once its expander is opened.
    """
    if not rows:
        st.caption(t("chart.empty", lang))
        return
    frame = pd.DataFrame.from_records([dict(row) for row in rows])
    st.vega_lite_chart({**compiled(name, lang), "datasets": {SOURCE: frame}}, alt=alt, key=f"chart-{name}")
    if table:
        _table(name, frame, table, lang)


def _table(name: str, frame: pd.DataFrame, columns: Mapping[str, str], lang: str) -> None:
    twin = st.expander(t("chart.table", lang), key=f"table-{name}", on_change="rerun")
    if twin.open:
        shown = frame[list(columns)].rename(columns=dict(columns))
        with twin:
            tables.show(shown, f"twin-{name}", alt=t("chart.table", lang))
