"""The form of a new subscription: of what, by which channel, and for a schedule on which day and at which hour."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.analysis.telling.occasions import OCCASIONS, OF_NO_PROJECT, SCHEDULED, WITHOUT_FIGURES
from core.calendar import bangkok_day
from db.telling import subscriptions
from db.telling.subscriptions import Reader, Wish
from ui.auth.guard import Session
from ui.screens.told import own
from ui.text import markdown_text
from ui.widgets import boxes
from words import languages, template

_HOURS, _MORNING = tuple(range(24)), 8


def form(session: Session, user: str, reader: Reader | None) -> None:
    """What the user may be told of the project shown; what a choice needs no further is not asked."""
    say, offered = session.say, _offered(session, reader)
    with boxes.card(say("told.add"), "told-add"):
        st.caption(markdown_text(session.project.name.get(session.lang)))
        if not offered:
            st.caption(say("told.none_offered"))
            return
        occasion = st.selectbox(
            say("told.occasion"), offered, format_func=lambda name: say(f"occasion.{name}"), key="told-occasion"
        )
        day, hour = _times(session, occasion) if occasion in SCHEDULED else (None, None)
        with st.container(horizontal=True, gap="medium"):
            channel = _one_of(session, "channel", ("mail", "line"), lambda name: say(f"told.{name}"))
            shape = "png"
            if channel == "mail" and occasion not in WITHOUT_FIGURES:
                shape = _one_of(session, "form", ("png", "pdf"), lambda name: say(f"told.form_{name}"))
            lang = _one_of(session, "lang", languages(), lambda code: template("language.name", code), session.lang)
        pressed = st.button(say("told.subscribe"), type="primary", icon=":material/mail:", key="told-subscribe")
    if pressed:
        wish = Wish(occasion, channel, shape, day, hour, lang)
        own.act(lambda who: _subscribed(who, user, wish))


def _offered(session: Session, reader: Reader | None) -> list[str]:
    """The occasions that the user's role and scope are told of."""
    if reader is None:
        return []
    of = {name: None if name in OF_NO_PROJECT else session.project.code for name in OCCASIONS}
    return [name for name in OCCASIONS if reader.may_read(name, of[name])]


def _times(session: Session, occasion: str) -> tuple[int, int]:
    """Day and hour of a schedule; today's day of the week and eight in the morning unless others are chosen."""
    say, today = session.say, bangkok_day(session.now)
    with st.container(horizontal=True, gap="medium"):
        if occasion == "week":
            day = st.selectbox(
                say("told.day"), range(7), index=today.weekday(), key="told-weekday",
                format_func=lambda one: say(f"told.{own.WEEKDAYS[one]}"),
            )  # fmt: skip
        else:
            day = st.selectbox(say("told.day_month"), range(1, 32), key="told-monthday")
        hour = st.selectbox(
            say("told.hour"),
            _HOURS,
            index=_MORNING,
            key="told-hour",
            format_func=lambda one: say("told.at_hour", h=f"{one:02}"),
        )
    if occasion == "month" and day > 28:
        st.caption(say("told.last_day"))
    return day, hour


def _one_of(session: Session, name: str, options: Sequence[str], shown: Callable[[str], str], usual: str = "") -> str:
    chosen = st.segmented_control(
        session.say(f"told.{name}"), options, default=usual or options[0], format_func=shown, key=f"told-{name}",
        required=True,
    )  # fmt: skip
    return chosen or options[0]


def _subscribed(who: Session, user: str, wish: Wish) -> str:
    subscriptions.subscribe(who.engine, user, wish, project=who.project.code, actor=who.actor, now=who.now)
    return who.say("told.subscribed")
