"""Looks at a running server from outside (py-spy), as time by whose code was at work; pure but for reading sources."""

import linecache
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

FRAME = re.compile(r"(?P<name>.*) \((?P<file>[^()]*?)(?::(?P<line>\d+))?\)")
SENDING = "event loop: serialising and sending"
COLLECTION = "collection after the run"
ROOMS = ("pages", "ui", "db", "core", "words", "dashboard.py")


def counted(lines: Iterable[str], root: Path) -> dict[str, Counter[str]]:
    """Looks by whose code was at work (``rooms``) and by the function of the program that asked for it (``calls``).

    A line is a stack from the outermost frame, its frames parted by semicolons, and how often it was seen.
    """
    counts: dict[str, Counter[str]] = {"rooms": Counter(), "calls": Counter()}
    for line in lines:
        stack, _, times = line.strip().rpartition(" ")
        found = [match for frame in stack.split(";") if (match := FRAME.fullmatch(frame))]
        if found:
            counts["rooms"][room(found, root)] += int(times)
            counts["calls"][call(found, root)] += int(times)
    return counts


def room(stack: list[re.Match[str]], root: Path) -> str:
    """The library or the room of the program whose code the innermost frame is."""
    innermost = stack[-1]
    if "gc.collect" in linecache.getline(innermost["file"], int(innermost["line"] or 0)):
        return COLLECTION
    if not any("script_runner" in frame["file"] for frame in stack) and any("asyncio" in f["file"] for f in stack):
        return SENDING
    if "site-packages/" in innermost["file"]:
        return innermost["file"].split("site-packages/")[1].split("/")[0].removesuffix(".py")
    return ours.split("/")[0] if (ours := _ours(innermost["file"], root)) else "python"


def call(stack: list[re.Match[str]], root: Path) -> str:
    """The innermost function of the program in a stack."""
    for frame in reversed(stack):
        if ours := _ours(frame["file"], root):
            return f"{ours}:{frame['name']}"
    return "framework"


def _ours(name: str, root: Path) -> str:
    place = name.removeprefix(f"{root}/")
    return place if place.split("/")[0] in ROOMS else ""
