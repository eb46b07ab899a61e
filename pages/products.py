"""Products: category by standard, quadrants against standards, sales before and after, the table."""

import streamlit as st

from ui.auth import guard
from ui.screens import product_counts, product_list
from ui.widgets import beginning, boxes, filtered

session = guard.require(of_amphoe=True)

beginning.loaded(session, "products", "products")
say = session.say

with st.grid(2, min_column_width=420):
    filtered.part(
        session, boxes.card(say("products.matrix"), "products-matrix", height="stretch"), product_counts.matrix
    )
    filtered.part(
        session, boxes.card(say("products.quadrants"), "products-quadrants", height="stretch"), product_list.quadrants
    )
filtered.part(session, boxes.card(say("products.sales"), "products-sales"), product_counts.sales)
product_list.table(session)
