"""The page of the meeting papers: what is chosen, made, downloaded and copied."""

from functools import partial

import streamlit as st

from core.figures import Figures, compute
from core.model import Snapshot
from db.errors import DbError
from db.snapshots import store
from ui.app import working
from ui.auth.guard import Session
from ui.reports import chat, forms
from ui.reports.catalogue import PAPERS
from ui.reports.material import official_total
from ui.reports.writing import Digits, Writing, usual_digits
from ui.request import frozen, link, public
from ui.routes import papers
from ui.routes.papers import Ask, NotMade, Pack
from ui.shell import band
from ui.text import markdown_text, words
from ui.widgets import boxes
from ui.workers.settings import SECONDS
from ui.workers.turns import Busy
from words import catalogue, languages, template


def choices(session: Session) -> tuple[str, Digits, bool]:
    """Language and digits of the papers, the screen keeps its own; and whether the pack lists entries worth a look."""
    say = session.say
    with st.container(horizontal=True, key="paper-choices", gap="medium"):
        lang = st.segmented_control(
            say("reports.language"),
            languages(),
            default=session.lang,
            format_func=lambda code: _language(code, session.lang),
            key="paper-lang",
            required=True,
        )
        digits = st.segmented_control(
            say("reports.digits"),
            ("thai", "arabic"),
            default=usual_digits(session.lang),
            format_func=lambda x: say(f"reports.digits_{x}"),
            key="paper-digits",
            required=True,
        )
    listed = st.toggle(say("reports.second_look"), key="paper-second-look", help=say("reports.second_look_how"))
    return lang or session.lang, digits or "arabic", listed


def _language(code: str, lang: str) -> str:
    """A language by its name in the one of the screen, else by its own."""
    key = f"reports.lang_{code}"
    return template(key, lang) if key in catalogue() else template("language.name", code)


def papers_of(session: Session, view: Snapshot, lang: str, digits: Digits, listed: bool) -> Pack | None:
    """The papers, if they are made; else the button that makes them, and their progress."""
    say = session.say
    ask = Ask(view, session.day is not None, lang, digits, session.actor, session.now, listed)
    found = papers.ready(ask)
    if found is not None:
        return found
    place = st.empty()
    if not place.button(say("reports.make"), type="primary", icon=":material/print:", key="paper-make"):
        st.caption(say("reports.intro"))
        return None
    bar = place.progress(0.0, say("reports.making"))

    def show(share: float) -> None:
        bar.progress(share, say("reports.making"))

    try:
        found = working.apart(lambda report: papers.made(ask, report), show)
    except NotMade as error:
        place.error(say(error.key, s=SECONDS.value), icon=":material/error:")
        return None
    except Busy:
        place.warning(say("work.busy"), icon=":material/hourglass_top:")
        st.button(say("work.again"), key="paper-again", icon=":material/refresh:")
        return None
    place.empty()
    return found


def downloads(session: Session, pack: Pack, lang: str, digits: Digits, listed: bool) -> None:
    """A link to each paper; the server asks again who takes it."""
    say, here = session.say, link.glance()
    st.success(say("reports.done", seen=words.moment(pack.seen, session.lang)), icon=":material/task_alt:")
    for paper in PAPERS.values():
        if not paper.copied:
            name, size = say(paper.label), _size(len(pack.papers[paper.name]))
            asked = [(papers.SECOND_LOOK, "1")] if listed else []
            address = link.href(here, f"files/report/{paper.name}", more=asked, lang=lang, digits=digits)
            with st.container(key=f"paper-{paper.name}", gap=None):
                st.link_button(f"{name} · {size}", address, icon=paper.icon, width="stretch")
                st.caption(say(paper.meaning))


def frozen_link(session: Session, view: Snapshot, lang: str) -> None:
    """The short address that opens the overview with these very figures whenever it is opened."""
    say = session.say
    try:
        code = frozen.code(session.engine, view, lang, actor=session.actor, now=session.now)
    except DbError as error:
        st.warning(markdown_text(session.told(error.message)))
        return
    if code is None:
        return
    here = (st.context.url or "").split("?")[0].removesuffix("/reports").rstrip("/")
    st.markdown(f"**{say('reports.frozen')}**")
    st.code(public.short_link(code) or f"{here}/s/{code}", language=None, wrap_lines=True)
    st.caption(say("reports.frozen_note"))
    if public.address() is None:
        st.caption(say("reports.frozen_browser"))


def chat_text(session: Session, view: Snapshot, figures: Figures, lang: str, digits: Digits) -> None:
    """The text to send, in the language and digits chosen for the papers, with its button to copy."""
    link = frozen.printed(session.engine, view, lang, actor=session.actor, now=session.now, page=frozen.QUICK)
    text = chat.text(view, figures, Writing(lang, digits), link, waits=band.waits(session))
    st.markdown(f"**{session.say('reports.line')}**")
    st.code(text, language=None, wrap_lines=True)
    st.caption(session.say("reports.line_note", n=len(text)))


def forms_to_copy(session: Session, view: Snapshot, figures: Figures, lang: str) -> None:
    """One block for each form that is typed elsewhere, of the quarter chosen."""
    say, reached = session.say, forms.quarters(view)
    st.markdown(f"**{say('reports.forms')}**")
    st.caption(say("reports.forms_note"))
    quarter = None
    if reached:
        quarter = st.segmented_control(
            say("reports.quarter"), reached, default=forms.usual_quarter(view), key="paper-quarter", required=True
        )
    official = official_total(session.engine, session.project.code, view, session.seen)
    for form in forms.forms(view, figures, Writing(lang, "arabic"), quarter, official, _ended(session, view, quarter)):
        copied = partial(st.code, form.text, language=None, wrap_lines=True)
        boxes.folded(markdown_text(form.title), f"form-{form.name}", copied)


def _ended(session: Session, view: Snapshot, quarter: int | None) -> tuple[Snapshot, Figures] | None:
    """The data and figures of the last day of a quarter that has ended."""
    last = forms.last_day(view, quarter)
    if last is None:
        return None
    then = store.view(session.engine, session.project.code, last, session.seen).seen_by(session.sight)
    return then, compute(then)


def _size(count: int) -> str:
    """How large a file is, for those on a phone."""
    return f"{max(1, -(-count // 1024)):,} KB"
