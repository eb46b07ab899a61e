"""What the history page is made of: the table of uploads, one upload, two compared, the audit log."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import streamlit as st

from core.model import Right
from core.model.kinds import KINDS, Kind
from core.text import hide
from db.accounts import audit, refusals
from db.errors import DbError
from db.maintenance.scheduled import recorded
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from ui import remarked
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.screens import compared
from ui.screens.month import batch
from ui.text import markdown_text, t, words
from ui.widgets import boxes, plan_ticks, tables
from words import catalogue

PAGE = 100  # uploads that are read and shown at once
_RESULT = "history.result"
_PLACE = "history.place"  # of which list, and the first upload shown


def kind_name(session: Session, kind: Kind) -> str:
    """A kind in the visitor's language."""
    return KINDS[kind].name.get(session.lang)


def one_page(session: Session, kind: Kind | None, counted: Mapping[Kind, int]) -> tuple[UploadInfo, ...]:
    """One page of the uploads of a kind (none chosen: of all), and the ways to those before and after."""
    whole = counted.get(kind, 0) if kind else sum(counted.values())
    asked, first = st.session_state.get(_PLACE, (None, 0))
    first = first if asked == (session.project.code, kind) and first < whole else 0
    if whole > PAGE:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(session.say("history.page", a=first + 1, b=min(first + PAGE, whole), n=whole), width="content")
            for name, icon, to in (
                ("newer", ":material/chevron_left:", first - PAGE),
                ("older", ":material/chevron_right:", first + PAGE),
            ):
                st.button(session.say(f"log.{name}"), key=f"history-{name}", icon=icon, type="tertiary",
                          disabled=not 0 <= to < whole, on_click=_turn_to,
                          args=(session.project.code, kind, to))  # fmt: skip
    known = session.knows_of_waiting
    return store.history(session.engine, session.project.code, kind, first=first, limit=PAGE, unpassed=known)


def _turn_to(project: str, kind: Kind | None, first: int) -> None:
    st.session_state[_PLACE] = ((project, kind), first)


def table(session: Session, uploads: Sequence[UploadInfo]) -> list[UploadInfo]:
    """The uploads as a table; gives back the ones that are picked, two at most."""
    heads = {
        name: session.say(f"history.{name}")
        for name in ("state", "kind", "set", "as_of", "received", "by", "rows", "file")
    }
    newest = {upload.id for upload in store.newest_of_each(session.engine, session.project.code).values()}
    fellows = batch.column(session, uploads)
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
            **({session.say("history.fellows"): fellows.get(u.id, "")} if fellows else {}),
        }
        for u in uploads
    ]
    places = tables.pick(shown, "history-table", alt=session.say("history.intro"))
    return [uploads[place] for place in places][:2]


def _state(upload: UploadInfo, newest: set[int]) -> str:
    return "newest" if upload.state == "live" and upload.id in newest else upload.state


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
        batch.draw(session, others := batch.others_of(session, upload))
        loaded = _past_kept(session, upload.counts.get("past"))
        if loaded and upload.passed is None and not upload.never_passed:
            st.caption(markdown_text(loaded))
        if why := upload.counts.get("reason"):
            st.caption(markdown_text(session.say("history.closed_reason", reason=session.prose([why])[0])))
        for event in upload.events:
            reason, at = session.prose([event.reason])[0], words.moment(event.at, session.lang)
            say = session.say(f"history.event_{event.event}", by=event.by, at=at, reason=reason)
            turned = _past_kept(session, event.past)
            st.caption(markdown_text(" · ".join(filter(None, (say, turned)))))
        if upload.erased_at is not None:
            st.caption(session.say("erased.event", at=words.moment(upload.erased_at, session.lang)))
        _ways(session, upload)
        _edits(session, upload)
        if not upload.never_passed:
            _links(session, upload)
        compared.rows(session, upload)
        if not upload.never_passed:
            remarked.beside(session, "upload", str(upload.id))
        if session.may(Right.WITHDRAW) and upload.erased_at is None:
            _turn(session, upload, others)


def _links(session: Session, upload: UploadInfo) -> None:
    """The ways to the day of an upload: as it is known now, and as it was seen when the upload came into view."""
    here, day = link.glance(), upload.as_of.isoformat()
    began = (upload.in_view_at + timedelta(milliseconds=1)).isoformat().replace("+00:00", "Z")
    with st.container(horizontal=True):
        st.link_button(session.say("history.open"), link.href(here, "", as_of=day, seen=None), icon=":material/event:")
        st.link_button(
            session.say("history.open_seen" if upload.passed is None else "history.open_passed"),
            link.href(here, "", as_of=day, seen=began),
            icon=":material/visibility:",
        )


def _past_kept(session: Session, kept: Sequence[Mapping[str, str]] | None) -> str:
    """Which months already over the load, the withdrawal or the return of a plan changed."""
    days = [words.day(date.fromisoformat(month["day"]), session.lang) for month in kept or ()]
    return session.say("history.past_kept", k=len(days), days=", ".join(days)) if days else ""


def _ways(session: Session, upload: UploadInfo) -> None:
    """How a person chose that the file be read when this was loaded."""
    for name, answer in (upload.counts.get("ways") or {}).items():
        key = f"ways.{name}_{answer}"
        said = session.say(key) if key in catalogue() else session.prose([answer])[0]
        st.caption(markdown_text(f"{session.say(f'ways.{name}')}: {said}"))


def _edits(session: Session, upload: UploadInfo) -> None:
    """The cells that were corrected by hand when this was loaded."""
    edits = upload.counts.get("edits") or []
    if not edits:
        return
    title = session.say("history.edits", k=len(edits))
    boxes.folded(title, "history-edits", partial(_edited, session, edits), icon=":material/edit:")


def _edited(session: Session, edits: Sequence[Sequence[Any]]) -> None:
    for row, column, source, text in edits:
        key = "history.edit_private" if text is None else "history.edit"
        place, header, now = session.prose([f"[{source}] " if source else "", column, text])
        said = session.say(key, row=row, col=header, text=now)
        st.markdown(markdown_text(f"{place}{said}"))


def _turn(session: Session, upload: UploadInfo, others: Sequence[UploadInfo]) -> None:
    """The form that withdraws an upload that counts or waits, with what was stored together with it or alone, or brings
    a withdrawn one back; a reason is needed.
    """
    deed = "reinstate" if upload.withdrawn else "withdraw"
    with st.form(f"history-{deed}-{upload.id}", border=False):
        past = plan_ticks.turning(session, upload)
        with_others = batch.choice(session, upload, others)
        reason = st.text_input(
            session.say("history.reason_back" if upload.withdrawn else "history.reason"), max_chars=300
        )
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
    if with_others:
        st.session_state[_RESULT] = batch.take_back(session, upload, reason.strip())
    else:
        st.session_state[_RESULT] = turn(session, upload.id, deed, reason.strip(), accepted)
    st.rerun()


def turn(session: Session, upload_id: int, deed: str, reason: str, accept_past: Sequence[str] = ()) -> tuple[str, str]:
    """Withdraw or reinstate, asking for the right once more; gives the outcome and its sentence."""
    who = guard.require(Right.WITHDRAW)
    act = store.withdraw if deed == "withdraw" else partial(store.reinstate, accept_past=accept_past)
    try:
        done = act(session.engine, upload_id, actor=who.actor, reason=reason, now=who.now)
    except DbError as error:
        return "failed", session.told(error.message)
    if done.never_passed:
        return "done", session.say("review.reinstated_done" if done.waits else "review.withdrawn_done")
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
    if action.startswith(("user.", "token.")):
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
    if action == recorded.REFUSED and (why := recorded.reason(detail)):
        return hide(words.told(why, lang))
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
