"""Money against plan and target on the budget page: the curves, which target to look at, each quarter's standing."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.analysis.breakdowns import of_money
from core.analysis.breakdowns.quarters import Quarter
from core.analysis.filters import Filters
from core.figures import Figures
from core.model import Snapshot
from core.money import baht_number, format_baht
from ui.auth.guard import Session
from ui.charts import alts, frames, ready
from ui.charts.drawing import draw
from ui.charts.ready import Row
from ui.text import dated_back, markdown_text, words
from ui.widgets import boxes, cards, tables


def card(session: Session) -> DeltaGenerator:
    """The card of the curves, with its title."""
    title = session.say("budget.curve" if session.project.curves else "budget.curve_no_target")
    return boxes.card(title, "budget-curve", height="stretch")


def inside(session: Session, chosen: Filters) -> None:
    """Disbursed and spent by month beside the office's plan and one target."""
    with st.container():  # there with a choice and without, so that the chart stays the one it is
        code = _choice(session) if not chosen.acts_on("balances") else None
    chart(session, session.view(), chosen, code)
    scope = cards.of_scope(session, chosen, "balances", "time")
    cards.captions([*scope, *_told(session, session.figures(), code)])


def chart(session: Session, view: Snapshot, chosen: Filters, code: str | None = None) -> None:
    """Disbursed and spent by month, the plan, and one target: that of ``code``, else the first."""
    say, lang = session.say, session.lang

    def made() -> tuple[Sequence[Row], str]:
        whole = not chosen.acts_on("balances")
        rows = frames.money_burn(of_money.burn_money(view, chosen), lang, whole=whole, curve=code)
        return rows, alts.money_burn(session, view, rows)

    draw(
        ready.kept("money_burn", view, chosen, lang, made, code),
        lang=lang,
        table={"month": say("overview.month"), "name": say("overview.series"), "value": say("overview.baht_unit")},
    )


def _choice(session: Session) -> str | None:
    """The code of the target to look at; the first is the one that is judged by."""
    curves = {curve.code: curve.name.get(session.lang) for curve in session.project.curves}
    if len(curves) < 2:
        return next(iter(curves), None)
    return st.radio(  # a long name wraps here; a list would cut it in mid-word
        session.say("budget.curve_choice"), list(curves), format_func=lambda code: curves.get(code, code), key="curve"
    )


def _told(session: Session, figures: Figures, code: str | None) -> list[str]:
    """What the target asks for, how far apart it is, and by which one is judged; how often the plan was revised."""
    say, lang = session.say, session.lang
    day, lines = words.day(figures.cutoffs.get("spending"), lang), []
    for line in figures.cabinet:
        if line["code"] != (code or figures.cabinet[0]["code"]):
            continue
        amount, name = format_baht(line["satang"], 0), line["name"].get(lang)
        told = [say("budget.curve_line", name=name, pct=line["percent"], baht=amount, day=day)]
        if line["compared_percent"] is not None:
            what = say(f"basis.{line['basis']}")
            told.append(say("budget.curve_share", what=what, pct=line["compared_percent"]))
        if not line["judged"]:
            told.append(say("budget.curve_reference", name=figures.cabinet[0]["name"].get(lang)))
        lines.append(" · ".join(told))
    return [markdown_text(line) for line in (*lines, *of_the_plan(session, figures))]


def of_the_plan(session: Session, figures: Figures) -> list[str]:
    """The sentences about plans that were revised, or that changed months already over."""
    lines = dated_back.lines(session.view(), session.say, lambda day: words.day(day, session.lang))
    if times := figures.whole("plan_revisions", 0):
        first = {
            "g": cards.number(figures.whole("first_expected_groups", None)),
            "d": format_baht(figures.whole("first_expected_disbursed_satang", None), 0),
        }
        lines.insert(0, session.say("budget.plan_revised", q=times, **first))
    return lines


def quarters(session: Session, chosen: Filters) -> None:
    """The quarters in bars."""
    view, say, lang = session.view(), session.say, session.lang

    def made() -> tuple[Sequence[Row], str]:
        bars = frames.quarters(of_money.by_quarter(view, chosen), lang)
        return bars, alts.quarters(session, bars)

    draw(
        ready.kept("quarters", view, chosen, lang, made),
        lang=lang,
        table={
            "quarter": say("budget.quarter_head"),
            "name": say("overview.series"),
            "value": say("overview.baht_unit"),
        },
    )
    whole = [say("budget.whole_quarters")] if chosen.months else []
    cards.captions([*cards.of_scope(session, chosen, "balances", "time"), *whole])


def judged(session: Session, found: Sequence[Quarter]) -> None:
    """Each quarter judged on its last day, in a table: always of the whole project."""
    say, target = session.say, bool(session.project.curves)
    title = say("budget.quarter_table") if target else say("budget.quarter_table_no_target")
    st.markdown(f"**{title}** · :gray[{say('kpi.whole')}]")
    shown = [
        {
            say("budget.quarter_head"): say("budget.quarter", n=q.number),
            say("budget.col_result"): result(session.say, q),
            say("budget.col_groups"): f"{cards.number(q.registered_groups)} ({cards.number(q.planned_groups)})",
            say("budget.col_planned"): baht_number(q.planned_satang),
            say("budget.col_disbursed"): baht_number(q.disbursed_satang),
            say("budget.col_disbursed_pct"): _share(q.disbursed_percent),
            say("budget.col_used_pct"): _share(q.used_percent),
        }
        | ({say("budget.col_cabinet_pct"): _share(q.cabinet_percent)} if target else {})
        for q in found
    ]
    heads = ("planned", "disbursed", "disbursed_pct", "used_pct", *(["cabinet_pct"] if target else []))
    tables.show(shown, "quarter-table", alt=title, money=[say(f"budget.col_{head}") for head in heads])
    st.caption(say("budget.quarter_plan_note"))


def result(say: Any, quarter: Quarter) -> str:
    """How a quarter stood, in a few words."""
    return str(say(f"budget.quarter_{quarter.standing}"))


def _share(percent: Any) -> float | None:
    return None if percent is None else float(percent)
