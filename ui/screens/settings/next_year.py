"""The next year, step by step: begun from this one; then what is still empty in it, with the source to look for."""

from collections.abc import Iterator

import streamlit as st

from core.model import Right
from core.model.places import province_of
from core.model.project import Project
from core.model.project.drafting.following import Wanted, code_of
from core.money import format_baht
from core.text import CellError, parse_satang
from db.errors import DbError
from db.projects import versions
from db.settings import next_year
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.screens.settings import form, named, state
from ui.text import markdown_text
from ui.widgets import boxes, fields
from words import rendering


def draw(session: Session, project: Project) -> None:
    """The way to the next year; once it is begun, the way to its settings."""
    year = project.fiscal_year_be + 1
    shown = rendering.year(year, session.lang)
    with boxes.card(session.say("settings.next_year", year=shown), "settings-next-year"):
        place = province_of(project.province_code)
        if place is None:
            st.caption(session.say("settings.next_no_province"))
            return
        made = code_of(Wanted(year, place))
        if made in {one.code for one in versions.newest(session.engine)}:
            st.markdown(markdown_text(session.say("settings.next_there", code=made)))
            way = link.href(link.glance(), "settings", project=made)
            st.link_button(session.say("settings.next_open", year=shown), way, icon=":material/edit_note:")
            return
        st.caption(session.say("settings.next_note"))
        target = st.text_input(
            session.say("setting_name.target_groups"), value=str(project.target_groups), key="settings-next-target",
            autocomplete="off", width=260,
        )  # fmt: skip
        baht = format_baht(project.budget_satang)
        budget = st.text_input(
            session.say("setting_name.budget_baht"), value=baht, key="settings-next-budget", autocomplete="off",
            width=260,
        )  # fmt: skip
        st.caption(session.say("settings.next_confirm"))
        groups, satang = fields.whole(target), _satang(budget)
        if not groups:
            fields.refuse(session.say("setting_typed.typed_whole"))
        if not satang:
            fields.refuse(session.say("setting_typed.typed_number"))
        pressed = st.button(session.say("settings.next_begin", year=shown), key="settings-next-begin", type="primary")
        if pressed and groups and satang:
            _begin(session, Wanted(year, place, groups, satang))


def to_fill(session: Session, project: Project, kept: state.State) -> None:
    """Of a project without data: what is of one year alone and still empty, each with its source and the way there."""
    empty = list(_empty(project))
    if not empty or kept.changed:
        return
    info = next((one for one in versions.list_projects(session.engine) if one.code == project.code), None)
    if info is not None and info.uploads:
        return
    with boxes.card(session.say("settings.to_fill", n=len(empty)), "settings-to-fill"):
        st.caption(session.say("settings.to_fill_note"))
        for name in empty:
            with boxes.ends():
                said = session.say(
                    f"settings.look_for.{name}", year=rendering.year(project.fiscal_year_be, session.lang)
                )
                st.markdown(f"**{named.section(session, name)}** {markdown_text(said)}")
                st.button(
                    session.say("settings.fill", name=named.section(session, name)), key=f"settings-fill-{name}",
                    icon=":material/edit:", on_click=form.open_section, args=(name,),
                )  # fmt: skip


def _empty(project: Project) -> Iterator[str]:
    """The sections of the form that a new year begins without."""
    held = {
        "curves": project.curves,
        "registration_windows": project.windows,
        "days": project.last_safe_direct,
        "penalty": project.penalty_base,
        "baselines": project.baselines,
    }
    return (name for name, value in held.items() if not value)


def _satang(text: str) -> int | None:
    try:
        return parse_satang(text)
    except CellError:
        return None


def _begin(session: Session, wanted: Wanted) -> None:
    who = guard.require(Right.MAINTAIN)
    try:
        made = next_year.begin(who.engine, session.project.code, wanted, actor=who.actor, now=who.now)
    except DbError as error:
        st.error(markdown_text(who.told(error.message)))
        return
    state.tell(who.say("settings.next_made", code=made.code))
    st.rerun()
