"""The guide's one source, ``docs/guide/<language>.md``, taken apart into its sections.

A section begins with ``<a id="budget"></a>`` and its heading. An anchor that is the name of a page is about that page;
``<!-- only: maintain -->`` under another names the right without which the section is left out of the page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.model import Right
from ui.auth import menu
from words import FALLBACK

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER, PICTURES = DOCS / "guide", DOCS / "screenshots"
_SECTION = re.compile(r'^<a id="([a-z]+)"></a>\n(?:<!-- only: ([a-z_]+) -->\n)?\n## (.+)\n', re.MULTILINE)
_PICTURE = re.compile(r"^!\[(.+)\]\(\.\./screenshots/([a-z0-9-]+)\.png\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of docs/screenshots, by its name without an ending, and what it shows in words."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guide: where it is found, for whom it is, its pictures, and its text as Markdown."""

    anchor: str
    title: str
    right: Right | None
    pictures: tuple[Picture, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Book:
    """The guide in one language."""

    title: str
    intro: str
    sections: tuple[Section, ...]


@cache
def book(lang: str) -> Book:
    """The guide in a language, else in English. Raises ``OSError`` where neither can be read."""
    path = FOLDER / f"{lang}.md"
    return parsed((path if path.is_file() else FOLDER / f"{FALLBACK}.md").read_text(encoding="utf-8"))


def parsed(text: str) -> Book:
    """The guide of a text. Raises ``ValueError`` for a right that does not exist."""
    first, *parts = _SECTION.split(text)
    title, _, intro = first.strip().partition("\n")
    rights = _rights_of_pages()
    fours = zip(*(parts[place::4] for place in range(4)), strict=True)
    sections = (_section(anchor, only, title, body, rights) for anchor, only, title, body in fours)
    return Book(title.removeprefix("# "), intro.strip(), tuple(sections))


def pictures() -> frozenset[str]:
    """The names of the pictures that the program gives out."""
    return frozenset(path.stem for path in PICTURES.glob("*.png"))


def _rights_of_pages() -> Mapping[str, Right | None]:
    return {entry.name: entry.right for entry in menu.ENTRIES}


def _section(anchor: str, only: str | None, title: str, body: str, rights: Mapping[str, Right | None]) -> Section:
    shown = tuple(Picture(name, alt) for alt, name in _PICTURE.findall(body))
    right = Right(only) if only else rights.get(anchor)
    return Section(anchor, title, right, shown, _PICTURE.sub("", body).strip())
