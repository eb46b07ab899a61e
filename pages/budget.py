"""Budget: where the money is, the curves, quarters, expense lines, earned value, instalments and the ledger."""

import streamlit as st

from core.analysis.breakdowns import budget_lines
from ui.auth import guard
from ui.charts import alts, frames
from ui.charts.drawing import draw
from ui.screens.budget import bridge, curves, ledger, money, second_look, waterfall, what_if
from ui.screens.overview import about
from ui.widgets import beginning, boxes, cards, filters

session = guard.require()


view, figures = beginning.loaded(session, "budget", "spending"), session.figures()
chosen = filters.current(session, "budget")

with st.container():  # there with rows and without, so that nothing below is drawn again
    about.draw(session, view, figures, chosen)
money.headline(session, figures)
money.suspects(session, figures)

with st.grid(2, min_column_width=420):
    waterfall.card(session, figures)
    curves.card(session, view, figures, chosen)

with boxes.card(session.say("budget.lines"), "budget-lines"):
    lines, lang = budget_lines.by_expense_line(view, chosen), session.lang
    draw("expense_lines", frames.expense_lines(lines, lang), lang=lang, alt=alts.expense_lines(session, lines))
    money.lines_table(session, lines)
    cards.scope(session, chosen, "balances")
money.activities(session, view, chosen)
curves.quarters(session, view, chosen)
cards.unassigned(session, view, chosen)

money.instalments(session, view)
money.earned_value(session, figures)
what_if.draw(session, figures)
second_look.draw(session, view)
bridge.draw(session, view)
ledger.draw(session, view, chosen)
