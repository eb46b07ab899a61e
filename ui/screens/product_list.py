"""Products by quadrant beside the rule, and in a table to search."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.analysis.breakdowns import of_products
from core.analysis.filters import Filters, product_rows
from core.model import CATEGORIES, choice_names
from core.money import baht_number
from ui.auth.guard import Session
from ui.text import markdown_text, words
from ui.widgets import filtered, tables

_COLUMNS = {  # fields of the table, and the words above them
    "code": "code",
    "name": "name",
    "group_code": "group",
    "category": "category",
    "quadrant": "quadrant",
    "standards": "standards",
    "otop_registered_on": "registered",
    "price_satang": "price",
    "sales_before_satang": "before",
    "sales_after_satang": "after",
}
_MONEY = ("price_satang", "sales_before_satang", "sales_after_satang")


def quadrants(session: Session, chosen: Filters) -> None:
    """How many products stand in each quadrant, and those whose quadrant and standards disagree."""
    view, say = session.view(), session.say
    shown = [
        {
            say("products.quadrant"): row["name"].get(session.lang),
            say("products.count"): row["products"],
            say("products.certified"): row["certified"],
        }
        for row in of_products.quadrants(view, chosen)
    ]
    tables.show_again(shown, "quadrant-table", alt=say("products.quadrants"))
    st.caption(say("products.rule"))
    wrong = of_products.quadrant_mismatches(view, chosen)
    if not wrong:
        st.markdown(f":material/check_circle: {say('products.mismatch_none')}")
        return
    st.markdown(f":material/rule: {say('products.mismatch', k=len(wrong))}")
    for row in wrong[:5]:
        standards = words.standards(row["standards"], session.lang) or say("products.standing_none")
        st.caption(markdown_text(f"{row['code']} {row['name']} · {row['quadrant']} · {standards}"))


def table(session: Session) -> None:
    """The products that the filters leave, searchable."""
    head = st.container()
    filtered.asks(session, st.container(), _tools)
    filtered.part(session, st.container(), partial(_listed, head))


def _tools(session: Session) -> None:
    sortable = {field: label for field, label in _labels(session).items() if field != "standards"}
    tables.search_and_sort(session, "products", session.say("products.search"), sortable)


def _labels(session: Session) -> dict[str, str]:
    """The headings of the table, by field; stars where any product of the project has them."""
    labels = {field: session.say(f"products.{name}") for field, name in _COLUMNS.items()}
    return labels | ({"stars": "★"} if any(session.view().of("products")["stars"]) else {})


def _listed(head: DeltaGenerator, session: Session, chosen: Filters) -> None:
    view, labels, rows = session.view(), _labels(session), product_rows(session.view(), chosen)
    with head:
        tables.titled(session, view, rows, chosen)
    records = tables.listed(session, view, rows, "{code} {name} {group_code}".format_map)
    if not records:
        return
    names = choice_names(CATEGORIES)
    shown_as: dict[str, Callable[[Any], Any]] = {
        "category": lambda value: names[value].get(session.lang),
        "quadrant": lambda value: value or tables.DASH,
        "standards": lambda value: words.standards(value, session.lang) or tables.DASH,
        "otop_registered_on": lambda value: words.day(value, session.lang),
        **dict.fromkeys(_MONEY, baht_number),
    }
    shown = [{label: shown_as.get(field, _as_is)(row[field]) for field, label in labels.items()} for row in records]
    tables.show_again(
        shown, "products-table", alt=session.say("products.table"), money=[labels[field] for field in _MONEY]
    )


def change(session: Session, percent: Decimal | None) -> str:
    """How sales changed, in words; from nothing there is no percentage."""
    if percent is None:
        return session.say("products.from_nothing")
    key = "up" if percent > 0 else "down" if percent < 0 else "same"
    return session.say(f"products.{key}", pct=abs(percent))


def _as_is(value: Any) -> Any:
    return value
