"""Groups in a table to search, and one group's card: ladder with dates, papers, products, money, next step."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.filters import Filters
from core.kinds import STAGES, STATUSES, choice_names
from core.money import format_baht
from core.privacy import mask_phone
from core.rows import Rows
from core.thai import searchable
from core.view import View
from db import audit
from ui import guard, lessons, tables, words
from ui.account import markdown_text
from ui.guard import Session

LINK = "group"
SHOWN_PHONE = "phone-shown"  # the group whose number is shown in this run


def table(session: Session, view: View, rows: Rows, chosen: Filters) -> None:
    """The groups that the filters leave, searchable; a picked row goes into the address."""
    say, lang = session.say, session.lang
    shown = say("groups.shown", n=len(rows), of=len(view.of("groups")))
    tables.head(session, f"**{say('groups.table')}** · {shown}", "groups", chosen)
    sought = searchable(st.text_input(say("groups.search"), key="groups-search", type="search", placeholder=" "))
    records = [row for row in rows.records() if sought in _searched(row)]
    stages, statuses = choice_names(STAGES), choice_names(STATUSES)
    language = 0 if lang == "th" else 1
    frame = pd.DataFrame(
        [
            {
                say("groups.code"): row["code"],
                say("groups.name"): row["name"],
                say("groups.stage"): stages[row["stage"]][language],
                say("groups.amphoe"): row["amphoe"],
                say("groups.tambon"): row["tambon"],
                say("groups.since"): words.day(row["stage_since"], lang),
                say("groups.registered"): words.day(row["registered_on"], lang),
                say("groups.papers"): row["missing_papers"] or "",
                say("groups.status"): statuses[row["status"]][language],
                say("groups.members"): row["members"],
            }
            for row in records
        ]
    )
    st.caption(say("groups.pick"))
    for place in tables.pick(frame, "groups-table", "single-row", alt=say("groups.table")):
        code = records[place]["code"]
        if st.query_params.get(LINK) != code:
            st.query_params[LINK] = code
            st.rerun()


def _searched(row: Mapping[str, Any]) -> str:
    return searchable(" ".join(str(row[name] or "") for name in ("code", "name", "tambon", "amphoe", "occupation")))


def stage_terms(session: Session) -> None:
    """What each stage of the project's ladder means, for those who ask."""
    names = choice_names(STAGES)
    with st.expander(session.say("terms.stages"), icon=":material/help:", key="stage-terms"):
        for stage in session.project.stages:
            name = names[stage][0 if session.lang == "th" else 1]
            st.markdown(f"**{name}** · {markdown_text(session.say(f'terms.stage.{stage}'))}")


def from_link(session: Session, view: View) -> None:
    """The card of the group that the address names; a code that is gone is said."""
    code = st.query_params.get(LINK)
    if not code:
        return
    row = next((record for record in view.of("groups").records() if record["code"] == code), None)
    if row is None:
        st.warning(markdown_text(session.say("groups.gone", code=code)), icon=":material/link_off:")
        return
    with st.container(border=True, key="group-card"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"### {markdown_text(row['name'])}")
            st.button(
                session.say("groups.close"),
                key="group-close",
                icon=":material/close:",
                type="tertiary",
                on_click=_close,
            )
        place = session.say("groups.place", tambon=row["tambon"] or "–", amphoe=row["amphoe"])
        st.caption(markdown_text(f"{row['code']} · {place}"))
        left, right = st.columns(2)
        with left:
            _ladder(session, view, row)
        with right:
            _support(session, row)
            _products(session, view, row)
            _money(session, view, row)
            lessons.on_card(session, row["code"])


def _close() -> None:
    st.query_params.pop(LINK, None)
    st.session_state.pop("groups-table", None)


def _ladder(session: Session, view: View, row: Mapping[str, Any]) -> None:
    """Each stage of the project: passed, here, or still to come."""
    names, here = choice_names(STAGES), view.project.stage_rank(row["stage"])
    for rank, stage in enumerate(view.project.stages):
        name = names[stage][0 if session.lang == "th" else 1]
        if rank < here:
            st.markdown(f":material/check_circle: {name} · :gray[{session.say('groups.ladder_done')}]")
        elif rank == here:
            since = words.day(row["registered_on"] or row["stage_since"], session.lang)
            st.markdown(f":material/radio_button_checked: **{name}** · {session.say('groups.ladder_now', day=since)}")
        else:
            st.markdown(f":material/radio_button_unchecked: :gray[{name}]")


def _support(session: Session, row: Mapping[str, Any]) -> None:
    """What helps this group on: papers, the next step, a phone for those who call."""
    say = session.say
    missing = markdown_text(row["missing_papers"] or say("groups.papers_none"))
    st.markdown(f"**{say('groups.papers')}:** {missing}")
    st.markdown(markdown_text(say("groups.next", name=row["next_step"] or say("groups.next_none"))))
    if row["phone"] and session.may("see_phone"):
        _phone(session, row["code"], row["phone"])
    if row["note"]:
        st.caption(markdown_text(say("groups.note", text=row["note"])))


def _phone(session: Session, code: str, phone: str) -> None:
    """The number masked; whole for those who must call, once they press, and the press is logged."""
    shown = st.session_state.pop(SHOWN_PHONE, None) == code
    said = phone if shown else mask_phone(phone)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(markdown_text(session.say("groups.phone", phone=said)))
        if not shown:
            label = session.say("groups.phone_show")
            st.button(label, key="phone-show", type="tertiary", icon=":material/call:", on_click=_show, args=(code,))


def _show(code: str) -> None:
    """Log who looks at the number of which group, then show it for this run. A callback: asks for the right anew."""
    who = guard.require("staff")
    audit.note(who.engine, at=who.now, by=who.user, action="phone.show", project=who.project.code, detail=code)
    st.session_state[SHOWN_PHONE] = code


def _products(session: Session, view: View, row: Mapping[str, Any]) -> None:
    st.markdown(f"**{session.say('groups.products')}**")
    for product in view.of("products").records():
        if product["group_code"] == row["code"]:
            standards = words.standards(product["standards"], session.lang) or session.say("products.standing_none")
            st.markdown(markdown_text(f"{product['name']} · {standards}"))
    if row["code"] not in set(view.of("products")["group_code"]):
        st.caption(session.say("groups.products_none"))


def _money(session: Session, view: View, row: Mapping[str, Any]) -> None:
    cutoff = view.cutoff("spending")
    entries = [
        entry
        for entry in view.of("spending").records()
        if entry["group_code"] == row["code"] and cutoff is not None and entry["date"] <= cutoff
    ]
    st.markdown(f"**{session.say('groups.spending')}**")
    if not entries:
        st.caption(session.say("groups.spending_none"))
    for entry in entries:
        day, amount = words.day(entry["date"], session.lang), format_baht(entry["amount_satang"])
        st.markdown(markdown_text(f"{day} · {entry['description'] or entry['doc_no']} · {amount}"))
