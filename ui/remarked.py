"""Remarks beside what they are about: the newest of them, and the way to all and to a new one."""

from collections.abc import Mapping

import streamlit as st

from core.calendar import bangkok_day
from core.figures import FIGURES
from core.model import ROLES, Right
from core.model.kinds import KINDS, Kind
from core.model.meetings.remarks import About
from db.notebook import remarks
from db.notebook.remarks import RemarkInfo
from ui.auth import menu
from ui.auth.guard import Session
from ui.request import link
from ui.text import markdown_lines, markdown_text, words

PAGE = "resolutions"
BESIDE = 3  # remarks that stand beside a figure, a group or a set


def found(session: Session, about: About | None = None, subject: str | None = None) -> tuple[RemarkInfo, ...]:
    """The remarks of the day and instant that the visitor looks at, as they may see them; the newest first."""
    listed = remarks.listed(
        session.engine, session.project.code, session.day, session.seen, about=about, subject=subject
    )
    return tuple(info.seen_by(session.sight) for info in listed)


def beside(session: Session, about: About, subject: str) -> None:
    """The newest remarks on one thing, and the way to write one or to see all; for those who see the whole project."""
    if session.amphoe is not None:
        return
    shown = found(session, about, subject)
    for info in shown[:BESIDE]:
        st.markdown(f"{text_of(info)}  \n:gray[{markdown_text(stamp(session, info))}]")
    writes = session.may(Right.REMARK) and session.seen is None
    if shown or writes:
        label = session.say("remarks.all", n=len(shown)) if shown else session.say("remarks.write")
        menu.way(PAGE, session.lang, label, ":material/edit_note:", [(link.ON, f"{about}:{subject}")])


def text_of(info: RemarkInfo) -> str:
    """The lines of a remark as Markdown shows them unchanged."""
    return markdown_lines(info.text)


def stamp(session: Session, info: RemarkInfo) -> str:
    """In which role it was written, and when. Who wrote it stands in the log."""
    role = session.say(ROLES[info.role].label) if info.role in ROLES else info.role
    day = words.day(bangkok_day(info.at), session.lang)
    return session.say("remarks.stamp", role=role, day=day, data=words.day(info.as_of, session.lang))


def name_of(session: Session, info: RemarkInfo, groups: Mapping[str, str]) -> str:
    """What a remark is about, in words; ``groups`` are the names of groups by code."""
    if info.upload is not None:
        return set_name(session, *info.upload)
    return subject_name(session, info.about, info.subject, groups)


def subject_name(session: Session, about: About, subject: str, groups: Mapping[str, str]) -> str:
    """The same of what the address or a list names; a set that is not in force goes by its number in the history."""
    if about == "figure" and subject in FIGURES:
        return session.say(FIGURES[subject].key("label"))
    if about == "group":
        return f"{subject} {groups.get(subject, '')}".strip()
    if about == "agenda":
        return session.say("remarks.item", item=subject)
    shown = next((one for one in session.view().uploads.values() if str(one.id) == subject), None)
    return set_name(session, shown.kind, shown.seq) if shown else session.say("remarks.upload", id=subject)


def set_name(session: Session, kind: Kind, seq: int) -> str:
    """A data set by its kind and number."""
    return session.say("remarks.set", kind=KINDS[kind].name.get(session.lang), set=seq)
