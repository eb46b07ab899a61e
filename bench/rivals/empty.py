"""The floor: a Streamlit page that shows three choices and one line."""

import streamlit as st

CHOICES = {
    "province": [f"P{n:02d}" for n in range(1, 21)],
    "year": [str(n) for n in range(2560, 2570)],
    "category": ["food", "beverage", "textile", "craft", "herb"],
}

chosen = [st.selectbox(name, values) for name, values in CHOICES.items()]
st.text("done:" + "|".join(chosen))
