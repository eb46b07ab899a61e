"""Products in numbers, on their page: by category and standard, and what they sell before and after."""

from collections.abc import Sequence

import streamlit as st

from core.analysis.breakdowns import of_products
from core.analysis.breakdowns.of_products import STANDINGS
from core.analysis.filters import Filters
from core.money import format_baht
from ui.auth.guard import Session
from ui.charts import frames, ready
from ui.charts.drawing import draw
from ui.charts.ready import Row
from ui.screens import product_list


def matrix(session: Session, chosen: Filters) -> None:
    """Certified products of each category by standard, and those without any."""
    view, say = session.view(), session.say

    def made() -> tuple[Sequence[Row], str]:
        rows = of_products.category_standings(view, chosen)
        count = {name: sum(row["products"] for row in rows if row["standing"] == name) for name in STANDINGS}
        alt = say("products.matrix_alt", c=count["certified"], p=count["in_progress"], n=count["none"])
        return frames.matrix(of_products.category_standards(view, chosen), session.lang), alt

    draw(
        ready.kept("matrix", view, chosen, session.lang, made),
        lang=session.lang,
        table={
            "category": say("products.category"),
            "standard": say("products.standards"),
            "label": say("products.matrix_count"),
        },
    )
    st.caption(say("products.matrix_note"))


def sales(session: Session, chosen: Filters) -> None:
    """Monthly sales before and after, of the products that know both."""
    view, say = session.view(), session.say
    pairs, totals = of_products.sales_pairs(view, chosen), of_products.sales(view, chosen)
    if not pairs:
        st.caption(say("products.sales_none"))
        return
    before, after = format_baht(totals["before_satang"], 0), format_baht(totals["after_satang"], 0)
    st.caption(
        say(
            "products.sales_pair",
            n=totals["groups"],
            of=totals["of_groups"],
            a=before,
            b=after,
            change=product_list.change(session, totals["percent"]),
        )
    )

    def made() -> tuple[Sequence[Row], str]:
        return frames.sales(pairs, session.lang), say("products.sales_alt", n=totals["products"], a=before, b=after)

    draw(
        ready.kept("sales", view, chosen, session.lang, made),
        lang=session.lang,
        table={"product": say("products.name"), "before": say("products.before"), "after": say("products.after")},
    )
