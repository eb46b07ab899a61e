"""Amounts in thousands or millions of baht: the unit that a file states is asked about, and only a choice scales."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.intake.assessment import Assessment
from core.intake.issues import Issue, Severity
from core.intake.layout.units import OTHER, POWERS, Stated, Unit, unit_in
from core.intake.parsed import ParsedTable
from core.model.kinds import KINDS, Kind
from core.text import Message

_LINES = 100  # lines that are no data, the first and the last, that are looked at


@dataclass(frozen=True, slots=True)
class Scale:
    """How the amounts of a table are read: ``unit``, and what is to be said of it (``code`` empty: nothing)."""

    unit: Unit = "baht"
    code: str = ""
    severity: Severity = "info"
    stated: Stated | None = None
    left: tuple[str, ...] = ()  # columns that stay in baht, since the headers of others alone state the unit


def stated_units(table: ParsedTable, kind: Kind) -> list[Stated]:
    """Every unit of money that a table states: above, in the headers of amounts, between header and rows, below."""
    if not _amounts(table, kind):
        return []
    layout = table.layout
    header = [(layout.header_row, layout.headers[place]) for place in _amounts(table, kind).values()]
    titles = [(row, cell) for row, cells in enumerate(table.titles, 1) for cell in cells]
    kept = list(table.lines.kept.items())
    lines = [(row, cell) for row, cells in (*kept[:_LINES], *kept[_LINES:][-_LINES:]) for cell in cells]
    found = ((row, unit_in(cell)) for row, cell in (*titles, *header, *lines, *_names(table)) if cell)
    return [Stated(unit[0], unit[1], row) for row, unit in found if unit is not None]


def _names(table: ParsedTable) -> list[tuple[int | None, str]]:
    """What the table is called: its sheet, and its file without the ending."""
    file = table.source.partition(" · ")[0]
    return [(None, name) for name in (table.sheet or "", file.rpartition(".")[0] or file)]


def scale_of(work: Assessment, table: ParsedTable) -> Scale:
    """The unit in which a table is read: the one chosen now, else the one remembered, if the file states no other."""
    chosen, remembered = work.options.unit, work.mapping.unit if work.mapping else None
    if not _amounts(table, work.kind):
        return Scale()
    stated = stated_units(table, work.kind)
    if not set(_amounts(table, work.kind).values()) - table.scaled:  # each holds all of its baht and shows less
        first = next((one for one in stated if one.unit != "baht"), None)
        return Scale("baht", "unit_by_format", "warning" if first is None else "info", first)
    others = [one for one in stated if one.unit != "baht"]
    first = next(iter(others or stated), None)
    if len({one.unit for one in others}) > 1 or any(one.unit == OTHER for one in others):
        return Scale("baht", "unit_other", "blocking", first)
    left = _left(table, work.kind)
    if chosen is not None:
        return Scale(chosen, "unit_used", "info", first, left)
    if remembered is not None and all(one.unit == remembered for one in others or stated):
        quiet: Severity = "info" if first is not None or remembered == "baht" else "warning"
        return Scale(remembered, "unit_remembered", quiet, first, left)
    if others or (remembered is not None and stated):
        return Scale("baht", "unit_asked", "blocking", first)
    return Scale()


def _left(table: ParsedTable, kind: Kind) -> tuple[str, ...]:
    """The columns whose header states no unit, where headers of other amounts do and nothing else of the table does."""
    layout = table.layout
    places = {name: place for name, place in _amounts(table, kind).items() if name in layout.columns}
    own = {name for name, place in places.items() if unit_in(layout.headers[place]) is not None}
    said = {one.words for one in stated_units(table, kind) if one.unit != "baht" and one.row != layout.header_row}
    large = {unit[0] for place in places.values() if (unit := unit_in(layout.headers[place])) is not None} - {"baht"}
    return () if said or not large or layout.entries else tuple(name for name in places if name not in own)


def power_of(scale: Scale, table: ParsedTable, name: str) -> int:
    """The power of ten to baht of one of our columns; none where its own header says baht, where headers of others
    alone state the unit, or where its cells hold all of it and their number format shows less.
    """
    place = table.layout.columns.get(name)
    if place in table.scaled or name in scale.left:
        return 0
    own = unit_in(table.layout.headers[place]) if place is not None else None
    return 0 if own is not None and own[0] == "baht" else POWERS[scale.unit]


def unit_issues(work: Assessment, table: ParsedTable, source: str | None) -> Iterator[Issue]:
    """What is to be said of the unit of a table."""
    scale = scale_of(work, table)
    if not scale.code:
        return
    stated = scale.stated
    code = scale.code if stated is not None or scale.code in ("unit_asked", "unit_other") else f"{scale.code}_unsaid"
    if scale.code == "unit_by_format":
        code = scale.code
    where = _where(table, stated) if stated is not None else ""
    params = {"unit": Message(f"money_unit.{scale.unit}"), "said": stated.words if stated else "", "where": where}
    yield Issue(
        code,
        scale.severity,
        row=stated.row if stated else None,
        value=stated.words if stated else None,
        params=params,
        source=source,
    )
    if scale.left and scale.unit != "baht":
        names = ", ".join(table.layout.header_of(name) or name for name in scale.left)
        yield Issue("unit_not_of", "warning", value=names, params={"names": names}, source=source)


def _where(table: ParsedTable, stated: Stated) -> Message:
    """Where a unit is stated: in a row, or in the name of the sheet or of the file."""
    if stated.row is not None:
        return Message("part.in_row", {"row": stated.row})
    if table.sheet is not None and unit_in(table.sheet) is not None:
        return Message("part.in_sheet_name", {"name": table.sheet})
    return Message("part.in_file_name", {"name": table.source})


def _amounts(table: ParsedTable, kind: Kind) -> dict[str, int]:
    """Places of the columns of money, by our column, entry or balance."""
    layout = table.layout
    found = {name: place for name, place in layout.columns.items() if KINDS[kind].column(name).type == "satang"}
    found |= layout.entries
    return found if layout.balance is None or not found else {**found, "balance": layout.balance}
