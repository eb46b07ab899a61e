"""A page before its first data: what will stand here, which file it is made from, and the way there."""

from collections.abc import Sequence

import streamlit as st

from core.model import Right, Snapshot
from core.model.kinds import KINDS, Kind, day_kinds
from ui.auth.guard import Session
from ui.request import link
from ui.text import markdown_text


def loaded(session: Session, page: str, kind: Kind) -> Snapshot:
    """What a page shows. Where no file of its kind was ever loaded the page ends here, with what will stand on it."""
    view = session.view()
    if kind not in view.uploads:
        st.info(session.say(f"{page}.no_data"), icon=":material/upload_file:")
        _teach(session, (kind,))
        st.stop()
    return view


def whole(session: Session) -> None:
    """Under the verdict of a project without any data."""
    st.markdown(markdown_text(session.say("beginning.plan")))
    _teach(session, ("plan", *day_kinds()))


def _teach(session: Session, kinds: Sequence[Kind]) -> None:
    """The columns that each file needs; for those who load: the blank form and the page to load it."""
    for kind in kinds:
        name = KINDS[kind].name.get(session.lang)
        needed = ", ".join(column.th for column in KINDS[kind].columns if column.required)
        if either := [column.th for column in KINDS[kind].columns if column.name in KINDS[kind].one_of]:
            needed = session.say("beginning.one_of", needed=needed, either=", ".join(either))
        st.markdown(markdown_text(session.say("beginning.needs", kind=name, columns=needed)))
    if not session.may(Right.UPLOAD):
        st.caption(session.say("beginning.wait"))
        return
    here = link.glance()
    with st.container(horizontal=True, gap="small"):
        for kind in kinds:
            name = KINDS[kind].name.get(session.lang)
            address = link.href(here, f"files/template/{kind}.xlsx", blank="1")
            st.link_button(
                session.say("beginning.form", kind=name), address, icon=":material/download:", type="tertiary"
            )
        st.link_button(
            session.say("nav.upload"), link.href(here, "upload"), icon=":material/upload_file:", type="primary"
        )
