"""The linked view: tiles of the amphoe, the ladder and the months in one chart; a press on one filters the others.

The browser does that alone, from rows of single groups. Each side filters by the selections of the other two. Rows
with ``n`` 0 name the values of a side, one each and first, so that a value without groups keeps its place.
Columns: row, col, amphoe, amphoe_name, amphoe_lines, stage, stage_name, goal (bool), month, month_name, series
(registered, earlier), series_name, done and n (0 or 1). ``amphoe``, ``stage`` and ``month`` are identifiers; null
where a row names none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from core.analysis.linked import SIDES
from ui.charts import palette
from ui.charts.named import tile_row
from ui.text import NEWLINE

_BAR = 10  # px below the middle of a step of the ladder; its words stand above
_POINTER: Any = {"cursor": "pointer"}
_LETTERS: Any = {
    "cursor": "pointer",
    "fontSize": 13,
    "color": palette.INK,
    "aria": False,
}  # a screen reader is told by the mark itself


def linked() -> alt.VConcatChart:
    """The three sides, one below the other, without an axis at the left: tiles have a phone's whole width."""
    picks = {side: alt.selection_point(name=side, fields=[side], toggle="true", clear=False) for side in SIDES}
    return alt.vconcat(_tiles(picks), _ladder(picks), _months(picks), spacing=18).resolve_scale(
        x="independent", y="independent", color="independent"
    )


def _side(side: str, picks: Mapping[str, alt.Parameter]) -> alt.Chart:
    """Rows that name a value of this side, and of those the groups that the other sides leave."""
    chart = alt.Chart().transform_filter(f"isValid(datum.{side})")
    for other, pick in picks.items():
        if other != side:
            chart = chart.transform_filter(alt.LogicalOrPredicate(**{"or": [{"param": pick.name}, "datum.n == 0"]}))
    return chart


def _tiles(picks: Mapping[str, alt.Parameter]) -> alt.LayerChart:
    picked = picks["amphoe"]
    base = (
        _side("amphoe", picks)
        .transform_aggregate(
            done="sum(done)", n="sum(n)", groupby=["amphoe", "amphoe_name", "amphoe_lines", "row", "col"]
        )
        .transform_calculate(
            share="datum.n ? datum.done / datum.n : 0", label="datum.n ? datum.done + '/' + datum.n : '–'"
        )
        .transform_calculate(said="datum.amphoe_name + ' ' + datum.label")
        .encode(
            x=alt.X("col:O", axis=None, scale=alt.Scale(paddingInner=0.04)),
            y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
            detail="amphoe:N",
            description="said:N",
            tooltip=[alt.Tooltip("amphoe_name:N", title=" "), alt.Tooltip("label:N", title=" ")],
        )
    )
    share = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[palette.PALE, palette.FULL]), legend=None)
    tile = (
        base.mark_rect(cornerRadius=6, strokeWidth=2, **_POINTER)
        .encode(
            color=alt.condition(picked, share, alt.value(palette.UNPICKED)),
            stroke=alt.condition({"param": "amphoe", "empty": False}, alt.value(palette.SPENT), alt.value(None)),
        )
        .add_params(picked)
    )
    ink = {**_LETTERS, "color": palette.TEXT_DARK}
    name = base.mark_text(dy=10, baseline="top", lineBreak=NEWLINE, **ink).encode(text="amphoe_lines:N", y=tile_row(0))
    number = base.mark_text(dy=-8, baseline="bottom", fontWeight="bold", **{**ink, "fontSize": 15})
    number = number.encode(text="label:N", y=tile_row(1))
    return alt.layer(tile, name, number).properties(height=alt.Step(palette.TILE))


def _ladder(picks: Mapping[str, alt.Parameter]) -> alt.LayerChart:
    picked = picks["stage"]
    base = (
        _side("stage", picks)
        .transform_aggregate(n="sum(n)", groupby=["stage", "stage_name", "goal"])
        .transform_calculate(said="datum.stage_name + ' ' + datum.n")
        .encode(
            y=alt.Y("stage:N", sort=None, axis=None),
            detail="stage:N",
            description="said:N",
            tooltip=[alt.Tooltip("stage_name:N", title=" "), alt.Tooltip("n:Q", title=" ")],
        )
    )
    room = [0, {"expr": "width - 24"}]  # for the number after the longest bar
    count = alt.X("n:Q", axis=None, scale=alt.Scale(domainMin=0, nice=True, range=room))
    bar = (
        base.mark_bar(cornerRadiusEnd=3, height=12, yOffset=_BAR, **_POINTER)
        .encode(x=count, color=_goal(), opacity=_dimmed(picked))
        .add_params(picked)
    )
    name = base.mark_text(align="left", dy=-6, **_LETTERS).encode(
        x=alt.value(0), text="stage_name:N", opacity=_dimmed(picked)
    )
    number = base.mark_text(align="left", dx=5, dy=_BAR, fontWeight="bold", **_LETTERS).encode(
        x=count, text="n:Q", opacity=_dimmed(picked)
    )
    return alt.layer(bar, name, number).properties(height=alt.Step(38))


def _months(picks: Mapping[str, alt.Parameter]) -> alt.LayerChart:
    picked = picks["month"]
    short = "split(datum.label, ' ')[0]"  # the year is the project's; with it a phone would show every other month
    axis = alt.Axis(labelExpr=short, labelOverlap=True, labelAngle=0, labelFontSize=12, ticks=False)
    base = (
        _side("month", picks)
        .transform_aggregate(n="sum(n)", groupby=["month", "month_name", "series", "series_name"])
        .transform_joinaggregate(total="sum(n)", groupby=["month"])
        .transform_calculate(
            label="datum.total ? datum.total : ''",
            said="datum.month_name + ' ' + datum.series_name + ' ' + datum.n",
        )
        .encode(x=alt.X("month_name:O", sort=None, title=None, axis=axis), detail="month:N")
    )
    marks = {"registered": palette.RESULT, "earlier": palette.FREE}
    scale = alt.Scale(domain=list(marks), range=list(marks.values()))
    bar = (
        base.mark_bar(cornerRadiusEnd=2, **_POINTER)
        .encode(
            y=alt.Y("n:Q", stack="zero", axis=None),
            color=alt.Color("series:N", scale=scale, legend=None),
            order=alt.Order("series:N", sort="descending"),
            opacity=_dimmed(picked),
            description="said:N",
            tooltip=[
                alt.Tooltip("month_name:N", title=" "),
                alt.Tooltip("series_name:N", title=" "),
                alt.Tooltip("n:Q", title=" "),
            ],
        )
        .add_params(picked)
    )
    number = base.mark_text(dy=-8, fontWeight="bold", **_LETTERS).encode(
        y="total:Q", text="label:N", opacity=_dimmed(picked)
    )
    return alt.layer(bar, number).properties(height=110)


def _goal() -> Any:
    return alt.condition("datum.goal", alt.value(palette.RESULT), alt.value(palette.FREE))


def _dimmed(picked: alt.Parameter) -> Any:
    return alt.condition(picked, alt.value(1), alt.value(0.35))


def begun(spec: Mapping[str, Any], titles: Sequence[str], chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The compiled chart with words above each side, and with what the page filters by already pressed."""
    views = [{**view, "title": text} for view, text in zip(spec["vconcat"], titles, strict=True)]
    params = [
        {**param, "value": [{param["name"]: value} for value in chosen[param["name"]]]}
        if chosen.get(param["name"])
        else param
        for param in spec["params"]
    ]
    return {**spec, "vconcat": views, "params": params}
