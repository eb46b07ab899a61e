"""What a reader chose to look at, and which rows that leaves.

A dimension of groups or of products chooses groups, and with them the products and the money whose ``group_code``
names one of them. Money that names no known group is never left out: its side is ``None``, and screens show it beside
the chosen part (ไม่ระบุกลุ่ม).
Verdict, target, plan, net budget, SPI and CPI are never filtered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.calendar import month_end
from core.model import CATEGORIES, ENTRIES, Choice, Rows, Snapshot
from core.model.kinds import Kind
from core.text import MONTHS_EN, Text, sort_key, write_month

Side = Literal["chosen", "out"] | None  # None: the row names no known group
# What a card or a page counts. ``balances`` are sums of several entries (disbursed, outstanding, used), ``entries``
# single rows of the ledger, ``time`` what is drawn by day, month or quarter.
Measure = Literal["groups", "products", "balances", "entries", "time"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing to filter by. ``field`` is the column of ``kind`` that holds its values; the label is ``filter.ID``."""

    id: str  # its name in a link
    kind: Kind
    field: str
    options: Callable[[Snapshot], Iterable[Choice]]  # in the order in which to offer them
    acts_on: frozenset[Measure]
    span: bool = False  # from one value to another, not any of several

    @property
    def label(self) -> str:
        """Key of its name."""
        return f"filter.{self.id}"


def _amphoe(view: Snapshot) -> Iterator[Choice]:
    known = {tile.amphoe: tile.name for tile in view.project.tiles}
    return (Choice(a, known.get(a, Text.plain(a))) for a in in_order(known, view.of("groups")["amphoe"]))


def _lines(view: Snapshot) -> Iterator[Choice]:
    own = (line.name for line in view.project.expense_lines)
    return (Choice(name, Text.plain(name)) for name in in_order(own, view.of("spending")["expense_line"]))


def _months(view: Snapshot) -> Iterator[Choice]:
    for end in view.project.months():
        yield Choice(f"{end:%Y-%m}", Text.both(write_month(end), f"{MONTHS_EN[end.month - 1][:3]} {end.year}"))


_BY_GROUP: frozenset[Measure] = frozenset({"groups", "products", "balances", "entries"})
_DIMENSIONS = (
    Dimension("amphoe", "groups", "amphoe", _amphoe, _BY_GROUP),
    Dimension("stage", "groups", "stage", lambda view: view.stages.all, _BY_GROUP),
    Dimension("category", "products", "category", lambda _: CATEGORIES, _BY_GROUP),
    Dimension("expense_line", "spending", "expense_line", _lines, frozenset({"balances", "entries"})),
    Dimension("entry", "spending", "entry", lambda _: ENTRIES, frozenset({"entries"})),
    Dimension("months", "spending", "date", _months, frozenset({"entries", "time"}), span=True),
)
DIMENSIONS = {dimension.id: dimension for dimension in _DIMENSIONS}


class Filters:
    """Values chosen of each dimension; none chosen is all. ``months`` runs from the month of its first day to the end
    of the month of its second.
    """

    def __init__(self, months: tuple[date, date] | None = None, **values: tuple[str, ...]) -> None:
        """``TypeError`` for a name that is no dimension of values."""
        if unknown := values.keys() - DIMENSIONS.keys():
            raise TypeError(f"no such dimension: {', '.join(unknown)}")
        self.values: Mapping[str, tuple[str, ...]] = {name: values[name] for name in DIMENSIONS if values.get(name)}
        self.months = months

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filters) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.months, *self.values.items()))

    def __getitem__(self, dimension: str) -> tuple[str, ...]:
        """The values chosen of a dimension."""
        return self.values.get(dimension, ())

    @property
    def chosen(self) -> list[Dimension]:
        """The dimensions of which something is chosen."""
        return [one for one in DIMENSIONS.values() if (self.months if one.span else self[one.id])]

    def acts_on(self, measure: Measure) -> bool:
        """Whether something is chosen that acts on what is counted."""
        return any(measure in dimension.acts_on for dimension in self.chosen)

    def has_value(self, dimension: str, value: str | None) -> bool:
        """Whether a value is among those chosen of a dimension; where none is chosen every value is."""
        return not self[dimension] or value in self[dimension]

    def covers_day(self, day: date) -> bool:
        """Whether ``day`` lies in the chosen months."""
        return self.overlaps(day, day)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any day from ``first`` to ``last`` lies in the chosen months."""
        return self.months is None or (first <= month_end(self.months[1]) and last >= self.months[0].replace(day=1))

    def without(self, *dimensions: str) -> "Filters":
        """The same choice with some dimensions of values left open."""
        return Filters(self.months, **{name: held for name, held in self.values.items() if name not in dimensions})


NO_FILTERS = Filters()


def known_values(view: Snapshot, dimension: str) -> tuple[str, ...]:
    """Every value that a dimension may take, in the order in which to offer it."""
    return tuple(option.id for option in DIMENSIONS[dimension].options(view))


_CODE_OF_GROUP = {"groups": "code", "products": "group_code"}  # where the rows of a kind name their group


def chosen_groups(view: Snapshot, filters: Filters) -> set[str]:
    """Codes of the groups that pass, whatever their status. A group has the values of its products."""
    passing = set(view.of("groups")["code"])
    for dimension in filters.chosen:
        if dimension.kind in _CODE_OF_GROUP:
            rows = view.of(dimension.kind)
            pairs = zip(rows[_CODE_OF_GROUP[dimension.kind]], rows[dimension.field], strict=True)
            passing &= {code for code, value in pairs if value in filters[dimension.id]}
    return passing


def group_rows(view: Snapshot, filters: Filters = NO_FILTERS) -> Rows:
    """The groups that pass, whatever their status."""
    rows, chosen = view.of("groups"), chosen_groups(view, filters)
    return rows.take([i for i, code in enumerate(rows["code"]) if code in chosen])


def product_rows(view: Snapshot, filters: Filters = NO_FILTERS) -> Rows:
    """The products that pass: by their own values, and of a group that passes by its own."""
    rows, own = view.of("products"), [one for one in filters.chosen if one.kind == "products"]
    by_group = filters.without(*(one.id for one in own))
    chosen = chosen_groups(view, by_group) if by_group.acts_on("groups") else set(rows["group_code"])
    keep = {i for i, code in enumerate(rows["group_code"]) if code in chosen}
    for one in own:
        keep &= {i for i, value in enumerate(rows[one.field]) if value in filters[one.id]}
    return rows.take(sorted(keep))


def sides(view: Snapshot, filters: Filters) -> list[Side]:
    """For each row of the register: chosen, out, or ``None`` where groups are chosen and it names no known one."""
    rows, columns = view.of("spending"), side_columns(filters)
    if not columns:
        return ["chosen"] * len(rows)
    values = list(rows.each(*columns))
    found = sides_by(view, filters, columns, set(values))
    return [found[one] for one in values]


def side_columns(filters: Filters) -> tuple[str, ...]:
    """The columns of the register that decide on which side a row stands."""
    own = tuple(one.field for one in _by_line(filters))
    return ("group_code", *own) if filters.acts_on("groups") else own


def sides_by(
    view: Snapshot, filters: Filters, columns: Sequence[str], combinations: Iterable[tuple[Any, ...]]
) -> dict[tuple[Any, ...], Side]:
    """The side of rows with these values of some columns, ``side_columns`` among them."""
    own = [(columns.index(one.field), filters[one.id]) for one in _by_line(filters)]
    code = columns.index("group_code") if filters.acts_on("groups") else None
    known = set(view.of("groups")["code"])
    chosen = known if code is None else chosen_groups(view, filters)

    def side(values: tuple[Any, ...]) -> Side:
        if any(values[place] not in asked for place, asked in own):
            return "out"
        if code is None or values[code] in chosen:
            return "chosen"
        return "out" if values[code] in known else None

    return {values: side(values) for values in combinations}


def _by_line(filters: Filters) -> list[Dimension]:
    """What is chosen of the register's own dimensions that act on balances."""
    return [one for one in filters.chosen if one.kind == "spending" and "balances" in one.acts_on]


def ledger_rows(view: Snapshot, filters: Filters = NO_FILTERS) -> Rows:
    """Rows of the register up to the cut-off that pass every filter; those without a known group are kept."""
    return view.of("spending").take([i for i, _ in ledger_index(view, filters)])


def ledger_index(view: Snapshot, filters: Filters = NO_FILTERS) -> list[tuple[int, Side]]:
    """Place and side of each row of ``ledger_rows``."""
    rows, cutoff = view.of("spending"), view.cutoff("spending")
    shown = {day for day in set(rows["date"]) if cutoff is not None and day <= cutoff and filters.covers_day(day)}
    found: list[tuple[int, Side]] = [
        (i, side)
        for i, (side, day) in enumerate(zip(sides(view, filters), rows["date"], strict=True))
        if side != "out" and day in shown
    ]
    for one in filters.chosen:
        if one.kind == "spending" and "balances" not in one.acts_on and not one.span:
            values = rows[one.field]
            found = [(i, side) for i, side in found if values[i] in filters[one.id]]
    return found


def in_order(first: Iterable[str], found: Iterable[str | None]) -> tuple[str, ...]:
    """The project's own values, then others found in the data as a dictionary has them; unknown ones left out."""
    own = tuple(first)
    return (*own, *sorted({value for value in found if value} - set(own), key=sort_key))


# The rows of a kind that pass, for the kinds that can be filtered.
FILTERED: Mapping[Kind, Callable[[Snapshot, Filters], Rows]] = {
    "groups": group_rows,
    "products": product_rows,
    "spending": ledger_rows,
}
