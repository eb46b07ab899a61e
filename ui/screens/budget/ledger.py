"""The register on the budget page: what the filters and a search leave, its sums, each payment with its order."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.analysis.breakdowns import of_money
from core.analysis.filters import Filters, Side, ledger_index
from core.analysis.found import search
from core.analysis.sorting import order
from core.model import ENTRIES, Right, Rows, Snapshot, choice_names
from core.money import baht_number, format_baht
from ui.auth.guard import Session
from ui.screens.budget import payees
from ui.text import markdown_text, words
from ui.widgets import boxes, cards, filter_link, filtered, tables

_SORTABLE = {
    "doc_no": "doc_no",
    "date": "date",
    "entry": "entry",
    "description": "description",
    "amount_satang": "amount",
    "expense_line": "expense_line",
    "activity": "activity",
    "settles": "settles",
    "group_code": "group_code",
}
_KEY = "ledger"
SHOWN = 2_000  # rows that a browser is sent at once


def draw(session: Session) -> None:
    """Totals by entry, then the rows; persons' names only for those who may see them."""
    with st.container(border=True, key="ledger"):
        filtered.part(session, st.container(), _titled)
        filtered.asks(session, st.container(), _tools)
        filtered.part(session, st.container(), _listed)
        payees.draw(session, session.view())


def _titled(session: Session, chosen: Filters) -> None:
    with boxes.ends():
        st.markdown(f"**{session.say('budget.ledger')}**")
        _download(session, chosen, tables.asked(_KEY)[0])


def _tools(session: Session) -> None:
    labels = {field: session.say(f"budget.{name}") for field, name in _SORTABLE.items()}
    tables.search_and_sort(session, _KEY, session.say("budget.search"), labels)


def _listed(session: Session, chosen: Filters) -> None:
    view, say = session.view(), session.say
    sought, by, descending = tables.asked(_KEY)
    index = ledger_index(view, chosen)
    if sought:
        index = search(view.of("spending"), index, sought, session.sight)
    told = [markdown_text(" · ".join(_totals(session, view, chosen, index))) or "–"]
    rows = view.of("spending").take([place for place, _ in index])
    if by:
        rows = rows.take(order(rows, by, view.project, descending=descending)[:SHOWN])
    elif len(rows) > SHOWN:
        rows = rows.take(order(rows, "date", view.project, descending=True)[:SHOWN])
    if len(index) > SHOWN:
        told.append(say("budget.ledger_first" if by else "budget.ledger_newest", n=f"{SHOWN:,}"))
    cards.captions(told if len(rows) else [*told, say("table.nothing")])
    if len(rows):
        table(session, view, rows, "ledger-table")


def table(session: Session, view: Snapshot, rows: Rows, key: str) -> None:
    """Rows of the register as this visitor may see them, each payment with its order."""
    shown = _columns(session, view, rows)
    tables.show(shown, key, alt=session.say("budget.ledger"), money=[session.say("budget.amount")])


def _download(session: Session, chosen: Filters, sought: str) -> None:
    """The register as CSV: all of it, or as it is filtered and searched."""
    pairs = [*filter_link.pairs_of(chosen), *([(filter_link.SOUGHT, sought)] if sought else [])]
    label = session.say("budget.download_part" if pairs else "budget.download")
    tables.download(session, label, "files/export/spending.csv", pairs)


def _totals(session: Session, view: Snapshot, chosen: Filters, index: Sequence[tuple[int, Side]]) -> list[str]:
    return [
        f"{row['name'].get(session.lang)} "
        + session.say("budget.ledger_rows", rows=row["rows"], sum=format_baht(row["satang"]))
        + ("" if row["side"] else f" ({session.say('budget.no_group')})")
        for row in of_money.ledger_totals(view, chosen, index)
    ]


def _columns(session: Session, view: Snapshot, rows: Rows) -> dict[str, list[Any]]:
    say, lang = session.say, session.lang
    names = {entry: name.get(lang) for entry, name in choice_names(ENTRIES).items()}
    columns: dict[str, list[Any]] = {
        say("budget.doc_no"): rows["doc_no"],
        say("budget.date"): [words.day(day, lang) for day in rows["date"]],
        say("budget.entry"): [names[entry] for entry in rows["entry"]],
        say("budget.description"): rows["description"],
        say("budget.amount"): [baht_number(satang) for satang in rows["amount_satang"]],
        say("budget.expense_line"): rows["expense_line"],
        say("budget.activity"): rows["activity"],
        say("budget.settles"): _orders(session, view, rows),
        say("budget.group_code"): rows["group_code"],
    }
    if session.may(Right.SEE_PAYEE):
        columns[say("budget.payee")] = [name or "" for name in rows["payee"]]
    return columns


def _orders(session: Session, view: Snapshot, rows: Rows) -> list[str | None]:
    """The order that each row settles, with what was committed by it; one that is not in the register says so."""
    spending = view.of("spending")
    committed: dict[str, int] = {}
    for doc, entry, satang in zip(*(spending[name] for name in ("doc_no", "entry", "amount_satang")), strict=True):
        if entry == "commitment":
            committed[doc] = committed.get(doc, 0) + satang
    return [
        None
        if name is None
        else session.say("budget.order", doc=name, sum=format_baht(committed[name], 0))
        if name in committed
        else name
        if view.amphoe  # the order may be one of the whole project
        else session.say("budget.order_missing", doc=name)
        for name in rows["settles"]
    ]
