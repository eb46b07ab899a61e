"""From the overview to its quick page, which a phone then opens first."""

from contextlib import suppress
from urllib.parse import urlencode

import streamlit as st

from db import engine as databases
from db.accounts import users
from db.errors import DbError
from ui import framework
from ui.auth import door
from ui.auth.guard import Session
from ui.request import link


def draw(session: Session) -> None:
    """One press: it is kept with the person, and the quick page opens."""
    st.button(session.say("glance.quick"), key="quick-view", type="tertiary", icon=":material/bolt:",
              help=session.say("glance.quick_how"), on_click=_lead)  # fmt: skip


def _lead() -> None:
    person = door.person_here()
    if person is None:
        return  # the run that follows leads to sign in
    with suppress(DbError):  # a choice that cannot be kept stops nobody
        users.open_full(databases.engine(), person.actor.user, full=False, now=door.utc_now())
    query = urlencode(link.whole())
    framework.lead_this_page_to(f"{link.base_path()}/glance" + (f"?{query}" if query else ""))
