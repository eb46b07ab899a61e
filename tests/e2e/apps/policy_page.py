"""An editor, an uploader, a chart with an expression and a table."""

import altair as alt
import pandas as pd
import streamlit as st

frame = pd.DataFrame({"month": ["ต.ค.", "พ.ย."], "baht": [1, 2]})
edited = st.data_editor(frame, key="editor", num_rows="dynamic")
st.dataframe(edited)
sent = st.file_uploader("file", key="file")
st.markdown(f"size {len(sent.getvalue()) if sent else 0}")
chart = alt.Chart(frame).mark_bar().encode(
    x=alt.X("month", axis=alt.Axis(labelExpr="datum.label + '!'")), y="baht", tooltip="baht"
)  # fmt: skip
st.altair_chart(chart.add_params(alt.selection_point(name="pick")))
st.select_slider("months", ["a", "b"], key="months")
