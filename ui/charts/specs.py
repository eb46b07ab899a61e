"""The charts, one function each: an Altair chart without data. ``compiled`` turns it into a dict once a language.

Every chart is fed one tidy frame under the name ``rows`` (a layered chart without a named source draws nothing); the
columns it needs stand in its docstring. Money is in baht.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import altair as alt

from ui.charts import palette
from ui.words import t

SOURCE = "rows"
Spec = dict[str, Any]
Builder = Callable[[str], alt.Chart | alt.LayerChart]

_AXIS = {"labelFontSize": 12, "labelLimit": 170}


def _months() -> alt.X:
    return alt.X("month:O", sort=None, title=None, axis=alt.Axis(labelOverlap=True, labelAngle=0, **_AXIS))


def _names(field: str) -> alt.Y:
    """Words down the side, in the order of the data."""
    return alt.Y(f"{field}:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, **_AXIS))


def _legend(domain: list[str], lang: str, symbol: str) -> alt.Legend:
    """A legend above the chart; the data hold identifiers, the legend says them in words."""
    words = json.dumps({name: t(f"series.{name}", lang) for name in domain}, ensure_ascii=False)
    return alt.Legend(
        orient="top",
        direction="vertical",
        columns=2,
        title=None,
        labelExpr=f"{words}[datum.label]",
        labelLimit=300,
        labelFontSize=12,
        symbolType=symbol,
        symbolSize=220,
        symbolStrokeWidth=3,
    )


def _colour(field: str, lang: str, symbol: str = "square", **colours: str) -> alt.Color:
    """Identifiers of ``field`` to fixed colours, with a legend."""
    domain = list(colours)
    scale = alt.Scale(domain=domain, range=list(colours.values()))
    return alt.Color(f"{field}:N", scale=scale, legend=_legend(domain, lang, symbol))


def _dash(**dashes: list[int]) -> alt.StrokeDash:
    """Plans and references are dashed, so that a grey print still tells them from results."""
    return alt.StrokeDash("series:N", scale=alt.Scale(domain=list(dashes), range=list(dashes.values())), legend=None)


def _tips(*fields: tuple[str, str | None]) -> list[alt.Tooltip]:
    """Tooltip lines; a field that is a number brings its format."""
    return [alt.Tooltip(f, title=" ", format=fmt) if fmt else alt.Tooltip(f, title=" ") for f, fmt in fields]


def _burn(
    lang: str, value_axis: alt.Axis, value_format: str, colours: dict[str, str], dashes: dict[str, list[int]]
) -> alt.LayerChart:
    base = alt.Chart().encode(
        x=_months(),
        y=alt.Y("value:Q", title=None, axis=value_axis),
        color=_colour("series", lang, "stroke", **colours),
    )
    below, above = (base.mark_text(dy=dy, align="right", fontWeight="bold", fontSize=13) for dy in (17, -12))
    return alt.layer(
        base.mark_line(strokeWidth=2.5).encode(strokeDash=_dash(**dashes)),
        base.mark_point(filled=True, size=50, opacity=1).encode(
            tooltip=_tips(("name:N", None), ("month:O", None), ("value:Q", value_format))
        ),
        above.encode(text="label:N").transform_filter("datum.series == 'plan'"),
        below.encode(text="label:N").transform_filter("datum.series != 'plan'"),
    )


def groups_burn(lang: str) -> alt.LayerChart:
    """Registered groups against the plan. Columns: month, series (registered, plan), name, value, label."""
    axis = alt.Axis(tickMinStep=1, tickCount=6, **_AXIS)
    colours = {"registered": palette.RESULT, "plan": palette.PLAN}
    dashes = {"registered": [1, 0], "plan": [6, 4]}
    return _burn(lang, axis, ",.0f", colours, dashes).properties(height=230)


def money_burn(lang: str) -> alt.LayerChart:
    """Money by month end. Columns: month, series (disbursed, used, plan, cabinet), name, value, label."""
    axis = alt.Axis(format=",.0f", tickCount=5, **_AXIS)
    colours = {"disbursed": palette.RESULT, "used": palette.SPENT, "plan": palette.PLAN, "cabinet": palette.REFERENCE}
    dashes = {"disbursed": [1, 0], "used": [1, 0], "plan": [6, 4], "cabinet": [2, 3]}
    return _burn(lang, axis, ",.2f", colours, dashes).properties(height=280)


def funnel(_lang: str) -> alt.LayerChart:
    """Groups at each stage of the ladder, in its order. Columns: stage, groups, goal (bool)."""
    base = alt.Chart().encode(y=_names("stage"), x=alt.X("groups:Q", title=None, axis=None))
    bar = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.72}).encode(
        color=alt.condition("datum.goal", alt.value(palette.RESULT), alt.value(palette.FREE)),
        tooltip=_tips(("stage:N", None), ("groups:Q", None)),
    )
    number = base.mark_text(align="left", dx=5, fontWeight="bold", fontSize=13).encode(
        text="groups:Q", color=alt.value(palette.RESULT)
    )
    return alt.layer(bar, number).properties(height=240)


def tiles(_lang: str) -> alt.LayerChart:
    """The amphoe where they stand. Columns: row, col, amphoe, share (0 to 1, registered of groups), label, ink, tip."""
    base = alt.Chart().encode(
        x=alt.X("col:O", axis=None, scale=alt.Scale(paddingInner=0.04)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        tooltip=_tips(("amphoe:N", None), ("tip:N", None)),
    )
    share = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[palette.PALE, palette.RESULT]), legend=None)
    tile = base.mark_rect(cornerRadius=6, stroke=palette.RESULT, strokeOpacity=0.35).encode(color=share)
    ink = alt.Color("ink:N", scale=None, legend=None)
    name = base.mark_text(dy=-10, fontSize=13).encode(text="amphoe:N", color=ink)
    number = base.mark_text(dy=12, fontSize=15, fontWeight="bold").encode(text="label:N", color=ink)
    return alt.layer(tile, name, number).resolve_scale(color="independent").properties(height=250)


def waterfall(_lang: str) -> alt.LayerChart:
    """Where the budget went; bars add up. Columns: bar ("name|amount", shown on two lines), start, end, colour, tip."""
    names = alt.Axis(ticks=False, domain=False, labelExpr="split(datum.label, '|')", labelLineHeight=15, **_AXIS)
    bars = (
        alt.Chart()
        .mark_bar(height={"band": 0.66}, cornerRadius=2)
        .encode(
            y=alt.Y("bar:N", sort=None, title=None, axis=names),
            x=alt.X("start:Q", title=None, axis=alt.Axis(format=",.0f", tickCount=4, labelOverlap=True, **_AXIS)),
            x2="end:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
            tooltip=_tips(("name:N", None), ("tip:N", None)),
        )
    )
    return alt.layer(bars).properties(height=290)


def expense_lines(lang: str) -> alt.LayerChart:
    """What became of each line's money.

    Columns: line, part (disbursed, outstanding, remaining), part_order, name, value.
    """
    bar = (
        alt.Chart()
        .mark_bar(height={"band": 0.7})
        .encode(
            y=_names("line"),
            x=alt.X(
                "value:Q",
                title=None,
                stack="zero",
                axis=alt.Axis(format=",.0f", tickCount=4, labelOverlap=True, **_AXIS),
            ),
            order=alt.Order("part_order:Q"),
            color=_colour("part", lang, disbursed=palette.RESULT, outstanding=palette.BOUND, remaining=palette.FREE),
            tooltip=_tips(("line:N", None), ("name:N", None), ("value:Q", ",.2f")),
        )
    )
    return alt.layer(bar).properties(height=300)


def quarters(lang: str) -> alt.LayerChart:
    """Disbursed and planned in each quarter. Columns: quarter, series (disbursed, plan), name, value."""
    bars = (
        alt.Chart()
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("quarter:O", sort=None, title=None, axis=alt.Axis(labelAngle=0, **_AXIS)),
            xOffset=alt.XOffset("series:N", sort=["disbursed", "plan"]),
            y=alt.Y("value:Q", title=None, axis=alt.Axis(format=",.0f", tickCount=4, labelOverlap=True, **_AXIS)),
            color=_colour("series", lang, disbursed=palette.RESULT, plan=palette.FREE),
            tooltip=_tips(("quarter:O", None), ("name:N", None), ("value:Q", ",.2f")),
        )
    )
    return alt.layer(bars).properties(height=240)


def matrix(_lang: str) -> alt.LayerChart:
    """Products by category and standing of their standard. Columns: category, standing, products, ink."""
    top = alt.Axis(orient="top", labelAngle=0, labelOverlap=False, ticks=False, domain=False, labelFontSize=11)
    base = alt.Chart().encode(x=alt.X("standing:N", sort=None, title=None, axis=top), y=_names("category"))
    count = alt.Color("products:Q", scale=alt.Scale(range=[palette.PALE, palette.RESULT]), legend=None)
    cell = base.mark_rect(cornerRadius=4).encode(
        color=count, tooltip=_tips(("category:N", None), ("standing:N", None), ("products:Q", None))
    )
    number = base.mark_text(fontSize=14, fontWeight="bold").encode(
        text="products:Q", color=alt.Color("ink:N", scale=None, legend=None)
    )
    return alt.layer(cell, number).resolve_scale(color="independent").properties(height=260)


def sales(_lang: str) -> alt.LayerChart:
    """Monthly sales before and after, pairs only. Columns: product, before, after, tip."""
    base = alt.Chart().encode(y=_names("product"))
    axis = alt.Axis(format=",.0f", tickCount=4, labelOverlap=True, **_AXIS)
    line = base.mark_rule(strokeWidth=3, color=palette.FREE).encode(
        x=alt.X("before:Q", title=None, axis=axis), x2="after:Q"
    )
    tip = _tips(("product:N", None), ("tip:N", None))
    before = base.mark_point(filled=True, size=90, color=palette.FREE, opacity=1).encode(x="before:Q", tooltip=tip)
    after = base.mark_point(filled=True, size=110, color=palette.RESULT, opacity=1, shape="diamond").encode(
        x="after:Q", tooltip=tip
    )
    return alt.layer(line, before, after).properties(height=300)


BUILDERS: dict[str, Builder] = {
    builder.__name__: builder
    for builder in (groups_burn, money_burn, funnel, tiles, waterfall, expense_lines, quarters, matrix, sales)
}


@cache
def compiled(name: str, lang: str) -> Spec:
    """The Vega-Lite dict of a chart; compiled at the first call of a process, which start-up makes."""
    spec: Spec = BUILDERS[name](lang).to_dict()
    for layer in spec["layer"]:
        layer["data"] = {"name": SOURCE}  # a source named above the layers is not found by them
    spec["config"] = {"view": {"stroke": None}}
    spec.pop("$schema", None)
    return spec


def warm() -> None:
    """Compile every chart in both languages."""
    for name in BUILDERS:
        for lang in ("th", "en"):
            compiled(name, lang)
