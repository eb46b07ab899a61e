"""The text to send by LINE: at most 500 characters, as plain as a chat shows it."""

from collections.abc import Callable

from core.attention import needs
from core.figures import Figures
from core.view import View
from ui.reports.lines import by_name, lines
from ui.reports.material import Material
from ui.reports.writing import NBSP, Writing

LONGEST = 500
FIGURES = (
    "registered_groups",
    "target_groups",
    "expected_groups",
    "developed_groups",
    "disbursed_satang",
    "expected_disbursed_satang",
    "outstanding_satang",
    "remaining_satang",
)


def text(view: View, figures: Figures, writing: Writing) -> str:
    """Verdict and figures; then as many lines to follow up as there is room for."""
    say, project = writing.say, view.project
    found = by_name(lines(figures, writing, FIGURES))
    groups, money = writing.short_day(view.cutoff("groups")), writing.short_day(view.cutoff("spending"))
    days = say("paper.as_of_same", a=groups) if groups == money else say("paper.as_of", a=groups, b=money)
    done, made, paid = (found[name] for name in ("registered_groups", "developed_groups", "disbursed_satang"))
    head = [
        *([say("paper.sample")] if project.sample else []),
        writing.text(project.name.get(writing.lang)),
        days,
        writing.pair((figures.verdict.th, figures.verdict.en)),
    ]
    plan_of = {"e": found["expected_groups"].value, "t": found["target_groups"].value}
    body = [
        say("paper.chat.groups", label=done.label, r=done.value, **plan_of),
        say("paper.chat.plain", label=made.label, n=made.value, unit=made.unit),
        say(
            "paper.chat.money",
            label=paid.label,
            n=paid.value,
            pct=writing.number(figures.disbursed_percent),
            p=found["expected_disbursed_satang"].value,
        ),
        *(
            say("paper.chat.plain", label=say(f"kpi.{short}"), n=found[name].value, unit=found[name].unit)
            for name, short in (("outstanding_satang", "outstanding"), ("remaining_satang", "remaining"))
        ),
    ]
    follow = [f"- {writing.pair((need.th, need.en))}" for need in needs(view, figures)]
    whole = _with_room([*head, *body], say("paper.follow"), follow, lambda n: say("paper.more_to_follow", n=n))
    return whole.replace(NBSP, " ")


def _with_room(must: list[str], title: str, may: list[str], more: Callable[[int], str]) -> str:
    """Whole lines only; what there is no room for is counted, never left out in silence."""
    for count in range(len(may), -1, -1):
        left = len(may) - count
        shown = [*must, *([title, *may[:count]] if count else []), *([more(left)] if left else [])]
        if len("\n".join(shown)) <= LONGEST:
            return "\n".join(shown)
    return "\n".join(must)[:LONGEST]


def encoded(material: Material) -> bytes:
    """The text as a file; UTF-8, as phones send it."""
    return (text(material.view, material.figures, material.writing) + "\n").encode()
