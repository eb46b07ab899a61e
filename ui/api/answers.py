"""An answer as bytes: JSON by its model, or CSV; its fingerprint, and what caches may do with it."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from core.intake.forms.templates import guard
from ui.api.asked import FORMATS, Asked
from ui.api.resources import Found

VARY = "Accept, Accept-Encoding, Accept-Language, Authorization"


def answer(request: Request, asked: Asked, found: Found, changed: datetime | None) -> Response:
    """What is sent: nothing new (304) where the program has these very bytes; who is sent rows is recorded."""
    following = _following(request, asked, found)
    content = _csv(found) if asked.format == "csv" else _json(asked, found, following)
    tag = f'W/"{sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Content-Language": asked.lang,
        "Vary": VARY,
        "X-Robots-Tag": "noindex",
    }
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    if following is not None:
        headers["Link"] = f'<{following}>; rel="next"'
    if tag.removeprefix("W/") in _known(request):
        return Response(status_code=304, headers=headers)
    if request.method == "GET":
        found.hand_out()
    return Response(content, headers=headers, media_type=FORMATS[asked.format])


def _known(request: Request) -> set[str]:
    """The fingerprints that a program has."""
    return {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}


def _following(request: Request, asked: Asked, found: Found) -> str | None:
    """The address of the next page."""
    after = asked.first + asked.limit
    if asked.format == "csv" or after >= found.total:
        return None
    return str(request.url.include_query_params(first=after, limit=asked.limit))


def _json(asked: Asked, found: Found, following: str | None) -> bytes:
    made = found.model(total=found.total, first=asked.first, next=following, **found.around, rows=found.rows)
    return made.model_dump_json(exclude_unset=True).encode()


def _csv(found: Found) -> bytes:
    """The page's own export where there is one; else the rows with their names, as text that a spreadsheet runs not."""
    if found.csv is not None:
        return found.csv()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(found.columns)
    writer.writerows(_cells([row[name] for name in found.columns]) for row in found.rows)
    return text.getvalue().encode("utf-8-sig")


def _cells(values: Sequence[Any]) -> list[str]:
    return [_cell(value) for value in values]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    return guard(value) if isinstance(value, str) else str(value)
