"""Loads of this user that are not saved yet: offered where no file is chosen, taken up, thrown away."""

from dataclasses import replace
from uuid import uuid4

import streamlit as st

from core.intake.unfinished.plain import NotReadable
from core.model.kinds import KINDS, Kind
from db.errors import DbError
from db.notebook import drafts as store
from db.notebook.drafts import Unfinished
from ui.auth.guard import Session
from ui.screens.loading import choose
from ui.screens.loading import draft as drafts
from ui.screens.month import parts
from ui.screens.unfinished import state
from ui.screens.unfinished.state import Here
from ui.text import markdown_text, words
from ui.widgets import boxes
from ui.workers.held import Held

_GO_ON, _THROW, _LOOKED = "unfinished.go_on", "unfinished.throw", "unfinished.looked"
_KIND = "upload-kind"


def turn(session: Session) -> None:
    """At the top of the page: what was pressed before this run; and a load that this tab left by another page."""
    try:
        _turn(session, state.here())
    except DbError as error:
        drafts.tell(session.told(error.message))


def _turn(session: Session, here: Here | None) -> None:
    if st.session_state.pop(choose.TAKEN_AWAY, False) and here is not None and here.chosen:
        _end(session, here)
    if (number := st.session_state.pop(_THROW, None)) is not None:
        store.drop(session.engine, session.project.code, number, actor=session.actor, now=session.now)
        if here is not None and here.number == number:
            state.forget()
    if st.session_state.pop(drafts.AS_BEFORE, False) and here is not None:
        st.session_state[_GO_ON] = here.number
    if (number := st.session_state.pop(_GO_ON, None)) is not None:
        choose.empty()
        _take_up(session, number)
        _show_kind()
    elif _KIND not in st.session_state and here is not None:
        _come_back(session, here)


def files(session: Session, kind: Kind, chosen: tuple[Held, ...]) -> tuple[Held, ...]:
    """The files of the load: those that are chosen, whose draft is taken up where there is one; else those of the load
    that goes on. None: there is no load.
    """
    here = state.here()
    if chosen:
        _same_files(session, kind, chosen)
        return chosen
    if here is None or here.number is None or here.project != session.project.code:
        if state.files_under_way():
            state.forget()
        return ()
    if here.chosen:  # its files left the uploader with another page
        state.put(replace(here, chosen=False))
    return state.files_under_way()


def draw(session: Session) -> None:
    """Over a load that goes on without its files: which it is, and its end."""
    here = state.here()
    if here is None or here.chosen or here.number is None:
        return
    names = ", ".join(one.name for one in state.files_under_way())
    with st.container(key="unfinished-here", horizontal=True, vertical_alignment="center"):
        said = session.say("unfinished.on", names=session.prose([names])[0])
        st.markdown(f":material/history: {markdown_text(said)}")
        _throwing(session, here.number)


def offers(session: Session) -> None:
    """The loads that this user has not saved yet; nothing where there are none."""
    found = store.mine(session.engine, session.project.code, actor=session.actor, now=session.now)
    if not found:
        return
    with boxes.card(session.say("unfinished.title"), "unfinished-offers"):
        st.caption(session.say("unfinished.note", days=store.KEPT_DAYS))
        for one in found:
            _offer(session, one)


def _offer(session: Session, one: Unfinished) -> None:
    names, kinds = (
        ", ".join(one.names),
        ", ".join(KINDS[kind].name.get(session.lang) for kind in KINDS if kind in one.kinds),
    )
    said = session.say("unfinished.one", kinds=kinds, at=words.moment(one.at, session.lang))
    with st.container(key=f"unfinished-{one.id}", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{markdown_text(session.prose([names])[0] or '')}** · {markdown_text(said)}")
        label, key = session.say("unfinished.go_on"), f"unfinished-go-on-{one.id}"
        st.button(label, key=key, type="primary", icon=":material/play_arrow:", on_click=_press, args=(_GO_ON, one.id))
        _throwing(session, one.id)


def _throwing(session: Session, number: int) -> None:
    with st.popover(
        session.say("unfinished.throw"), type="tertiary", icon=":material/delete_forever:", key=f"throw-{number}"
    ):
        st.markdown(session.say("unfinished.throw_note"))
        label, key = session.say("unfinished.throw_now"), f"unfinished-throw-{number}"
        st.button(label, key=key, on_click=_press, args=(_THROW, number))


def _press(what: str, number: int) -> None:
    st.session_state[what] = number


def _take_up(session: Session, number: int, chosen: tuple[Held, ...] | None = None) -> None:
    """Go on with a draft in this tab; where that cannot be, it is said why."""
    before = state.here()
    holder = before.holder if before is not None and before.number == number else uuid4().hex
    opened = store.take(
        session.engine, session.project.code, number, holder=holder, actor=session.actor, now=session.now
    )
    if opened is None:
        drafts.tell(session.say("unfinished.gone"))
        return
    try:
        content = state.take_up(opened.choices, opened.content, chosen)
    except NotReadable:
        drafts.tell(session.say("unfinished.version"))
        return
    state.put(
        Here(session.project.code, opened.told.files, holder, number, "", content, opened.choices,
             opened.told.at, chosen is not None)
    )  # fmt: skip


def _show_kind() -> None:
    draft = drafts.now()
    if draft is not None and parts.now() is None:
        st.session_state[_KIND] = draft.kind


def _come_back(session: Session, here: Here) -> None:
    """Back from another page: the load goes on, unless another tab has taken it, or saved it."""
    found = store.mine(session.engine, session.project.code, actor=session.actor, now=session.now)
    if any((one.id, one.holder) == (here.number, here.holder) for one in found):
        _show_kind()
    else:
        state.forget()


def _same_files(session: Session, kind: Kind, chosen: tuple[Held, ...]) -> None:
    """The very files of a draft were chosen again: go on with it, once."""
    here, name = state.here(), state.print_of(chosen)
    if here is not None and here.files == name:
        if not here.chosen:
            state.put(replace(here, chosen=True))
        return
    if st.session_state.get(_LOOKED) == (name, kind):
        return
    st.session_state[_LOOKED] = name, kind
    found = store.mine(session.engine, session.project.code, actor=session.actor, now=session.now)
    for one in found:
        if one.files == name and (len(one.kinds) > 1 or one.kinds == (kind,)):
            _take_up(session, one.id, chosen)
            return


def _end(session: Session, here: Here) -> None:
    if here.number is not None:
        store.drop(session.engine, here.project, here.number, actor=session.actor, now=session.now, holder=here.holder)
    state.forget()
