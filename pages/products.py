"""Products: category by standard, quadrants against standards, sales before and after, the table."""

import streamlit as st

from core.analysis.breakdowns import of_products
from core.analysis.filters import product_rows
from core.money import format_baht
from ui.auth import guard
from ui.charts import frames
from ui.charts.drawing import draw
from ui.screens import product_list
from ui.widgets import beginning, boxes, filters

session = guard.require()

view = beginning.loaded(session, "products", "products")
chosen = filters.current(session, "products")
lang, say = session.lang, session.say

standings = of_products.category_standings(view, chosen)
by_standing = {name: sum(r["products"] for r in standings if r["standing"] == name) for name in of_products.STANDINGS}
pairs, totals = of_products.sales_pairs(view, chosen), of_products.sales(view, chosen)

with st.grid(2, min_column_width=420):
    with boxes.card(say("products.matrix"), "products-matrix", height="stretch"):
        draw(
            "matrix",
            frames.matrix(of_products.category_standards(view, chosen), lang),
            lang=lang,
            alt=say(
                "products.matrix_alt",
                c=by_standing["certified"],
                p=by_standing["in_progress"],
                n=by_standing["none"],
            ),
            table={
                "category": say("products.category"),
                "standard": say("products.standards"),
                "label": say("products.matrix_count"),
            },
        )
        st.caption(say("products.matrix_note"))
    with boxes.card(say("products.quadrants"), "products-quadrants", height="stretch"):
        product_list.quadrants(session, view, chosen)

with boxes.card(say("products.sales"), "products-sales"):
    before, after = format_baht(totals["before_satang"], 0), format_baht(totals["after_satang"], 0)
    if pairs:
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
        draw(
            "sales",
            frames.sales(pairs, lang),
            lang=lang,
            alt=say("products.sales_alt", n=totals["products"], a=before, b=after),
            table={"product": say("products.name"), "before": say("products.before"), "after": say("products.after")},
        )
    else:
        st.caption(say("products.sales_none"))

product_list.table(session, view, product_rows(view, chosen), chosen)
