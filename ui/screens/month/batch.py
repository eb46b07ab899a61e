"""What was stored together: said of each set in the history, and taken back as one from there."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.model import Right
from core.model.kinds import KINDS
from db.errors import DbError
from db.snapshots import together
from db.snapshots.uploads import UploadInfo
from ui.auth import guard
from ui.auth.guard import Session
from ui.text import markdown_text
from ui.widgets import plan_ticks


def column(session: Session, uploads: Sequence[UploadInfo]) -> Mapping[int, str]:
    """Of each upload of a list that was stored with others: those others, by kind and set."""
    ids = tuple(one.id for one in uploads)
    found = together.batches(session.engine, session.project.code, ids, unpassed=session.knows_of_waiting)
    return {
        one: ", ".join(f"{KINDS[other.kind].name.get(session.lang)} {other.seq}" for other in others)
        for one, others in found.items()
    }


def others_of(session: Session, upload: UploadInfo) -> list[UploadInfo]:
    """What was stored together with an upload."""
    found = [one for one in together.batch_of(session.engine, upload.id) if one.id != upload.id]
    return found if session.knows_of_waiting else [one for one in found if not one.never_passed]


def draw(session: Session, others: Sequence[UploadInfo]) -> None:
    """Which sets they are, and which of them were taken back already."""
    if others:
        said = [f"{_named(session, [one])}{f' ({_withdrawn(session)})' if one.withdrawn else ''}" for one in others]
        st.caption(markdown_text(session.say("history.together", sets=", ".join(said))))


def choice(session: Session, upload: UploadInfo, others: Sequence[UploadInfo]) -> bool:
    """Whether those not withdrawn yet are to be taken back with it; for the form that withdraws it."""
    live = [one for one in others if not one.withdrawn and one.erased_at is None]
    if not live or upload.withdrawn:
        return False
    label = session.say("history.with_others", sets=_named(session, live))
    chosen = st.checkbox(markdown_text(label), key=f"history-together-{upload.id}")
    for one in live:
        plan_ticks.turning(session, one)
    return chosen


def take_back(session: Session, upload: UploadInfo, reason: str) -> tuple[str, str]:
    """Take back an upload and what was stored with it; the outcome and its sentence, which names each set."""
    who = guard.require(Right.WITHDRAW)
    try:
        turned, gone = together.withdraw(who.engine, upload.id, actor=who.actor, reason=reason, now=who.now)
    except DbError as error:
        return "failed", session.told(error.message)
    return "done", undone(session, turned, gone)


def undone(session: Session, turned: Sequence[UploadInfo], gone: Sequence[UploadInfo]) -> str:
    """Which sets were taken back now, and which were before."""
    said = f"{session.say('drop.undone', k=len(turned))} ({_named(session, turned)})"
    before = session.say("drop.undone_before", kinds=_named(session, gone)) if gone else ""
    return " · ".join(filter(None, (said, before)))


def _named(session: Session, uploads: Sequence[UploadInfo]) -> str:
    names = [KINDS[one.kind].name.get(session.lang) for one in uploads]
    return ", ".join(
        session.say("history.set_of_kind", kind=name, set=one.seq) for name, one in zip(names, uploads, strict=True)
    )


def _withdrawn(session: Session) -> str:
    return session.say("history.withdrawn")
