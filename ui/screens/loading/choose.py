"""Step 1: which kind, the form to start from, the files."""

from collections.abc import Mapping

import streamlit as st

from core.model import Place, amphoe_of
from core.model.kinds import KINDS, Kind
from ui import framework
from ui.auth.guard import Session
from ui.request import link
from ui.routes.files import BY_AMPHOE
from ui.screens.loading import draft
from ui.text import markdown_text
from ui.workers.held import Held, hold

_ROUND = "upload.round"  # a new uploader after each load
_HELD = "upload.held"
TAKEN_AWAY = "upload.taken_away"


def destination(session: Session) -> None:
    """Which project, and which year, the file goes into."""
    name, year = session.project.name.get(session.lang), session.project.fiscal_year_be
    st.caption(markdown_text(session.say("switch.goes_to", name=name, y=year)))


def kind(session: Session) -> Kind:
    """The kind of data that is loaded."""
    asked = st.session_state.pop("upload.ask_kind", None)
    if asked:
        st.session_state["upload-kind"] = asked
    first = next(iter(KINDS))
    chosen = st.segmented_control(
        session.say("upload.kind"),
        list(KINDS),
        default=None if "upload-kind" in st.session_state else first,
        format_func=lambda k: KINDS[k].name.get(session.lang),
        key="upload-kind",
        required=True,
    )
    return chosen or first


def forms(session: Session, of: Kind) -> None:
    """The form with the present data in it, of all or of one amphoe, and a blank one; where there are no data yet, the
    blank one alone.
    """
    here, name = link.glance(), "template" if of in session.view().uploads else "template_blank"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.link_button(
            session.say(f"upload.{name}"),
            link.href(here, f"files/template/{of}.xlsx", amphoe=_amphoe(session, of)),
            icon=":material/table:",
        )
        st.link_button(
            session.say("upload.template_csv"),
            link.href(here, f"files/template/{of}.csv"),
            icon=":material/csv:",
            type="tertiary",
        )


def _amphoe(session: Session, of: Kind) -> str | None:
    """Whose rows the form is to hold; asked where rows belong to an amphoe and some are there."""
    if of not in BY_AMPHOE or of not in session.view().uploads:
        return None
    present = set(session.view().of("groups")["amphoe"])
    places = {place.written: place for place in amphoe_of(session.project.province_code) if place.written in present}
    return st.selectbox(
        session.say("upload.form_of"),
        [None, *places],
        format_func=lambda name: _name(session, places, name),
        key=f"form-amphoe-{of}",
        width=200,
    )


def _name(session: Session, places: Mapping[str, Place], name: str | None) -> str:
    if name is None:
        return session.say("upload.form_all")
    return places[name].name.get(session.lang)


def files(session: Session) -> tuple[Held, ...]:
    """The files chosen, a citizen's number in a name masked. No filter by ending: a browser would drop a file without a
    word. Their bytes are held on the disk, once, and neither here nor by the framework.
    """
    key = f"upload-files-{st.session_state.get(_ROUND, 0)}"
    with st.container(key=f"uploader-{session.lang}"):  # Streamlit's own words are put right by the style sheet
        chosen = st.file_uploader(
            session.say("upload.choose", limit=st.get_option("server.maxUploadSize")),
            accept_multiple_files=True,
            key=key,
            help=session.say("upload.hint"),
            on_change=_taken_away,
            args=(key,),
        )
    known: dict[str, Held] = st.session_state.get(_HELD, {})
    held: dict[str, Held] = {}
    for file in chosen or ():
        if file.file_id not in known:
            held[file.file_id] = hold(file.name, file.getvalue())
            framework.let_go(file)
        else:
            held[file.file_id] = known[file.file_id]
    st.session_state[_HELD] = held
    return tuple(held.values())


def _taken_away(key: str) -> None:
    """Note that the last file was taken out of the uploader by hand, which ends its load."""
    if not st.session_state[key]:
        st.session_state[TAKEN_AWAY] = True


def again() -> None:
    """Begin another load with an empty uploader. For callbacks."""
    draft.forget()
    empty()


def empty() -> None:
    """Draw an empty uploader from the next run on."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def ask_kind(wanted: Kind) -> None:
    """Turn to another kind with the same files. For callbacks."""
    st.session_state["upload.ask_kind"] = wanted
