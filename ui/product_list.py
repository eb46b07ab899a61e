"""Products by quadrant beside the rule, and in a table to search."""

from decimal import Decimal

import pandas as pd
import streamlit as st

from core import breakdown
from core.breakdown import Filters
from core.kinds import CATEGORIES, choice_names
from core.money import to_baht
from core.rows import Rows
from core.thai import searchable
from core.view import View
from ui import tables, words
from ui.account import markdown_text
from ui.guard import Session


def quadrants(session: Session, view: View, chosen: Filters) -> None:
    """How many products stand in each quadrant, and those whose quadrant and standards disagree."""
    say = session.say
    frame = pd.DataFrame(
        [
            {
                say("products.quadrant"): row["th"] if session.lang == "th" else row["en"],
                say("products.count"): row["products"],
                say("products.certified"): row["certified"],
            }
            for row in breakdown.quadrants(view, chosen)
        ]
    )
    tables.show(frame, "quadrant-table", alt=say("products.quadrants"))
    st.caption(say("products.rule"))
    wrong = breakdown.quadrant_mismatches(view, chosen)
    if not wrong:
        st.markdown(f":material/check_circle: {say('products.mismatch_none')}")
        return
    st.markdown(f":material/rule: {say('products.mismatch', k=len(wrong))}")
    for row in wrong[:5]:
        standards = words.standards(row["standards"], session.lang) or say("products.standing_none")
        st.caption(markdown_text(f"{row['code']} {row['name']} · {row['quadrant']} · {standards}"))


def table(session: Session, view: View, rows: Rows, chosen: Filters) -> None:
    """The products that the filters leave."""
    say, names = session.say, choice_names(CATEGORIES)
    shown = say("products.shown", n=len(rows), of=len(view.of("products")))
    tables.head(session, f"**{say('products.table')}** · {shown}", "products", chosen)
    sought = searchable(st.text_input(say("products.search"), key="products-search", type="search", placeholder=" "))
    stars = any(rows["stars"])
    frame = pd.DataFrame(
        [
            {
                say("products.code"): row["code"],
                say("products.name"): row["name"],
                say("products.group"): row["group_code"],
                say("products.category"): names[row["category"]][0 if session.lang == "th" else 1],
                say("products.quadrant"): row["quadrant"] or "–",
                say("products.standards"): words.standards(row["standards"], session.lang) or "–",
                say("products.registered"): words.day(row["otop_registered_on"], session.lang),
                say("products.price"): _number(row["price_satang"]),
                say("products.before"): _number(row["sales_before_satang"]),
                say("products.after"): _number(row["sales_after_satang"]),
                **({"★": row["stars"]} if stars else {}),
            }
            for row in rows.records()
            if sought in searchable(f"{row['code']} {row['name']} {row['group_code']}")
        ]
    )
    money = [say(f"products.{name}") for name in ("price", "before", "after")]
    tables.show(frame, "products-table", alt=say("products.table"), money=money)


def change(session: Session, percent: Decimal | None) -> str:
    """How sales changed, in words; from nothing there is no percentage."""
    if percent is None:
        return session.say("products.from_nothing")
    key = "up" if percent > 0 else "down" if percent < 0 else "same"
    return session.say(f"products.{key}", pct=abs(percent))


def _number(satang: int | None) -> float | None:
    return None if satang is None else float(to_baht(satang))
