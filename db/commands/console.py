"""What the commands print: Thai where the console can show it, else English; never a crash over a character."""

import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from db.errors import DbError

OK, BLOCKING, UNREADABLE, WARNINGS, CONFLICT, USAGE, NO_DATABASE = 0, 1, 2, 3, 4, 64, 69


class Console:
    """Sentences for people, or one JSON object for programs.

    A reader who goes away (``| head``) ends the printing and not the work: the exit says what became of that.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        self.lang = "th" if _shows_thai(sys.stdout.encoding) else "en"

    def say(self, th: str, en: str) -> None:
        """One line for people; nothing where JSON is asked for."""
        if not self.as_json:
            _print(th if self.lang == "th" else en, sys.stdout)

    def warn(self, th: str, en: str) -> None:
        """One line for people beside the result, on the error stream; nothing where JSON is asked for."""
        if not self.as_json:
            _print(th if self.lang == "th" else en, sys.stderr)

    def result(self, value: Any) -> None:
        """The JSON; nothing where sentences are asked for. Plain ASCII unless the stream is UTF-8."""
        if self.as_json:
            utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            _print(json.dumps(value, ensure_ascii=not utf8, indent=2, default=str), sys.stdout)

    def table(self, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]) -> None:
        """Columns aligned by what the eye sees (Thai vowels above and below take no room)."""
        titles = [head[0 if self.lang == "th" else 1] for head in heads]
        lines = [["" if cell is None else str(cell) for cell in row] for row in rows]
        lines = [titles, *lines] if any(titles) else lines
        widths = [max(_width(line[i]) for line in lines) for i in range(len(titles))]
        for line in lines:
            padded = [cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
            self.say("  ".join(padded).rstrip(), "  ".join(padded).rstrip())

    def fail(self, error: DbError, code: int) -> int:
        """Tell an error and give its exit back."""
        if self.as_json:
            name = type(error).__name__
            self.result({"ok": False, "error": {"code": name, "message": error.th, "message_en": error.en}})
        else:
            _print(error.message(self.lang), sys.stderr)
        return code

    def close(self) -> None:
        """Send out what is still held back."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BrokenPipeError:
                _let_go(stream)


def _print(text: str, stream: TextIO) -> None:
    try:
        print(text, file=stream)
    except BrokenPipeError:
        _let_go(stream)


def _let_go(stream: TextIO) -> None:
    """What is printed from now on goes nowhere, the interpreter's own last flush included."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _width(text: str) -> int:
    return sum(unicodedata.category(char) != "Mn" for char in text)


def _shows_thai(encoding: str | None) -> bool:
    try:
        "ก".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
