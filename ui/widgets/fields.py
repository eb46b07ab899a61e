"""Fields that are typed into: read by core's own parsers, and left as typed where they can not be read.

Streamlit's fields for days and numbers put the last good value back where a text does not read; none is used.
"""

from datetime import date
from functools import partial

import streamlit as st

from core.calendar import bangkok_day
from core.intake import read_day, refusal
from core.intake.issues import Issue
from core.model import Right
from core.model.kinds import Kind
from core.text import CellError, mask_national_id, parse_satang, searchable
from db.errors import DbError
from db.notebook import notes
from db.projects import closing, versions
from ui.auth import guard
from ui.auth.guard import Session
from ui.text import markdown_text

_ECHOED = 40  # letters of a typed text that a sentence repeats
_TIMES = "fields.times"


def fresh(name: str) -> str:
    """The key of a form; another one, and so an empty form, each time one of this name is ``done``."""
    return f"{name}-{_times().get(name, 0)}"


def done(name: str) -> None:
    """Empty the form: what was typed in it is stored."""
    st.session_state[_TIMES] = {**_times(), name: _times().get(name, 0) + 1}


def _times() -> dict[str, int]:
    kept: dict[str, int] = st.session_state.get(_TIMES, {})
    return kept


def judged(session: Session, text: str, kind: Kind = "spending") -> tuple[date | None, Issue | None]:
    """What is typed as a day that data of a kind may be of, or why it is none."""
    project = versions.project_at(session.engine, session.project.code).project  # as worded now, as the store asks
    read = read_day(text, project)
    if isinstance(read, Issue):
        return None, read
    refused = refusal(read, kind, project, bangkok_day(session.now))
    return (None if refused else read), refused


def day(session: Session, text: str) -> date | None:
    """A day of the project that has come; otherwise ``None``, and the sentence that says why not."""
    found, refused = judged(session, text)
    if refused is not None:
        refuse(session.told(refused.message))
    return found


def satang(session: Session, text: str) -> int | None:
    """An amount of baht in satang; otherwise ``None``, and the sentence that says what to type."""
    try:
        return parse_satang(text)
    except CellError:
        shown = mask_national_id(text.strip())[:_ECHOED]
        refuse(session.say("field.amount_bad", val=shown) if shown else session.say("field.amount_missing"))
        return None


def whole(text: str) -> int | None:
    """A whole number that is typed, in Thai or Arabic digits; ``None`` where it is none."""
    plain = searchable(text)
    return int(plain) if plain.isascii() and plain.isdigit() else None


def reason_of_closed_year(session: Session) -> str | None:
    """Why something is loaded into a closed year: what is typed, empty while the year is open; ``None`` where it is
    needed and still missing.
    """
    if closing.closed(session.engine, session.project.code) is None:
        return ""
    typed = st.text_input(
        session.say("upload.closed_reason"), key="closed-year-reason", max_chars=500, autocomplete="off"
    )
    return typed.strip() or None


def keep(
    session: Session, kind: notes.NoteKind, subject: str, on: date | None, *, text: str = "", satang: int | None = None
) -> None:
    """Write a note down, asking for the right once more, and empty its form; or say why it is not kept."""
    who = guard.require(Right.NOTE)
    act = partial(notes.write, who.engine, who.project.code, kind, subject, actor=who.actor, now=who.now)
    try:
        act(text=text, on_date=on, amount_satang=satang)
    except DbError as error:
        st.error(markdown_text(session.told(error.message)))
    else:
        done(kind)
        st.rerun()


def refuse(sentence: str) -> None:
    """Say why what was typed is not kept."""
    st.warning(markdown_text(sentence), icon=":material/block:")
