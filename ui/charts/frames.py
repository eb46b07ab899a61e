"""From tidy rows of the breakdowns to what charts are fed: words of the language, baht; nothing is computed.

Every amount that a reader sees is text rounded by ``core.money``: ``tip`` with satang, ``label`` in whole baht. The
number beside it (``value``, ``start``, ``before`` …) only places a mark, so that no chart rounds for itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.analysis.linked import SIDES, Linked
from core.model import STANDARDS, choice_names, reached
from core.model.project import Project
from core.money import baht_number, format_baht
from core.text import Text
from ui.charts import palette
from ui.text import NEWLINE, key_of_series, lines, t, words

Row = dict[str, Any]
# Letters that a phone has room for: in a line across the chart, on a tile, above a column of the matrix.
_WHOLE, _TILE, _NARROW = 36, 15, 14


def name_of(row: Mapping[str, Any], lang: str) -> str:
    """The name that a row carries."""
    name: Text = row["name"]
    return name.get(lang)


def groups_burn(rows: Iterable[Mapping[str, Any]], lang: str, *, whole: bool = True) -> list[Row]:
    """Registered groups by month, the last with its number; the plan, and the first plan where it was revised, beside
    them where they are the ``whole``.
    """
    wanted = ("registered", "plan", "first_plan") if whole else ("registered",)
    found = [
        {
            "month": words.month(row["day"], lang),
            "series": row["series"],
            "name": t(key_of_series(row["series"]), lang),
            "value": row["groups"],
            "tip": f"{row['groups']:,}",
            "label": f"{row['groups']:,}",
        }
        for row in rows
        if row["series"] in wanted and row["groups"] is not None
    ]
    return _mark_last(found, only=("registered", "plan"))


def money_burn(
    rows: Iterable[Mapping[str, Any]], lang: str, *, whole: bool = True, curve: str | None = None
) -> list[Row]:
    """Disbursed and spent by month, the last with its amount; beside them, where they are the ``whole`` project's, the
    plan and one curve: that of the code ``curve``, else the first. A part without any money has nothing to draw.
    """
    rows = list(rows)
    wanted = ("disbursed", "used", "plan", "first_plan", "cabinet") if whole else ("disbursed", "used")
    drawn = curve or next((row["code"] for row in rows if row["series"] == "cabinet"), None)
    found = [
        {
            "month": words.month(row["day"], lang),
            "series": row["series"],
            "name": t(key_of_series(row["series"]), lang),
            "value": baht_number(row["satang"]),
            "tip": format_baht(row["satang"]),
            "label": format_baht(row["satang"], 0),
        }
        for row in rows
        if row["series"] in wanted
        and row["side"] == "chosen"
        and (row["series"] != "cabinet" or row["code"] == drawn)
        and row["satang"] is not None
    ]
    if not whole and not any(row["value"] for row in found):
        return []
    return _mark_last(found, only=("disbursed", "used"))


def _mark_last(rows: list[Row], only: Sequence[str]) -> list[Row]:
    """``last``: the label is written beside the last mark of each of the series ``only``."""
    last = {row["series"]: i for i, row in enumerate(rows)}
    return [row | {"last": row["series"] in only and last[row["series"]] == i} for i, row in enumerate(rows)]


def funnel(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Groups at each stage."""
    return [
        {
            "stage": name_of(row, lang),
            "lines": lines(name_of(row, lang), _WHOLE),
            "groups": row["groups"],
            "goal": row["goal"],
        }
        for row in rows
    ]


def tiles(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Each amphoe that has a place, with its count and the colour of its letters."""
    found = []
    for row in rows:
        if row["row"] is None:
            continue
        share = float(row["percent"]) / 100 if row["percent"] is not None else 0.0
        tip = t("overview.tile_tip", lang, r=row["registered"], d=row["developed"], n=row["groups"])
        found.append(
            {
                "row": row["row"],
                "col": row["col"],
                "amphoe": name_of(row, lang),
                "lines": lines(name_of(row, lang), _TILE),
                "share": share if row["selected"] else 0.0,
                "label": f"{row['registered']}/{row['groups']}",
                "tip": tip,
            }
        )
    return found


def linked_sides(found: Linked, project: Project, lang: str) -> dict[str, dict[str, str]]:
    """Identifier to words of each value of each side of the linked view."""
    amphoe = {tile.amphoe: tile.name.get(lang) for tile in project.tiles}
    return {
        "amphoe": {value: amphoe.get(value, value) for value in found.values["amphoe"]},
        "stage": {value: found.stages.name(value).get(lang) for value in found.values["stage"]},
        "month": {f"{end:%Y-%m}": words.month(end, lang) for end in found.values["month"]},
    }


def linked(
    found: Linked,
    project: Project,
    lang: str,
    sides: Mapping[str, Mapping[str, str]],
    chosen: Mapping[str, Sequence[str]],
    turn: int,
) -> list[Row]:
    """The values of each side, then the groups; see ``ui.charts.written.linked`` for the columns."""
    places, goal = {tile.amphoe: tile for tile in project.tiles}, reached(project, project.goal_stage)

    def row(amphoe: str | None, stage: str | None, month: str | None, done: bool, n: int) -> Row:
        tile = places.get(amphoe or "")
        return {
            "row": tile.row if tile else None,
            "col": tile.col if tile else None,
            "amphoe": amphoe,
            "amphoe_name": sides["amphoe"].get(amphoe or ""),
            "amphoe_lines": lines(sides["amphoe"].get(amphoe or "", ""), _TILE),
            "stage": stage,
            "stage_name": sides["stage"].get(stage or ""),
            "goal": stage in goal,
            "month": month,
            "month_name": sides["month"].get(month or ""),
            "series": "registered" if done else "earlier",
            "series_name": t(key_of_series("registered" if done else "earlier"), lang),
            "done": int(done),
            "n": n,
            "amphoe_chosen": amphoe in chosen["amphoe"],
            "stage_chosen": stage in chosen["stage"],
            "month_chosen": month in chosen["month"],
            "turn": turn,
        }

    empty: dict[str, str | None] = dict.fromkeys(SIDES)
    named = [row(**{**empty, side: value}, done=False, n=0) for side in SIDES for value in sides[side]]
    return named + [
        row(g["amphoe"], g["stage"], f"{g['month']:%Y-%m}" if g["month"] else None, g["registered"], 1)
        for g in found.groups
    ]


def linked_table(counts: Iterable[Mapping[str, Any]], lang: str, sides: Mapping[str, Mapping[str, str]]) -> list[Row]:
    """Each value of each side in words, empty months left out: id of the side, side, name, groups, registered, said."""
    found = []
    for row in counts:
        side, value, n = row["side"], row["value"], row["groups"]
        if side == "month" and not n:
            continue
        key = f"{value:%Y-%m}" if side == "month" else value
        said = f"{row['registered']}/{n}" if side == "amphoe" else f"{n}"
        found.append(
            {
                "id": side,
                "side": t(f"overview.side_{side}", lang),
                "name": sides[side][key],
                "groups": n,
                "registered": row["registered"],
                "said": said,
            }
        )
    return found


def waterfall(rows: Iterable[Mapping[str, Any]], lang: str, opened: str | None = None) -> list[Row]:
    """The bars of the budget, one of them ``opened``; transfers are left out where there were none."""
    colours = {
        "budget": palette.PLAN,
        "transfer_in": palette.TRANSFER,
        "transfer_out": palette.TRANSFER,
        "disbursed": palette.RESULT,
        "outstanding": palette.COMMITTED,
        "remaining": palette.FREE,
    }
    found = []
    for row in rows:
        if row["bar"].startswith("transfer") and row["satang"] == 0:
            continue
        sign = {"transfer_in": "+", "transfer_out": "−"}.get(row["bar"], "")
        name, amount = t(key_of_series(row["bar"]), lang), sign + format_baht(abs(row["satang"]))
        found.append(
            {
                "id": row["bar"],
                "bar": f"{name}|{amount}",
                "name": name,
                "tip": amount,
                "start": baht_number(row["start_satang"]),
                "end": baht_number(row["end_satang"]),
                "colour": colours[row["bar"]],
                "opened": row["bar"] == opened,
            }
        )
    return found


def expense_lines(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """What became of each line's money; what is not known is left out."""
    parts = ("disbursed", "outstanding", "remaining")
    return [
        {
            "line": row["expense_line"] or t("budget.no_line", lang),
            "lines": lines(row["expense_line"] or t("budget.no_line", lang), _WHOLE),
            "part": part,
            "part_order": order,
            "name": t(key_of_series(part), lang),
            "value": baht_number(row[f"{part}_satang"]),
            "tip": format_baht(row[f"{part}_satang"]),
        }
        for row in rows
        if row["side"] == "chosen"
        for order, part in enumerate(parts)
        if row[f"{part}_satang"]
    ]


def quarters(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Disbursed and planned in each quarter; nothing where no quarter has any."""
    fields = {"disbursed": "disbursed_satang", "plan": "expected_satang"}
    found = []
    for row in rows:
        number = row["quarter"]
        quarter = t("budget.after_year", lang) if number is None else t("budget.quarter", lang, n=number)
        for series, field in fields.items():
            if row["side"] == "chosen" and row[field] is not None:
                name = t(key_of_series(series), lang)
                shown = {
                    "value": baht_number(row[field]),
                    "tip": format_baht(row[field]),
                    "label": format_baht(row[field], 0),
                }
                found.append({"quarter": quarter, "series": series, "name": name, **shown})
    return found if any(row["value"] for row in found) else []


def matrix(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Products of each category by standard: certified, with those on the way beside them; last those without any."""
    names = choice_names(STANDARDS)
    found: list[Row] = []
    for row in rows:
        known, more = row["standard"], row["in_progress"]
        standard = _short_standard(known, lang) if known else t("products.without", lang)
        full = names[known].get(lang) if known else standard
        on_the_way = t("products.on_the_way", lang, n=more) if more else ""
        found.append(
            {
                "category": name_of(row, lang),
                "lines": lines(name_of(row, lang), _NARROW).replace(NEWLINE, "|"),
                "standard": standard,
                "held": row["products"] if known else 0,
                "none": known is None,
                "label": f"{row['products']} (+{more})" if known and more else str(row["products"]),
                "tip": " · ".join(part for part in (full, f"{row['products']}/{row['of']}", on_the_way) if part),
            }
        )
    return found


def _short_standard(standard: str, lang: str) -> str:
    """A standard as a narrow column can name it: by its short form where its name is long."""
    choice = next(choice for choice in STANDARDS if choice.id == standard)
    name = choice.name.get(lang)
    return name if len(name) <= _NARROW else min((name, *choice.aliases), key=len)


def sales(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Monthly sales before and after of each pair."""
    return [
        {
            "product": row["name"],
            "lines": lines(row["name"], _WHOLE),
            "before": baht_number(row["before_satang"]),
            "after": baht_number(row["after_satang"]),
            "tip": t(
                "products.sales_tip",
                lang,
                a=format_baht(row["before_satang"], 0),
                b=format_baht(row["after_satang"], 0),
            ),
        }
        for row in rows
    ]
