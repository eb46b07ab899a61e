"""What the headline is made of: the verdict, a figure with its source, the list of things to follow up."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from core.analysis.breakdowns.of_groups import money_by_amphoe
from core.analysis.filters import Filters, Measure
from core.figures.figures import Figures, provenance
from core.figures.verdict import Verdict
from core.kinds import KIND_NAMES, Kind
from core.ledger.schedule import plan_day
from core.model.view import View
from core.money import format_baht, percent
from ui.auth.guard import Session
from ui.text import words
from ui.text.words import markdown_text
from ui.widgets.bars import Bar, draw

Tone = Literal["success", "warning", "error", "info"]


_SPANS = 30  # runs of rows that a source names

# What a figure is compared with on its card, explained in the same place.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "registered_groups": ("expected_groups",),
    "verdict": ("tolerance_satang",),
    "disbursed_satang": ("expected_disbursed_satang", "net_budget_satang"),
    **dict.fromkeys(("used_satang", "outstanding_satang", "remaining_satang"), ("net_budget_satang",)),
}

# Icon and tone of each verdict: colour is never the only sign, and no verdict is red for a person's sake.
VERDICT_LOOKS: Mapping[str, tuple[Tone, str]] = {
    "no_data": ("info", ":material/upload_file:"),
    "no_plan": ("info", ":material/event_note:"),
    "suspect": ("info", ":material/rule:"),
    "closed": ("info", ":material/flag:"),
    "stale": ("info", ":material/schedule:"),
    "both_late": ("warning", ":material/trending_down:"),
    "money_ahead": ("warning", ":material/balance:"),
    "groups_late": ("warning", ":material/groups:"),
    "money_late": ("warning", ":material/payments:"),
    "below_cabinet_on_plan": ("info", ":material/info:"),
    "on_course": ("success", ":material/check_circle:"),
}


def look(found: Verdict) -> tuple[Tone, str]:
    """Tone and icon of a verdict: amber where it uses the tolerance below the cabinet's curve, or judges no money."""
    if found.code == "below_cabinet_on_plan" and found.within_tolerance:
        return "warning", ":material/info:"
    if found.code == "on_course" and found.waiting:
        return "warning", ":material/hourglass_top:"
    return VERDICT_LOOKS[found.code]


def verdict(session: Session, figures: Figures) -> None:
    """The one sentence, with icon, words and colour."""
    tone, icon = look(figures.verdict)
    sentence = session.told(figures.verdict.message)
    with st.container(key="verdict", horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"):
        getattr(st, tone)(f"**{markdown_text(sentence)}**", icon=icon)
        if figures.day is not None:
            source(session, "verdict")


def number(value: int | None) -> str:
    """A count, or a dash where it is not known."""
    return "–" if value is None else f"{value:,}"


def headline(session: Session, figures: Figures) -> None:
    """Groups and money side by side, against target and plan; always of the whole project."""
    say, target = session.say, figures.target_groups
    registered, disbursed = figures.registered_groups, figures.disbursed_satang
    planned = percent(figures.expected_disbursed_satang or 0, figures.net_budget_satang)
    plan = "–" if figures.expected_disbursed_satang is None or planned is None else f"{planned}"
    with st.grid(2, wrap=False, min_column_width=150, gap="small"):
        figure(
            session,
            "registered_groups",
            say("kpi.groups", n=number(registered)),
            _beside_plan(session, figures, "groups", "kpi.registered_sub", t=target, e=number(figures.expected_groups)),
            bar=Bar(registered, target, figures.expected_groups),
            label=say("kpi.registered"),
            more=_registered_before(session, figures),
        )
        figure(
            session,
            "disbursed_satang",
            say("kpi.baht", n=format_baht(disbursed, 0)),
            _disbursed_sub(session, figures, plan),
            bar=Bar(disbursed, figures.net_budget_satang, figures.expected_disbursed_satang),
            label=say("kpi.disbursed"),
        )


def more_figures(session: Session, figures: Figures) -> None:
    """What stands between the two headline figures: products developed, and money spent with what is bound."""
    say = session.say
    with st.grid(2, wrap=False, min_column_width=150, gap="small"):
        developed = figures.developed_groups
        figure(
            session,
            "developed_groups",
            say("kpi.groups", n=number(developed)),
            say("kpi.developed_sub", t=figures.target_groups),
            bar=Bar(developed, figures.target_groups),
            label=say("kpi.developed"),
        )
        share = figures.used_percent
        figure(
            session,
            "used_satang",
            say("kpi.baht", n=format_baht(figures.used_satang, 0)),
            say("kpi.unknown") if share is None else say("kpi.of_budget", pct=share),
            bar=Bar(figures.used_satang, figures.net_budget_satang),
            label=say("kpi.used"),
        )


def _beside_plan(session: Session, figures: Figures, kind: Kind, key: str, **params: object) -> str:
    """A figure beside its plan, with the day of the plan's value where that is another one than the day on show."""
    cutoff = figures.cutoffs.get(kind)
    stands = plan_day(session.project, cutoff) if cutoff and "plan" in figures.uploads else None
    if stands is None or stands == figures.day:
        return session.say(key, **params)
    return session.say(f"{key}_on", day=words.day(stands, session.lang), **params)


def _disbursed_sub(session: Session, figures: Figures, plan: str) -> str:
    """Percent of the budget against the plan; of it, what was paid after the year's end."""
    if figures.disbursed_percent is None:
        return session.say("kpi.unknown")
    sub = _beside_plan(session, figures, "spending", "kpi.disbursed_sub", pct=figures.disbursed_percent, p=plan)
    if figures.carried_over_satang:
        sub += f" · {session.say('kpi.carried_over', n=format_baht(figures.carried_over_satang, 0))}"
    return sub


def scope(session: Session, chosen: Filters, *measures: Measure) -> None:
    """What of the filters does not act on a card that counts ``measures``, and why its plan is not drawn: a number
    never misleads in silence.
    """
    idle = [session.say(one.label) for one in chosen.chosen if not one.acts_on & set(measures)]
    if idle:
        st.caption(session.say("filter.not_here", names=", ".join(idle)))
    if "time" in measures and any(chosen.on(measure) for measure in measures if measure != "time"):
        st.caption(session.say("filter.no_plan"))


def unassigned(session: Session, view: View, chosen: Filters) -> None:
    """Under a filter on groups: how much money names no group."""
    if not chosen.on("groups"):
        return
    amount = sum(row["disbursed_satang"] for row in money_by_amphoe(view, chosen) if row["amphoe"] is None)
    if amount:
        st.caption(session.say("budget.unassigned", d=format_baht(amount, 0)))


def _registered_before(session: Session, figures: Figures) -> str:
    """Groups that stand at the goal and count for no plan of this year."""
    before = figures.registered_before_groups
    return session.say("kpi.registered_before", n=before) if before else ""


def figure(
    session: Session,
    name: str,
    value: str,
    sub: str,
    *,
    bar: Bar | None = None,
    label: str = "",
    more: str = "",
) -> None:
    """One headline figure: label, value, what it is compared with, a bar where it is a part of a whole, ``more`` where
    there is something to add, and its source.

    ``name`` is the field of ``Figures`` that the source explains.
    """
    with st.container(border=True, key=f"kpi-{name}", gap="xsmall", height="stretch"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
            st.markdown(words.whole(label))
            source(session, name)
        st.subheader(markdown_text(value), anchor=False)
        if bar is not None:
            draw(session, bar)
        st.caption(markdown_text(" · ".join(part for part in (sub, more) if part)))


def source(session: Session, name: str) -> None:
    """Formula, data sets and rows, also of what the figure stands beside; worked out only once it is opened."""
    details = st.popover(
        session.say("src.title"),
        icon=":material/info:",
        type="tertiary",
        key=f"source-{name}",
        help=session.say("src.title"),
        on_change="rerun",
    )
    if details.open:
        with details:
            _explain(session, name)
            for each in BESIDE.get(name, ()):
                with st.expander(session.say(f"paper.line.{each}"), key=f"source-{name}-{each}"):
                    _explain(session, each)


def _explain(session: Session, name: str) -> None:
    """What one figure means, its formula, why it is a dash, and the data that it used."""
    found = provenance(session.view(), name)
    reason = session.figures().reasons.get(name)
    st.markdown(markdown_text(session.say(f"terms.{name}")))
    st.markdown(f"**{session.say('src.formula')}**  \n{markdown_text(found.formula(session.lang))}")
    if reason:
        why = reason[0] if session.lang == "th" else reason[1]
        st.markdown(markdown_text(session.say("src.unknown", why=why)))
    for kind in found.uploads:
        st.caption(markdown_text(_set(session, kind, len(found.rows[kind]))))
        if found.rows[kind]:
            st.caption(markdown_text(session.say("src.numbers", rows=spans(found.rows[kind]))))


def spans(numbers: Sequence[int]) -> str:
    """Rows as a spreadsheet numbers them: ``2–4, 7``; what would be too long ends in an ellipsis."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [f"{a}" if a == b else f"{a}–{b}" for a, b in found[:_SPANS]]
    return ", ".join(shown) + (" …" if len(found) > _SPANS else "")


def _set(session: Session, kind: Kind, rows_used: int) -> str:
    """Which data set, as of when, loaded by whom, and how many of its rows."""
    upload = session.view().uploads[kind]
    stamp = session.say(
        "src.set",
        kind=KIND_NAMES[kind].get(session.lang),
        set=upload.seq,
        day=words.day(upload.as_of, session.lang),
        by=upload.by,
        file=upload.file_name,
    )
    return f"{stamp} · {session.say('src.rows', used=rows_used, rows=len(session.view().of(kind)))}"
