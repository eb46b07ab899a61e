"""What the headline is made of: the verdict, a figure with its source, the list of things to follow up."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Literal

import streamlit as st

from core.analysis.breakdowns.of_money import money_by_amphoe
from core.analysis.filters import Filters, Measure
from core.figures import FIGURES, TARGET, Figure, Figures, Place, Unknown, Verdict, source_of
from core.figures.provenance import provenance
from core.ledger import plan_day
from core.model import Snapshot, UploadRef
from core.model.kinds import KINDS
from core.money import format_baht, percent
from ui import remarked
from ui.auth.guard import Session
from ui.request.kept import Keeper
from ui.text import amounts, markdown_text, paragraphs, words
from ui.widgets import boxes
from ui.widgets.bars import Bar, html

Tone = Literal["success", "warning", "error", "info"]


_SPANS = 30  # runs of rows that a source names
_UNASSIGNED: Keeper[int] = Keeper(1_000)

# Icon and tone of each verdict: colour is never the only sign, and no verdict is red for a person's sake.
VERDICT_LOOKS: Mapping[str, tuple[Tone, str]] = {
    "no_data": ("info", ":material/upload_file:"),
    "no_plan": ("info", ":material/event_note:"),
    "part": ("info", ":material/info:"),
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
    return look_of(found.code, within=found.within_tolerance, waiting=found.waiting)


def look_of(code: str, *, within: bool, waiting: bool) -> tuple[Tone, str]:
    """The same of the code of a verdict."""
    if code == "below_cabinet_on_plan" and within:
        return "warning", ":material/info:"
    if code == "on_course" and waiting:
        return "warning", ":material/hourglass_top:"
    return VERDICT_LOOKS[code]


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


def row(session: Session, figures: Figures, place: Place) -> None:
    """The figures of a place beside each other, in whole baht, against target, budget and plan; always of the whole
    project.
    """
    with st.grid(2, wrap=False, min_column_width=150, gap="small"):
        for figure in figures.listed(place):
            value = amounts.amount(session, figure, figures[figure.name], 0)
            card(session, figure, value, beneath(session, figures, figure), bar=bar_of(figures, figure))


def bar_of(figures: Figures, figure: Figure) -> Bar | None:
    """A figure as a part of its whole, with its plan; ``None`` where it has no whole."""
    whole = figures.whole(figure.whole, 0) if figure.whole else 0
    return Bar(figures.whole(figure.name, None), whole, _plan(figures, figure)) if whole else None


def _plan(figures: Figures, figure: Figure) -> int | None:
    return figures.whole(figure.plan, None) if figure.plan else None


def beneath(session: Session, figures: Figures, figure: Figure) -> str:
    """What a figure is a part of, with its plan; what is to be added to it, where there is some."""
    parts, added = [_part(session, figures, figure)], figure.aside and figures[figure.aside]
    if isinstance(added, int) and added:
        aside = FIGURES[figure.aside]
        parts.append(session.say(aside.key("aside"), n=amounts.bare(aside, added, 0)))
    return " · ".join(part for part in parts if part)


def _part(session: Session, figures: Figures, figure: Figure) -> str:
    value, plan, net = figures[figure.name], _plan(figures, figure), figures.net_budget_satang
    if figure.whole == TARGET:
        return _beside_plan(session, figures, figure, "kpi.of_target", t=figures.target_groups, e=number(plan))
    if isinstance(value, Unknown):
        return session.say("kpi.unknown") if figure.whole else session.told(value.reason)
    if not figure.whole:
        return ""
    share, planned = percent(int(value), net), None if plan is None else percent(plan, net)
    if share is None:
        return session.say("kpi.unknown")
    return _beside_plan(session, figures, figure, "kpi.of_budget", pct=share, p="–" if planned is None else planned)


def _beside_plan(session: Session, figures: Figures, figure: Figure, key: str, **params: object) -> str:
    """A figure as a part, beside its plan where it has one, with the day of the plan's value where that is another one
    than the day on show.
    """
    if not figure.plan:
        return session.say(key, **params)
    cutoff = figures.cutoffs.get(figure.dated_by)
    stands = plan_day(session.project, cutoff) if cutoff and "plan" in figures.uploads else None
    if stands is None or stands == figures.day:
        return session.say(f"{key}_plan", **params)
    return session.say(f"{key}_plan_on", day=words.day(stands, session.lang), **params)


def scope(session: Session, chosen: Filters, *measures: Measure) -> None:
    """What of the filters does not act on a card that counts ``measures``, and why its plan is not drawn: a number
    never misleads in silence.
    """
    captions(of_scope(session, chosen, *measures))


def of_scope(session: Session, chosen: Filters, *measures: Measure) -> list[str]:
    """The same as sentences."""
    idle = [session.say(one.label) for one in chosen.chosen if not one.acts_on & set(measures)]
    said = [session.say("filter.not_here", names=", ".join(idle))] if idle else []
    if "time" in measures and any(chosen.acts_on(measure) for measure in measures if measure != "time"):
        said.append(session.say("filter.no_plan"))
    return said


def captions(sentences: Sequence[str]) -> None:
    """Small sentences below each other, as one element; nothing where there are none."""
    if sentences:
        st.caption(paragraphs(sentences))


def unassigned(session: Session, view: Snapshot, chosen: Filters) -> list[str]:
    """Under a filter on groups: how much money names no group, as sentences."""
    if not chosen.acts_on("groups"):
        return []
    amount = _UNASSIGNED.of(view, chosen, partial(_of_no_group, view, chosen))
    return [session.say("budget.unassigned", d=format_baht(amount, 0))] if amount else []


def _of_no_group(view: Snapshot, chosen: Filters) -> int:
    return sum(row["disbursed_satang"] for row in money_by_amphoe(view, chosen) if row["amphoe"] is None)


def card(session: Session, figure: Figure, value: str, beneath: str, *, bar: Bar | None = None) -> None:
    """One figure: label, value, a bar where it is a part of a whole, what stands beneath it, and its source. The three
    in the middle are one element: a browser draws each element of a page anew at every change.
    """
    with st.container(border=True, key=f"kpi-{figure.name}", gap="xsmall", height="stretch"):
        with boxes.head():
            st.markdown(words.whole(session.say(figure.key("label"))))
            source(session, figure.name)
        drawn = "" if bar is None else html(session, bar)
        quiet = f'<p class="quiet">{escape(beneath)}</p>' if beneath else ""
        st.html(f'<p class="value">{escape(value)}</p>{drawn}{quiet}')


def source(session: Session, name: str) -> None:
    """Formula, data sets and rows, also of what the figure stands beside; worked out only once it is opened."""
    boxes.explained(session.say("src.title"), name, partial(_explain_all, session, name))


def _explain_all(session: Session, name: str) -> None:
    _explain(session, name)
    if name in FIGURES:
        remarked.beside(session, "figure", name)
    for each in source_of(name).explained_with:
        with st.expander(session.say(FIGURES[each].key("label")), key=f"source-{name}-{each}"):
            _explain(session, each)


def _explain(session: Session, name: str) -> None:
    """What one figure means, its formula, why it is a dash, and the data that it used."""
    found, value = provenance(session.view(), name), session.figures().values.get(name)
    st.markdown(markdown_text(session.say(source_of(name).key("meaning"))))
    st.markdown(f"**{session.say('src.formula')}**  \n{markdown_text(session.told(found.formula))}")
    if isinstance(value, Unknown):
        st.markdown(markdown_text(session.say("src.unknown", why=session.told(value.reason))))
    for kind in found.uploads:
        used = session.say("src.rows", used=len(found.rows[kind]), rows=len(session.view().of(kind)))
        st.caption(markdown_text(f"{data_set(session, session.view().uploads[kind])} · {used}"))
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


def data_set(session: Session, upload: UploadRef) -> str:
    """Which data set, as of when and loaded by whom."""
    return session.say(
        "src.set" if upload.file_name else "src.set_alone",
        kind=KINDS[upload.kind].name.get(session.lang),
        set=upload.seq,
        day=words.day(upload.as_of, session.lang),
        by=upload.by,
        file=session.prose([upload.file_name])[0],
    )
