"""Large files stay with the disk where a worker has parsed them: in files without a name, which no press carries about.

Such a file belongs to one load in one tab. It is gone when that load is, with the server that opened it whatever its
end, and before that where too much is kept; whoever asks for it then parses again.
"""

import mmap
import os
import pickle  # nosec B403 # between this program and itself
import sys
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from uuid import uuid4

from cachetools import LRUCache

from core.intake import AssessOptions, Intake, Parsed, ParseOptions, assess, parse
from core.intake.model import Progress
from core.model import Snapshot
from core.model.kinds import Kind
from core.model.project import Project
from ui.workers.answering import Bounded
from ui.workers.held import Nameless, Told, from_told

MOST_BYTES = 1_000_000_000  # on the disk at once, over all tabs: some ten files of 200,000 rows


_files: LRUCache[str, Nameless] = LRUCache(MOST_BYTES, lambda one: min(MOST_BYTES, one.size))
_lock = Lock()


@dataclass(frozen=True)
class Kept:
    """What was parsed with these ``options``: here, in ``parsed``, else by a worker, in a file of its own."""

    options: ParseOptions
    parsed: Parsed | None = None
    token: str = ""

    def file(self) -> Nameless | None:
        """The file of a worker; ``None`` where it is gone."""
        with _lock:
            return _files.get(self.token)


def content_of(kept: Kept, most: int) -> Parsed | None:
    """What was parsed; ``None`` where it is gone, or takes more than ``most`` bytes on the disk."""
    if kept.parsed is not None:
        return kept.parsed
    file = kept.file()
    if file is None or file.size > most:
        return None
    with mmap.mmap(file.number, 0, access=mmap.ACCESS_READ) as content:
        parsed: Parsed = pickle.loads(content)  # nosec B301 # written by a worker of this program
    return parsed


def new_file() -> Nameless | None:
    """A file for a worker to write into; none where a process is handed no open files."""
    return None if sys.platform == "win32" else Nameless()


def keep(options: ParseOptions, file: Nameless | None) -> Kept:
    """Keep what a worker wrote until the load is over; the ones used longest ago give way."""
    kept = Kept(options, token=uuid4().hex)
    if file is not None and file.size:
        with _lock:
            _files[kept.token] = file
        weakref.finalize(kept, _drop, kept.token)
    return kept


def _drop(token: str) -> None:
    with _lock:
        _files.pop(token, None)


def parse_and_assess(
    place: int | None,
    megabytes: int,
    files: Sequence[Told],
    kind: Kind,
    options: ParseOptions,
    project: Project,
    base: Snapshot,
    choices: AssessOptions,
    progress: Progress,
) -> Intake:
    """For a worker: parse, keep that in the open file ``place``, and assess. Where the disk takes no more, nothing is
    kept.
    """
    parsed = parse(from_told(files), kind, options, progress)
    if place is not None:
        try:
            with open(place, "wb", closefd=False) as file:
                pickle.dump(parsed, Bounded(file, megabytes), protocol=pickle.HIGHEST_PROTOCOL)
        except OSError:
            with suppress(OSError):
                os.truncate(place, 0)
    return assess(parsed, project, base, choices, progress)


def assess_kept(place: int, project: Project, base: Snapshot, choices: AssessOptions, progress: Progress) -> Intake:
    """For a worker: assess what another one parsed into the open file ``place``. It is looked at where it lies: who
    opened it, and other workers, share one position in it.
    """
    with mmap.mmap(place, 0, access=mmap.ACCESS_READ) as content:
        parsed: Parsed = pickle.loads(content)  # nosec B301 # written by a worker of this program
    return assess(parsed, project, base, choices, progress)
