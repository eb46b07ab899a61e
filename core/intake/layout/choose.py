"""Which tables of the given files are read, with which delimiter, and where their headers are."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.intake.layout.headers import Layout, day_places, find_header, first_full_row, key_in, lay_out, other_kind
from core.intake.layout.mapping import Mapping
from core.intake.layout.names import OWN_SHEETS
from core.intake.model import File, Limits
from core.intake.source.sniff import UnreadableError
from core.intake.source.tables import DELIMITERS, SheetTable, Table, TextTable, open_tables
from core.model.kinds import KINDS, Kind

_ENOUGH = 2  # headers of ours from which a row is taken for a header without doubt


@dataclass(slots=True)
class Chosen:
    """A table to read, its layout, and what was found on the way."""

    table: Table
    layout: Layout
    known: int  # headers of ours in the header row
    kind_seen: Kind | None = None  # another kind whose headers these are
    others: tuple[str, ...] = ()  # sheets of the same form that were not asked for
    passed: tuple[str, ...] = ()  # sheets that hold less than the one that is read
    needed: int = 0  # columns that the kind needs and the table has
    complete: bool = False  # whether those are all
    places: tuple[int, ...] = ()  # of those columns


def choose(
    files: Sequence[File],
    kind: Kind,
    mapping: Mapping | None,
    sheets: Sequence[str] | None,
    limits: Limits,
    *,
    skip_hidden: bool = False,
) -> list[Chosen]:
    """Every table to read, in order. Raises ``UnreadableError`` with the name of the file."""
    chosen: list[Chosen] = []
    for name, data in files:
        try:
            tables = open_tables(name, data, limits, sheets, one_of_several=len(files) > 1, skip_hidden=skip_hidden)
            found = [_chosen(table, kind, mapping, limits) for table in tables]
        except UnreadableError as error:
            error.params.setdefault("file", name)
            raise
        chosen += found if sheets else _best(found)
    several = len(chosen) > 1
    for one in chosen:
        if several and one.table.sheet:
            one.table.source = f"{one.table.source} · {one.table.sheet}"
    return chosen


def recognise(name: str, data: bytes, limits: Limits) -> dict[Kind, str | None]:
    """The kinds of data that a file holds, in the order of ``KINDS``, each with the sheet that holds it best (``None``:
    a text file). Empty where its headers are those of no kind. Raises ``UnreadableError``.
    """
    found: dict[Kind, Chosen] = {}
    for table in open_tables(name, data, limits):
        if table.sheet in OWN_SHEETS or (isinstance(table, SheetTable) and not any(map(any, table.cells))):
            continue
        fitting = [(kind, one) for kind in KINDS if (one := _chosen(table, kind, None, limits)).known >= _ENOUGH]
        likely = [(kind, one) for kind, one in fitting if one.kind_seen is None]
        if likely:
            kind, best = max(likely, key=lambda pair: (pair[1].complete, pair[1].needed, pair[1].known))
            found[kind] = max((found[kind], best), key=_worth) if kind in found else best
    return {kind: found[kind].table.sheet for kind in KINDS if kind in found}


def _best(found: list[Chosen]) -> list[Chosen]:
    """The first sheet that holds this kind with every column it needs and with rows, else the one with most of them,
    else the first of another kind, before one that merely holds a word of ours. Other sheets of this kind are named,
    and so are those passed over. The sheets that our forms add to their rows are not offered.
    """
    filled = [one for one in found if not isinstance(one.table, SheetTable) or any(map(any, one.table.cells))]
    if not filled:
        raise UnreadableError("empty_file")
    fitting = [one for one in filled if one.known >= _ENOUGH and one.kind_seen is None]
    other = [one for one in filled if one.kind_seen is not None]
    best = max(fitting, key=_worth) if fitting else (other or [max(filled, key=lambda one: one.known)])[0]
    rows = {one.table.sheet for one in (*fitting, *other)}
    best.table.sheets = tuple(
        name for name in best.table.sheets if name not in OWN_SHEETS or name in rows or name == best.table.sheet
    )
    like = [one for one in fitting if one is not best and _worth(one)[:2] == _worth(best)[:2]]
    best.others = tuple(one.table.sheet for one in like if one.table.sheet)
    before = [one for one in filled if one not in like and (one in fitting or filled.index(one) < filled.index(best))]
    passed = (one.table.sheet for one in before if one is not best and best in fitting)
    best.passed = tuple(sheet for sheet in passed if sheet and sheet not in OWN_SHEETS)
    return [best]


def _worth(one: Chosen) -> tuple[bool, bool, int, int]:
    """What a sheet is compared by with others: of those that are complete and have rows, the first is taken."""
    cells = one.table.cells if isinstance(one.table, SheetTable) else []
    below = cells[one.layout.header_row + one.layout.header_rows - 1 :]
    rows = any(all(place < len(row) and row[place] not in ("", None) for place in one.places) for row in below)
    return one.complete, rows, *((0, 0) if one.complete else (one.needed, one.known))


def _chosen(table: Table, kind: Kind, mapping: Mapping | None, limits: Limits) -> Chosen:
    head, place, known = (
        _with_delimiter(table, kind, mapping) if isinstance(table, TextTable) else _header(table, kind, mapping)
    )
    if place < 0:
        place = first_full_row(head)
    row = head[place] if head else []
    if len(row) > limits.columns:
        raise UnreadableError("too_many_columns", count=len(row), limit=limits.columns)
    keys = [key_in(kind, cell) for cell in row if cell]
    layout = lay_out(head or [[""]], place, kind, mapping, table.fills)
    if isinstance(table, SheetTable):
        table.count_from_1900(day_places(kind, layout.columns))
        table.leave_out_below(layout.header_row + layout.header_rows - 1)
    named = {*layout.columns, *(("entry", "amount_baht") if layout.entries else ())}
    named |= set(mapping.constants) if mapping else set()
    needed = [column.name for column in KINDS[kind].columns if column.required]
    one = Chosen(table, layout, known, None if mapping and mapping.columns else other_kind(keys, kind))
    one.places = tuple(place for name, place in layout.columns.items() if name in needed)
    one.needed, one.complete = len(named.intersection(needed)), named.issuperset(needed)
    return one


def _header(table: Table, kind: Kind, mapping: Mapping | None) -> tuple[list[list[str]], int, int]:
    head = table.head()
    place, known = find_header(head, kind, mapping)
    if known < _ENOUGH:  # perhaps the header of another kind
        for other in KINDS:
            seen, count = find_header(head, other, None)
            if count > max(known, 1):
                place, known = seen, 0
                break
    return head, place, known


def _require_cells(head: list[list[str]], kind: Kind, mapping: Mapping | None) -> None:
    """Refuse a table whose lines are each one cell in quotes, with the header inside."""
    for number, row in enumerate(head, 1):
        inside = [row[0].split(mark) for mark in DELIMITERS if row and mark in row[0] and not any(row[1:])]
        if any(find_header([cells], kind, mapping)[1] >= _ENOUGH for cells in inside):
            raise UnreadableError("lines_quoted", row=number)


def _with_delimiter(table: TextTable, kind: Kind, mapping: Mapping | None) -> tuple[list[list[str]], int, int]:
    """The delimiter under which the header row is best understood, else the one that makes most columns."""
    tried = []
    for delimiter in DELIMITERS:
        table.delimiter = delimiter
        head, place, known = _header(table, kind, mapping)
        tried.append(((known, place >= 0, max(map(len, head), default=0)), delimiter, head, place, known))
    best = max(tried, key=lambda one: one[0])
    table.delimiter = best[1]
    table.bad_rows.clear()
    if best[4] < _ENOUGH:
        _require_cells(best[2], kind, mapping)
    return best[2], best[3], best[4]
