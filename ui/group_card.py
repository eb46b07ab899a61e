"""Groups in a table to search, and one group's card: ladder with dates, papers, products, money, next step."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.kinds import STAGES, STATUSES, choice_names
from core.money import format_baht
from core.privacy import mask_phone
from core.rows import Rows
from core.thai import searchable
from core.view import View
from ui import lessons, tables, words
from ui.account import markdown_text
from ui.guard import Session

LINK = "group"


def table(session: Session, view: View, rows: Rows) -> None:
    """The groups that the filters leave, searchable; a picked row goes into the address."""
    say, lang = session.say, session.lang
    st.markdown(f"**{say('groups.table')}** · {say('groups.shown', n=len(rows), of=len(view.of('groups')))}")
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
    if row["missing_papers"]:
        st.markdown(f"**{say('groups.papers')}:** {markdown_text(row['missing_papers'])}")
    if row["next_step"]:
        st.markdown(markdown_text(say("groups.next", name=row["next_step"])))
    if row["phone"] and session.may("see_phone"):
        st.markdown(markdown_text(say("groups.phone", phone=mask_phone(row["phone"]))))
    if row["note"]:
        st.caption(markdown_text(say("groups.note", text=row["note"])))


def _products(session: Session, view: View, row: Mapping[str, Any]) -> None:
    st.markdown(f"**{session.say('groups.products')}**")
    for product in view.of("products").records():
        if product["group_code"] == row["code"]:
            standards = words.standards(product["standards"], session.lang) or session.say("products.standing_none")
            st.markdown(markdown_text(f"{product['name']} · {standards}"))


def _money(session: Session, view: View, row: Mapping[str, Any]) -> None:
    entries = [entry for entry in view.of("spending").records() if entry["group_code"] == row["code"]]
    st.markdown(f"**{session.say('groups.spending')}**")
    if not entries:
        st.caption(session.say("groups.spending_none"))
    for entry in entries:
        day, amount = words.day(entry["date"], session.lang), format_baht(entry["amount_satang"])
        st.markdown(markdown_text(f"{day} · {entry['description'] or entry['doc_no']} · {amount}"))
