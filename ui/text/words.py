"""Sentences of the catalogue filled in, and days, hours and places as a language writes them.

``t("band.sample", "th")`` is the Thai of ``sample`` in the section ``band``. Dates are ``31 ก.ค. 64`` (Buddhist
era) in Thai and ``31 Jul 2021`` in English; times are Bangkok's, ``10.42 น.``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from html import escape
from typing import Any, Protocol

from core.calendar import BANGKOK, bangkok_day
from core.model import find_amphoe, find_tambon, write_standards
from core.model.project import Project
from core.text import Text
from words import languages, rendering, template

_JOINER = "\u2060"  # takes no room and breaks no line
# Icons, emoji and addresses are found in the text after Markdown has been read: a backslash does not keep them out.
_FOUND_LATER = re.compile(r":(?=[a-z0-9_+/-]+:)|https?:(?=//)|www(?=\.)|@(?=[\w-])", re.IGNORECASE)
_IN_LABELS = re.compile(r"[\\`*_~$\[<&]|:[a-z]", re.IGNORECASE)
_NOTHING_OF = re.compile(r"(?<![^\s(])–\s(?:บาท|กลุ่ม|baht|groups)(?![\w\u0e00-\u0e7f])")  # an unknown has no unit
_MARKDOWN = frozenset('\\`*_{}[]<>()#+-.!|$:~=&"')


class Teller(Protocol):
    """What says sentences: a screen's session, or the writing of a paper."""

    @property
    def lang(self) -> str:
        """``th`` or ``en``."""

    def say(self, key: str, **params: Any) -> str:
        """A sentence of the catalogue."""


def t(key: str, lang: str = "th", **params: Any) -> str:
    """The sentence of ``section.name`` with its placeholders filled. An unknown key is our fault: ``KeyError``."""
    pattern = template(key, lang)
    return _NOTHING_OF.sub("–", pattern.format(**params)) if params else pattern


def told(value: Any, lang: str = "th") -> str:
    """A sentence, a text or a value of core as a language writes it."""
    return rendering.said(value, lang)


def day(value: date | None, lang: str = "th") -> str:
    """``31 ก.ค. 64`` or ``31 Jul 2021``; unknown is a dash."""
    return rendering.day(value, lang)


def month(value: date, lang: str = "th") -> str:
    """``ก.ค. 64`` or ``Jul 2021``."""
    return rendering.day(value, lang, "month")


def amphoe(name: str, project: Project, lang: str = "th") -> str:
    """An amphoe as the language writes it; one that no table knows stays as it is."""
    found = find_amphoe(name, project.province_code)
    return found.name.get(lang) if found else name


def tambon(name: str | None, of: str, project: Project, lang: str = "th") -> str:
    """A tambon of the amphoe ``of`` as the language writes it; unknown is a dash."""
    district = find_amphoe(of, project.province_code)
    found = find_tambon(name, district.code) if district and name else None
    return found.name.get(lang) if found else name or "–"


def clock(value: datetime, lang: str = "th", *, seconds: bool = False) -> str:
    """The hour and minute in Bangkok: ``10.42 น.`` or ``10:42``; with seconds ``10.42.07 น.`` or ``10:42:07``."""
    return rendering.hour(value.astimezone(BANGKOK), lang, seconds=seconds)


def moment(value: datetime, lang: str = "th") -> str:
    """The day and the minute in Bangkok: ``31 ก.ค. 64 10.42 น.`` or ``31 Jul 2021 10:42``."""
    return f"{day(bangkok_day(value), lang)} {clock(value, lang)}"


def others(lang: str) -> dict[str, str]:
    """Every other language with its own name for itself."""
    return {code: template("language.name", code) for code in languages() if code != lang}


def in_each(write: Callable[[Any, str], str], value: Any) -> Text:
    """A value as each language writes it."""
    return Text({lang: write(value, lang) for lang in languages()})


_COMPOUNDS = {"ก่อหนี้": "ก่อ\u2060หนี้", "เบิกจ่าย": "เบิก\u2060จ่าย"}  # a browser's dictionary has their halves


def whole(text: str) -> str:
    """``text`` with its compounds kept whole where a line ends: for titles that have little room."""
    for word, joined in _COMPOUNDS.items():
        text = text.replace(word, joined)
    return text


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is, whatever a file or a link put into it."""
    apart = _FOUND_LATER.sub(rf"\g<0>{_JOINER}", text.replace("\n", " "))
    return "".join(f"\\{c}" if c in _MARKDOWN else c for c in apart)


def markdown_lines(text: str) -> str:
    """Several lines as they were typed, whatever is in them."""
    return "  \n".join(markdown_text(line) for line in text.split("\n"))


def aside(markdown: str) -> str:
    """Markdown of one line, small and quiet as a caption is, inside a larger text."""
    return f":small[:gray[{markdown}]]"


def paragraphs(parts: Iterable[str]) -> str:
    """Markdown of several parts as one text: a browser draws each text that is drawn by itself anew at every run."""
    return "\n\n".join(parts)


def unbroken(parts: Sequence[str]) -> str:
    """HTML of one quiet line that breaks between its parts, never inside one (Thai would break anywhere)."""
    pieces = [piece for part in parts for piece in part.split(" · ")]
    return '<p class="stamps">' + " · ".join(f"<span>{escape(piece)}</span>" for piece in pieces) + "</p>"


def badge_text(text: str) -> str:
    """``markdown_text`` for ``st.badge``, which keeps brackets apart itself."""
    return markdown_text(text).replace("\\[", "[").replace("\\]", "]")


def label_text(text: str) -> str:
    """``markdown_text`` where there is markup in it, else the text itself: labels of options stand in addresses too."""
    return markdown_text(text) if _IN_LABELS.search(text) or _FOUND_LATER.search(text) else text


def standards(kept: str | None, lang: str = "th") -> str:
    """A product's standards for the screen: ``มผช. ยื่นคำขอ; อย. ได้รับการรับรอง``; nothing where there is none."""
    return write_standards(kept, lang).replace("=", " ")
