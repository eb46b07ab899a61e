"""Budget: where the money is, the curves, quarters, expense lines, earned value, instalments and the ledger."""

import streamlit as st

from core import breakdown
from core.money import format_baht
from ui import bridge, cards, filters, frames, guard, ledger, money, second_look, what_if, words
from ui.account import markdown_text
from ui.charts import draw

session = guard.require()

GROUP_SIDE = ("amphoe", "stage", "category")

view, figures = session.view(), session.figures()
chosen = filters.current(session, "budget")
lang, say = session.lang, session.say

if "spending" not in view.uploads:
    st.info(say("budget.no_data"), icon=":material/upload_file:")
    cards.begin(session)
    st.stop()

money.headline(session, figures)
money.suspects(session, figures)

amounts = {
    "n": format_baht(figures.net_budget_satang),
    "d": format_baht(figures.disbursed_satang),
    "o": format_baht(figures.outstanding_satang),
    "r": format_baht(figures.remaining_satang),
}
with st.grid(2, min_column_width=420):
    with st.container(border=True, key="budget-waterfall", height="stretch"):
        st.markdown(f"**{say('budget.waterfall')}** · :gray[{say('kpi.whole')}]")
        draw(
            "waterfall",
            frames.waterfall(breakdown.waterfall(figures), lang),
            lang=lang,
            alt=say("budget.waterfall_alt", **amounts),
            table={"name": say("budget.description"), "tip": say("budget.amount")},
        )
        st.caption(markdown_text(say("budget.adds_up", **amounts)))
    with st.container(border=True, key="budget-curve", height="stretch"):
        st.markdown(f"**{say('budget.curve')}**")
        draw(
            "money_burn",
            frames.money_burn(breakdown.burn_money(view, chosen), lang, whole=not chosen.on_money),
            lang=lang,
            alt=say(
                "overview.money_burn_alt",
                day=words.day(view.cutoff("spending"), lang),
                d=format_baht(figures.disbursed_satang, 0),
                u=format_baht(figures.used_satang, 0),
                p=format_baht(figures.expected_disbursed_satang, 0),
            ),
            table={"month": say("overview.month"), "name": say("overview.series"), "value": say("overview.baht_unit")},
        )
        cards.scope(session, chosen, acts=(*GROUP_SIDE, "expense_line", "months"), plan=chosen.on_money)
        money.curves(session, figures)

with st.container(border=True, key="budget-lines"):
    st.markdown(f"**{say('budget.lines')}**")
    lines = breakdown.by_expense_line(view, chosen)
    draw("expense_lines", frames.expense_lines(lines, lang), lang=lang, alt=say("budget.lines_alt"))
    money.lines_table(session, lines)
    cards.scope(session, chosen, acts=(*GROUP_SIDE, "expense_line"))
with st.container(border=True, key="budget-quarters"):
    st.markdown(f"**{say('budget.quarters')}**")
    by_quarter = frames.quarters(breakdown.by_quarter(view, chosen), lang)
    text = ", ".join(f"{r['quarter']} {r['value']:,.0f}" for r in by_quarter if r["series"] == "disbursed")
    draw(
        "quarters",
        by_quarter,
        lang=lang,
        alt=say("budget.quarters_alt", text=text),
        table={
            "quarter": say("budget.quarter_head"),
            "name": say("overview.series"),
            "value": say("overview.baht_unit"),
        },
    )
    cards.scope(session, chosen, acts=(*GROUP_SIDE, "expense_line", "months"), plan=chosen.on_money)
    if chosen.months:
        st.caption(say("budget.whole_quarters"))
cards.unassigned(session, view, chosen)

money.instalments(session, view)
money.earned_value(session, figures)
what_if.draw(session, figures)
second_look.draw(session, view)
bridge.draw(session, view)
ledger.draw(session, view, chosen)
