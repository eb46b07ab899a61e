"""What may be kept of parsed files until their load is saved: the rows as corrected, and no personal data.

While an intake is blocked for personal data nothing may be kept. What intake does not look at since it stores none of
it is masked here (titles, rows that are no data) or left out (columns that are not to be read).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from core.intake.cells.columns import with_long_numbers
from core.intake.cells.corrections import corrected
from core.intake.layout.headers import Layout
from core.intake.layout.names import header_key
from core.intake.model import Edits, Intake
from core.intake.parsed import Parsed, ParsedTable, Run, pack, table_at
from core.intake.source.marks import bare
from core.model.kinds import KINDS, Kind
from core.text import has_national_id, mask_national_id

PERSONAL = frozenset({"id13", "id_column", "bank_column"})  # issues for which nothing may be kept
_RUNNING = 6  # digits of a running number, at most


def is_personal(found: Intake) -> bool:
    """Whether personal data block an intake."""
    return any(issue.code in PERSONAL for issue in found.blocking)


def keepable(parsed: Parsed, edits: Edits) -> Parsed | None:
    """The files with their corrections in place and without personal data; ``None`` where there are some all the same,
    so that nothing may be kept.
    """
    tables = []
    for place, table in enumerate(parsed.tables):
        own = {cell: text for cell, text in edits.items() if table_at(parsed.tables, cell) == place}
        clean = _clean(corrected(table, parsed.kind, own, parsed.options.limits.cell)[0], parsed.kind)
        if _holds_number(clean, parsed.kind):
            return None
        tables.append(clean)
    return replace(parsed, tables=tuple(tables))


def edits_hold_number(edits: Edits, kind: Kind) -> bool:
    """Whether a correction holds a citizen's number, but for those of columns in which none is looked for."""
    exempt = {header_key(word) for c in KINDS[kind].columns if c.number_of for word in (c.th, c.header, c.name)}
    return any(has_national_id(text) for cell, text in edits.items() if header_key(cell.column) not in exempt)


def _clean(table: ParsedTable, kind: Kind) -> ParsedTable:
    left, exempt = _left_out(table.layout), _exempt(table.layout, kind)
    kept = {number: _kept_row(row, left, exempt) for number, row in table.lines.kept.items()}
    return replace(
        table,
        source=mask_national_id(table.source),
        sheet=table.sheet and mask_national_id(table.sheet),
        sheets=_masked(table.sheets),
        other_sheets=_masked(table.other_sheets),
        passed=_masked(table.passed),
        titles=[_masked(row) for row in table.titles],
        runs=[_without(run, left) for run in table.runs] if left else table.runs,
        lines=replace(table.lines, kept=kept),
    )


def _left_out(layout: Layout) -> frozenset[int]:
    """The columns that are not read: of their cells only running numbers may stay."""
    return layout.ignored | frozenset(layout.personal)


def _exempt(layout: Layout, kind: Kind) -> frozenset[int]:
    """The columns in which no citizen's number is looked for."""
    return frozenset(place for name, place in layout.columns.items() if KINDS[kind].column(name).number_of)


def _without(run: Run, left: Collection[int]) -> Run:
    columns = [pack(_numbers(run.cells(at))) if at in left else cells for at, cells in enumerate(run.columns)]
    return replace(run, columns=columns)


def _numbers(cells: Iterable[str]) -> list[str]:
    """The running numbers among cells."""
    return [cell if (text := bare(cell)[1].strip()).isdecimal() and len(text) <= _RUNNING else "" for cell in cells]


def _kept_row(row: Sequence[str], left: Collection[int], exempt: Collection[int]) -> list[str]:
    """A row that is no data, or of another width."""
    return [
        _numbers([cell])[0] if at in left else cell if at in exempt else mask_national_id(cell)
        for at, cell in enumerate(row)
    ]


def _masked(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(mask_national_id, texts))


def _holds_number(table: ParsedTable, kind: Kind) -> bool:
    """Whether a cell of the rows of data holds a citizen's number where none may be."""
    exempt = _exempt(table.layout, kind)
    places = [place for place in range(len(table.layout.headers)) if place not in exempt]
    return any(
        has_national_id(cell) for run in table.runs for place in places for cell in with_long_numbers(run.cells(place))
    )
