"""How the program stands: what needs a hand, its parts, sign-ins by day, the slowest pages; the press for a backup."""

import json
import subprocess
import sys
from typing import Any

import streamlit as st

from core.model import Right
from core.text import Message, Text
from db.engine import ROOT
from db.errors import DbError
from db.maintenance import status as standing
from db.maintenance.scheduled.schedule import BESIDE, FOLDER, USUAL_KEEP, place
from db.maintenance.status import Status
from db.maintenance.status.lines import lines
from ui.app import working
from ui.auth import guard, menu
from ui.auth.guard import Session
from ui.logs.slow import SLOW_S
from ui.text import markdown_text, words
from ui.widgets import tables
from ui.workers.turns import line

_TAKEN = "status.taken"  # what became of the press: whether it is well, and its sentence


def found(session: Session) -> Status | None:
    """How the program stands; ``None`` where that cannot be read, which is said."""
    with st.spinner(session.say("status.reading")):
        try:
            return standing.found(session.engine, actor=session.actor, now=session.now)
        except (DbError, OSError) as error:
            why = session.told(error.message) if isinstance(error, DbError) else str(error)
            st.error(markdown_text(session.say("status.unread", why=why)), icon=":material/error:")
            return None


def warnings(session: Session, status: Status) -> None:
    """What needs a hand, the urgent first, or that nothing does."""
    if not status.warnings:
        st.success(session.say("status.all_well"), icon=":material/check_circle:")
        return
    st.markdown(f"**{session.say('status.needs', n=len(status.warnings))}**")
    for one in status.warnings:
        draw, icon = (st.error, ":material/error:") if one.urgent else (st.warning, ":material/info:")
        draw(markdown_text(session.told(one.message)), icon=icon)


def parts(session: Session, status: Status) -> None:
    """Each part in a line, and the presses."""
    rows = [(session.told(name), session.told(value)) for name, value in lines(status)]
    rows.append((session.say("status.work"), _work(session)))
    part, how = session.say("status.part"), session.say("status.found")
    st.markdown(f"**{session.say('status.parts')}**")
    shown = "\n".join(f"| {markdown_text(name)} | {markdown_text(value)} |" for name, value in rows)
    st.markdown(f"| {part} | {how} |\n| --- | --- |\n{shown}")
    with st.container(horizontal=True, gap="small"):
        st.button(session.say("status.refresh"), key="status-refresh", icon=":material/refresh:")
        if status.backups is not None and st.button(
            session.say("status.take"), key="status-take", icon=":material/save:", help=session.say("status.take_hint")
        ):
            _take(session)
    if status.backups is not None and status.backups.schedule is None:
        beside = session.say("status.take_beside", variable=FOLDER, folder=BESIDE, n=USUAL_KEEP)
        st.caption(markdown_text(beside))


def _work(session: Session) -> str:
    """The heavy work of this process, at work and in line."""
    counts = line.counts()
    if counts is None:
        return session.say("status.value.shared")
    return session.say("status.value.work", at_work=counts[0], waiting=counts[1])


def _take(session: Session) -> None:
    """Take a backup now, in a process of its own, in the name of who pressed."""
    who = guard.require(Right.MAINTAIN)
    with st.spinner(session.say("status.taking")):
        well, message = working.apart(lambda _progress: take(who.user))
    st.session_state[_TAKEN] = well, session.told(message)
    st.rerun()


def take(user: str) -> tuple[bool, Message]:
    """Whether a backup was taken and restores as it was, and what is said of it."""
    try:
        folder, keep = place()
    except DbError as error:
        return False, Message("status.not_taken", {"why": error.message})
    more = ["--to", str(folder), "--keep", str(keep), "--by", user, "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "db", "backup", *more], cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return False, Message("status.not_taken", {"why": Message("status.unknown")})
    if "error" in told:
        why = Text({"th": told["error"]["message"], "en": told["error"]["message_en"]})
        return False, Message("status.not_taken", {"why": why})
    if not told["ok"]:
        return False, Message("status.taken_differs")
    return True, Message("status.taken", {"file": told["file"]})


def result() -> None:
    """What became of the last press."""
    if _TAKEN in st.session_state:
        well, sentence = st.session_state.pop(_TAKEN)
        (st.success if well else st.error)(markdown_text(sentence))


def sign_ins(session: Session, status: Status) -> None:
    """Who came in during the last days, and what was refused."""
    if status.sign_ins is None:
        return
    heads = [session.say(f"status.{name}") for name in ("day", "signed_in", "wrong", "refused")]
    rows = [
        dict(zip(heads, (words.day(one.day, session.lang), one.signed_in, one.wrong, one.refused), strict=True))
        for one in status.sign_ins.days
    ]
    st.markdown(f"**{session.say('status.signed')}**")
    tables.show(rows, "status-signed", alt=session.say("status.signed"))


def slow(session: Session, status: Status) -> None:
    """The pages that took longest."""
    st.markdown(f"**{session.say('status.slow')}**")
    if not status.slow:
        st.caption(session.say("status.slow_none", seconds=f"{SLOW_S:.0f}"))
        return
    heads = [session.say(f"status.{name}") for name in ("page", "seconds", "at")]
    names = {path: session.say(f"nav.{entry.name}") for path, entry in menu.known().items()}
    rows = [
        dict(
            zip(
                heads,
                (names.get(run.page, run.page), round(run.seconds, 1), words.moment(run.at, session.lang)),
                strict=True,
            )
        )
        for run in status.slow
    ]
    tables.show(rows, "status-slow", alt=session.say("status.slow"))
