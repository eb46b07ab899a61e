"""What a reader chose to look at, and which rows that leaves.

amphoe, stage and category choose groups, and through ``group_code`` their products and their money. Money that names no
known group is never dropped: it stands beside the chosen part under the side ``None`` (ไม่ระบุกลุ่ม). Verdict, target,
plan, net budget, SPI and CPI are never filtered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from core.calendar import month_end
from core.kinds import CATEGORIES, ENTRIES
from core.model.rows import Rows
from core.model.view import View
from core.text.thai import sort_key

Side = Literal["chosen", "out"] | None  # None: the row names no known group


@dataclass(frozen=True, slots=True)
class Filters:
    """Values chosen of each dimension; none chosen is all. ``months`` runs from the month of its first day to the end
    of the month of its second.

    ``entry`` acts on the ledger's rows and their sums, not on balances (disbursed, outstanding, used are made of
    several entries); ``months`` acts on the ledger, on periods and on the days that charts show.
    """

    amphoe: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    expense_line: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    months: tuple[date, date] | None = None

    @property
    def on_groups(self) -> bool:
        """Whether something chooses among groups."""
        return bool(self.amphoe or self.stage or self.category)

    @property
    def on_money(self) -> bool:
        """Whether something chooses among the rows that balances are made of."""
        return self.on_groups or bool(self.expense_line)

    def shows(self, day: date) -> bool:
        """Whether ``day`` lies in the chosen months."""
        return self.meets(day, day)

    def meets(self, first: date, last: date) -> bool:
        """Whether any day from ``first`` to ``last`` lies in the chosen months."""
        return self.months is None or (first <= month_end(self.months[1]) and last >= self.months[0].replace(day=1))

    def without(self, dimension: str) -> "Filters":
        """The same choice with one dimension of values left open."""
        opened: dict[str, Any] = {dimension: ()}
        return replace(self, **opened)


NO_FILTERS = Filters()


class Dropped(NamedTuple):
    """A value of a link that does not exist here."""

    dimension: str
    value: str


def clean(filters: Filters, view: View) -> tuple[Filters, list[Dropped]]:
    """The filters without values that do not exist in this project and its data, and what was left out."""
    known = known_values(view)
    dropped: list[Dropped] = []
    kept: dict[str, tuple[str, ...]] = {}
    for dimension, values in known.items():
        chosen: tuple[str, ...] = getattr(filters, dimension)
        kept[dimension] = tuple(value for value in dict.fromkeys(chosen) if value in values)
        dropped += [Dropped(dimension, value) for value in chosen if value not in values]
    months = filters.months
    if months is not None and not _is_range(months, view):
        dropped.append(Dropped("months", f"{months[0].isoformat()}–{months[1].isoformat()}"))
        months = None
    return Filters(**kept, months=months), dropped


def known_values(view: View) -> dict[str, tuple[str, ...]]:
    """Every value that a filter may take, in the order in which to offer it."""
    project = view.project
    lines = (line.name for line in project.expense_lines)
    return {
        "amphoe": in_order((tile.amphoe for tile in project.tiles), view.of("groups")["amphoe"]),
        "stage": view.stages.ids,
        "category": tuple(choice.id for choice in CATEGORIES),
        "expense_line": in_order(lines, view.of("spending")["expense_line"]),
        "entry": tuple(choice.id for choice in ENTRIES),
    }


def chosen_groups(view: View, filters: Filters) -> set[str]:
    """Codes of the groups that pass, whatever their status. A group has the categories of its products."""
    rows = view.of("groups")
    products = view.of("products")
    in_category = {
        code
        for code, category in zip(products["group_code"], products["category"], strict=True)
        if category in filters.category
    }
    columns = (rows[name] for name in ("code", "amphoe", "stage"))
    return {
        code
        for code, amphoe, stage in zip(*columns, strict=True)
        if (not filters.amphoe or amphoe in filters.amphoe)
        and (not filters.stage or stage in filters.stage)
        and (not filters.category or code in in_category)
    }


def group_rows(view: View, filters: Filters = NO_FILTERS) -> Rows:
    """The groups that pass, whatever their status."""
    rows, chosen = view.of("groups"), chosen_groups(view, filters)
    return rows.take([i for i, code in enumerate(rows["code"]) if code in chosen])


def product_rows(view: View, filters: Filters = NO_FILTERS) -> Rows:
    """The products that pass: of their own category, and of a group of the chosen amphoe and stage."""
    rows, by_group = view.of("products"), filters.without("category")
    chosen = chosen_groups(view, by_group) if by_group.on_groups else set(rows["group_code"])
    columns = (rows[name] for name in ("group_code", "category"))
    return rows.take(
        [
            i
            for i, (code, category) in enumerate(zip(*columns, strict=True))
            if code in chosen and (not filters.category or category in filters.category)
        ]
    )


def sides(view: View, filters: Filters) -> list[Side]:
    """For each row of the register: chosen, out, or ``None`` where groups are chosen and it names no known one."""
    rows = view.of("spending")
    by_line: dict[str | None, bool] = {
        line: not filters.expense_line or line in filters.expense_line for line in set(rows["expense_line"])
    }
    by_group = _side_of_groups(view, filters)
    return [
        by_group[code] if by_line[line] else "out"
        for code, line in zip(rows["group_code"], rows["expense_line"], strict=True)
    ]


def ledger_rows(view: View, filters: Filters = NO_FILTERS) -> Rows:
    """Rows of the register up to the cut-off that pass every filter; those without a known group are kept."""
    return view.of("spending").take([i for i, _ in ledger_index(view, filters)])


def ledger_index(view: View, filters: Filters = NO_FILTERS) -> list[tuple[int, Side]]:
    """Place and side of each row of ``ledger_rows``."""
    rows, cutoff = view.of("spending"), view.cutoff("spending")
    shown = {day for day in set(rows["date"]) if cutoff is not None and day <= cutoff and filters.shows(day)}
    columns = (sides(view, filters), rows["date"], rows["entry"])
    return [
        (i, side)
        for i, (side, day, entry) in enumerate(zip(*columns, strict=True))
        if side != "out" and day in shown and (not filters.entry or entry in filters.entry)
    ]


def _side_of_groups(view: View, filters: Filters) -> dict[str | None, Side]:
    codes = set(view.of("spending")["group_code"])
    if not filters.on_groups:
        return dict.fromkeys(codes, "chosen")
    known, chosen = set(view.of("groups")["code"]), chosen_groups(view, filters)
    found: dict[str | None, Side] = {}
    for code in codes:
        found[code] = None if code not in known else "chosen" if code in chosen else "out"
    return found


def in_order(first: Iterable[str], found: Iterable[str | None]) -> tuple[str, ...]:
    """The project's own values, then others found in the data as a dictionary has them; unknown ones left out."""
    own = tuple(first)
    return (*own, *sorted({value for value in found if value} - set(own), key=sort_key))


def _is_range(months: tuple[date, date], view: View) -> bool:
    """Whether a range runs forward and meets the project's year or the days of the register."""
    first, last = months
    days = [view.project.start, view.project.end, *view.of("spending")["date"]]
    return first <= last and first <= max(days) and month_end(last) >= min(days)
