"""Who may sign in: the list, a new user, and what can be done to one that is chosen. Each press asks the right anew."""

from collections.abc import Callable, Mapping

import streamlit as st

from core.model import ROLES, Right, amphoe_of, takes_scope, user_roles
from core.text import sort_key
from db.accounts import sessions, users
from db.accounts.users import UserInfo
from db.errors import DbError
from ui.auth import guard, signin
from ui.auth.guard import Session
from ui.screens.people import secret
from ui.text import label_text, markdown_text, words
from ui.widgets import fields, tables

_RESULT = "people.result"
CHOSEN = "people-chosen"


def listed(session: Session) -> list[UserInfo]:
    """Every user; the page ends with a sentence where they cannot be read."""
    try:
        return users.list_users(session.engine)
    except DbError as error:
        st.error(markdown_text(session.say("people.failed", why=session.told(error.message))))
        st.stop()


def result(session: Session) -> None:
    """What the last press did, and a one-time password, which is shown until it is put away or the page is left."""
    if sentence := st.session_state.pop(_RESULT, None):
        st.success(markdown_text(sentence), icon=":material/check_circle:")
    secret.draw(session, secret.ONE_TIME)


def table(session: Session, found: list[UserInfo]) -> None:
    """Every user with role, state and what they see."""
    heads = {name: session.say(f"people.{name}") for name in ("name", "role", "state", "scope", "email", "last_seen")}
    may_review = {user.name: session.say("people.reviews_yes") if user.reviews else "" for user in found}
    right = session.say("people.reviews")
    rows = [
        {
            heads["name"]: user.name,
            heads["role"]: session.say(ROLES[user.role].label),
            heads["state"]: session.say(f"people.{_state(user)}"),
            heads["scope"]: scope_of(session, user),
            heads["email"]: user.email,
            heads["last_seen"]: _last_seen(session, user),
            **({right: may_review[user.name]} if any(may_review.values()) else {}),
        }
        for user in found
    ]
    tables.show(rows, "people-table", alt=session.say("people.alt", n=len(found)))


def scope_of(session: Session, user: UserInfo) -> str:
    """The projects that a user sees, and the amphoe where they see that one alone."""
    if not user.scope:
        return session.say("people.scope_all")
    codes = ", ".join(user.scope)
    if user.amphoe is None:
        return codes
    province = next((project for project in session.projects if project.code in user.scope), None)
    amphoe = words.amphoe(user.amphoe, province, session.lang) if province else user.amphoe
    return f"{codes} · {session.say('of_amphoe.only', amphoe=amphoe)}"


def _places(session: Session) -> dict[str, str]:
    """Every amphoe of the provinces of the projects, as groups name it, and as the screen does."""
    provinces = {project.province_code for project in session.projects}
    found = {place.written: place.name.get(session.lang) for code in provinces for place in amphoe_of(code)}
    return dict(sorted(found.items(), key=lambda pair: sort_key(pair[1])))


def _state(user: UserInfo) -> str:
    return "state_off" if user.disabled else "state_change" if user.must_change else "state_on"


def _last_seen(session: Session, user: UserInfo) -> str:
    return session.say("people.never") if user.last_seen is None else words.moment(user.last_seen, session.lang)


def add(session: Session) -> None:
    """The form of a new user, once the password has been typed again."""
    with st.expander(session.say("people.add"), icon=":material/person_add:", key="people-add"):
        if not signin.reauthenticated(session.person, session.lang, "people-add"):
            return
        with st.form(fields.fresh("people-add"), border=False):
            name = st.text_input(session.say("people.name"), max_chars=60, autocomplete="off")
            st.caption(session.say("people.add_hint"))
            role = _role_field(session, user_roles()[0])
            email = st.text_input(session.say("people.email_optional"), max_chars=254, autocomplete="off")
            pressed = st.form_submit_button(session.say("people.add"), type="primary", icon=":material/person_add:")
    if pressed:
        do(session, lambda who: _added(who, name.strip(), role, email), "people-add", asked=True)


def _added(who: Session, name: str, role: str, email: str) -> str:
    password = users.add(who.engine, name, role, email=email, actor=who.actor, now=who.now)
    secret.keep(secret.ONE_TIME, who.say("people.one_time", name=name), password)
    return who.say("people.added", name=name)


def manage(session: Session, found: list[UserInfo]) -> None:
    """One user, chosen by name, and what can be done to the account."""
    by_name = {user.name: user for user in found}
    name = st.selectbox(
        session.say("people.choose"),
        list(by_name),
        index=None,
        format_func=label_text,
        placeholder=session.say("people.choose_none"),
        key=CHOSEN,
    )
    user = by_name.get(name or "")
    if user is None:
        return
    with st.container(border=True, key="people-one"):
        role, state = session.say(ROLES[user.role].label), session.say(f"people.{_state(user)}")
        seen = f"{session.say('people.last_seen')} {_last_seen(session, user)}"
        st.markdown(f"**{markdown_text(user.name)}** · {role} · {state} · {seen}")
        if user.name == session.user:
            st.caption(session.say("people.yourself"))
        if signin.reauthenticated(session.person, session.lang, "people-one"):
            _role(session, user)
            _scope(session, user)
            _reviews(session, user)
        _email(session, user)
        _presses(session, user)


def _role_field(session: Session, present: str) -> str:
    roles = user_roles()
    chosen: str = st.selectbox(
        session.say("people.role"), roles, index=roles.index(present),
        format_func=lambda role: session.say(ROLES[role].label),
    )  # fmt: skip
    return chosen


def _role(session: Session, user: UserInfo) -> None:
    with st.form(fields.fresh(f"people-role-{user.name}")):
        role = _role_field(session, user.role)
        pressed = st.form_submit_button(session.say("people.save_role"), icon=":material/badge:")
    if pressed:

        def act(who: Session) -> str:
            users.set_role(who.engine, user.name, role, actor=who.actor, now=who.now)
            return who.say("people.done_role", name=user.name)

        do(session, act, f"people-role-{user.name}", asked=True)


def _scope(session: Session, user: UserInfo) -> None:
    if not takes_scope(user.role):
        st.caption(session.say("people.scope_of_role"))
        return
    names = {project.code: project.name.get(session.lang) for project in session.projects}
    with st.form(fields.fresh(f"people-scope-{user.name}")):
        chosen = st.multiselect(
            session.say("people.scope"), list(names), default=[code for code in user.scope or () if code in names],
            format_func=lambda code: label_text(f"{names[code]} ({code})"), placeholder=session.say("people.scope_all"),
        )  # fmt: skip
        places = _places(session)
        amphoe = st.selectbox(
            session.say("people.amphoe"), list(places),
            index=list(places).index(user.amphoe) if user.amphoe in places else None,
            format_func=lambda name: label_text(places[name]), placeholder=session.say("people.amphoe_none"),
        )  # fmt: skip
        st.caption(session.say("people.scope_hint"))
        st.caption(session.say("people.amphoe_hint"))
        pressed = st.form_submit_button(session.say("people.save_scope"), icon=":material/folder_shared:")
    if pressed:

        def act(who: Session) -> str:
            users.set_scope(who.engine, user.name, chosen, amphoe=amphoe or "", actor=who.actor, now=who.now)
            return who.say("people.done_scope", name=user.name)

        do(session, act, f"people-scope-{user.name}", asked=True)


def _reviews(session: Session, user: UserInfo) -> None:
    """The right to pass what waits for review, given or taken away."""
    deed = "take" if user.reviews else "give"
    st.caption(session.say("people.review_hint"))
    if st.button(
        session.say(f"people.review_{deed}"), key=f"people-review-{deed}-{user.name}", icon=":material/fact_check:"
    ):

        def act(who: Session) -> str:
            users.set_reviews(who.engine, user.name, reviews=deed == "give", actor=who.actor, now=who.now)
            return who.say(f"people.done_review_{deed}", name=user.name)

        do(session, act, asked=True)


def _email(session: Session, user: UserInfo) -> None:
    with st.form(fields.fresh(f"people-email-{user.name}")):
        email = st.text_input(session.say("people.email_optional"), user.email or "", max_chars=254, autocomplete="off")
        pressed = st.form_submit_button(session.say("people.save_email"), icon=":material/mail:")
    if pressed:

        def act(who: Session) -> str:
            users.set_email(who.engine, user.name, email, actor=who.actor, now=who.now)
            return who.say("people.done_email", name=user.name)

        do(session, act, f"people-email-{user.name}")


def _presses(session: Session, user: UserInfo) -> None:
    """Close or open the account, a new one-time password, sign out."""
    deeds: Mapping[str, tuple[str, Callable[[Session], str]]] = {
        "enable" if user.disabled else "disable": (":material/lock_open:" if user.disabled else ":material/block:",
                                                   lambda who: _turned(who, user)),
        "reset": (":material/key:", lambda who: _reset(who, user)),
        "sign_out": (":material/logout:", lambda who: _signed_out(who, user)),
    }  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        pressed = [
            act
            for deed, (icon, act) in deeds.items()
            if st.button(session.say(f"people.{deed}"), key=f"people-{deed}-{user.name}", icon=icon)
        ]
    for act in pressed:
        do(session, act)


def _turned(who: Session, user: UserInfo) -> str:
    act = users.enable if user.disabled else users.disable
    act(who.engine, user.name, actor=who.actor, now=who.now)
    return who.say("people.done_enable" if user.disabled else "people.done_disable", name=user.name)


def _reset(who: Session, user: UserInfo) -> str:
    password = users.reset_password(who.engine, user.name, actor=who.actor, now=who.now)
    secret.keep(secret.ONE_TIME, who.say("people.one_time", name=user.name), password)
    return ""


def _signed_out(who: Session, user: UserInfo) -> str:
    ended = sessions.sign_out_everywhere(who.engine, user.name, actor=who.actor, now=who.now)
    return who.say("people.done_sign_out", name=user.name, n=ended)


def do(session: Session, act: Callable[[Session], str], form: str = "", *, asked: bool = False) -> None:
    """Do what was pressed, asking for the right and, where it is ``asked``, for the password typed lately once more;
    empty the form and run again, or say why it was not done.
    """
    who = guard.require(Right.USERS)
    if asked and not signin.was_asked(who.person):
        st.rerun()
    try:
        sentence = act(who)
    except DbError as error:
        st.error(markdown_text(session.told(error.message)))
        return
    if form:
        fields.done(form)
    st.session_state[_RESULT] = sentence
    st.rerun()
