"""What the budget page is made of: the sums, what makes them doubtful, the contract, earned value, the ledger."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.analysis.breakdowns.budget_lines import by_activity
from core.analysis.filters import Filters
from core.figures.figures import Figures
from core.ledger.contract import instalments as contract_rows
from core.model.view import View
from core.money import baht_number, format_baht, percent, round_half_up
from ui.auth.guard import Session
from ui.request import link
from ui.text import words
from ui.text.words import markdown_text
from ui.widgets import cards, tables


def headline(session: Session, figures: Figures) -> None:
    """Disbursed, bound, not bound; and what may lapse once that can be said. Always of the whole project."""
    say, net = session.say, figures.net_budget_satang
    shown = [
        ("disbursed_satang", say("kpi.disbursed"), figures.disbursed_satang),
        ("outstanding_satang", say("kpi.outstanding"), figures.outstanding_satang),
        ("used_satang", say("kpi.used"), figures.used_satang),
        ("remaining_satang", say("kpi.remaining"), figures.remaining_satang),
    ]
    if figures.saving_satang is not None:
        shown.append(("saving_satang", say("kpi.saving"), figures.saving_satang))
    if figures.lapsed_satang is not None:
        shown.append(("lapsed_satang", say("kpi.lapsed"), figures.lapsed_satang))
    elif figures.at_risk_satang is not None:
        day = words.day(session.project.end, session.lang)
        shown.append(("at_risk_satang", say("kpi.at_risk", day=day), figures.at_risk_satang))
    if figures.carryover_satang:
        shown.append(("carryover_satang", say("kpi.carryover"), figures.carryover_satang))
    if figures.carried_over_satang:
        shown.append(("carried_over_satang", say("kpi.carried_paid"), figures.carried_over_satang))
    if figures.allocated_satang is not None:
        shown.append(("allocated_satang", say("kpi.allocated"), figures.allocated_satang))
    columns = _columns(len(shown))
    with st.grid(columns, min_column_width=160, gap="small", key=f"cards-in-{columns}"):
        for name, label, satang in shown:
            share = None if satang is None else percent(satang, net)
            pct = "–" if share is None else str(share)
            cards.figure(
                session, name, say("kpi.baht", n=format_baht(satang)), say("kpi.of_budget", pct=pct), label=label
            )
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="net-budget"):
        st.caption(markdown_text(f"{say('kpi.net_budget')} {format_baht(net)} · {say('kpi.whole')}"), width="content")
        cards.source(session, "net_budget_satang")


def _columns(cards: int) -> int:
    """Columns that leave the fewest places of the last row empty."""
    return min((4, 5, 3), key=lambda columns: -cards % columns)


def suspects(session: Session, figures: Figures) -> None:
    """Entries that change a figure and must be looked at first; a room is told their number alone, by the band."""
    if link.glance().presenting:
        return
    for found in figures.suspects:
        sentence = session.say(
            f"budget.suspect_{found.code}", doc=found.doc_no, x=format_baht(found.satang), k=found.entries
        )
        st.warning(markdown_text(sentence), icon=":material/rule:")


def lines_table(session: Session, rows: Iterable[Mapping[str, Any]], key: str = "lines") -> None:
    """Each expense line in numbers; unknown is empty."""
    _split_table(session, rows, "expense_line", "budget.no_line", "lines", key)


def activities(session: Session, view: View, chosen: Filters) -> None:
    """Each activity in numbers; what remains is known where the office has split its budget so."""
    say, rows = session.say, by_activity(view, chosen)
    if not any(row["rows"] for row in rows):
        return
    with st.container(border=True, key="budget-activities"):
        st.markdown(f"**{say('budget.activities')}**")
        _split_table(session, rows, "activity", "budget.no_activity", "activities", "activities")
        if not any(activity.planned_satang for activity in session.project.activities):
            st.caption(say("budget.activities_unplanned"))
        cards.scope(session, chosen, "balances")


def _split_table(
    session: Session,
    rows: Iterable[Mapping[str, Any]],
    field: str,
    nameless: str,
    name: Literal["lines", "activities"],
    key: str,
) -> None:
    say = session.say
    heads = {
        "planned_satang": say("budget.planned"),
        "transfers_satang": say("budget.transfers"),
        "bound_satang": say("budget.bound_all"),
        "disbursed_satang": say("series.disbursed"),
        "outstanding_satang": say("series.outstanding"),
        "remaining_satang": say("series.remaining"),
    }
    frame = pd.DataFrame(
        [
            {say(f"budget.{field}"): _name(session, row, row[field] or say(nameless))}
            | {head: baht_number(row[name]) for name, head in heads.items()}
            for row in rows
        ]
    )
    tables.show(frame, key, alt=say(f"budget.{name}_alt"), money=heads.values())


def _name(session: Session, row: Mapping[str, Any], name: str) -> str:
    return name if row["side"] is not None else f"{name} ({session.say('budget.no_group')})"


def instalments(session: Session, view: View) -> None:
    """The contract's instalments, the milestones before it, and the estimated penalty."""
    rows = contract_rows(view)
    if not rows:
        return
    say = session.say
    with st.container(border=True, key="instalments"):
        st.markdown(f"**{say('budget.instalments')}**")
        for row in rows:
            if row["penalty_unknown"]:
                st.caption(markdown_text(say("budget.pen_unknown", no=row["no"], h=row["days_late"])))
            if row["penalty_satang"]:
                pen = format_baht(row["penalty_satang"], 0)
                line = {"pct": row["penalty_percent"], "line": format_baht(row["line_satang"], 0)}
                told = say("budget.pen_line", no=row["no"], h=row["days_late"], pen=pen)
                key = "budget.pen_over" if row["over_line"] else "budget.pen_share"
                st.caption(markdown_text(f"{told} · {say(key, **line)}"))
        instalment_table(session, view)


def instalment_table(
    session: Session, view: View, only: Collection[str] | None = None, key: str = "instalment-table"
) -> None:
    """Instalments and milestones by due date; ``only`` those with these numbers."""
    say, lang = session.say, session.lang
    frame = pd.DataFrame(
        [
            {
                say("budget.inst_no"): row["no"],
                say("budget.inst_name"): row["name"],
                say("budget.inst_percent"): row["percent"] or "",
                say("budget.inst_amount"): baht_number(row["amount_satang"]),
                say("budget.inst_due"): words.day(row["due_on"], lang),
                say("budget.inst_delivered"): words.day(row["delivered_on"], lang),
                say("budget.inst_accepted"): words.day(row["accepted_on"], lang),
                say("budget.inst_paid"): words.day(row["paid_on"], lang),
                say("budget.inst_late"): row["days_late"] or None,
            }
            for row in contract_rows(view)
            if only is None or row["no"] in only
        ]
    )
    tables.show(frame, key, alt=say("budget.instalments"), money=[say("budget.inst_amount")])


def earned_value(session: Session, figures: Figures) -> None:
    """The indices of earned value, folded away: terms for those who ask."""
    say = session.say
    folded = st.expander(say("budget.ev"), icon=":material/query_stats:", key="earned-value", on_change="rerun")
    if not folded.open:
        return
    why = {name: pair[0 if session.lang == "th" else 1] for name, pair in figures.reasons.items()}
    shown: list[tuple[str, str, int | Decimal | None]] = [
        ("bac_satang", "bac", figures.bac_satang),
        ("pv_satang", "pv", figures.pv_satang),
        ("ev_satang", "ev_value", figures.ev_satang),
        ("ac_satang", "ac", figures.ac_satang),
        ("spi", "spi", figures.spi),
        ("cpi", "cpi", figures.cpi),
        ("eac_satang", "eac", figures.eac_satang),
    ]
    with folded:
        if figures.joint_day is None:
            st.caption(why.get("bac_satang", say("budget.ev_wait")))
            return
        _in_words(session, figures, why)
        st.caption(say("budget.ev_day", day=words.day(figures.joint_day, session.lang)))
        with st.grid(4, min_column_width=160, gap="small"):
            for name, word, value in shown:
                text = format_baht(value) if isinstance(value, int) else ("–" if value is None else str(value))
                sub = why.get(name, "") if value is None else _worked(figures, name)
                cards.figure(session, name, text, sub, label=say(f"budget.{word}"))


def _in_words(session: Session, figures: Figures, why: Mapping[str, str]) -> None:
    """The first line: what the indices say, or why they say nothing yet."""
    if figures.spi is not None and figures.cpi is not None:
        share, worth = round_half_up(figures.spi * 100, 0), round_half_up(figures.cpi, 2)
        st.markdown(markdown_text(session.say("budget.ev_line", share=share, worth=worth)))
    else:
        st.markdown(markdown_text(why.get("spi") or why.get("cpi") or session.say("budget.ev_wait")))


def _worked(figures: Figures, name: str) -> str:
    """An index with its numbers put in: ``265,500.00 ÷ 354,000.00``."""
    bac, ev, pv, ac = (format_baht(getattr(figures, f"{x}_satang")) for x in ("bac", "ev", "pv", "ac"))
    return {"spi": f"{ev} ÷ {pv}", "cpi": f"{ev} ÷ {ac}", "eac_satang": f"{bac} × {ac} ÷ {ev}"}.get(name, "")
