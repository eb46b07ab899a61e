"""From files to an ``Intake``: choose tables, parse, merge, check, compare. Nothing is stored, and nothing raises for
what a file holds: whatever is wrong with it is an issue.
"""

import gc
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as MappingType
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from core.intake.cells.rows import Parsed, parse_table
from core.intake.checks import base, common, groups, plan, report, spending
from core.intake.checks.context import Check, Context
from core.intake.checks.findings import Findings
from core.intake.checks.gather import add_facts, reading_findings, table_of
from core.intake.compare.join import Joined, join, moved
from core.intake.compare.merge import Merged, keep_unchanged, merge
from core.intake.issues import Issue
from core.intake.layout.choose import Chosen, choose
from core.intake.layout.mapping import Mapping
from core.intake.model import Edits, File, Intake, Limits, Progress, Reading, Scope, as_files
from core.intake.request import CHECK, COMPARE, DONE, HEADER, MERGE, OPEN, READ, Request
from core.intake.source.sniff import UnreadableError
from core.intake.suggest import stated_day, suggested_day
from core.kinds import Kind, column_of
from core.model.diff import Diff, diff_rows
from core.model.project import Project
from core.model.rows import Rows, empty, rows_sha256
from core.model.view import View

KIND_CHECKS: MappingType[Kind, tuple[Check, ...]] = {
    "groups": groups.GROUP_CHECKS,
    "products": groups.PRODUCT_CHECKS,
    "spending": spending.SPENDING_CHECKS,
    "plan": plan.PLAN_CHECKS,
    "instalments": plan.INSTALMENT_CHECKS,
}


def read(
    files: File | Sequence[File],
    kind: Kind,
    *,
    project: Project,
    today: View | None = None,
    as_of: date | None = None,
    mapping: Mapping | None = None,
    sheets: Sequence[str] | None = None,
    scope: Scope = "replace",
    edits: Edits | None = None,
    acknowledged: Collection[str] = (),
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Intake:
    """Read one file, or several as one, of a kind. ``acknowledged`` holds ``Issue.mark`` of warnings seen before;
    ``progress`` is told a share from 0 to 1 and a phase (a name of the section ``phase`` of the words).
    """
    ask = Request(
        as_files(files), kind, project, today, as_of, mapping, sheets, scope, edits or {}, acknowledged,
        limits or Limits(), progress or _untold,
    )  # fmt: skip
    try:
        with _collector_at_rest():
            return _read(ask)
    except UnreadableError as error:
        params = {"file": ask.files[0][0] if ask.files else "", **error.params}
        return _intake(ask, None, (Issue(error.code, "blocking", params=params),), (), {}, None, None)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Hundreds of thousands of rows are made and none in a cycle: looking for cycles among them costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _untold(_share: float, _phase: str) -> None:
    """Progress that nobody asked for."""


def _read(ask: Request) -> Intake:
    ask.tell(0.01, OPEN)
    if not ask.files:
        raise UnreadableError("empty_file")
    _require_sane(ask)
    chosen = choose(ask.files, ask.kind, ask.mapping, ask.sheets, ask.limits)
    ask.tell(0.05, HEADER)
    sources = [one.table.source for one in chosen]
    parsed = [_parse(ask, one, place, sources) for place, one in enumerate(chosen)]
    readings = tuple(report.reading_of(one, ask.kind) for one in parsed)
    ask.tell(0.62, MERGE)
    joined = join(ask, parsed)
    base = ask.base
    rows, unmasked, kept = keep_unchanged(joined.rows, base, joined.present)
    merged = merge(base, rows, joined.tables, ask.scope, joined.present)
    if len(parsed) > 1 and ask.scope == "replace":
        merged.rows = Rows(ask.kind, merged.rows.columns, list(range(2, 2 + len(merged.rows))))
    ask.tell(0.66, COMPARE)
    before = base if base is not None else empty(ask.kind)
    diff = diff_rows(before, merged.rows, ask.base_as_of, _unread(ask.kind, joined, merged), stages=ask.stages)
    folded = Counter(kept) + Counter(joined.folded) + Counter(merged.folded)
    for reading in readings:
        folded.update(reading.folded)
    findings = reading_findings(ask, chosen, parsed, joined, merged)
    findings.add_all(moved(unmasked, merged))
    if not any(one.kind_seen for one in chosen):
        _run_checks(ask, joined, merged, diff, findings)
    add_facts(ask, chosen, parsed, joined, folded, findings)
    ask.tell(0.97, DONE)
    titles = chosen[0].table.head()[: chosen[0].layout.header_row - 1]
    suggested = suggested_day(ask.kind, merged.rows, titles)
    intake = _intake(ask, merged.rows, findings.sorted(), readings, dict(folded), suggested, diff, joined.minted)
    ask.tell(1.0, DONE)
    return replace(intake, stated_as_of=stated_day(titles))


def _require_sane(ask: Request) -> None:
    if ask.mapping is not None and ask.mapping.kind != ask.kind:
        raise UnreadableError("mapping_kind", name=ask.mapping.name, kind=ask.mapping.kind, kind2=ask.kind)
    total = sum(len(data) for _, data in ask.files)
    if total > ask.limits.bytes:
        raise UnreadableError("too_large", size=total // 1_000_000, limit=ask.limits.bytes // 1_000_000)


def _parse(ask: Request, one: Chosen, place: int, sources: Sequence[str]) -> Parsed:
    """One table; progress moves from 5 to 60 per cent over all of them."""

    def tell(done: float, _rows: int) -> None:
        ask.tell(0.05 + 0.55 * (place + done) / len(sources), READ)

    edits = {cell: text for cell, text in ask.edits.items() if table_of(cell, sources) == place}
    former = ask.stages.former if ask.kind == "groups" else ()
    return parse_table(one.table, one.layout, ask.kind, ask.project, ask.mapping, edits, ask.limits, tell, former)


def _unread(kind: Kind, joined: Joined, merged: Merged) -> dict[str, set[int]]:
    """Field -> positions of the cells that must be mended before saving. Those that would be saved empty are left out:
    they do change the row.
    """
    found: dict[str, set[int]] = {}
    for one in moved(joined.found, merged):
        if one.severity == "blocking" and one.position is not None and one.name is not None:
            for name in ("entry", one.name) if one.code == "two_amounts" else (one.name,):
                found.setdefault(column_of(kind, name).field, set()).add(one.position)
    return found


def _run_checks(ask: Request, joined: Joined, merged: Merged, diff: Diff, findings: Findings) -> None:
    """Every check of the kind; progress moves from 68 to 95 per cent."""
    at = merged.positions
    unread = {name: frozenset(at[p] for p in places) for name, places in joined.unread.items()}
    whole = ask.base is not None and ask.scope != "replace"
    context = Context(
        ask.kind, ask.project, merged.rows, ask.today, ask.base, ask.base_as_of, ask.as_of, ask.scope, diff,
        joined.present, unread, merged.numbers, None if whole else joined.balance,
    )  # fmt: skip
    checks = (*common.CHECKS, *KIND_CHECKS[ask.kind], *base.BASE_CHECKS)
    for done, check in enumerate(checks, 1):
        findings.add_all(check(context))
        ask.tell(0.68 + 0.27 * done / len(checks), CHECK)


def _intake(
    ask: Request,
    rows: Rows | None,
    issues: tuple[Issue, ...],
    readings: tuple[Reading, ...],
    folded: dict[str, int],
    suggested: date | None,
    diff: Diff | None,
    minted: MappingType[tuple[str, int], str] | None = None,
) -> Intake:
    shas = [hashlib.sha256(data).hexdigest() for _, data in ask.files]
    return Intake(
        kind=ask.kind,
        file_name=", ".join(name for name, _ in ask.files),
        file_sha256=shas[0] if len(shas) == 1 else hashlib.sha256("".join(shas).encode()).hexdigest(),
        rows=rows,
        readings=readings,
        issues=issues,
        folded=folded,
        as_of=ask.as_of,
        suggested_as_of=suggested,
        rows_sha256=rows_sha256(rows) if rows is not None else None,
        diff=diff,
        base_upload_id=ask.base_id,
        scope=ask.scope,
        edits=ask.edits,
        minted=minted or {},
    )
