"""What the commands print: in the language of ``OTOP_LANG``, else the office's own, where the console has its letters;
else in English. Never a crash over a character.
"""

import json
import os
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from core.text import Message, Text
from db.errors import DbError
from words import FALLBACK, known, languages, template
from words.rendering import render, said

# What a terminal obeys in place of showing: a name or a text must not move its cursor, nor turn its letters around.
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
VARIABLE = "OTOP_LANG"  # the language of the command line
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
        offered = (known(os.environ.get(VARIABLE)), *languages())
        self.lang = next((lang for lang in offered if _shows(sys.stdout.encoding, lang)), FALLBACK)

    def written(self, value: Any) -> str:
        """A sentence, a text, a day or a number in the language of the console."""
        return said(value, self.lang)

    def say(self, sentence: str | Message | Text, **params: Any) -> None:
        """One line for people; nothing where JSON is asked for. A name is one of the section ``console``."""
        self._line(sentence, params, sys.stdout)

    def warn(self, sentence: str | Message | Text, **params: Any) -> None:
        """One line for people beside the result, on the error stream; nothing where JSON is asked for."""
        self._line(sentence, params, sys.stderr)

    def _line(self, sentence: str | Message | Text, params: Mapping[str, Any], stream: TextIO) -> None:
        if not self.as_json:
            found = Message(f"console.{sentence}", params) if isinstance(sentence, str) else sentence
            _print(self.written(found), stream)

    def result(self, value: Any) -> None:
        """The JSON; nothing where sentences are asked for. Plain ASCII unless the stream is UTF-8."""
        if self.as_json:
            utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            _print(json.dumps(value, ensure_ascii=not utf8, indent=2, default=str), sys.stdout)

    def done(self, value: Mapping[str, Any], sentence: str, **params: Any) -> int:
        """What was done, as a sentence or as the JSON; returns the exit."""
        self.say(sentence, **params)
        self.result(value)
        return OK

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Columns aligned by what the eye sees (Thai vowels above and below take no room). ``heads`` are names of the
        section ``console.head``; an empty one has no title.
        """
        titles = [self.written(Message(f"console.head.{head}")) if head else "" for head in heads]
        lines = [["" if cell is None else str(cell) for cell in row] for row in rows]
        lines = [titles, *lines] if any(titles) else lines
        widths = [max(_width(line[i]) for line in lines) for i in range(len(titles))]
        for line in lines:
            padded = [cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
            self.say(Text.plain("  ".join(padded).rstrip()))

    def fail(self, error: DbError) -> int:
        """Print an error; returns its exit."""
        if self.as_json:
            self.result({"ok": False, "error": {"code": error.code or type(error).__name__, **in_both(error.message)}})
        else:
            self.warn(error.message)
        return error.exit

    def close(self) -> None:
        """Send out what is still held back."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BrokenPipeError:
                _let_go(stream)


def _print(text: str, stream: TextIO) -> None:
    try:
        print(_COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text), file=stream)
    except BrokenPipeError:
        _let_go(stream)


def _let_go(stream: TextIO) -> None:
    """What is printed from now on goes nowhere, the interpreter's own last flush included."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _width(text: str) -> int:
    return sum(unicodedata.category(char) != "Mn" for char in text)


def _shows(encoding: str | None, language: str) -> bool:
    """Whether the console has the letters of a language: those of the program's own title."""
    try:
        template("app.title", language).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def in_both(message: Message) -> dict[str, str]:
    """A sentence as the JSON of commands has it: in Thai, and in English."""
    return {"message": render(message, "th"), "message_en": render(message, "en")}


def usage(name: str, text: str, **params: Any) -> str:
    """What is wrong with an argument, in every language: the console's own is not known yet."""
    message = Message(f"console.{name}", {"text": text, **params})
    return " / ".join(render(message, lang) for lang in languages())
