"""The files of a load, while it lasts: on the disk, in files without a name, so that no session holds their bytes.

Where the disk takes no more the bytes are held here. A load that goes on in another visit has no more of its files than
their names.
"""

import hashlib
import mmap
import os
import sys
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO

from core.intake.model import File
from core.text import mask_national_id


class Nameless:
    """An open file that no other process can open by a name. It closes when nobody holds this any more, never sooner:
    a number that a worker was told is then not another file's.
    """

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  see above
        weakref.finalize(self, self.file.close)

    @property
    def number(self) -> int:
        """What the system calls it, here and in a worker that is given it."""
        return self.file.fileno()

    @property
    def size(self) -> int:
        """In bytes."""
        return os.fstat(self.number).st_size


Place = Nameless | bytes | None
Told = tuple[str, int | bytes]  # for a worker: name, and the number of an open file or its content


class FileGone(Exception):  # noqa: N818  names say what happened
    """The bytes of a file are not here: its load was begun in another visit."""


@dataclass(frozen=True, slots=True)
class Held:
    """One chosen file, by its name and its content. A citizen's number in a name is masked."""

    name: str
    sha256: str
    size: int
    place: Place = field(default=None, compare=False, repr=False)

    @property
    def is_here(self) -> bool:
        """Whether its bytes can be read."""
        return self.place is not None

    def file(self) -> File:
        """Its name and its bytes, read for this once. Raises ``FileGone``."""
        if self.place is None:
            raise FileGone
        return self.name, self.place if isinstance(self.place, bytes) else _read(self.place.number)

    def told(self) -> Told:
        """The same for a worker, which is given the open file; its bytes where it can be given none."""
        if isinstance(self.place, Nameless) and sys.platform != "win32":
            return self.name, self.place.number
        return self.file()


def hold(name: str, data: bytes) -> Held:
    """Write a file to the disk."""
    return Held(mask_national_id(name), hashlib.sha256(data).hexdigest(), len(data), _placed(data))


def as_files(files: Iterable[Held | File]) -> list[File]:
    """Names and bytes, read for this once. Raises ``FileGone``."""
    return [one.file() if isinstance(one, Held) else one for one in files]


def as_told(files: Iterable[Held | File]) -> list[Told]:
    """The same for a worker. Raises ``FileGone``."""
    return [one.told() if isinstance(one, Held) else one for one in files]


def opened(files: Iterable[Held | File]) -> list[IO[bytes]]:
    """The open files that a worker is to be given with ``as_told``."""
    return [one.place.file for one in files if isinstance(one, Held) and isinstance(one.place, Nameless)]


def from_told(files: Sequence[Told]) -> list[File]:
    """In a worker: names and bytes."""
    return [(name, _read(data) if isinstance(data, int) else data) for name, data in files]


def size_of(files: Iterable[Held | File]) -> int:
    """Bytes of all together."""
    return sum(one.size if isinstance(one, Held) else len(one[1]) for one in files)


def _placed(data: bytes) -> Place:
    if not data:
        return data
    try:
        place = Nameless()
        place.file.write(data)
        place.file.flush()
    except OSError:
        return data
    return place


def _read(number: int) -> bytes:
    """The content of an open file. It is looked at where it lies: others share one position in it."""
    with mmap.mmap(number, 0, access=mmap.ACCESS_READ) as content:
        return content[:]
