"""Static files compressed once, by a process of their own: ``python -m ui.visit.packing FOLDER``.

A compressed file is named by the SHA-256 of what is in it, so that another version of the program makes its own. It
comes whole or not at all, and is its owner's alone.
"""

import gzip
import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import brotli
import zopfli.gzip

from db import private
from ui import fonts
from ui.app import browser_scripts
from ui.app.static import digest_of, static_folder
from ui.visit import written

Pack = Callable[[bytes], bytes]

SUFFIXES = frozenset({".js", ".css", ".json", ".svg", ".ttf"})  # of what is smaller afterwards
SMALLEST = 1  # byte: what is said beside a file is shorter for those that are compressed
LEFT_AFTER_S = 24 * 3600.0  # how long what no file of this version has made stays: a server may still give it out
MADE = frozenset({"framework.js", "together.js"})  # given out elsewhere: with words before it; by its content's name
_NAMED = re.compile(r"[0-9a-f]{64}(\.best)?\.(br|gzip)(\.[0-9a-f]{8}\.part)?")
ENCODINGS: Mapping[str, Pack] = {  # as a browser names them -> how; the best first
    "br": lambda content: brotli.compress(content, quality=9),
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}
SLOWLY: Mapping[
    str, Pack
] = {  # for what each first visit fetches: a twelfth and a twenty-fifth less, in ten times as long
    "br": lambda content: brotli.compress(content, quality=11),
    "gzip": lambda content: zopfli.gzip.compress(content, numiterations=5, blocksplittingmax=0),
}
UNPACKED: Mapping[str, Pack] = {"br": brotli.decompress, "gzip": gzip.decompress}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is given out: its address below the program's place, what is in it, and the digest of that."""

    address: str
    content: Callable[[], bytes]
    digest: str
    is_written: bool = False  # by the program: there is no such file

    @property
    def soon(self) -> bool:
        """Whether each first visit fetches it: it is compressed first, and as far as that goes."""
        return self.address in written.of_a_first_visit()

    def packed(self, folder: Path, encoding: str) -> Path:
        """Where it is kept compressed."""
        return folder / f"{self.digest}{'.best' if self.soon else ''}.{encoding}"


def sources() -> Iterator[Source]:
    """Every file worth it: the framework's, ours, and what is written of the framework's."""
    places = (("/static/", static_folder() / "static"), ("/fonts/", fonts.SCREEN))
    for prefix, folder in places:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and path.name not in MADE and path.stat().st_size >= SMALLEST:
                yield Source(
                    prefix + path.relative_to(folder).as_posix(), path.read_bytes, digest_of(path.read_bytes())
                )
    yield from of_the_program()


def of_the_program() -> Iterator[Source]:
    """What it writes itself: the framework's styles, and its own scripts without what is there for their readers."""
    scripts = sorted(browser_scripts.FOLDER.iterdir())
    ours = [path for path in scripts if path.suffix in SUFFIXES and path.name not in MADE]
    found: dict[str, Callable[[], bytes]] = {
        f"scripts/{path.name}": partial(browser_scripts.bare, path) for path in ours
    }
    found |= {written.together_address(): written.together, written.styles_address(): written.styles}
    for address, content in found.items():
        if content():
            yield Source(f"/{address}", content, digest_of(content()), is_written=True)


def missing(folder: Path, wanted: Iterator[Source]) -> list[tuple[Source, str]]:
    """What is not kept in ``folder`` yet, with the encoding."""
    return [(one, name) for one in wanted for name in ENCODINGS if not one.packed(folder, name).exists()]


def pack(folder: Path) -> None:
    """Make what is missing, and take away what nothing of this version has made. Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = list(sources())
    left = missing(folder, iter(found))
    secrets.SystemRandom().shuffle(left)  # of several that begin at once each makes a part
    for source, encoding in sorted(left, key=lambda one: not one[0].soon):
        if source.packed(folder, encoding).exists():
            continue
        content = source.content()
        if digest_of(content) == source.digest:
            pack_it = (SLOWLY if source.soon else ENCODINGS)[encoding]
            _write(source.packed(folder, encoding), pack_it(content))
    ours = {one.packed(folder, name) for one in found for name in ENCODINGS}
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another server does the same
            if path not in ours and _NAMED.fullmatch(path.name) and time.time() - path.stat().st_mtime > LEFT_AFTER_S:
                path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(private.new(part), "wb") as file:
            file.write(content)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
