"""A page as a beginner writes it: each run reads every row by pandas and draws six charts. ``naive.py DATABASE``."""

import sys

import altair as alt
import streamlit as st

from bench.rivals import six_charts as six

frames = six.read(sys.argv[1])
chosen = {name: st.selectbox(name, ["all", *six.options(frames, name)]) for name in six.FILTERS}
given = {name: None if value == "all" else value for name, value in chosen.items()}
for title, frame in zip(six.NAMES, six.aggregates(frames, given), strict=True):
    st.subheader(title)
    st.altair_chart(alt.Chart(frame).mark_bar().encode(x="x:N", y="y:Q"))
st.text("done:" + "|".join(chosen.values()))
