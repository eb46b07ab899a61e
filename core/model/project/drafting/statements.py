"""A project's text taken apart into its statements, so that some can be changed and every other letter kept.

Comments and blank lines above a statement belong to it. Only for text that is valid TOML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_STRING = r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'"
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>#[^\n]*)|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<end>\n)|.", re.S
)
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?")

Value = str | int | bool | Decimal | date


@dataclass(frozen=True, slots=True)
class Statement:
    """A setting or the header of a table. ``table`` is the table it stands in, ``key`` is empty for a header."""

    table: str
    key: str
    text: str  # with its own line end
    above: tuple[str, ...] = ()  # comments and blank lines, each with its line end

    @property
    def root(self) -> str:
        """The first part of its path: the setting of the file that it is a part of."""
        return _plain((self.table or self.key).split(".")[0])


def statements(text: str) -> tuple[list[Statement], tuple[str, ...]]:
    """The statements in order, and the comments under the last of them."""
    found: list[Statement] = []
    above: list[str] = []
    table = ""
    for line in _logical_lines(text):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            above.append(line)
            continue
        if header := _HEADER.match(line) if stripped.startswith("[") else None:
            table = header[1]
        key = "" if header else _plain(line.split("=", 1)[0])
        found.append(Statement(table, key, line, tuple(above)))
        above = []
    return found, tuple(above)


def _logical_lines(text: str) -> Iterator[str]:
    """Lines, where a value that goes over several is one."""
    start = depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if token.lastgroup == "end" and depth == 0:
            yield text[start : token.end()]
            start = token.end()
    if start < len(text):
        yield text[start:] + "\n"


def _plain(key: str) -> str:
    return key.strip().strip("\"'")


def written(value: Value) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    return value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else str(value)
