"""Jobs for a process of its own: some that end well, and some that do not. The last argument takes their progress."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Progress = Callable[[float, str], None]
_before: list[str] = []


def sums(numbers: Sequence[int], progress: Progress) -> tuple[int, int]:
    """The sum, and the process that made it."""
    for done, _ in enumerate(numbers, 1):
        progress(done / len(numbers), "read")
    return sum(numbers), os.getpid()


def talkative(word: str, _progress: Progress) -> str:
    """The same word, with much said beside it."""
    sys.stdout.write("said to standard output" * 100)
    os.write(1, b"and past Python too")
    return word


def greedy(_progress: Progress) -> int:
    """More memory than there is."""
    held = []
    while True:
        held.append(bytearray(10 << 20))


def large(megabytes: int, _progress: Progress) -> bytes:
    """A result of that size."""
    return bytes(megabytes << 20)


def endless(here: Path, _progress: Progress) -> None:
    """Writes the number of its process, and ends long after every test."""
    part = here.with_suffix(".part")
    part.write_text(str(os.getpid()))
    part.replace(here)
    time.sleep(120)


def faulty(cell: str, _progress: Progress) -> None:
    """Fails over a cell of the file."""
    sys.stderr.write("about to fail\n")
    raise ValueError(cell)


def remembers(word: str, _progress: Progress) -> list[str]:
    """All words that this process was ever given."""
    _before.append(word)
    return _before
