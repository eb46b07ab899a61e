"""Files of the load page: small ones are read where they are, which takes a moment; others in a process of their own.

How large a file is its bytes do not say: 7 kB with one cell far out are twenty million cells. Small is what can be read
within small limits; what they refuse is begun anew by a worker, with the limits of the program.
"""

from collections.abc import Sequence
from dataclasses import replace

from core.intake import AssessOptions, Intake, Limits, Parsed, ParseOptions, assess, parse
from core.intake.model import File, Progress
from core.model import Snapshot
from core.model.kinds import Kind
from core.model.project import Project
from ui.workers import asking
from ui.workers.turns import Waits

# A tenth of a second for tables as they are, some 7,000 rows; half a second for the worst that keeps within them.
SMALL = Limits(bytes=2_000_000, unpacked=3_000_000, cells=100_000, letters=5_000_000)
LINES = 20_000  # of text, blank ones too
ROWS_HERE = 60_000  # of the files and of what is in force: checked in half a second
_BEYOND = ("too_large", "zip_bomb", "too_many_cells")  # what the smaller limits refuse
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def parsed(files: Sequence[File], kind: Kind, options: ParseOptions, progress: Progress, waits: Waits) -> Parsed:
    """What ``core.intake.parse`` returns for these files. Raises ``Busy`` and ``NotDone``."""
    if sum(_lines(data) for _, data in files) <= LINES:
        found = parse(files, kind, replace(options, limits=_small(len(files))), progress)
        if found.unreadable is None or found.unreadable.code not in _BEYOND:
            return replace(found, options=options)
    return asking.done(parse, list(files), kind, options, progress=progress, waits=waits)


def _lines(data: bytes) -> int:
    """At most how many rows there are: of a workbook its limits tell, of an old one nothing does before it is read."""
    if data.startswith(_OLD_WORKBOOK):
        return LINES + 1
    if data.startswith(_WORKBOOK):
        return 0
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _small(count: int) -> Limits:
    """Small limits that several files share."""
    share = max(1, count)
    return replace(SMALL, unpacked=SMALL.unpacked // share, cells=SMALL.cells // share, letters=SMALL.letters // share)


def assessed(
    read: Parsed, project: Project, base: Snapshot, options: AssessOptions, progress: Progress, waits: Waits
) -> Intake:
    """What ``core.intake.assess`` returns. Raises ``Busy`` and ``NotDone``."""
    rows = sum(len(run.numbers) for table in read.tables for run in table.runs)
    if rows + sum(map(len, base.rows.values())) <= ROWS_HERE:
        return assess(read, project, base, options, progress)
    return asking.done(assess, read, project, base, options, progress=progress, waits=waits)
