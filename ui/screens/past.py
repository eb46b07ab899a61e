"""What the history page is made of: the table of uploads, one upload, two compared, the audit log."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

import streamlit as st

from core.model import Right
from core.model.kinds import KINDS, Kind
from core.text import hide
from db.accounts import audit, refusals
from db.errors import DbError
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.screens import compared
from ui.text import markdown_text, t, words
from ui.widgets import boxes, plan_ticks, tables
from words import catalogue

_RESULT = "history.result"


def kind_name(session: Session, kind: Kind) -> str:
    """A kind in the visitor's language."""
    return KINDS[kind].name.get(session.lang)


def table(session: Session, uploads: Sequence[UploadInfo]) -> list[UploadInfo]:
    """The uploads as a table; gives back the ones that are picked, two at most."""
    heads = {
        name: session.say(f"history.{name}")
        for name in ("state", "kind", "set", "as_of", "received", "by", "rows", "file")
    }
    newest = newest_of_each(uploads)
    shown = [
        {
            heads["state"]: session.say(f"history.{_state(u, newest)}"),
            heads["kind"]: kind_name(session, u.kind),
            heads["set"]: u.seq,
            heads["as_of"]: words.day(u.as_of, session.lang),
            heads["rows"]: u.row_count,
            heads["received"]: words.moment(u.received_at, session.lang),
            heads["by"]: u.by,
            heads["file"]: session.prose([u.file_name])[0],
        }
        for u in uploads
    ]
    places = tables.pick(shown, "history-table", alt=session.say("history.intro"))
    return [uploads[place] for place in places][:2]


def newest_of_each(uploads: Sequence[UploadInfo]) -> set[int]:
    """Of each kind the live upload that every screen shows today: the last by its day, then by its number."""
    live: dict[Kind, UploadInfo] = {}
    for upload in sorted((u for u in uploads if u.live), key=lambda u: (u.as_of, u.seq)):
        live[upload.kind] = upload
    return {upload.id for upload in live.values()}


def _state(upload: UploadInfo, newest: set[int]) -> str:
    if upload.erased_at is not None:
        return "erased"
    return "newest" if upload.id in newest else "live" if upload.live else "withdrawn"


def result() -> None:
    """What the last press did."""
    outcome = st.session_state.pop(_RESULT, None)
    if outcome is not None:
        tone, sentence = outcome
        (st.success if tone == "done" else st.error)(markdown_text(sentence))


def one(session: Session, upload: UploadInfo) -> None:
    """One upload: its events, the days to open, and its withdrawal or return."""
    with st.container(border=True, key="history-one"):
        st.markdown(f"**{markdown_text(_title(session, upload))}**")
        if loaded := _past_kept(session, upload.counts.get("past")):
            st.caption(markdown_text(loaded))
        for event in upload.events:
            reason, at = session.prose([event.reason])[0], words.moment(event.at, session.lang)
            say = session.say(f"history.event_{event.event}", by=event.by, at=at, reason=reason)
            turned = _past_kept(session, event.past)
            st.caption(markdown_text(" · ".join(filter(None, (say, turned)))))
        if upload.erased_at is not None:
            st.caption(session.say("erased.event", at=words.moment(upload.erased_at, session.lang)))
        _edits(session, upload)
        here = link.glance()
        day = upload.as_of.isoformat()
        received = (upload.received_at + timedelta(milliseconds=1)).isoformat().replace("+00:00", "Z")
        with st.container(horizontal=True):
            st.link_button(
                session.say("history.open"), link.href(here, "", as_of=day, seen=None), icon=":material/event:"
            )
            st.link_button(
                session.say("history.open_seen"),
                link.href(here, "", as_of=day, seen=received),
                icon=":material/visibility:",
            )
        compared.rows(session, upload)
        if session.may(Right.WITHDRAW) and upload.erased_at is None:
            _turn(session, upload)


def _past_kept(session: Session, kept: Sequence[Mapping[str, str]] | None) -> str:
    """Which months already over the load, the withdrawal or the return of a plan changed."""
    days = [words.day(date.fromisoformat(month["day"]), session.lang) for month in kept or ()]
    return session.say("history.past_kept", k=len(days), days=", ".join(days)) if days else ""


def _edits(session: Session, upload: UploadInfo) -> None:
    """The cells that were corrected by hand when this was loaded."""
    edits = upload.counts.get("edits") or []
    if not edits:
        return
    with st.expander(session.say("history.edits", k=len(edits)), icon=":material/edit:", key="history-edits"):
        for row, column, source, text in edits:
            key = "history.edit_private" if text is None else "history.edit"
            place, header, now = session.prose([f"[{source}] " if source else "", column, text])
            said = session.say(key, row=row, col=header, text=now)
            st.markdown(markdown_text(f"{place}{said}"))


def _turn(session: Session, upload: UploadInfo) -> None:
    """The form that withdraws a live upload or brings a withdrawn one back; a reason is needed."""
    deed = "withdraw" if upload.live else "reinstate"
    with st.form(f"history-{deed}-{upload.id}", border=False):
        past = plan_ticks.turning(session, upload)
        reason = st.text_input(session.say("history.reason" if upload.live else "history.reason_back"), max_chars=300)
        pressed = st.form_submit_button(session.say(f"history.{deed}"), icon=":material/undo:")
        if upload.live:
            st.caption(session.say("history.withdraw_note"))
    if not pressed:
        return
    if not reason.strip():
        st.warning(session.say("history.reason_missing"))
        return
    accepted = plan_ticks.accepted(session, past)
    if deed == "reinstate" and len(accepted) < len(past):
        st.warning(session.say("history.past_missing"))
        return
    st.session_state[_RESULT] = turn(session, upload.id, deed, reason.strip(), accepted)
    st.rerun()


def turn(session: Session, upload_id: int, deed: str, reason: str, accept_past: Sequence[str] = ()) -> tuple[str, str]:
    """Withdraw or reinstate, asking for the right once more; gives the outcome and its sentence."""
    who = guard.require(Right.WITHDRAW)
    act = store.withdraw if deed == "withdraw" else partial(store.reinstate, accept_past=accept_past)
    try:
        act(session.engine, upload_id, actor=who.actor, reason=reason, now=who.now)
    except DbError as error:
        return "failed", session.told(error.message)
    return "done", session.say("history.withdrawn_done" if deed == "withdraw" else "history.reinstated_done")


def _title(session: Session, upload: UploadInfo) -> str:
    day = words.day(upload.as_of, session.lang)
    return session.say("history.chosen", kind=kind_name(session, upload.kind), set=upload.seq, day=day)


def deed_words(action: str, lang: str) -> str:
    """What was done in the words of the language; a deed that this version does not know keeps its name."""
    key = f"history.did.{action.replace('.', '_')}"
    return t(key, lang) if key in catalogue() else action


def detail_words(action: str, detail: str, lang: str) -> str:
    """What it was done to: kinds of data, roles and papers by their names, all else as it was recorded.

    Persons are masked: who reads the log sees none.
    """
    first, *rest = detail.split(" ")
    if action.startswith("user."):
        return " ".join([first, *(t(f"role.{word}", lang) if f"role.{word}" in catalogue() else word for word in rest)])
    if action in (refusals.BY_RIGHT, refusals.BY_DOOR):
        key = f"right.{first}" if action == refusals.BY_RIGHT else f"attempt.{first}"
        times = [f"×{number}" for number in rest]
        return " ".join([t(key, lang) if key in catalogue() else first, *times])
    if action in ("export", "export.payees", "acknowledge", "mapping.remember", "upload.erase"):
        if first == "report":
            first, rest = (
                t("history.report", lang),
                [t(f"reports.{rest[0]}", lang)] if rest and f"reports.{rest[0]}" in catalogue() else rest,
            )
        kind = next((kind for kind in KINDS if kind == first), None)
        return " ".join([KINDS[kind].name.get(lang) if kind else first, *rest])
    return hide(detail)


def audit_log(session: Session) -> None:
    """Who did what, newest first; for those who keep users."""
    if session.may(Right.USERS):
        title = session.say("history.audit")
        boxes.folded(title, "history-audit", partial(_log, session), ":material/fact_check:")


def _log(session: Session) -> None:
    shown = [
        {
            session.say("history.audit_at"): words.moment(e.at, session.lang),
            session.say("history.by"): f"{e.by} ({e.account})" if e.account else e.by,
            session.say("history.audit_action"): deed_words(e.action, session.lang),
            session.say("history.set"): e.upload_id,
            session.say("history.audit_detail"): session.prose([detail_words(e.action, e.detail, session.lang)])[0],
        }
        for e in audit.recent(session.engine, project=session.project.code)
    ]
    tables.show(shown, "audit-table", alt=session.say("history.audit"))
