"""The log: filters, one page of it at a time, and all that is chosen as CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st
from starlette.requests import Request

from core.calendar import bangkok_day, day_ends
from core.intake.forms.templates import guard as unformulated
from core.model import Actor, Right
from core.text import CellError, parse_date
from db.accounts import audit, looks
from db.accounts.audit import PAGE, Place, Sought
from db.errors import DbError
from db.tables import AuditEvent
from ui.auth import door
from ui.auth.guard import Session
from ui.request import link
from ui.routes.files import CSV, Delivery, FileRoute, NotDelivered, link_of
from ui.screens.past import deed_words, detail_words
from ui.text import label_text, markdown_text, t, words
from ui.widgets import fields, tables
from words import catalogue

_BEFORE = "log.before"  # the filters, and the places from which the pages before and this one began
_HEADS = ("at", "by", "role", "via", "address", "action", "project", "set", "detail")
_DAY = timedelta(days=1)


def choose(session: Session) -> Sought | None:
    """What is looked for; ``None`` where a day cannot be read or the log cannot."""
    try:
        names, actions = audit.actors_and_actions(session.engine)
    except DbError as error:
        st.error(markdown_text(session.say("log.failed", why=session.told(error.message))))
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="log-filters"):
        since, until = _day(session, "since"), _day(session, "until")
        by = _one_of(session, "by", names, label_text)
        action = _one_of(session, "action", actions, lambda one: deed_words(one, session.lang))
        project = _one_of(session, "project", [project.code for project in session.projects], label_text)
        text = st.text_input(session.say("log.text"), key="log-text", type="search", max_chars=100, width=300)
    days = [_read(session, typed) for typed in (since, until)]
    if any(typed and day is None for typed, day in zip((since, until), days, strict=True)):
        return None
    return _sought(days[0], days[1], by, action, project, text)


def _day(session: Session, name: str) -> str:
    hint = session.say("log.day_hint")
    return st.text_input(
        session.say(f"log.{name}"), key=f"log-{name}", placeholder=hint, max_chars=40, width=170
    ).strip()


def _one_of(session: Session, name: str, values: Sequence[str], write: Callable[[str], str]) -> str | None:
    chosen: str | None = st.selectbox(
        session.say(f"log.{name}"), values, index=None, format_func=write, key=f"log-{name}",
        placeholder=session.say("log.any"), width=220,
    )  # fmt: skip
    return chosen


def _read(session: Session, typed: str) -> date | None:
    """A day that was typed; where it cannot be read a sentence says so."""
    if not typed:
        return None
    try:
        return parse_date(typed)
    except CellError:
        fields.refuse(session.say("log.day_bad", val=typed))
        return None


def _sought(
    since: date | None, until: date | None, by: str | None, action: str | None, project: str | None, text: str
) -> Sought:
    """Days are Bangkok's, both inclusive."""
    return Sought(
        None if since is None else day_ends(since - _DAY),
        None if until is None else day_ends(until),
        by,
        action,
        project,
        text.strip(),
    )


def events(session: Session, sought: Sought) -> None:
    """One page of what is looked for, the way to the next and to those before, and all of it as a file."""
    asked, places = st.session_state.get(_BEFORE, (None, (None,)))
    if asked != sought:
        places = (None,)
    with st.spinner(session.say("log.reading")):
        try:
            found = audit.page(session.engine, sought, before=places[-1], limit=PAGE + 1)
        except DbError as error:
            st.error(markdown_text(session.say("log.failed", why=session.told(error.message))))
            return
    if not found:
        st.info(session.say("log.none"), icon=":material/search_off:")
        return
    shown, first = found[:PAGE], (len(places) - 1) * PAGE + 1
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{session.say('log.count', a=first, b=first + len(shown) - 1)}**", width="content")
        st.link_button(session.say("log.file"), _address(), icon=":material/download:", type="tertiary")
    heads = [session.say(f"log.{name}") for name in _HEADS]
    rows = [dict(zip(heads, _cells(event, session.lang), strict=True)) for event in shown]
    tables.show(rows, "log-table", alt=session.say("log.count", a=first, b=first + len(shown) - 1))
    _turning(session, sought, places, shown[-1] if len(found) > PAGE else None)


def _turning(session: Session, sought: Sought, places: tuple[Place | None, ...], last: AuditEvent | None) -> None:
    """The presses to the events before and after those shown."""
    older = (*places, (last.at, last.id)) if last is not None else places
    with st.container(horizontal=True, gap="small"):
        for name, icon, to, off in (
            ("newest", ":material/first_page:", places[:1], len(places) < 3),
            ("newer", ":material/chevron_left:", places[:-1], len(places) < 2),
            ("older", ":material/chevron_right:", older, last is None),
        ):
            if not off:
                st.button(session.say(f"log.{name}"), key=f"log-{name}", icon=icon, on_click=_turn,
                          args=(sought, to))  # fmt: skip


def _turn(sought: Sought, places: tuple[Place | None, ...]) -> None:
    st.session_state[_BEFORE] = (sought, places)


def _address() -> str:
    names = ("since", "until", "by", "action", "project", "text")
    more = [(f"of_{name}", str(value)) for name in names if (value := st.session_state.get(f"log-{name}"))]
    return link.href(link.glance(), "files/audit.csv", more=more)


def _cells(event: AuditEvent, lang: str) -> list[str | int | None]:
    """One event as a person reads it, in the order of the heads."""
    role = f"actor.{event.role}" if f"actor.{event.role}" in catalogue() else f"role.{event.role}"
    return [
        words.moment(event.at, lang),
        f"{event.by} ({event.account})" if event.account else event.by,
        t(role, lang) if event.role else None,
        t(f"via.{event.via}", lang) if event.via else None,
        event.address,
        deed_words(event.action, lang),
        event.project,
        event.upload_id,
        detail_words(event.action, event.detail, lang),
    ]


def as_csv(found: Iterable[AuditEvent], lang: str) -> bytes:
    """The events as UTF-8 CSV with byte-order mark, instants in full; nothing in it is run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(t(f"log.{name}", lang) for name in _HEADS)
    for event in found:
        _, *cells = _cells(event, lang)
        written = ["" if cell is None else unformulated(str(cell)) for cell in cells]
        writer.writerow([event.at.isoformat(timespec="seconds"), *written])
    return text.getvalue().encode("utf-8-sig")


def _file(request: Request, actor: Actor) -> Delivery:
    """What the page has chosen; that somebody took it is an event too."""
    asked, lang = request.query_params, link_of(request).lang
    try:
        days = [parse_date(asked[name]) if asked.get(name) else None for name in ("of_since", "of_until")]
    except CellError as error:
        raise NotDelivered(400, "files.bad_query", value=error.code) from error
    by, action, project = (asked.get(name) or None for name in ("of_by", "of_action", "of_project"))
    sought = _sought(days[0], days[1], by, action, project, asked.get("of_text", ""))
    engine, now = door.engine_of(actor), door.utc_now()
    found = as_csv(audit.every(engine, replace(sought, until=min(sought.until or now, now))), lang)
    looks.log_taken(engine, actor=actor, now=now)
    return Delivery(f"{t('nav.audit', lang)} {bangkok_day(now).isoformat()}.csv", CSV, found)


ROUTES = (FileRoute("/files/audit.csv", Right.USERS, _file),)
