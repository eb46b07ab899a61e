"""Files by link: ``/files/…``. Each request is read as a page is: cookie, sign-in, role; strangers get a sentence.

``st.download_button`` serves from addresses that answer strangers and outlive the session, so nothing of the data goes
through it. Another file is another ``FileRoute``.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from db.errors import DbError
from ui import door
from ui.door import Person, Right
from ui.drops import drops
from ui.words import t

NO_STORE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
log = logging.getLogger("otop")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on its way: its name (Thai allowed), its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


class NotDelivered(Exception):  # noqa: N818  names say what happened
    """A sentence in place of the file."""

    def __init__(self, status: int, key: str, **params: Any) -> None:
        super().__init__(key)
        self.status, self.key, self.params = status, key, params


@dataclass(frozen=True, slots=True)
class FileRoute:
    """One address, the right it asks for (``None``: any role), and what makes its file. ``make`` runs in a thread."""

    path: str
    right: Right | None
    make: Callable[[Request, Person], Delivery]


def routes(more: Sequence[FileRoute] = ()) -> list[BaseRoute]:
    """The program's own files, and those that others add."""
    own = (FileRoute("/files/errors/{token}", "upload", _errors),)
    return [Route(route.path, _endpoint(route)) for route in (*own, *more)]


def keep_for(owner: str, name: str, media_type: str, content: bytes) -> str:
    """Keep a made file for one person for an hour; returns its address."""
    return f"/files/errors/{drops.put(owner, name, media_type, content, door.utc_now())}"


def _endpoint(route: FileRoute) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        lang = "en" if request.query_params.get("lang") == "en" else "th"
        try:
            return _deliver(route.make(request, _allowed(request, route.right)))
        except NotDelivered as why:
            return _sentence(why.status, t(why.key, lang, **why.params))
        except DbError as error:
            log.error("a file could not be made: %s", error)
            return _sentence(404 if "Unknown" in type(error).__name__ else 503, error.message(lang))

    return answer


def _allowed(request: Request, right: Right | None) -> Person:
    person = door.person_at(request)
    if person is None:
        raise NotDelivered(401, "files.sign_in")
    if person.must_change:
        raise NotDelivered(403, "files.change_first")
    if right is not None and not person.may(right):
        raise NotDelivered(403, "files.refused")
    return person


def _deliver(file: Delivery) -> Response:
    fallback = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in file.name)
    disposition = f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {**NO_STORE, "Content-Disposition": disposition}
    return Response(file.content, media_type=file.media_type, headers=headers)


def _sentence(status: int, text: str) -> Response:
    return PlainTextResponse(text + "\n", status_code=status, headers=NO_STORE)


def _errors(request: Request, person: Person) -> Delivery:
    """The clerk's own file with what was found in it."""
    drop = drops.get(person.name, str(request.path_params["token"]), door.utc_now())
    if drop is None:
        raise NotDelivered(404, "files.expired")
    return Delivery(drop.name, drop.media_type, drop.content)
