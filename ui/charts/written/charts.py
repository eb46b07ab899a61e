"""The charts, one function each: an Altair chart without data. ``python -m ui.charts.written`` compiles them.

Every chart is fed one tidy frame under the name ``rows`` (a layered chart without a named source draws nothing); the
columns it needs stand in its docstring. Money is in baht. A number places a mark; what a reader reads of it is text of
the frame (``tip``, ``label``), already rounded.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import altair as alt

from ui.charts import palette
from ui.charts.specs import LEGENDS, SOURCE, Mark, Marks, Spec
from ui.charts.written.linked import let_go_by_turn, linked
from ui.charts.written.named import LOW, named_rows, tile_row
from ui.text import NEWLINE

Builder = Callable[[], alt.LayerChart | alt.VConcatChart]

_AXIS = {"labelFontSize": 12, "labelLimit": 0}  # a name is never cut


_LABELS: tuple[tuple[int, Literal["center", "right"]], ...] = ((18, "center"), (-12, "right"))
_DASHES: Mapping[Mark, list[int]] = {
    "line": [1, 0],
    "bar": [1, 0],
    "long": [14, 4],
    "dashed": [6, 4],
    "sparse": [4, 8],
    "dotted": [2, 3],
}


def _months() -> alt.X:
    return alt.X("month:O", sort=None, title=None, axis=alt.Axis(labelOverlap=True, labelAngle=0, **_AXIS))


def _colour(field: str, marks: Marks) -> alt.Color:
    """Identifiers of ``field`` to fixed colours. The legend stands above the chart, in words that wrap on a phone."""
    scale = alt.Scale(domain=list(marks), range=[colour for colour, _ in marks.values()])
    return alt.Color(f"{field}:N", scale=scale, legend=None)


def _dash(marks: Marks) -> alt.StrokeDash:
    """Plans and references are dashed, so that a grey print still tells them from results."""
    scale = alt.Scale(domain=list(marks), range=[_DASHES[mark] for _, mark in marks.values()])
    return alt.StrokeDash("series:N", scale=scale, legend=None)


def _tips(*fields: str) -> list[alt.Tooltip]:
    """Tooltip lines: words and amounts as the frame writes them."""
    return [alt.Tooltip(field, title=" ") for field in fields]


def _baht_axis(ticks: int = 4) -> alt.Axis:
    """Whole baht, never two marks of one number."""
    return alt.Axis(format=",.0f", tickCount=ticks, tickMinStep=1, labelOverlap=True, **_AXIS)


def _burn(marks: Marks, value_axis: alt.Axis) -> alt.LayerChart:
    base = alt.Chart().encode(
        x=_months(), y=alt.Y("value:Q", title=None, axis=value_axis), color=_colour("series", marks)
    )
    below, above = (base.mark_text(dy=dy, align=align, fontWeight="bold", fontSize=13) for dy, align in _LABELS)
    return alt.layer(
        base.mark_line(strokeWidth=2.5).encode(strokeDash=_dash(marks)),
        base.mark_point(filled=True, size=50, opacity=1).encode(tooltip=_tips("name:N", "month:O", "tip:N")),
        above.encode(text="label:N").transform_filter(
            "datum.last && (datum.series == 'plan' || datum.series == 'used')"
        ),
        below.encode(text="label:N").transform_filter("datum.last && datum.series != 'plan' && datum.series != 'used'"),
    )


def groups_burn() -> alt.LayerChart:
    """Registered groups against the plan. Columns: month, series (registered, plan, first_plan), name, value, tip,
    label, last.
    """
    axis = alt.Axis(tickMinStep=1, tickCount=6, **_AXIS)
    return _burn(LEGENDS["groups_burn"], axis).properties(height=230)


def money_burn() -> alt.LayerChart:
    """Money by month end. Columns: month, series (disbursed, used, plan, first_plan, cabinet), name, value, tip, label,
    last.
    """
    return _burn(LEGENDS["money_burn"], _baht_axis(5)).properties(height=260)


def funnel() -> alt.LayerChart:
    """Groups at each stage of the ladder, in its order. Columns: stage, lines, groups, goal (bool)."""
    rows, names = named_rows("stage")
    room = alt.Scale(domainMin=0, range=[0, {"expr": "width - 24"}])  # for the number after the longest bar
    base = rows.encode(x=alt.X("groups:Q", title=None, axis=None, scale=room))
    bar = base.mark_bar(cornerRadiusEnd=3, height=14, yOffset=LOW).encode(
        color=alt.condition("datum.goal", alt.value(palette.RESULT), alt.value(palette.FREE)),
        tooltip=_tips("stage:N", "groups:Q"),
    )
    number = base.mark_text(align="left", dx=5, yOffset=LOW, fontWeight="bold", fontSize=13).encode(
        text="groups:Q", color=alt.value(palette.RESULT)
    )
    return alt.layer(bar, number, names).properties(height=240)


def tiles() -> alt.LayerChart:
    """The amphoe where they stand. Columns: row, col, amphoe, lines, share (0 to 1, registered of groups), label,
    tip.
    """
    base = alt.Chart().encode(
        x=alt.X("col:O", axis=None, scale=alt.Scale(paddingInner=0.04)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        tooltip=_tips("amphoe:N", "tip:N"),
    )
    share = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[palette.PALE, palette.FULL]), legend=None)
    tile = base.mark_rect(cornerRadius=6, stroke=palette.RESULT, strokeOpacity=0.35).encode(color=share)
    ink = {"color": palette.TEXT_DARK, "lineBreak": NEWLINE}
    name = base.mark_text(dy=10, baseline="top", fontSize=13, **ink).encode(text="lines:N", y=tile_row(0))
    number = base.mark_text(dy=-8, baseline="bottom", fontSize=15, fontWeight="bold", **ink)
    number = number.encode(text="label:N", y=tile_row(1))
    return alt.layer(tile, name, number).properties(height=alt.Step(palette.TILE))


def waterfall() -> alt.LayerChart:
    """Where the budget went; bars add up, and a press tells its ``id`` under the name ``bar``.

    Columns: id, bar ("name|amount", shown on two lines), start, end, colour, tip, opened (bool).
    """
    pressed = alt.selection_point(name="bar", fields=["id"], toggle=False)
    names = alt.Axis(ticks=False, domain=False, labelExpr="split(datum.label, '|')", labelLineHeight=15, **_AXIS)
    bars = (
        alt.Chart()
        .mark_bar(height={"band": 0.66}, cornerRadius=2, cursor="pointer", strokeWidth=2.5)
        .encode(
            y=alt.Y("bar:N", sort=None, title=None, axis=names),
            x=alt.X("start:Q", title=None, axis=_baht_axis()),
            x2="end:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
            stroke=alt.condition("datum.opened", alt.value(palette.INK), alt.value(None)),
            tooltip=_tips("name:N", "tip:N"),
        )
        .add_params(pressed)
    )
    return alt.layer(bars).properties(height=290)


def expense_lines() -> alt.LayerChart:
    """What became of each line's money.

    Columns: line, lines, part (disbursed, outstanding, remaining), part_order, name, value, tip.
    """
    rows, names = named_rows("line")
    bar = rows.mark_bar(height=16, yOffset=LOW, stroke="#ffffff", strokeWidth=1).encode(
        x=alt.X("value:Q", title=None, stack="zero", axis=_baht_axis()),
        order=alt.Order("part_order:Q"),
        color=_colour("part", LEGENDS["expense_lines"]),
        tooltip=_tips("line:N", "name:N", "tip:N"),
    )
    return alt.layer(bar, names).properties(height=300)


def quarters() -> alt.LayerChart:
    """Disbursed and planned in each quarter. Columns: quarter, series (disbursed, plan), name, value, tip, label."""
    bars = (
        alt.Chart()
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("quarter:O", sort=None, title=None, axis=alt.Axis(labelAngle=0, **_AXIS)),
            xOffset=alt.XOffset("series:N", sort=["disbursed", "plan"]),
            y=alt.Y("value:Q", title=None, axis=_baht_axis()),
            color=_colour("series", LEGENDS["quarters"]),
            tooltip=_tips("quarter:O", "name:N", "tip:N"),
        )
    )
    return alt.layer(bars).properties(height=240)


def matrix() -> alt.LayerChart:
    """Products by category and standard.

    Columns: category, lines ("name|its second line"), standard, held (certified), none (the column of products without
    a certified one), label, tip.
    """
    top = alt.Axis(
        orient="top", labelAngle=0, labelOverlap=False, ticks=False, domain=False, **(_AXIS | {"labelFontSize": 11})
    )
    broken = {"labelExpr": "split(datum.label, '|')"}  # names over lines: a phone's columns need the room
    side = alt.Axis(labelOverlap=False, ticks=False, domain=False, **broken, **_AXIS)
    names = alt.Y("lines:N", sort=None, title=None, axis=side)
    base = alt.Chart().encode(x=alt.X("standard:N", sort=None, title=None, axis=top), y=names)
    held = alt.Color("held:Q", scale=alt.Scale(range=[palette.PALE, palette.FULL], domainMin=0), legend=None)
    cell = base.mark_rect(cornerRadius=4).encode(
        color=alt.condition("datum.none", alt.value(palette.UNPICKED), held),
        tooltip=_tips("category:N", "tip:N"),
    )
    number = base.mark_text(fontSize=14, fontWeight="bold", color=palette.TEXT_DARK).encode(text="label:N")
    return alt.layer(cell, number).properties(height=290)


def sales() -> alt.LayerChart:
    """Monthly sales before and after, pairs only. Columns: product, lines, before, after, tip."""
    base, names = named_rows("product")
    axis = _baht_axis()
    line = base.mark_rule(strokeWidth=3, yOffset=LOW, color=palette.FREE).encode(
        x=alt.X("before:Q", title=None, axis=axis), x2="after:Q"
    )
    tip = _tips("product:N", "tip:N")
    before = base.mark_point(filled=True, size=90, yOffset=LOW, color=palette.FREE, opacity=1).encode(
        x="before:Q", tooltip=tip
    )
    after = base.mark_point(
        filled=True, size=110, yOffset=LOW, color=palette.RESULT, opacity=1, shape="diamond"
    ).encode(x="after:Q", tooltip=tip)
    return alt.layer(line, before, after, names).properties(height=300)


BUILDERS: dict[str, Builder] = {
    builder.__name__: builder
    for builder in (groups_burn, money_burn, funnel, tiles, waterfall, expense_lines, quarters, matrix, sales, linked)
}


def compiled(name: str) -> Spec:
    """The Vega-Lite dict of a chart, the same in every language."""
    spec: Spec = BUILDERS[name]().to_dict()
    _feed(spec)
    if name == "linked":
        let_go_by_turn(spec)
    spec["config"] = {"view": {"stroke": None}}
    if "vconcat" in spec:  # as wide as its place; Streamlit would let layers below each other run over
        spec |= {"autosize": {"type": "fit-x", "contains": "padding"}, "padding": {"top": 10, "bottom": 6}}
    spec.pop("$schema", None)
    return spec


def _feed(spec: Spec) -> None:
    """Name the source in each single chart: one named above layers is not found by them."""
    parts = [part for kind in ("vconcat", "layer") for part in spec.get(kind, ())]
    for part in parts:
        _feed(part)
    if not parts:
        spec["data"] = {"name": SOURCE}
    else:
        spec.pop("data", None)
