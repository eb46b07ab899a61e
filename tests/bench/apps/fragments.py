"""A page as the product may be: a filter in a popover that holds nothing while closed, a part that reruns alone."""

import streamlit as st

OPTIONS = ["one", "two", "three"]


def _again() -> None:
    st.rerun("filtered")


@st.fragment(key="filtered")
def filtered() -> None:
    chosen = st.session_state.get("size") or []
    if chosen:
        st.html(f'<p class="chips stMarkdownBadge"><span>{" ".join(chosen)}</span></p>')
    st.vega_lite_chart([{"n": len(chosen)}], {"mark": "bar", "encoding": {"x": {"field": "n", "type": "quantitative"}}})
    inner = st.segmented_control("inner", OPTIONS, key="inner", bind="query-params")
    st.text(f"inner:{inner}")


st.text(f"runs of the whole:{st.session_state.setdefault('whole', 0)}")
st.session_state["whole"] += 1
with st.popover("size", key="filter.size", on_change="rerun") as size:
    if size.open:
        st.pills("size", OPTIONS, key="size", selection_mode="multi", bind="query-params", on_change=_again)
with st.popover("kind", key="kinds"):
    st.pills("kind", OPTIONS, key="kind", selection_mode="multi", bind="query-params")
if st.session_state.get("kind"):
    st.exception(RuntimeError("a fault"))
filtered()
