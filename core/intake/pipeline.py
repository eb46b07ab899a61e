"""From files to an ``Intake`` in two steps: ``parse`` knows the files alone, ``assess`` what they mean for a project.

Nothing is stored, and nothing raises for what a file holds: whatever is wrong with it is an issue.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from core.intake.assessment import Assessment
from core.intake.cells.rows import read_rows
from core.intake.cells.values import TableValues, shown_keys, table_values
from core.intake.checks import base, common, groups, plan, report, spending
from core.intake.checks.context import Check, Context
from core.intake.checks.findings import Findings, Found, arranged
from core.intake.checks.gather import add_facts, reading_findings
from core.intake.compare.codes import in_form
from core.intake.compare.join import Joined, join, moved
from core.intake.compare.merge import Merged, keep_unchanged, merge
from core.intake.day import stated_day, suggested_day
from core.intake.issues import Issue
from core.intake.layout.choose import Chosen, choose
from core.intake.layout.names import OWN_SHEETS
from core.intake.model import (
    CHECK,
    COMPARE,
    DONE,
    HEADER,
    MERGE,
    OPEN,
    READ,
    AssessOptions,
    File,
    Intake,
    Limits,
    Noticed,
    ParseOptions,
    Progress,
    as_files,
)
from core.intake.parsed import Parsed, ParsedTable
from core.intake.source.sniff import UnreadableError
from core.intake.source.tables import Row, Table, TextTable
from core.model import Diff, Snapshot, diff_rows, empty, rows_sha256
from core.model.kinds import KINDS, Kind
from core.model.project import Project

# The checks that one kind alone has; what a kind says of itself (dates, codes, keys) is checked for all of them.
KIND_CHECKS: Mapping[Kind, tuple[Check, ...]] = {
    "groups": (
        groups.tambon_in_amphoe, groups.stages_and_dates, groups.registered_before, groups.same_name,
        groups.active_and_target,
    ),
    "products": (groups.quadrant_and_standard, groups.stars_in_range),
    "spending": (
        spending.settlements, spending.references_missing, spending.budget, spending.expense_lines,
        spending.persons, spending.running_balance,
    ),
    "plan": (plan.plan_rises, plan.plan_fits),
    "instalments": (plan.instalment_sums, plan.instalment_order),
}  # fmt: skip


def _silent(_share: float, _phase: str) -> None:
    """Progress that nobody asked for."""


def parse(
    files: File | Sequence[File], kind: Kind, options: ParseOptions | None = None, progress: Progress = _silent
) -> Parsed:
    """The tables of one file, or of several as one. The most expensive step: of what it returns any number of
    assessments can be made. ``progress`` moves from 0 to 0.6.
    """
    given, options = as_files(files), options or ParseOptions()
    shas = [hashlib.sha256(data).hexdigest() for _, data in given]
    sha = shas[0] if len(shas) == 1 else hashlib.sha256("".join(shas).encode()).hexdigest()
    name = ", ".join(name for name, _ in given)
    try:
        return Parsed(kind, options, name, sha, tuple(_tables(given, kind, options, progress)))
    except UnreadableError as error:
        params = {"file": given[0][0] if given else "", **error.params}
        unreadable = Issue(error.code, "blocking", row=params.get("row"), params=params)
        return Parsed(kind, options, name, sha, unreadable=unreadable)


def assess(
    parsed: Parsed,
    project: Project,
    snapshot: Snapshot | None = None,
    options: AssessOptions | None = None,
    progress: Progress = _silent,
) -> Intake:
    """Parsed files as rows of a project: read, put together, compared with a snapshot and checked. ``progress`` moves
    from 0.6 to 1.
    """
    work = Assessment(parsed, project, snapshot, options or AssessOptions())
    intake = Intake(
        kind=parsed.kind,
        file_name=parsed.file_name,
        file_sha256=parsed.file_sha256,
        issues=(parsed.unreadable,) if parsed.unreadable else (),
        as_of=work.options.as_of,
        base_upload_id=work.base_upload.id if work.base_upload else None,
        scope=work.options.scope,
        edits=work.options.edits,
        ways=work.ways,
    )
    return intake if parsed.unreadable else _assessed(intake, work, progress)


def _assessed(intake: Intake, work: Assessment, progress: Progress) -> Intake:
    """The intake of files that could be read."""
    kind, parsed = work.kind, work.parsed
    progress(0.62, MERGE)
    tables = [table_values(work, place) for place in range(len(parsed.tables))]
    work, renamed = _with_base_in_form(work, tables)
    joined = join(work, tables)
    rows, unmasked, kept = keep_unchanged(joined.rows, work.base, joined.present)
    merged = merge(work.base, rows, joined.tables, work.options.scope, joined.present)
    progress(0.66, COMPARE)
    diff = _diff(work, joined, merged)
    findings = reading_findings(work, tables, joined, merged)
    findings.add_all(moved(unmasked, merged))
    of_day = None
    if not any(table.kind_seen for table in parsed.tables):
        of_day = _run_checks(work, joined, merged, diff, findings, progress)
    if renamed:
        findings.add(Found("keys_in_form", "info", params={"count": renamed}))
    readings = tuple(report.reading_of(one, parsed.kind) for one in tables)
    folded = Counter(kept) + Counter(joined.folded) + Counter(merged.folded)
    for reading in readings:
        folded.update(reading.folded)
    add_facts(work, tables, joined, folded, findings)
    progress(0.97, DONE)
    titles = parsed.tables[0].titles
    noticed = Noticed(findings.all(), of_day, merged.numbers, findings.places.headers[0])
    found = replace(
        intake,
        rows=merged.rows,
        readings=readings,
        issues=arranged(noticed.issues, work.options.acknowledged),
        folded=dict(folded),
        suggested_as_of=suggested_day(kind, merged.rows, titles),
        stated_as_of=stated_day(titles),
        rows_sha256=rows_sha256(merged.rows),
        diff=diff,
        minted=joined.minted,
        noticed=noticed,
    )
    progress(1.0, DONE)
    return found


def _with_base_in_form(work: Assessment, tables: Sequence[TableValues]) -> tuple[Assessment, int]:
    """The assessment with the set in force written as the file's cells are read, and how many of its keys that changed:
    what differs in form alone is neither added nor removed.
    """
    if work.snapshot is None or work.base is None:
        return work, 0
    base, count = in_form(work.base, shown_keys(work.kind, tables))
    if base is work.base:
        return work, 0
    return replace(work, snapshot=replace(work.snapshot, rows={**work.snapshot.rows, work.kind: base})), count


def _tables(files: list[File], kind: Kind, options: ParseOptions, progress: Progress) -> Iterator[ParsedTable]:
    progress(0.01, OPEN)
    if not files:
        raise UnreadableError("empty_file")
    mapping, limits = options.mapping, options.limits
    if mapping is not None and mapping.kind != kind:
        raise UnreadableError("mapping_kind", name=mapping.name, kind=mapping.kind, kind2=kind)
    total = sum(len(data) for _, data in files)
    if total > limits.bytes:
        raise UnreadableError("too_large", size=total // 1_000_000, limit=limits.bytes // 1_000_000)
    chosen = choose(files, kind, mapping, options.sheets, limits, skip_hidden=options.hidden == "skip")
    progress(0.05, HEADER)
    for place, one in enumerate(chosen):

        def tell(done: float, before: int = place) -> None:
            progress(0.05 + 0.55 * (before + done) / len(chosen), READ)

        yield _parsed_table(one, kind, limits, tell)


def _parsed_table(one: Chosen, kind: Kind, limits: Limits, tell: Callable[[float], None]) -> ParsedTable:
    table, layout = one.table, one.layout
    again = partial(_rows, table, len(layout.headers), tell)
    runs, columns, lines = read_rows(again, layout, kind, table.fills, limits)
    bad_rows = dict(table.bad_rows)
    return ParsedTable(
        source=table.source,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        sheets=table.sheets,
        other_sheets=one.others,
        has_header=one.known > 0,
        kind_seen=one.kind_seen,
        titles=table.head()[: layout.header_row - 1],
        layout=layout,
        runs=runs,
        columns=columns,
        lines=lines,
        bad_rows=bad_rows,
        passed=one.passed,
        hidden=table.hidden,
        scaled=table.scaled,
        hidden_sheets=tuple(name for name in table.hidden_sheets if name not in OWN_SHEETS),
    )


def _rows(table: Table, width: int, tell: Callable[[float], None]) -> Iterator[tuple[int, list[Row]]]:
    """The rows of a table; ``tell`` gets the share of it that was read."""
    for first, rows in table.chunks():
        if isinstance(table, TextTable):
            table.note_swallowed(first, rows, width)
        yield first, rows
        tell(table.done())


def _diff(work: Assessment, joined: Joined, merged: Merged) -> Diff:
    """What would change in the snapshot. Cells that must be mended before saving are no change; those that would be
    saved empty are one.
    """
    unread: dict[str, set[int]] = {}
    for one in moved(joined.found, merged):
        if one.severity == "blocking" and one.position is not None and one.name is not None:
            for name in ("entry", one.name) if one.code == "two_amounts" else (one.name,):
                unread.setdefault(KINDS[work.kind].column(name).field, set()).add(one.position)
    before = work.base if work.base is not None else empty(work.kind)
    as_of = work.base_upload.as_of if work.base_upload else None
    return diff_rows(before, merged.rows, as_of, unread, stages=work.stages)


def _run_checks(
    work: Assessment, joined: Joined, merged: Merged, diff: Diff, findings: Findings, progress: Progress
) -> tuple[int, int]:
    """Every check of the kind; progress moves from 0.68 to 0.95. Which of the findings are about the day."""
    at, options = merged.positions, work.options
    unread = {name: frozenset(at[p] for p in places) for name, places in joined.unread.items()}
    whole = work.base is not None and options.scope != "replace"
    context = Context(
        work.kind, work.project, merged.rows, work.snapshot, work.base, options.as_of, options.scope,
        diff, joined.present, unread, merged.numbers, None if whole else joined.balance,
    )  # fmt: skip
    checks = (*common.CHECKS, *KIND_CHECKS.get(work.kind, ()), *base.BASE_CHECKS)
    of_day = 0, 0
    for done, check in enumerate(checks, 1):
        before = len(findings.issues)
        findings.add_all(check(context))
        of_day = (before, len(findings.issues)) if check is common.after_as_of else of_day
        progress(0.68 + 0.27 * done / len(checks), CHECK)
    return of_day
