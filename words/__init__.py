"""What users read: one catalogue of sentences in every language. ``words/<folder>/<language>.toml``.

A sentence has a key, ``section.name``: the table and the entry of the file. The folders sort the sentences by where
they are read; no section is in two of them. A third language is one more file in each folder: what it leaves out is
read in English.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
FIRST, FALLBACK = "th", "en"


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a file, the office's own first."""
    found = {path.stem for path in FOLDER.glob("*/*.toml")}
    return tuple(sorted(found, key=lambda code: (code != FIRST, code != FALLBACK, code)))


def known(asked: str | None) -> str:
    """The language that a link asks for; the office's own where there is none of that code."""
    return asked if asked in languages() else FIRST


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every sentence: its key to its template in each language that has it."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*/*.toml")):
        for key, text in _entries(tomllib.loads(path.read_text(encoding="utf-8-sig"))):
            found.setdefault(key, {})[path.stem] = text
    return found


def template(key: str, language: str = FIRST) -> str:
    """The template of a sentence with its ``{placeholders}``; in English where the language lacks it.

    ``KeyError``: no file has the key.
    """
    texts = catalogue()[key]
    return texts.get(language) or texts[FALLBACK]


def _entries(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(key, template) of each entry; a table inside a table lengthens the key (``terms.stage.registered``)."""
    for name, value in table.items():
        if isinstance(value, str):
            yield prefix + name, value
        else:
            yield from _entries(value, f"{prefix}{name}.")
