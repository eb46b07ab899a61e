"""An intake once more, where nothing but the day of its data, or what was looked at, is another: no row is read."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from core.intake.checks import common
from core.intake.checks.context import Context
from core.intake.checks.findings import Findings, Places, arranged
from core.intake.model import Intake
from core.model import Choice, Snapshot, UploadRef
from core.model.kinds import Kind
from core.model.project import Project


def compared_with(snapshot: Snapshot) -> tuple[Project, Mapping[Kind, UploadRef], tuple[Choice, ...]]:
    """All that ``assess`` reads of a snapshot; the uploads stand for their rows, which never change."""
    return snapshot.project, snapshot.uploads, snapshot.older_stages


def on_day(found: Intake, project: Project, as_of: date | None, acknowledged: Collection[str] = ()) -> Intake:
    """What ``assess`` returns of the same files and choices for another day of the data, and with the marks of other
    warnings acknowledged, where ``compared_with`` is the same.

    Of all checks only ``common.after_as_of`` looks at the day.
    """
    noticed = found.noticed
    if found.rows is None or noticed.of_day is None:
        return replace(found, as_of=as_of, issues=arranged(noticed.issues, acknowledged) or found.issues)
    start, stop = noticed.of_day
    context = Context(found.kind, project, found.rows, as_of=as_of, numbers=noticed.numbers)
    findings = Findings(found.kind, Places(headers=[noticed.headers]))
    findings.add_all(common.after_as_of(context))
    issues = (*noticed.issues[:start], *findings.issues, *noticed.issues[stop:])
    return replace(
        found,
        as_of=as_of,
        issues=arranged(issues, acknowledged),
        noticed=replace(noticed, issues=issues, of_day=(start, start + len(findings.issues))),
    )
