"""What the reading itself has to say, before any check: columns, cells, rows that are no record, folds."""

from collections import Counter
from collections.abc import Sequence

from core.intake.cells.rows import Parsed
from core.intake.checks import report
from core.intake.checks.findings import NAMED, Findings, Found, Places
from core.intake.compare.join import Joined, moved
from core.intake.compare.merge import Merged
from core.intake.issues import Issue
from core.intake.layout.choose import Chosen
from core.intake.model import Cell
from core.intake.request import Request
from core.kinds import columns_of
from core.text import Message


def reading_findings(
    ask: Request, chosen: Sequence[Chosen], parsed: Sequence[Parsed], joined: Joined, merged: Merged
) -> Findings:
    """What the reading itself has to say."""
    places = Places(
        merged.numbers,
        merged.tables,
        [{name: one.layout.headers[place] for name, place in one.layout.columns.items()} for one in chosen],
        [one.table.source for one in chosen],
        merged.rows,
        [{entry: one.layout.headers[place] for entry, place in one.layout.entries.items()} for one in chosen],
    )
    findings = Findings(ask.kind, places, ask.acknowledged)
    has_base = ask.base is not None and len(ask.base) > 0
    for one, table in zip(chosen, parsed, strict=True):
        source = one.table.source if len(chosen) > 1 else None
        for found in report.layout_faults(one, ask.kind, ask.mapping, ask.scope, has_base):
            _add_file_level(findings, ask, found, one, source)
        if one.kind_seen is None:
            _add_row_faults(findings, table, source)
    if not any(one.kind_seen for one in chosen):
        findings.add_all(moved(joined.found, merged))
        findings.add_all(merged.found)
        for table in parsed:
            for column in columns_of(ask.kind):
                reader = table.readers[column.name]
                if reader.unnamed:
                    findings.count(reader.faults[0][2] if reader.faults else "phone_odd", "warning", reader.unnamed)
    return findings


def _add_file_level(findings: Findings, ask: Request, found: Found, one: Chosen, source: str | None) -> None:
    name = next((c.th for c in columns_of(ask.kind) if c.name == found.name), None)
    header = one.layout.header_of(found.name) if found.name else None
    findings.add_issue(
        Issue(
            found.code,
            found.severity,
            column=header or name,
            value=found.value,
            params=found.params,
            source=source,
            field=found.name,
        )
    )


def _add_row_faults(findings: Findings, parsed: Parsed, source: str | None) -> None:
    """Rows that are no record, of the wrong width, with personal data in a column that is not kept."""
    width = len(parsed.layout.headers)
    for row, code in list(parsed.table.bad_rows.items())[:NAMED]:
        findings.add_issue(Issue(code, "blocking", row=row, column="", params={"limit": 131_072}, source=source))
    for row, cells in parsed.widths[:NAMED]:
        findings.add_issue(
            Issue("wrong_width", "blocking", row=row, params={"cells": cells, "width": width}, source=source)
        )
    for row, header in parsed.unfilled[:NAMED]:
        findings.add_issue(Issue("merged_amount", "warning", row=row, column=header, source=source))
    for place, scan in parsed.scans.items():
        header = report.name_of(parsed.layout.headers[place], place)
        for position in scan.personal[:NAMED]:
            findings.add_issue(Issue("id13", "blocking", row=parsed.numbers[position], column=header, source=source))
    for name, text in parsed.constants.items():
        findings.add_issue(Issue("bad_constant", "blocking", column=name, value=text, source=source))


def add_facts(
    ask: Request,
    chosen: Sequence[Chosen],
    parsed: Sequence[Parsed],
    joined: Joined,
    folded: Counter[str],
    findings: Findings,
) -> None:
    """What is said for information, and an upload without rows. A file of another kind is told that and no more."""
    if any(one.kind_seen for one in chosen):
        return
    if not joined.rows.numbers and not any(not one.known for one in chosen):
        findings.add(Found("header_only", "blocking"))
    offset = 0
    for one, table in zip(chosen, parsed, strict=True):
        source = one.table.source if len(chosen) > 1 else None
        part = joined.rows if len(parsed) == 1 else joined.rows.take(range(offset, offset + len(table.numbers)))
        offset += len(table.numbers)
        for found in (*report.table_facts(table, ask.kind, one), *report.comparisons(table, part, ask.kind)):
            _add_file_level(findings, ask, found, one, source)
    for what, count in sorted(folded.items()):
        findings.add(Found("folded", "info", params={"fold": what, "count": count, "what": Message(f"fold.{what}")}))
    if joined.minted:
        findings.add(Found("codes_minted", "info", params={"count": len(joined.minted)}))
    sources = [one.table.source for one in chosen]
    unused = {cell for cell in ask.edits if table_of(cell, sources) is None}.union(*(p.unused_edits for p in parsed))
    for row, header, source in sorted(unused, key=str):
        findings.add_issue(Issue("edit_unused", "warning", row=row, column=header, source=source))
    if len(ask.edits) > len(unused):
        findings.add(Found("edited", "info", params={"count": len(ask.edits) - len(unused)}))


def table_of(cell: Cell, sources: Sequence[str]) -> int | None:
    """Which of several tables a cell is in; none where a row number alone, or two files of one name, leave it open."""
    if cell.source is None:
        return 0 if len(sources) == 1 else None
    return sources.index(cell.source) if sources.count(cell.source) == 1 else None
