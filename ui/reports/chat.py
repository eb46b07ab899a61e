"""The text to send by LINE: at most 500 characters, as plain as a chat shows it."""

import re

from core.analysis.attention.attention import needs
from core.figures import Figure, Figures
from core.model import Snapshot
from core.money import percent
from ui.reports.lines import line
from ui.reports.material import Material
from ui.reports.writing import NBSP, Writing
from ui.text import data_days

LONGEST = 500
_DETAIL = re.compile(r" \([^()]*\)$")  # what a line says in brackets at its end


def text(view: Snapshot, figures: Figures, writing: Writing, link: str = "", *, waits: int = 0) -> str:
    """Verdict and figures; then as many lines to follow up as there is room for; last the link, where there is one.
    ``waits`` counts the sets that wait for review, for readers who may know of them.
    """
    say, project = writing.say, view.project
    head = [
        *([say("paper.sample")] if project.sample else []),
        writing.text(project.name.get(writing.lang)),
        data_days.as_of(writing, view, writing.short_day),
        *([say("band.waits", k=waits)] if waits else []),
        writing.told(figures.verdict.message),
    ]
    body = [_sentence(figures, writing, figure) for figure in figures.listed("line")]
    follow = [f"- {writing.told(need.message)}" for need in needs(view, figures)]
    last = f"\n{say('paper.chat.link')} {link}" if link else ""  # its digits stay Arabic: it is pressed or typed
    room = LONGEST - len(last)
    return _whole(head, body, follow, writing, room).replace(NBSP, " ")[:room] + last.replace(NBSP, " ")


def _sentence(figures: Figures, writing: Writing, figure: Figure) -> str:
    """One figure; beside what it is a part of and its plan, where it has one."""
    found = line(figures, writing, figure.name)
    if not figure.plan:
        return writing.say("paper.chat.plain", label=found.label, n=found.value, unit=found.unit)
    share = None if found.number is None else percent(figures.whole(figure.name, 0), figures.whole(figure.whole, 0))
    return writing.say(
        f"paper.chat.{figure.unit}",
        label=found.label,
        n=found.value,
        of=line(figures, writing, figure.whole).value,
        pct=writing.number(share),
        plan=line(figures, writing, figure.plan).value,
    )


def _whole(head: list[str], body: list[str], follow: list[str], writing: Writing, longest: int) -> str:
    """Whole lines, as many as ``longest`` letters hold. The line of developed products makes room where no line to
    follow up has any; then lines to follow up are counted alone, and figures from the last one leave.
    """
    lean = [body[0], *body[2:]]
    for figures in (body, lean) if follow else ():
        must = [*head, *figures]
        if found := _follow(must, follow, writing, longest):
            return "\n".join([*must, *found])
    count = [writing.say("paper.follow_count", n=len(follow))] if follow else []
    for figures in (body, lean, *(lean[:kept] for kept in range(len(lean) - 1, 0, -1))):
        for last in (count, []):
            text = "\n".join([*head, *figures, *last])
            if len(text) <= longest:
                return text
    return "\n".join(head)[:longest]


def _follow(must: list[str], lines: list[str], writing: Writing, longest: int) -> list[str]:
    """What to follow up, in the room that ``must`` leaves: the most pressing lines; where not one fits, the first one
    without its details, else the shortest. What is left out is counted below a line that is there. Nothing where none
    fits.
    """
    room, title = longest - len("\n".join(must)), writing.say("paper.follow")

    def closed(shown: list[str]) -> list[str]:
        left = len(lines) - len(shown)
        return [title, *shown, *([writing.say("paper.more_to_follow", n=left)] if left else [])]

    def fits(block: list[str]) -> bool:
        return sum(len(line) + 1 for line in block) <= room

    choices = [closed(lines[:count]) for count in range(len(lines), 0, -1)]
    choices.append(closed([_DETAIL.sub("", lines[0])]))
    choices += [closed([line]) for line in sorted(lines[1:], key=len)[:1]]
    return next((block for block in choices if fits(block)), [])


def encoded(material: Material) -> bytes:
    """The text as a file; UTF-8, as phones send it."""
    link, waits = material.order.quick_link, len(material.waiting)
    return (text(material.view, material.figures, material.writing, link, waits=waits) + "\n").encode()
