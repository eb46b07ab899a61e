"""One's own sign-ins: on which device, from where, when last; each can be ended, or all but this one."""

import streamlit as st

from core.calendar import bangkok_day
from db import engine as databases
from db.accounts import sessions
from db.accounts.sessions import SignedIn
from ui.auth import door, signin
from ui.auth.door import Person
from ui.auth.visitors import visitors
from ui.text import markdown_text, t, words

SHOWN = "door.own"
WIDTH = 640


def ask() -> None:
    """Have the list drawn in place of the page. For callbacks."""
    st.session_state[SHOWN] = True


def asked(person: Person, lang: str) -> bool:
    """Draw the list in place of the page, where the menu asked for it."""
    if not st.session_state.get(SHOWN):
        return False
    now = door.utc_now()
    found = sessions.own(databases.engine(), person.actor.user, now)
    with signin.card(WIDTH):
        st.subheader(t("signin.own", lang), anchor=False)
        st.markdown(t("signin.own_note", lang))
        for place, one in enumerate(found):
            _draw(one, place, person, lang)
        if len(found) > 1:
            st.button(t("signin.own_all", lang), key="own.all", on_click=_end_others, args=(person,),
                      icon=":material/logout:")  # fmt: skip
        st.button(t("signin.back", lang), key="own.back", type="tertiary", on_click=_stay)
    return True


def _draw(one: SignedIn, place: int, person: Person, lang: str) -> None:
    here = one.sign_in_id == person.sid
    seen = visitors.seen(one.sign_in_id) or one.seen_at
    device = one.device.agent or t("signin.own_unknown", lang)
    parts = [device, one.device.address] if one.device.address else [device]
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        lines = [
            f"**{markdown_text(' · '.join(parts))}**" + (f" ({t('signin.own_here', lang)})" if here else ""),
            t("signin.own_seen", lang, day=words.day(bangkok_day(seen), lang), time=words.clock(seen, lang)),
            t("signin.own_since", lang, day=words.day(bangkok_day(one.issued_at), lang),
              time=words.clock(one.issued_at, lang)),
        ]  # fmt: skip
        st.markdown("  \n".join(lines), width="stretch")
        st.button(
            t("signin.leave" if here else "signin.own_end", lang),
            key=f"own.end.{place}",
            on_click=_end,
            args=(one.sign_in_id, person),
        )


def _stay() -> None:
    st.session_state.pop(SHOWN, None)


def _end(sid: str, person: Person) -> None:
    """For callbacks: end one of one's own, if it still is."""
    if sid in {one.sign_in_id for one in sessions.own(databases.engine(), person.actor.user, door.utc_now())}:
        signin.end(sid)


def _end_others(person: Person) -> None:
    engine, now = databases.engine(), door.utc_now()
    found = sessions.own(engine, person.actor.user, now)
    sessions.sign_out_everywhere(engine, person.actor.user, actor=person.actor, now=now, keep=person.sid)
    for one in found:
        if one.sign_in_id != person.sid:
            visitors.shut(one.sign_in_id)
