"""The director's brief: verdict, two figures, the money, what to follow up, what changed. No index, no ranking."""

from typing import Any

from core.analysis.attention.attention import needs
from core.analysis.changes import Changes, changes, since
from core.figures import NET, Figure, Figures
from core.model.kinds import KINDS
from core.money import percent
from ui.reports.lines import Line, line, lines, unit_of, written
from ui.reports.material import Material
from ui.reports.print import typeset
from ui.reports.writing import DASH, Writing
from ui.text import data_days

MOST_CHANGES = 5


def pdf(material: Material) -> bytes:
    """One A4 page."""
    return typeset.pdf("brief", content(material, "page"), material.order.clock)


def png(material: Material) -> bytes:
    """One picture as wide as a phone, to send by LINE."""
    return typeset.picture("brief", content(material, "phone"))


def content(material: Material, form: str) -> dict[str, Any]:
    """The words of the brief, in the order of the template."""
    writing, figures, project = material.writing, material.figures, material.view.project
    say, lang = writing.say, writing.lang
    return {
        "form": form,
        "lang": lang,
        **stamps(material),
        "title": say("paper.brief_title"),
        "project": writing.prose(project.full_name.get(lang)),
        "verdict": writing.told(figures.verdict.message),
        "kpis": [_kpi(material, figure) for figure in figures.listed("kpis")],
        "money_title": say("paper.money"),
        "rows": [row(line) for line in lines(figures, writing, "brief")],
        "follow_title": say("paper.follow"),
        "follow": [writing.told(need.message) for need in needs(material.view, figures)],
        "follow_none": say("paper.closed" if figures.state == "closed" else "paper.follow_none"),
        **changed(material, MOST_CHANGES),
        "unknown_note": say("paper.unknown_note"),
    }


def stamps(material: Material) -> dict[str, Any]:
    """What every typeset paper says of itself: office, days, data sets, sample, what differs now, what waits."""
    writing, view, order = material.writing, material.view, material.order
    say, project = writing.say, view.project
    named = (
        f"{KINDS[kind].name.get(writing.lang)} {upload.seq} ({upload.id})" for kind, upload in view.uploads.items()
    )
    sets = ", ".join(named) or DASH
    return {
        "office": writing.text(project.office.get(writing.lang)),
        "as_of": data_days.as_of(writing, view, writing.day),
        "stamp": say("paper.stamp", seen=writing.instant(order.seen or order.clock), sets=sets)
        + (f" · {order.link}" if order.link else ""),  # its digits stay Arabic: it is typed
        "sample": say("paper.sample") if project.sample else None,
        "differs": " · ".join(filter(None, (_differs(material), material.waits))) or None,
    }


def changed(material: Material, most: int | None = None) -> dict[str, Any]:
    """Changes since the data before, new ones apart from corrections; at most ``most`` lines of each."""
    writing, before = material.writing, material.before
    if before is None:
        title = writing.say("paper.changed", a=DASH)
        return {"changed_title": title, "changed": [], "changed_none": writing.say("paper.first")}
    title = writing.say("paper.changed", a=writing.day(since(before)))
    return _changes(changes(before, material.view), writing, title, most)


def changed_since_meeting(material: Material) -> dict[str, Any]:
    """Changes since the last meeting, for those who sat in it; since the data before, where no meeting is noted."""
    if material.meeting is None:
        return changed(material)
    (note, before), writing = material.meeting, material.writing
    title = writing.say("paper.changed_meeting", name=material.sight.prose(note.text), a=writing.day(note.on_date))
    return _changes(changes(before, material.view), writing, title)


def _changes(found: Changes, writing: Writing, title: str, most: int | None = None) -> dict[str, Any]:
    return {
        "changed_title": title,
        "changed": _parts(found, writing, most),
        "changed_none": writing.say("paper.changed_none"),
    }


def _parts(found: Changes, writing: Writing, most: int | None) -> list[dict[str, Any]]:
    parts = []
    for key, sentences in (("new", found.new), ("fix", found.fixed)):
        if sentences:
            shown = [writing.told(sentence) for sentence in sentences[:most]]
            if len(sentences) > len(shown):
                shown.append(writing.say("paper.more", n=len(sentences) - len(shown)))
            parts.append({"title": writing.say(f"paper.{key}"), "lines": shown})
    return parts


def _differs(material: Material) -> str | None:
    """How far today's figures of the same day are from these, where a frozen paper is made again."""
    writing, parts = material.writing, []
    for figure, change in material.figures.differences(material.present) if material.present else ():
        amount = ("+" if change > 0 else "−") + written(figure, abs(change), writing)
        label, unit = writing.say(figure.key("label")), unit_of(figure, writing)
        parts.append(writing.say("paper.differs_part", label=label, change=amount, unit=unit))
    return writing.say("paper.differs", what=", ".join(parts)) if parts else None


def row(line: Line) -> dict[str, str]:
    """A line as the templates take it."""
    return {"label": line.label, "value": line.value, "unit": line.unit, "remark": line.remark}


def _kpi(material: Material, figure: Figure) -> dict[str, Any]:
    """A figure written large: its value, what it is a part of, its plan, and both as parts of the whole."""
    writing, figures = material.writing, material.figures
    found, plan = line(figures, writing, figure.name), figure.plan and line(figures, writing, figure.plan)
    share, whole = _share(figures, figure.name, figure.whole), figure.whole
    sub = [found.remark] if found.remark else []
    if whole == NET and not found.why:
        part = percent(figures.whole(figure.name, 0), figures.net_budget_satang)
        sub = [] if part is None else [writing.say("kpi.of_budget", pct=part)]
    if plan and not found.why:
        sub.append(writing.say(f"paper.plan_{figure.unit}", n=plan.value))
    return {
        "label": found.label,
        "value": writing.say(f"amount.{figure.unit}", n=found.value),
        "sub": sub,
        "share": share,
        "plan_share": _share(figures, figure.plan, whole),
    }


def _share(figures: Figures, name: str, whole: str) -> float | None:
    """A figure as a part of a whole, 0 to 1; unknown where either is unknown or nothing."""
    part, of = (figures.whole(each, None) if each else None for each in (name, whole))
    return None if part is None or not of else part / of
