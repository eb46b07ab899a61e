"""The linked view: tiles of the amphoe, the ladder and the months in one chart; a press on one filters the others.

The browser does that alone, from rows of single groups. Each side filters by the selections of the other two. Rows
with ``n`` 0 name the values of a side, one each and first, so that a value without groups keeps its place.
Columns: row, col, amphoe, amphoe_name, amphoe_lines, stage, stage_name, goal (bool), month, month_name, series
(registered, earlier), series_name, done and n (0 or 1). ``amphoe``, ``stage`` and ``month`` are identifiers; null
where a row names none.

What the page filters by comes with the rows, not with the spec, so that the browser keeps the view when it changes:
``amphoe_chosen``, ``stage_chosen`` and ``month_chosen`` (bool) say it of the row's value, ``turn`` names all of it. A
press turns one value over: shown pressed is what is chosen and not pressed, or pressed and not chosen. Presses name
their turn. Rows of another turn let go of all of them.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt

from core.analysis.linked import SIDES
from ui.charts import palette
from ui.charts.specs import SOURCE
from ui.charts.written.named import tile_row
from ui.text import NEWLINE

_TURN = "turn"
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
    picks = {
        side: alt.selection_point(name=side, fields=[f"{side}_press"], toggle="true", clear=False) for side in SIDES
    }
    now = alt.param(name=_TURN, expr=f"(data('{SOURCE}')[0] || {{}}).turn")
    sides = alt.vconcat(_tiles(picks), _ladder(picks), _months(picks), spacing=18)
    return sides.add_params(now).resolve_scale(x="independent", y="independent", color="independent")


def let_go_by_turn(spec: dict[str, Any]) -> None:
    """Have each selection of the compiled chart end with its turn: Vega-Lite hands a stream of events on to Vega as it
    is, and Vega knows one of a signal; Altair does not.
    """
    for param in spec["params"]:
        if "select" in param:
            param["select"]["clear"] = {"signal": _TURN}


def _side(side: str) -> alt.Chart:
    """Rows that name a value of this side, and of those the groups that the other sides leave. New columns of each
    side: ``_press``, what a press on the row's value is called; ``_on`` (0 or 1), whether the value is shown pressed;
    ``_any`` (0 or 1), whether any value of the side is.
    """
    chart = alt.Chart()
    for each in SIDES:
        on = f"datum.{each}_chosen != (indexof({each}.{each}_press || [], datum.{each}_press) >= 0)"
        chart = chart.transform_calculate(**{f"{each}_press": f"datum.turn + ' ' + datum.{each}"})
        chart = chart.transform_calculate(**{f"{each}_on": f"isValid(datum.{each}) && {on} ? 1 : 0"})
        chart = chart.transform_joinaggregate(**{f"{each}_any": f"max({each}_on)"})
    chart = chart.transform_filter(f"isValid(datum.{side})")
    for each in SIDES:
        if each != side:
            chart = chart.transform_filter(f"{_free(each)} || datum.n == 0")
    return chart


def _of(side: str, *columns: str) -> list[str]:
    """What the rows of a side are added up by."""
    return [side, f"{side}_press", f"{side}_on", f"{side}_any", *columns]


def _tiles(picks: Mapping[str, alt.Parameter]) -> alt.LayerChart:
    base = (
        _side("amphoe")
        .transform_aggregate(
            done="sum(done)", n="sum(n)", groupby=_of("amphoe", "amphoe_name", "amphoe_lines", "row", "col")
        )
        .transform_calculate(
            share="datum.n ? datum.done / datum.n : 0", label="datum.n ? datum.done + '/' + datum.n : '–'"
        )
        .transform_calculate(said="datum.amphoe_name + ' ' + datum.label")
        .encode(
            x=alt.X("col:O", axis=None, scale=alt.Scale(paddingInner=0.04)),
            y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
            detail="amphoe_press:N",
            description="said:N",
            tooltip=[alt.Tooltip("amphoe_name:N", title=" "), alt.Tooltip("label:N", title=" ")],
        )
    )
    share = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[palette.PALE, palette.FULL]), legend=None)
    tile = (
        base.mark_rect(cornerRadius=6, strokeWidth=2, **_POINTER)
        .encode(
            color=alt.condition(_free("amphoe"), share, alt.value(palette.UNPICKED)),
            stroke=alt.condition("datum.amphoe_on", alt.value(palette.SPENT), alt.value(None)),
        )
        .add_params(picks["amphoe"])
    )
    ink = {**_LETTERS, "color": palette.TEXT_DARK}
    name = base.mark_text(dy=10, baseline="top", lineBreak=NEWLINE, **ink).encode(text="amphoe_lines:N", y=tile_row(0))
    number = base.mark_text(dy=-8, baseline="bottom", fontWeight="bold", **{**ink, "fontSize": 15})
    number = number.encode(text="label:N", y=tile_row(1))
    return alt.layer(tile, name, number).properties(height=alt.Step(palette.TILE))


def _ladder(picks: Mapping[str, alt.Parameter]) -> alt.LayerChart:
    base = (
        _side("stage")
        .transform_aggregate(n="sum(n)", groupby=_of("stage", "stage_name", "goal"))
        .transform_calculate(said="datum.stage_name + ' ' + datum.n")
        .encode(
            y=alt.Y("stage:N", sort=None, axis=None),
            detail="stage_press:N",
            description="said:N",
            tooltip=[alt.Tooltip("stage_name:N", title=" "), alt.Tooltip("n:Q", title=" ")],
        )
    )
    room = [0, {"expr": "width - 24"}]  # for the number after the longest bar
    count = alt.X("n:Q", axis=None, scale=alt.Scale(domainMin=0, nice=True, range=room))
    bar = (
        base.mark_bar(cornerRadiusEnd=3, height=12, yOffset=_BAR, **_POINTER)
        .encode(x=count, color=_goal(), opacity=_dimmed("stage"))
        .add_params(picks["stage"])
    )
    name = base.mark_text(align="left", dy=-6, **_LETTERS).encode(
        x=alt.value(0), text="stage_name:N", opacity=_dimmed("stage")
    )
    number = base.mark_text(align="left", dx=5, dy=_BAR, fontWeight="bold", **_LETTERS).encode(
        x=count, text="n:Q", opacity=_dimmed("stage")
    )
    return alt.layer(bar, name, number).properties(height=alt.Step(38))


def _months(picks: Mapping[str, alt.Parameter]) -> alt.LayerChart:
    short = "split(datum.label, ' ')[0]"  # the year is the project's; with it a phone would show every other month
    axis = alt.Axis(labelExpr=short, labelOverlap=True, labelAngle=0, labelFontSize=12, ticks=False)
    base = (
        _side("month")
        .transform_aggregate(n="sum(n)", groupby=_of("month", "month_name", "series", "series_name"))
        .transform_joinaggregate(total="sum(n)", groupby=["month"])
        .transform_calculate(
            label="datum.total ? datum.total : ''",
            said="datum.month_name + ' ' + datum.series_name + ' ' + datum.n",
        )
        .encode(x=alt.X("month_name:O", sort=None, title=None, axis=axis), detail="month_press:N")
    )
    marks = {"registered": palette.RESULT, "earlier": palette.FREE}
    scale = alt.Scale(domain=list(marks), range=list(marks.values()))
    bar = (
        base.mark_bar(cornerRadiusEnd=2, **_POINTER)
        .encode(
            y=alt.Y("n:Q", stack="zero", axis=None),
            color=alt.Color("series:N", scale=scale, legend=None),
            order=alt.Order("series:N", sort="descending"),
            opacity=_dimmed("month"),
            description="said:N",
            tooltip=[
                alt.Tooltip("month_name:N", title=" "),
                alt.Tooltip("series_name:N", title=" "),
                alt.Tooltip("n:Q", title=" "),
            ],
        )
        .add_params(picks["month"])
    )
    number = base.mark_text(dy=-8, fontWeight="bold", **_LETTERS).encode(
        y="total:Q", text="label:N", opacity=_dimmed("month")
    )
    return alt.layer(bar, number).properties(height=110)


def _goal() -> Any:
    return alt.condition("datum.goal", alt.value(palette.RESULT), alt.value(palette.FREE))


def _free(side: str) -> str:
    """Where a value counts: it is pressed, or nothing of its side is."""
    return f"datum.{side}_on || !datum.{side}_any"


def _dimmed(side: str) -> Any:
    return alt.condition(_free(side), alt.value(1), alt.value(0.35))
