"""Which tables of the given files are read, with which delimiter, and where their headers are."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.intake.layout.headers import Layout, find_header, first_full_row, lay_out, other_kind
from core.intake.layout.mapping import Mapping
from core.intake.layout.names import OWN_SHEETS, header_key
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


def choose(
    files: Sequence[File], kind: Kind, mapping: Mapping | None, sheets: Sequence[str] | None, limits: Limits
) -> list[Chosen]:
    """Every table to read, in order. Raises ``UnreadableError`` with the name of the file."""
    chosen: list[Chosen] = []
    for name, data in files:
        try:
            tables = open_tables(name, data, limits, sheets, one_of_several=len(files) > 1)
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


def _best(found: list[Chosen]) -> list[Chosen]:
    """The first sheet that holds this kind, else the first of another kind, before one that merely holds a word of
    ours; other sheets of this kind are named. The sheets that our forms add to their rows are not offered.
    """
    filled = [one for one in found if not isinstance(one.table, SheetTable) or any(map(any, one.table.cells))]
    if not filled:
        raise UnreadableError("empty_file")
    fitting = [one for one in filled if one.known >= _ENOUGH and one.kind_seen is None]
    other = [one for one in filled if one.kind_seen is not None]
    best = (fitting or other or [max(filled, key=lambda one: one.known)])[0]
    rows = {one.table.sheet for one in (*fitting, *other)}
    best.table.sheets = tuple(
        name for name in best.table.sheets if name not in OWN_SHEETS or name in rows or name == best.table.sheet
    )
    best.others = tuple(one.table.sheet for one in fitting if one is not best and one.table.sheet)
    return [best]


def _chosen(table: Table, kind: Kind, mapping: Mapping | None, limits: Limits) -> Chosen:
    head, place, known = (
        _with_delimiter(table, kind, mapping) if isinstance(table, TextTable) else _header(table, kind, mapping)
    )
    if place < 0:
        place = first_full_row(head)
    row = head[place] if head else []
    if len(row) > limits.columns:
        raise UnreadableError("too_many_columns", count=len(row), limit=limits.columns)
    keys = [header_key(cell) for cell in row if cell]
    layout = lay_out(head or [[""]], place, kind, mapping, table.fills)
    return Chosen(table, layout, known, None if mapping and mapping.columns else other_kind(keys, kind))


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
    return best[2], best[3], best[4]
