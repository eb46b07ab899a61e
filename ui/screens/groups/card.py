"""Groups in a table to search, and one group's card: ladder with dates, papers, products, money, next step."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.analysis.filters import Filters, group_rows
from core.analysis.ladder import ladder
from core.model import STATUSES, Choice, Right, Snapshot, choice_names, is_default
from core.money import format_baht
from core.text import Text, mask_phone
from db.accounts import looks
from db.snapshots import earlier
from ui import remarked
from ui.auth import guard
from ui.auth.guard import Session
from ui.request import link
from ui.screens import lessons
from ui.screens.groups import edit
from ui.text import markdown_text, words
from ui.widgets import boxes, filtered, tables

SHOWN_PHONE = "phone-shown"  # the group whose number is shown in this run
_COLUMNS = {  # fields of the table, and the words above them
    "code": "code",
    "name": "name",
    "stage": "stage",
    "amphoe": "amphoe",
    "tambon": "tambon",
    "stage_since": "since",
    "registered_on": "registered",
    "members": "members",
}


def table(session: Session) -> None:
    """The groups that the filters leave, searchable; a picked row goes into the address."""
    head = st.container()
    filtered.asks(session, st.container(), _tools)
    filtered.part(session, st.container(), partial(_listed, head))


def _tools(session: Session) -> None:
    sortable = _labels(session) | {"missing_papers": session.say("groups.papers")}  # those that lack any first
    tables.search_and_sort(session, "groups", session.say("groups.search"), sortable)


def _listed(head: DeltaGenerator, session: Session, chosen: Filters) -> None:
    view, rows = session.view(), group_rows(session.view(), chosen)
    with head:
        tables.titled(session, view, rows, chosen)
    if records := tables.listed(session, view, rows, partial(_searched, session)):
        grid(session, view, records, "groups-table")


def grid(session: Session, view: Snapshot, records: Sequence[Mapping[str, Any]], key: str) -> None:
    """Groups as rows that open their cards; the card goes into the address."""
    st.caption(session.say("groups.pick"))
    labels, names = _labels(session), view.stages.names()
    shown = [_shown(session, row, labels, names) for row in records]
    codes = [row["code"] for row in records]
    tables.opens(shown, key, alt=session.say("groups.table"), open_row=lambda place: link.change(group=codes[place]))


def _labels(session: Session) -> dict[str, str]:
    """The headings of the table, by field."""
    return {field: session.say(f"groups.{name}") for field, name in _COLUMNS.items()}


def _shown(
    session: Session, row: Mapping[str, Any], labels: Mapping[str, str], stage_names: Mapping[str, Text]
) -> dict[str, Any]:
    """One row of the table in the words of the screen."""
    say, lang = session.say, session.lang
    return {
        labels["code"]: row["code"],
        labels["name"]: row["name"],
        labels["stage"]: stage_names[row["stage"]].get(lang),
        labels["amphoe"]: words.amphoe(row["amphoe"], session.project, lang),
        labels["tambon"]: words.tambon(row["tambon"], row["amphoe"], session.project, lang),
        labels["stage_since"]: words.day(row["stage_since"], lang),
        labels["registered_on"]: words.day(row["registered_on"], lang),
        say("groups.papers"): row["missing_papers"] or "",
        say("groups.status"): choice_names(STATUSES)[row["status"]].get(lang),
        labels["members"]: row["members"],
    }


def _searched(session: Session, row: Mapping[str, Any]) -> str:
    said = [str(row[name] or "") for name in ("code", "name", "tambon", "amphoe", "occupation")]
    said += [words.amphoe(row["amphoe"], session.project, "en")]
    said += [words.tambon(row["tambon"], row["amphoe"], session.project, "en")]
    return " ".join(said)


def stage_terms(session: Session) -> None:
    """What each stage of the project's ladder means, for those who ask. A stage that the office named itself has no
    meaning here: its name alone would say nothing more.
    """
    known = [stage for stage in session.project.stage_choices if is_default(stage)]
    if known:
        boxes.folded(session.say("terms.stages"), "stage-terms", partial(_terms, session, known), ":material/help:")


def _terms(session: Session, known: Sequence[Choice]) -> None:
    for stage in known:
        st.markdown(f"**{stage.name.get(session.lang)}** · {markdown_text(session.say(f'terms.stage.{stage.id}'))}")


def from_link(session: Session, _: Filters) -> None:
    """The card of the group that the address names; a code that is gone is said."""
    with st.container():  # there with a card and without, so that nothing below is drawn again
        if code := st.query_params.get(link.GROUP):
            _card(session, session.view(), code)


def _card(session: Session, view: Snapshot, code: str) -> None:
    row = next((record for record in view.of("groups").records() if record["code"] == code), None)
    if row is None:
        st.warning(markdown_text(session.say("groups.gone", code=code)), icon=":material/link_off:")
        return
    with st.container(key="opened-group"), st.container(border=True, key="group-card"):
        with boxes.ends():
            st.subheader(markdown_text(row["name"]), anchor=False)
            st.button(
                session.say("groups.close"),
                key="group-close",
                icon=":material/close:",
                type="tertiary",
                on_click=link.change,
                kwargs={link.GROUP: None},
            )
        tambon = words.tambon(row["tambon"], row["amphoe"], session.project, session.lang)
        amphoe = words.amphoe(row["amphoe"], session.project, session.lang)
        place = session.say("groups.place", tambon=tambon, amphoe=amphoe)
        st.caption(markdown_text(f"{row['code']} · {place}"))
        left, right = st.columns(2)
        with left:
            _ladder(session, view, row)
        with right:
            _support(session, row)
            _products(session, view, row)
            _money(session, view, row)
            if session.amphoe is None:
                lessons.on_card(session, row["code"])
                st.markdown(f"**{session.say('remarks.title')}**")
                remarked.beside(session, "group", row["code"])
        edit.draw(session, view, row)


def _ladder(session: Session, view: Snapshot, row: Mapping[str, Any]) -> None:
    """Each stage of the project: passed and when, here since when, or still to come."""
    say, names, day = session.say, view.stages, view.cutoff("groups")
    told = [] if day is None else earlier.told(session.engine, session.project.code, row["code"], day, session.seen)
    for rung in ladder(view.project, row, told):
        name = markdown_text(names.name(rung.stage).get(session.lang))
        since = words.day(rung.since, session.lang)
        if rung.state == "done":
            st.markdown(f":material/check_circle: {name} · :gray[{say('groups.ladder_done', day=since)}]")
        elif rung.state == "here":
            st.markdown(f":material/radio_button_checked: **{name}** · {say('groups.ladder_now', day=since)}")
        else:
            st.markdown(f":material/radio_button_unchecked: :gray[{name}]")
    st.caption(say("groups.ladder_note"))


def _support(session: Session, row: Mapping[str, Any]) -> None:
    """What helps this group on: papers, the next step, a phone for those who call."""
    say = session.say
    papers, step, note = row["missing_papers"], row["next_step"], row["note"]
    st.markdown(f"**{say('groups.papers')}:** {markdown_text(papers or say('groups.papers_none'))}")
    st.markdown(markdown_text(say("groups.next", name=step or say("groups.next_none"))))
    if row["phone"] and session.may(Right.SEE_PHONE):
        _phone(session, row["code"], row["phone"])
    if note:
        st.caption(markdown_text(say("groups.note", text=note)))


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
    who = guard.require(Right.SEE_PHONE)
    looks.phone_shown(who.engine, actor=who.actor, project=who.project.code, group_code=code, now=who.now)
    st.session_state[SHOWN_PHONE] = code


def _products(session: Session, view: Snapshot, row: Mapping[str, Any]) -> None:
    st.markdown(f"**{session.say('groups.products')}**")
    for product in view.of("products").records():
        if product["group_code"] == row["code"]:
            standards = words.standards(product["standards"], session.lang) or session.say("products.no_standard")
            st.markdown(markdown_text(f"{product['name']} · {standards}"))
    if row["code"] not in set(view.of("products")["group_code"]):
        st.caption(session.say("groups.products_none"))


def _money(session: Session, view: Snapshot, row: Mapping[str, Any]) -> None:
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
