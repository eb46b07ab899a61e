"""The band on top of every page: which project, data of which days, loaded when, how old, and what to beware of."""

from functools import partial

import streamlit as st

from core.figures import Figures
from core.model import Right, Snapshot
from core.model.kinds import day_kinds
from db.projects import files, versions
from db.reviews import waiting
from ui.auth import menu
from ui.auth.guard import Session
from ui.request import link, load
from ui.shell import account, switch
from ui.text import amounts, badge_text, data_days, markdown_text, words
from ui.widgets import boxes


def draw(session: Session, path: str) -> None:
    """Project and stamps on the left, the account on the right, banners under them; grey where the data is stale. Above
    them, that a room looks on. ``path`` is the address of the page, for its way to the guide.
    """
    view, figures = session.view(), session.figures()
    account.presenting(session)
    with st.container(key="band-stale" if figures.stale else "band", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False, key="band-top"):
            with st.container(key="band-text", gap=None):
                st.markdown(f"**{markdown_text(session.project.name.get(session.lang))}**")
                st.html(words.unbroken(stamps(session, view, figures)))
            if not link.glance().presenting:
                switch.years(session)
                _guide(session, path)
            account.draw(session)
        _banners(session, view, figures)
    later = sum(figures.not_yet_counted.values())
    if later:
        st.caption(session.say("budget.not_counted", k=later))
    if said := differs(session, view, figures):
        st.warning(markdown_text(said), icon=":material/difference:")
    for notice in session.notices:
        st.warning(markdown_text(notice), icon=":material/link_off:")
    if session.may(Right.MAINTAIN):
        _project_files(session)


def of_all(session: Session, path: str) -> None:
    """The band of a page about every project: no project's name or days, and the account on the right."""
    account.presenting(session)
    with (
        st.container(key="band", gap=None),
        st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False, key="band-top"),
    ):
        with st.container(key="band-text", gap=None):
            st.markdown(f"**{session.say('projects.title')}**")
            st.html(words.unbroken([session.say("projects.title_about")]))
        if not link.glance().presenting:
            _guide(session, path)
        account.draw(session)


def _guide(session: Session, path: str) -> None:
    """The "?" of a page: to the guide, at the part about it."""
    name = menu.known()[path].name
    with st.container(key="band-guide", width="content"):
        menu.way("help", session.lang, session.say("guide.open"), ":material/help:", [(link.AT, name)])


def _project_files(session: Session) -> None:
    """To the admin alone: what is wrong with the project files as they stand now; the first fault, the rest folded."""
    faults = files.refused(versions.folder())
    if not faults:
        return
    lines = [f"- {markdown_text(session.told(fault))}" for fault in faults]
    head = session.say("band.files_refused", command="python -m db init")
    st.warning(f"{head}\n\n{lines[0]}", icon=":material/edit_document:")
    if lines[1:]:
        more = session.say("band.files_more", k=len(lines) - 1)
        boxes.folded(more, "project-files", partial(st.markdown, "\n".join(lines[1:])))


def stamps(session: Session, view: Snapshot, figures: Figures) -> list[str]:
    """The parts of the stamp: of which days the data are, when loaded, which sets, how old."""
    parts = [data_days.as_of(session, view, lambda day: words.day(day, session.lang))]
    if not set(day_kinds()) & set(view.uploads):
        return parts
    newest = words.moment(max(upload.received_at for upload in view.uploads.values()), session.lang)
    parts.append(session.say("band.source", u=newest, set=data_days.sets(session, view)))
    if figures.age_days is not None and not figures.stale:
        parts.append(session.say("band.age", days=figures.age_days))
    return parts


def _banners(session: Session, view: Snapshot, figures: Figures) -> None:
    """Strips under the stamps: that one amphoe is shown, samples, a past day, stale data, entries to check, data
    that wait for review for those who may know of them. Nothing, where all is plain.
    """
    looking_back = session.day is not None or session.seen is not None
    waiting_sets, sample = waits(session), session.project.sample
    if not (session.amphoe or sample or looking_back or figures.stale or figures.suspects or waiting_sets):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="band-banners"):
        if session.amphoe:
            said = badge_text(session.say("of_amphoe.only", amphoe=session.amphoe_name))
            st.badge(said, icon=":material/lock:", color="blue")
        if sample:
            st.badge(session.say("band.sample"), icon=":material/science:", color="orange")
            _start_button(session)
        if looking_back:
            st.badge(past(session, view), icon=":material/history:", color="violet")
            st.button(
                session.say("band.back"),
                key="band.back",
                type="tertiary",
                on_click=link.change,
                kwargs={"as_of": None, "seen": None},
            )
        if figures.stale:
            st.badge(session.say("band.stale", days=figures.age_days), icon=":material/schedule:", color="gray")
        if figures.suspects:
            st.badge(session.say("band.check", k=len(figures.suspects)), icon=":material/rule:", color="orange")
        if waiting_sets:
            st.badge(session.say("band.waits", k=waiting_sets), icon=":material/fact_check:", color="blue")
            menu.way("history", session.lang, session.say("band.waits_open"), ":material/chevron_right:")


def waits(session: Session) -> int:
    """How many sets wait for review, for those who may know of them; 0 for all others."""
    return waiting.count(session.engine, session.project.code) if session.knows_of_waiting else 0


def differs(session: Session, view: Snapshot, figures: Figures) -> str:
    """How far the same day is shown otherwise now than these data, as they were known then, show it; empty where it is
    not, or where all that is known now is shown.
    """
    parts: list[str] = []
    if session.seen is None:
        return ""
    for figure, change in figures.differences(load.present(session, view)):
        label = session.say(figure.key("label"))
        parts.append(f"{label} {'+' if change > 0 else '−'}{amounts.bare(figure, abs(change))}")
    return session.say("band.differs", what=", ".join(parts)) if parts else ""


def past(session: Session, view: Snapshot) -> str:
    """Which day is looked back at, and as it was seen when."""
    day = words.day(session.day or view.day, session.lang)
    if session.seen is None:
        return session.say("band.past", a=day)
    return session.say("band.past_seen", a=day, seen=words.moment(session.seen, session.lang))


def _start_button(session: Session) -> None:
    """From the samples to the office's own project, still empty. For those who load data."""
    if session.may(Right.UPLOAD):
        st.button(
            session.say("band.start"),
            key="band.start",
            type="tertiary",
            icon=":material/play_arrow:",
            on_click=switch.start,
            args=(session,),
        )
