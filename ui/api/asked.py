"""What a request asks for, read strictly: a word that is not understood is refused, never passed over."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from starlette.requests import Request

from ui.api.refused import NotAnswered
from ui.gate.problems import language
from ui.request.link import parse_day, parse_instant
from words import languages

FORMATS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
USUAL_ROWS, MOST_ROWS = 1_000, 10_000  # of one answer in JSON
_WEIGHT = re.compile(r"[01](\.\d{0,3})?")  # RFC 9110, 12.4.2
_ANY = ("*/*", "application/*", "text/*", "text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what of, in which form and language, on which day, as known at which instant, which rows."""

    resource: str
    format: str
    lang: str
    project: str | None = None
    as_of: date | None = None
    seen: datetime | None = None
    first: int = 0
    limit: int = USUAL_ROWS

    @property
    def looks_back(self) -> bool:
        """Whether a day or an instant is asked for; staleness is told only where none is."""
        return self.as_of is not None or self.seen is not None


def read(request: Request, resource: str, project: str | None, allowed: frozenset[str]) -> Asked:
    """Read a request. ``resource`` may end in the format, as a file's name does. Raises ``NotAnswered``."""
    query = request.query_params
    unknown = sorted({name for name in query if name not in allowed} | {n for n in query if len(query.getlist(n)) > 1})
    if unknown:
        raise NotAnswered(400, "query", value=", ".join(unknown)[:80], known=", ".join(sorted(allowed)))
    if (wanted := query.get("lang")) is not None and wanted not in languages():
        raise NotAnswered(400, "language", value=wanted[:40], known=", ".join(languages()))
    name, _, suffix = resource.partition(".")
    return Asked(
        resource=name,
        format=_format(request, suffix),
        lang=language(request.scope),
        project=project,
        as_of=_day(query.get("as_of")),
        seen=_instant(query.get("seen")),
        first=_number(query.get("first"), 0, 0, None),
        limit=_number(query.get("limit"), USUAL_ROWS, 1, MOST_ROWS),
    )


def _format(request: Request, suffix: str) -> str:
    """By the name's ending, else by ``format=``, else by ``Accept``; JSON where that takes anything."""
    asked = suffix or request.query_params.get("format")
    if asked is not None:
        if asked not in FORMATS:
            raise NotAnswered(406, "format", value=asked[:40], known=", ".join(FORMATS))
        return asked
    accepted = request.headers.get("accept", "").lower()
    kinds = _by_weight(accepted)
    for kind in kinds:
        if kind == "text/csv":
            return "csv"
        if kind == "application/json":
            return "json"
    if not kinds or any(kind in _ANY for kind in kinds):
        return "json"
    raise NotAnswered(406, "format", value=accepted[:40], known=", ".join(FORMATS))


def _by_weight(accepted: str) -> list[str]:
    """The media types of an ``Accept`` header, the most wanted first, without those that are not wanted (q=0)."""
    weights: dict[str, float] = {}
    for part in accepted.split(","):
        kind, *more = (word.strip() for word in part.split(";"))
        given = next((word[2:] for word in more if word.startswith("q=")), "1")
        weights[kind] = float(given) if _WEIGHT.fullmatch(given) else 1.0
    return sorted((kind for kind, weight in weights.items() if kind and weight), key=lambda kind: -weights[kind])


def _day(text: str | None) -> date | None:
    day = parse_day(text)
    if text is not None and day is None:
        raise NotAnswered(400, "day", value=text[:40])
    return day


def _instant(text: str | None) -> datetime | None:
    instant = parse_instant(text)
    if text is not None and instant is None:
        raise NotAnswered(400, "instant", value=text[:40])
    return instant


def _number(text: str | None, usual: int, least: int, most: int | None) -> int:
    if text is None:
        return usual
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= (most or int(text)):
        return int(text)
    raise NotAnswered(400, "number", value=text[:40], least=least, most=most if most is not None else "…")
