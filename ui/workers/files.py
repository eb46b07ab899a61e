"""Files of the load page: small ones are read where they are, which takes a moment; others in a process of their own.

How large a file is its bytes do not say: 7 kB with one cell far out are twenty million cells. Small is what can be read
within small limits; what they refuse is begun anew by a worker, with the limits of the program.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from core.intake import AssessOptions, Intake, Limits, Parsed, ParseOptions, assess, parse
from core.intake.forms.returned import error_workbook
from core.intake.layout.choose import recognise
from core.intake.model import File, Noticed, Progress
from core.intake.source.sniff import OLD_WORKBOOK, WORKBOOK, UnreadableError
from core.model import Snapshot
from core.model.kinds import Kind
from core.model.project import Project
from ui.workers import asking
from ui.workers.held import Held, Told, as_files, as_told, from_told, opened, size_of
from ui.workers.keeping import Kept, assess_kept, keep, new_file, parse_and_assess
from ui.workers.settings import MEGABYTES
from ui.workers.turns import Waits
from words import rendering

# A tenth of a second for tables as they are, some 7,000 rows; half a second for the worst that keeps within them.
SMALL = Limits(bytes=2_000_000, unpacked=3_000_000, cells=100_000, letters=5_000_000)
LINES = 20_000  # of text, blank ones too
LOOKED_AT = 20_000_000  # bytes: larger ones are not even looked at here
ROWS_HERE = 60_000  # of the files and of what is in force: checked in half a second
RETURNED_HERE = 5_000  # rows of a workbook with what was found: made in half a second
_BEYOND = ("too_large", "zip_bomb", "too_many_cells")  # what the smaller limits refuse


def read(
    kept: Kept | None,
    files: Sequence[Held | File],
    kind: Kind,
    options: ParseOptions,
    project: Project,
    base: Snapshot,
    choices: AssessOptions,
    progress: Progress,
    waits: Waits,
) -> tuple[Kept, Intake]:
    """What ``parse`` and ``assess`` return for these files, and what to give back for other ``choices`` of the same
    files: ``kept``, as long as the ``options`` are the same, is not parsed again. Raises ``Busy``, ``NotDone``, and
    ``FileGone`` where the files are to be parsed and are not here.
    """
    base = replace(base)  # without what was computed from it: no worker needs that, and not all of it can be sent
    if kept is None or kept.options != options:
        small = _parsed_here(files, kind, options, progress)
        kept = None if small is None else Kept(options, small)
    if kept is not None and kept.parsed is not None:
        return kept, _assessed(kept.parsed, project, base, choices, progress, waits)
    if kept is not None and (file := kept.file()) is not None:
        asked = file.number, project, base, choices
        return kept, asking.done(assess_kept, *asked, progress=progress, waits=waits, files=[file.file])
    file = new_file()
    place, held = (None, []) if file is None else (file.number, [file.file])
    given = place, MEGABYTES.value, as_told(files), kind, options, project, base, choices
    found = asking.done(parse_and_assess, *given, progress=progress, waits=waits, files=[*held, *opened(files)])
    return keep(options, file), found


def recognised(given: Sequence[Held | File], progress: Progress, waits: Waits) -> list[dict[Kind, str | None]]:
    """The kinds of data that each file holds, with the sheet that holds it; none where it cannot be opened. Of a text
    its first lines tell; large workbooks are opened by a worker. Raises ``Busy`` and ``NotDone``.
    """
    small = _small(len(given))
    found = {place: _kinds_here(as_files([file])[0], small) for place, file in enumerate(given)}
    large = [place for place, kinds in found.items() if kinds is None]
    if large:
        asked = [given[place] for place in large]
        kinds = asking.done(kinds_of, as_told(asked), progress=progress, waits=waits, files=opened(asked))
        found.update(zip(large, kinds, strict=True))
    return [kinds or {} for kinds in found.values()]


def kinds_of(given: Sequence[Told], _progress: Progress) -> list[dict[Kind, str | None]]:
    """The kinds of each file, within the limits of the program."""
    return [_kinds(file, Limits()) for file in from_told(given)]


def _kinds_here(file: File, small: Limits) -> dict[Kind, str | None] | None:
    """The kinds of a file; ``None`` where it is too large to be opened here."""
    data = file[1]
    if data.startswith(OLD_WORKBOOK):
        return None
    if not data.startswith(WORKBOOK):
        return _kinds(file, Limits())
    try:
        return recognise(*file, small)
    except UnreadableError as error:
        return None if error.code in _BEYOND else {}


def _kinds(file: File, limits: Limits) -> dict[Kind, str | None]:
    try:
        return recognise(*file, limits)
    except UnreadableError:
        return {}


def returned(
    found: Intake, files: Sequence[Held | File], lang: str, project: Project, progress: Progress, waits: Waits
) -> bytes:
    """The clerk's own workbook with what was found in it: a long one by a worker. Raises ``Busy``, ``NotDone``,
    ``FileGone``.
    """
    if sum(reading.rows for reading in found.readings) <= RETURNED_HERE:
        return workbook_of(found, as_files(files), lang, project, progress)
    bare = replace(found, rows=None, diff=None, noticed=Noticed())  # the workbook is made from the files
    asked = as_told(files), lang, project
    return asking.done(workbook_of, bare, *asked, progress=progress, waits=waits, files=opened(files))


def workbook_of(found: Intake, files: Sequence[Told], lang: str, project: Project, _progress: Progress) -> bytes:
    """The workbook, wherever it is made."""
    return error_workbook(found, from_told(files), partial(rendering.said, language=lang), project=project)


def _parsed_here(files: Sequence[Held | File], kind: Kind, options: ParseOptions, progress: Progress) -> Parsed | None:
    """The files parsed, where they are small; else ``None``."""
    if size_of(files) > LOOKED_AT:
        return None
    given = as_files(files)
    if sum(_lines(data) for _, data in given) > LINES:
        return None
    found = parse(given, kind, replace(options, limits=_small(len(files))), progress)
    too_large = found.unreadable is not None and found.unreadable.code in _BEYOND
    return None if too_large else replace(found, options=options)


def _lines(data: bytes) -> int:
    """At most how many rows there are, exact up to ``LINES``: of a workbook its limits tell, of an old one nothing does
    before it is read.
    """
    if data.startswith(OLD_WORKBOOK):
        return LINES + 1
    if data.startswith(WORKBOOK):
        return 0
    feeds = data.count(b"\n")
    return feeds if feeds > LINES else feeds + data.count(b"\r") - data.count(b"\r\n")


def _small(count: int) -> Limits:
    """Small limits that several files share."""
    share = max(1, count)
    return replace(SMALL, unpacked=SMALL.unpacked // share, cells=SMALL.cells // share, letters=SMALL.letters // share)


def _assessed(
    parsed: Parsed, project: Project, base: Snapshot, options: AssessOptions, progress: Progress, waits: Waits
) -> Intake:
    """What ``assess`` returns: by a worker where there are many rows."""
    rows = sum(len(run.numbers) for table in parsed.tables for run in table.runs)
    if rows + sum(map(len, base.rows.values())) <= ROWS_HERE:
        return assess(parsed, project, base, options, progress)
    return asking.done(assess, parsed, project, base, options, progress=progress, waits=waits)
