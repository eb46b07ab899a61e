"""Step 1: which kind, the form to start from, the files."""

from collections.abc import Mapping

import streamlit as st

from core.model import Place, amphoe_of
from core.model.kinds import KINDS, Kind
from ui.auth.guard import Session
from ui.request import link
from ui.routes.files import BY_AMPHOE
from ui.screens.loading import draft
from ui.screens.loading.draft import Draft
from ui.text import markdown_text

_ROUND = "upload.round"  # a new uploader after each load


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


def files(session: Session, of: Kind) -> Draft | None:
    """The files chosen. No filter by ending: a browser would drop a file without a word."""
    with st.container(key=f"uploader-{session.lang}"):  # Streamlit's own words are put right by the style sheet
        chosen = st.file_uploader(
            session.say("upload.choose", limit=st.get_option("server.maxUploadSize")),
            accept_multiple_files=True,
            key=f"upload-files-{st.session_state.get(_ROUND, 0)}",
            help=session.say("upload.hint"),
        )
    if not chosen:
        return None
    return draft.of(of, tuple((file.name, file.getvalue()) for file in chosen))


def again() -> None:
    """Begin another load with an empty uploader. For callbacks."""
    draft.forget()
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def ask_kind(wanted: Kind) -> None:
    """Turn to another kind with the same files. For callbacks."""
    st.session_state["upload.ask_kind"] = wanted
