"""What the budget page is made of: the sums, what makes them doubtful, the contract, earned value, the ledger."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Literal

import streamlit as st

from core.analysis.breakdowns.budget_lines import by_activity, by_expense_line
from core.analysis.breakdowns.quarters import judged_quarters
from core.analysis.filters import Filters
from core.figures import FIGURES, NET, Figure, Figures, Unknown
from core.ledger import instalments as contract_rows
from core.model import Snapshot
from core.money import baht_number, format_baht, percent, round_half_up
from ui.auth.guard import Session
from ui.charts import alts, frames, ready
from ui.charts.drawing import draw
from ui.request import link
from ui.screens.budget import curves
from ui.text import amounts, markdown_text, words
from ui.widgets import boxes, cards, filtered, tables


def headline(session: Session, figures: Figures) -> None:
    """What became of the budget, of what there is something to say. Always of the whole project."""
    say, net, shown = session.say, figures.net_budget_satang, figures.listed("budget")
    columns = _columns(len(shown))
    with st.grid(columns, min_column_width=160, gap="small", key=f"cards-in-{columns}"):
        for figure in shown:
            cards.card(session, figure, amounts.amount(session, figure, figures[figure.name]),
                       _beneath(session, figures, figure))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="net-budget"):
        label = say(FIGURES[NET].key("label"))
        st.caption(markdown_text(f"{label} {format_baht(net)} · {say('kpi.whole')}"), width="content")
        cards.source(session, NET)


def _beneath(session: Session, figures: Figures, figure: Figure) -> str:
    """The share of the budget of an amount; its day, where it is about the last one of the project."""
    if figure.unit != "satang":
        return ""
    share = percent(figures.whole(figure.name, 0), figures.net_budget_satang)
    pct = "–" if share is None or isinstance(figures[figure.name], Unknown) else str(share)
    at = session.say("kpi.at", day=words.day(session.project.end, session.lang)) if figure.at_year_end else ""
    return " · ".join(part for part in (session.say("kpi.of_budget", pct=pct), at) if part)


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


def spread(session: Session, chosen: Filters) -> None:
    """The money by expense line and activity."""
    lines(session, chosen)
    activities(session, chosen)


def by_quarter(session: Session) -> None:
    """The card of the quarters: bars of what the filters leave, and how each stood, which no filter changes."""
    with boxes.card(session.say("budget.quarters"), "budget-quarters"):
        filtered.part(session, st.container(), curves.quarters)
        curves.judged(session, judged_quarters(session.view()))


def unassigned(session: Session, chosen: Filters) -> None:
    """How much of the money names no group, where groups are chosen."""
    with st.container():
        cards.captions(cards.unassigned(session, session.view(), chosen))


def lines(session: Session, chosen: Filters) -> None:
    """What became of each expense line's money, in bars and in numbers."""
    with boxes.card(session.say("budget.lines"), "budget-lines"):
        view, lang = session.view(), session.lang
        found = by_expense_line(view, chosen)

        def made() -> tuple[Sequence[Mapping[str, Any]], str]:
            return frames.expense_lines(found, lang), alts.expense_lines(session, found)

        draw(ready.kept("expense_lines", view, chosen, lang, made), lang=lang)
        lines_table(session, found)
        cards.scope(session, chosen, "balances")


def activities(session: Session, chosen: Filters) -> None:
    """Each activity in numbers; what remains is known where the office has split its budget so."""
    say, rows = session.say, by_activity(session.view(), chosen)
    if not any(row["rows"] for row in rows):
        return
    with boxes.card(say("budget.activities"), "budget-activities"):
        _split_table(session, rows, "activity", "budget.no_activity", "activities", "activities")
        split = any(activity.planned_satang for activity in session.project.activities)
        unplanned = [] if split else [say("budget.activities_unplanned")]
        cards.captions([*unplanned, *cards.of_scope(session, chosen, "balances")])


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
        "committed_satang": say("budget.committed_all"),
        "disbursed_satang": say(FIGURES["disbursed_satang"].key("label")),
        "outstanding_satang": say(FIGURES["outstanding_satang"].key("label")),
        "remaining_satang": say(FIGURES["remaining_satang"].key("label")),
    }
    shown = [
        {say(f"budget.{field}"): _name(session, row, row[field] or say(nameless))}
        | {head: baht_number(row[name]) for name, head in heads.items()}
        for row in rows
    ]
    tables.show_again(shown, key, alt=say(f"budget.{name}_alt"), money=heads.values())


def _name(session: Session, row: Mapping[str, Any], name: str) -> str:
    return name if row["side"] is not None else f"{name} ({session.say('budget.no_group')})"


def instalments(session: Session, view: Snapshot) -> None:
    """The contract's instalments, the milestones before it, and the estimated penalty."""
    rows = contract_rows(view)
    if not rows:
        return
    say = session.say
    with boxes.card(say("budget.instalments"), "instalments"):
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
    session: Session, view: Snapshot, only: Collection[str] | None = None, key: str = "instalment-table"
) -> None:
    """Instalments and milestones by due date; ``only`` those with these numbers."""
    say, lang = session.say, session.lang
    shown = [
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
    tables.show(shown, key, alt=say("budget.instalments"), money=[say("budget.inst_amount")])


def earned_value(session: Session, figures: Figures) -> None:
    """The indices of earned value, folded away: terms for those who ask."""
    indices = partial(_indices, session, figures)
    boxes.folded(session.say("budget.ev"), "earned-value", indices, ":material/query_stats:")


def _indices(session: Session, figures: Figures) -> None:
    """What the indices say in words, then each with its formula; only a reason where the budget is not known."""
    if isinstance(bac := figures["bac_satang"], Unknown):
        st.caption(session.told(bac.reason))
        return
    _in_words(session, figures)
    st.caption(session.say("budget.ev_day", day=words.day(figures.joint_day, session.lang)))
    with st.grid(4, min_column_width=160, gap="small"):
        for figure in figures.listed("earned"):
            value = figures[figure.name]
            beneath = session.told(value.reason) if isinstance(value, Unknown) else _worked(figures, figure)
            cards.card(session, figure, amounts.bare(figure, value), beneath)


def _in_words(session: Session, figures: Figures) -> None:
    """The first line: what the indices say, or why they say nothing yet."""
    spi, cpi = figures["spi"], figures["cpi"]
    if isinstance(spi, Decimal) and isinstance(cpi, Decimal):
        share, worth = round_half_up(spi * 100, 0), round_half_up(cpi, 2)
        st.markdown(markdown_text(session.say("budget.ev_line", share=share, worth=worth)))
        return
    reasons = [index.reason for index in (spi, cpi) if isinstance(index, Unknown)]
    st.markdown(markdown_text(session.told(reasons[0])))


def _worked(figures: Figures, figure: Figure) -> str:
    """The formula of a figure with its numbers put in: ``265,500.00 ÷ 354,000.00``."""
    return figure.worked.format_map(
        {name: amounts.bare(FIGURES[name], value) for name, value in figures.values.items()}
    )
