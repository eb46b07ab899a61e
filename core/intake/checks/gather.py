"""Findings of the reading itself, before any check, gathered over all tables."""

from collections.abc import Mapping, Sequence
from itertools import chain

from core.intake.assessment import Assessment
from core.intake.cells.values import TableValues
from core.intake.checks import report
from core.intake.checks.findings import NAMED, Findings, Found, Places
from core.intake.compare.join import Joined, moved
from core.intake.compare.merge import Merged
from core.intake.issues import Issue
from core.intake.parsed import ParsedTable
from core.intake.spoilt.hidden import hidden_issues
from core.intake.spoilt.swapped import swapped_issues
from core.intake.spoilt.units import unit_issues
from core.intake.spoilt.widths import width_hint
from core.model.kinds import KINDS, Kind
from core.text import Message


def reading_findings(work: Assessment, tables: Sequence[TableValues], joined: Joined, merged: Merged) -> Findings:
    """Findings about columns, cells and rows of each table."""
    layouts = [one.table.layout for one in tables]
    places = Places(
        merged.numbers,
        merged.tables,
        [{name: layout.headers[place] for name, place in layout.columns.items()} for layout in layouts],
        [one.table.source for one in tables],
        merged.rows,
        [{entry: layout.headers[place] for entry, place in layout.entries.items()} for layout in layouts],
    )
    findings = Findings(work.kind, places)
    for one in tables:
        source = one.table.source if len(tables) > 1 else None
        for found in report.layout_faults(one.table, work):
            _add_file_level(findings, work.kind, found, one.table, source)
        if one.table.kind_seen is None:
            _add_row_faults(findings, one, source)
            spoilt = unit_issues(work, one.table, source), swapped_issues(work, one.table, source)
            for issue in chain(*spoilt, hidden_issues(work, one, source)):
                findings.add_issue(issue)
    if not any(one.table.kind_seen for one in tables):
        findings.add_all(moved(joined.found, merged))
        findings.add_all(merged.found)
        for one in tables:
            for column in one.columns.values():
                if column.unnamed:
                    findings.count(column.faults[0][2] if column.faults else "phone_odd", "warning", column.unnamed)
    return findings


def _add_file_level(findings: Findings, kind: Kind, found: Found, table: ParsedTable, source: str | None) -> None:
    name = next((c.th for c in KINDS[kind].columns if c.name == found.name), None)
    header = table.layout.header_of(found.name) if found.name else None
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


def _add_row_faults(findings: Findings, read: TableValues, source: str | None) -> None:
    """Rows that are no record, of the wrong width, with personal data in a column that is not kept."""
    table, headers = read.table, read.table.layout.headers
    for row, code in list(table.bad_rows.items())[:NAMED]:
        findings.add_issue(Issue(code, "blocking", row=row, column="", params={"limit": 131_072}, source=source))
    for row, cells in table.lines.widths[:NAMED]:
        hint = width_hint(table.lines.kept.get(row, ()), len(headers))
        params = {"cells": cells, "width": len(headers), "hint": hint}
        findings.add_issue(Issue("wrong_width", "blocking", row=row, params=params, source=source))
    for row, header in table.lines.unfilled[:NAMED]:
        findings.add_issue(Issue("merged_amount", "warning", row=row, column=header, source=source))
    for place, loose in table.columns.loose.items():
        for position in loose.personal[:NAMED]:
            row, header = read.numbers[position], report.name_of(headers[place], place)
            findings.add_issue(Issue("id13", "blocking", row=row, column=header, source=source))
    for name, text in read.bad_constants.items():
        findings.add_issue(Issue("bad_constant", "blocking", column=name, value=text, source=source))


def add_facts(
    work: Assessment, tables: Sequence[TableValues], joined: Joined, folded: Mapping[str, int], findings: Findings
) -> None:
    """Facts for information, and an upload without rows; nothing more about a file of another kind."""
    if any(one.table.kind_seen for one in tables):
        return
    if not joined.rows.numbers and all(one.table.has_header for one in tables):
        findings.add(Found("header_only", "blocking"))
    for one in tables:
        source = one.table.source if len(tables) > 1 else None
        for found in report.table_facts(one, work.kind):
            _add_file_level(findings, work.kind, found, one.table, source)
    for what, count in sorted(folded.items()):
        findings.add(Found("folded", "info", params={"fold": what, "count": count, "what": Message(f"fold.{what}")}))
    if joined.minted:
        findings.add(Found("codes_minted", "info", params={"count": len(joined.minted)}))
    edits = work.options.edits
    unused = {cell for cell in edits if work.table_of(cell) is None}.union(*(one.unused for one in tables))
    for row, header, source in sorted(unused, key=str):
        findings.add_issue(Issue("edit_unused", "warning", row=row, column=header, source=source))
    if len(edits) > len(unused):
        findings.add(Found("edited", "info", params={"count": len(edits) - len(unused)}))
