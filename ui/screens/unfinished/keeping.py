"""Keep the load of this tab as it is now: once for each reading, then what is chosen, where it changed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import streamlit as st

from core.intake import Intake, Parsed
from core.intake.unfinished import clean, plain
from core.text import has_national_id
from db.errors import DbError, Refused
from db.notebook import drafts as store
from db.notebook.drafts import MOST_ROWS, DraftElsewhere, Writing
from ui.auth.guard import Session
from ui.screens.loading import draft as drafts
from ui.screens.loading.draft import Draft
from ui.screens.month.parts import Month
from ui.screens.unfinished import state
from ui.screens.unfinished.state import Here
from ui.workers.held import Held
from ui.workers.keeping import content_of

_PARSED_BYTES = 40_000_000  # as a worker wrote them; what is kept as text takes a fraction
Read = Sequence[tuple[Draft, Intake]]


class _Kept(Exception):  # noqa: N818  names say what is
    """Why a load is not kept."""


def keep(session: Session, read: Read, month: Month | None = None) -> None:
    """Keep what was read and chosen, and say that it is kept, or why it is not."""
    files = month.files if month is not None else read[0][0].files
    here = _here(session, files)
    if here.why != "elsewhere" and any(found.readable for _, found in read):
        try:
            here = _kept(session, here, files, read, month)
        except _Kept as why:
            here = _not_kept(session, here, str(why))
    state.put(here)
    _say(session, here)


def ending(session: Session) -> Callable[[], None]:
    """What ends the draft of this tab once its load is saved; it looks at nothing of the page."""
    here = state.here()

    def end() -> None:
        if here is not None and here.number is not None:
            with suppress(DbError):  # it is saved all the same; the draft ends by itself
                store.drop(session.engine, here.project, here.number, actor=session.actor, now=session.now,
                           holder=here.holder)  # fmt: skip

    return end


def _here(session: Session, files: Sequence[Held]) -> Here:
    """What is noted of these files. Others that were chosen in their place take over the draft of those before."""
    here, name = state.here(), state.print_of(files)
    if here is not None and (here.project, here.files) == (session.project.code, name):
        return here
    if here is not None and here.chosen and here.project == session.project.code and here.number is not None:
        return Here(here.project, name, here.holder, here.number)
    return Here(session.project.code, name, uuid4().hex)


def _kept(session: Session, here: Here, files: Sequence[Held], read: Read, month: Month | None) -> Here:
    """Write what has changed. Raises ``_Kept``."""
    if any(clean.is_personal(found) for _, found in read):
        raise _Kept("personal")
    listed = [draft for draft, _ in read]
    choices = state.choices_of(files, listed, month)
    _require_no_number(listed, choices)
    parsed = [drafts.parsed_of(draft) for draft in listed]
    content = tuple((draft.print, one.options) for draft, one in zip(listed, parsed, strict=True) if one is not None)
    if here.number is not None and (here.content, here.choices) == (content, choices):
        return here
    given = Writing(here.files, [one.name for one in files], [draft.kind for draft in listed], choices)
    if here.content != content or here.number is None:
        given = replace(given, content=_content(listed))
    return replace(here, number=_write(session, here, given), why="", content=content, choices=choices)


def _write(session: Session, here: Here, given: Writing) -> int:
    who: dict[str, Any] = {"holder": here.holder, "actor": session.actor, "now": session.now}
    try:
        if here.number is None:
            return store.begin(session.engine, here.project, given, **who)
        store.change(session.engine, here.project, here.number, given, **who)
    except DraftElsewhere:
        raise _Kept("elsewhere") from None
    except Refused as error:
        raise _Kept("many" if error.message.key == "error.draft_many" else "large") from None
    except DbError:
        raise _Kept("busy") from None
    return here.number


def _content(listed: Sequence[Draft]) -> str:
    """What was parsed, without personal data, as text. Raises ``_Kept``."""
    found: list[Parsed] = []
    for draft in listed:
        kept = drafts.parsed_of(draft)
        parsed = None if kept is None else content_of(kept, _PARSED_BYTES)
        if parsed is None:
            raise _Kept("large")
        found.append(parsed)
    if sum(len(run.numbers) for one in found for table in one.tables for run in table.runs) > MOST_ROWS:
        raise _Kept("large")
    cleaned = [clean.keepable(one, draft.edits) for draft, one in zip(listed, found, strict=True)]
    if None in cleaned:
        raise _Kept("personal")
    return plain.written_files([one for one in cleaned if one is not None])


def _require_no_number(listed: Sequence[Draft], choices: str) -> None:
    """Answers are not looked at by intake before they are used. Raises ``_Kept``."""
    known = {text for draft in listed for text in draft.edits.values()}
    known |= {one.sha256 for draft in listed for one in draft.files}  # digits by chance
    others = (text for text in plain.texts(choices) if text not in known)
    if any(map(has_national_id, others)) or any(clean.edits_hold_number(d.edits, d.kind) for d in listed):
        raise _Kept("personal")


def _not_kept(session: Session, here: Here, why: str) -> Here:
    """The load goes on in this tab alone: what is there of it in the database goes, unless another tab has it."""
    if why in ("elsewhere", "busy"):
        return replace(here, why=why, number=None if why == "elsewhere" else here.number)
    if here.number is not None:
        with suppress(DbError):
            store.drop(session.engine, here.project, here.number, actor=session.actor, now=session.now,
                       holder=here.holder)  # fmt: skip
    return replace(here, why=why, number=None, content=(), choices="")


def _say(session: Session, here: Here) -> None:
    say = session.say
    if here.why == "elsewhere":
        st.warning(say("unfinished.elsewhere"), icon=":material/sync_problem:")
    elif here.why:
        st.info(say(f"unfinished.{here.why}", rows=f"{MOST_ROWS:,}", n=store.KEPT_EACH), icon=":material/info:")
    elif here.number is not None:
        st.caption(f":material/check_circle: {say('unfinished.kept', days=store.KEPT_DAYS)}")
