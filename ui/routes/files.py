"""Files by link: ``/files/…``. Each request is read as a page is: cookie, sign-in, role; strangers get a sentence.

``st.download_button`` serves from addresses that answer strangers and outlive the session, so nothing of the data goes
through it. Another file is another ``FileRoute``.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.analysis.filters import FILTERED, NO_FILTERS, Filters, Side
from core.analysis.found import search
from core.intake.forms import templates
from core.model import Actor, Right, Rows, Snapshot, Stages, is_part
from core.model.kinds import KINDS, Kind
from core.text import Sight
from db import engine as databases
from db.accounts import looks, refusals
from db.errors import DbError, OfTheWhole
from db.notebook import organisations
from db.projects import versions
from db.snapshots import store
from ui.app.drops import drops
from ui.auth import door
from ui.gate.refusals import refusal, sentence, status_of
from ui.reports.catalogue import XLSX
from ui.request import load
from ui.request.link import Link, of
from ui.text import t, told
from ui.widgets import filter_link
from ui.workers.turns import Busy
from words import FALLBACK, FIRST

NO_STORE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
COME_AGAIN_S = 15  # about what two packs take
CSV = "text/csv; charset=utf-8"
BY_AMPHOE = ("groups", "products")  # kinds whose form can hold one amphoe alone
log = logging.getLogger("otop")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file on its way: its name (Thai allowed), its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of a kind as somebody may take them along: for its file, and for programs."""

    rows: Rows
    stages: Stages
    sight: Sight
    leave_out: tuple[str, ...]

    @classmethod
    def of(cls, actor: Actor, whole: Snapshot, kind: Kind) -> "Export":
        """All rows of a kind in a snapshot as the store has it."""
        sight = actor.sight(organisations.marked(door.engine_of(actor), whole.project.code))
        shown = whole.seen_by(sight)
        return cls(shown.of(kind), shown.stages, sight, actor.columns_left_out)

    def masked(self) -> Rows:
        """The rows with persons and telephone numbers masked."""
        return self.rows.seen_by(self.sight.travelling)

    def csv(self) -> bytes:
        """CSV that loads back."""
        return templates.export_csv(self.rows, self.stages, self.sight.travelling, self.leave_out)


class NotDelivered(Exception):  # noqa: N818  names say what happened
    """A sentence in place of the file."""

    def __init__(self, status: int, key: str, **params: Any) -> None:
        super().__init__(key)
        self.status, self.key, self.params = status, key, params


@dataclass(frozen=True, slots=True)
class FileRoute:
    """One address, the right it asks for (``None``: any role), and what makes its file. ``make`` runs in a thread of
    this address's own.
    """

    path: str
    right: Right | None
    make: Callable[[Request, Actor], Delivery]
    at_once: int = 8  # requests; more wait their turn, and nothing else of the server with them


def routes(more: Sequence[FileRoute] = ()) -> list[BaseRoute]:
    """The program's own files, and those that others add."""
    own = (
        FileRoute("/files/export/{kind}.csv", Right.EXPORT, _export),
        FileRoute("/files/template/{kind}.xlsx", Right.UPLOAD, _template_xlsx),
        FileRoute("/files/template/{kind}.csv", Right.UPLOAD, _template_csv),
        FileRoute("/files/errors/{token}", Right.UPLOAD, _errors),
    )
    return [Route(route.path, _endpoint(route)) for route in (*own, *more)]


def keep_for(owner: str, name: str, media_type: str, content: bytes) -> str:
    """Keep a made file for one person for an hour; returns its address."""
    return f"/files/errors/{drops.put(owner, name, media_type, content, door.utc_now())}"


def _endpoint(route: FileRoute) -> Callable[[Request], Awaitable[Response]]:
    limiter = CapacityLimiter(route.at_once)

    def answer(request: Request) -> Response:
        try:
            actor = _allowed(request, route.right)
            with _of_the_whole(actor, route.right, request):
                return _deliver(route.make(request, actor))
        except NotDelivered as why:
            return refusal(request.scope, why.status, why.key, **why.params)
        except Busy:
            full = refusal(request.scope, 503, "work.busy")
            full.headers["Retry-After"] = str(COME_AGAIN_S)
            return full
        except DbError as error:
            log.error("a file could not be made: %s", error)
            both = [told(error.message, lang) for lang in (FIRST, FALLBACK)]
            return sentence(request.scope, status_of(error), both, type(error).__name__)

    async def answer_apart(request: Request) -> Response:
        return await run_sync(answer, request, limiter=limiter)

    return answer_apart


def _allowed(request: Request, right: Right | None) -> Actor:
    person = door.person_at(request)
    if person is None:
        raise NotDelivered(401, "files.sign_in")
    if person.must_change:
        raise NotDelivered(403, "files.change_first")
    if right is not None and not person.actor.may(right):
        refusals.by_right(databases.engine(), of=person.actor, right=right, project=None, now=door.utc_now())
        raise NotDelivered(403, "files.refused")
    return person.actor


@contextmanager
def _of_the_whole(actor: Actor, right: Right | None, request: Request) -> Iterator[None]:
    """Within, it is recorded where somebody who is kept to an amphoe asked for what is of the whole project."""
    try:
        yield
    except OfTheWhole as error:
        if not error.recorded:
            asked, engine = request.query_params.get("project"), databases.engine()
            project = asked if any(one.code == asked for one in versions.newest(engine)) else None
            refusals.by_right(engine, of=actor, right=right or Right.EXPORT, project=project, now=door.utc_now())
        raise


def _deliver(file: Delivery) -> Response:
    fallback = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in file.name)
    disposition = f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {**NO_STORE, "Content-Disposition": disposition}
    return Response(file.content, media_type=file.media_type, headers=headers)


def _export(request: Request, actor: Actor) -> Delivery:
    """The rows in force as CSV that loads back; telephones and persons masked, and logged who took it.

    With filters in the address: the rows that the page shows under them, and a name that says so.
    """
    kind, link = _kind(request), link_of(request)
    if actor.amphoe is not None and not is_part(kind):
        raise OfTheWhole
    whole = view_of(actor, link)
    if kind not in whole.uploads:
        raise NotDelivered(404, "files.no_data")
    export = Export.of(actor, whole, kind)
    shown = whole.seen_by(export.sight)
    chosen, unknown = filter_link.read(request.query_params.multi_items(), shown)
    if unknown or (chosen != NO_FILTERS and kind not in FILTERED):
        raise NotDelivered(400, "files.bad_query", value=", ".join(unknown)[:80] or kind)
    rows = export.rows if chosen == NO_FILTERS else FILTERED[kind](shown, chosen)
    sought = request.query_params.get(filter_link.SOUGHT, "").strip()
    if sought and kind == "spending":
        index: list[tuple[int, Side]] = [(place, None) for place in range(len(rows))]
        rows = rows.take([place for place, _ in search(rows, index, sought, export.sight)])
    part = "" if chosen == NO_FILTERS and not sought else f" {t('files.part', link.lang)}"
    code, day = shown.project.code, shown.uploads[kind].as_of
    payees = kind == "spending" and not actor.columns_left_out
    looks.exported(door.engine_of(actor), actor=actor, project=code, detail=kind, now=door.utc_now(), payees=payees)
    return Delivery(
        f"{' '.join(filter(None, (_name(kind, link), code, shown.amphoe, day.isoformat())))}{part}.csv",
        CSV,
        replace(export, rows=rows).csv(),
    )


def _template_xlsx(request: Request, actor: Actor) -> Delivery:
    """The form with what is in force already filled in; blank with ``?blank=1`` or before the first load.

    ``?amphoe=`` leaves in the groups, or the products, of one amphoe.
    """
    kind, link = _kind(request), link_of(request)
    shown = view_of(actor, link)
    amphoe = request.query_params.get("amphoe", "") if kind in BY_AMPHOE else ""
    rows = None if request.query_params.get("blank") else shown.rows.get(kind)
    if rows is not None and amphoe:
        rows = FILTERED[kind](shown, Filters(amphoe=(amphoe,)))
    content = templates.template_xlsx(kind, shown.project, partial(told, lang=link.lang), rows, shown.stages)
    name = " ".join(part for part in (_name(kind, link), shown.project.code, amphoe) if part)
    return Delivery(f"{name[:120]}.xlsx", XLSX, content)


def _template_csv(request: Request, actor: Actor) -> Delivery:
    """The header, and the months of a plan."""
    kind, link = _kind(request), link_of(request)
    shown = view_of(actor, link)
    return Delivery(f"{_name(kind, link)}.csv", CSV, templates.template_csv(kind, shown.project, shown.rows.get(kind)))


def link_of(request: Request) -> Link:
    """Project, language, day and instant of a request; a day that can not be read is refused, never guessed."""
    link = of(request.query_params)
    if link.bad_day is not None:
        raise NotDelivered(400, "files.bad_query", value=link.bad_day)
    return link


def view_of(actor: Actor, link: Link) -> Snapshot:
    """What a link shows; a project that is not there, or not theirs, is refused."""
    engine = door.engine_of(actor)
    project, unknown = load.project_shown(engine, link.project, link.as_of, link.seen)
    if (
        unknown and unknown == link.project
    ):  # one of the server's own setting is said on every page, and refuses no file
        raise NotDelivered(404, "files.bad_query", value=unknown)
    return store.view(engine, project.code, link.as_of, link.seen)


def _kind(request: Request) -> Kind:
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise NotDelivered(404, "files.unknown")
    return cast(Kind, kind)


def _name(kind: Kind, link: Link) -> str:
    return KINDS[kind].name.get(link.lang)


def _errors(request: Request, actor: Actor) -> Delivery:
    """The clerk's own file with what was found in it."""
    drop = drops.get(actor.user, str(request.path_params["token"]), door.utc_now())
    if drop is None:
        raise NotDelivered(404, "files.expired")
    return Delivery(drop.name, drop.media_type, drop.content)
