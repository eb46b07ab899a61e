"""The director's brief: verdict, two figures, the money, what to follow up, what changed. No index, no ranking."""

from collections.abc import Sequence
from typing import Any

from core.analysis.attention.attention import needs
from core.analysis.changes import Changes, since
from core.kinds import KIND_NAMES
from core.money import percent
from ui.reports.lines import Line, by_name, lines
from ui.reports.material import Material
from ui.reports.print import typeset
from ui.reports.writing import DASH, Writing

FIGURES = (
    "net_budget_satang",
    "disbursed_satang",
    "expected_disbursed_satang",
    "outstanding_satang",
    "used_satang",
    "remaining_satang",
)
AT_THE_END = ("at_risk_satang", "carryover_satang", "lapsed_satang")  # said once they are known
HEAD = ("target_groups", "registered_groups", "expected_groups", "developed_groups")
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
    told = AT_THE_END[1:] if figures.lapsed_satang is not None else AT_THE_END  # what has lapsed no longer may
    known = tuple(name for name in told if getattr(figures, name) is not None)
    head = by_name(lines(figures, writing, HEAD))
    money = lines(figures, writing, (*FIGURES, *known))
    say, lang = writing.say, writing.lang
    return {
        "form": form,
        "lang": lang,
        **stamps(material),
        "title": say("paper.brief_title"),
        "project": writing.prose(project.full_name.get(lang)),
        "verdict": writing.told(figures.verdict.message),
        "kpis": [_groups(material, head), _developed(material, head), *_money_kpi(material, by_name(money))],
        "money_title": say("paper.money"),
        "rows": [row(line) for line in money],
        "follow_title": say("paper.follow"),
        "follow": [writing.told(need.message) for need in needs(material.view, figures)],
        "follow_none": say("paper.closed" if figures.state == "closed" else "paper.follow_none"),
        **changed(material, MOST_CHANGES),
        "unknown_note": say("paper.unknown_note"),
    }


def stamps(material: Material) -> dict[str, Any]:
    """What every typeset paper says of itself: office, days, data sets, sample, what differs now."""
    writing, view, order = material.writing, material.view, material.order
    say, project = writing.say, view.project
    groups, money = view.cutoff("groups"), view.cutoff("spending")
    if groups is None and money is None:
        as_of = say("paper.no_data")
    elif groups == money:
        as_of = say("paper.as_of_same", a=writing.day(groups))
    else:
        as_of = say("paper.as_of", a=writing.day(groups), b=writing.day(money))
    named = (
        f"{KIND_NAMES[kind].get(writing.lang)} {upload.seq} ({upload.id})" for kind, upload in view.uploads.items()
    )
    sets = ", ".join(named) or DASH
    return {
        "office": writing.text(project.office.get(writing.lang)),
        "as_of": as_of,
        "stamp": say("paper.stamp", seen=writing.instant(order.seen or order.clock), sets=sets)
        + (f" · {order.link}" if order.link else ""),  # its digits stay Arabic: it is typed
        "sample": say("paper.sample") if project.sample else None,
        "differs": _differs(material),
    }


def changed(material: Material, most: int | None = None) -> dict[str, Any]:
    """Changes since the data before, new ones apart from corrections; at most ``most`` lines of each."""
    writing, before = material.writing, material.before
    found = material.changes()
    if before is None or found is None:
        title = writing.say("paper.changed", a=DASH)
        return {"changed_title": title, "changed": [], "changed_none": writing.say("paper.first")}
    return _told(found, writing, writing.say("paper.changed", a=writing.day(since(before))), most)


def changed_since_meeting(material: Material) -> dict[str, Any]:
    """Changes since the last meeting, for those who sat in it; since the data before, where no meeting is noted."""
    found = material.changes_since_meeting()
    if material.meeting is None or found is None:
        return changed(material)
    note, writing = material.meeting[0], material.writing
    title = writing.say("paper.changed_meeting", name=note.text, a=writing.day(note.on_date))
    return _told(found, writing, title, None)


def _told(found: Changes, writing: Writing, title: str, most: int | None) -> dict[str, Any]:
    return {
        "changed_title": title,
        "changed": _changed(found, writing, most),
        "changed_none": writing.say("paper.changed_none"),
    }


def _changed(found: Changes, writing: Writing, most: int | None) -> list[dict[str, Any]]:
    parts = []
    for key, told in (("new", found.new), ("fix", found.fixed)):
        if told:
            shown = [writing.told(line) for line in told[:most]]
            if len(told) > len(shown):
                shown.append(writing.say("paper.more", n=len(told) - len(shown)))
            parts.append({"title": writing.say(f"paper.{key}"), "lines": shown})
    return parts


def _differs(material: Material) -> str | None:
    """How far today's figures of the same day are from these, where a frozen paper is made again."""
    writing, parts = material.writing, []
    for name, change in material.differs_now():
        sign, satang = "+" if change > 0 else "−", name.endswith("_satang")
        amount = writing.baht(abs(change)) if satang else writing.count(abs(change))
        unit = writing.say("paper.unit_baht" if satang else "paper.unit_groups")
        label = writing.say(f"paper.line.{name}")
        parts.append(writing.say("paper.differs_part", label=label, change=sign + amount, unit=unit))
    return writing.say("paper.differs", what=", ".join(parts)) if parts else None


def row(line: Line) -> dict[str, str]:
    """A line as the templates take it."""
    return {"label": line.label, "value": line.value, "unit": line.unit, "remark": line.remark}


def _groups(material: Material, head: Any) -> dict[str, Any]:
    say, done, plan = material.writing.say, head["registered_groups"], head["expected_groups"]
    target = material.figures.target_groups
    return {
        "label": done.label,
        "value": say("paper.groups_value", n=done.value),
        "sub": [done.why] if done.why else [done.note, say("paper.plan_groups", e=plan.value)],
        "share": None if done.number is None else float(done.number) / target,
        "plan_share": None if plan.number is None else float(plan.number) / target,
    }


def _developed(material: Material, head: Any) -> dict[str, Any]:
    made = head["developed_groups"]
    return {
        "label": made.label,
        "value": material.writing.say("paper.groups_value", n=made.value),
        "sub": [made.why or made.note],
        "share": None if made.number is None else float(made.number) / material.figures.target_groups,
        "plan_share": None,
    }


def _money_kpi(material: Material, money: Any) -> Sequence[dict[str, Any]]:
    """Disbursed against its plan, and spent with what is bound."""
    writing, figures = material.writing, material.figures
    net, found = figures.net_budget_satang, []
    for name, plan in (("disbursed_satang", "expected_disbursed_satang"), ("used_satang", None)):
        line, share = money[name], getattr(figures, name)
        expected = getattr(figures, plan) if plan else None
        part = percent(share, net) if share is not None else None
        sub = [line.why] if line.why else [] if part is None else [writing.say("kpi.of_budget", pct=part)]
        if plan and not line.why:
            sub.append(writing.say("paper.plan_money", p=writing.baht(expected)))
        found.append(
            {
                "label": line.label,
                "value": writing.say("paper.baht_value", n=line.value),
                "sub": sub,
                "share": share / net if share is not None and net else None,
                "plan_share": expected / net if expected is not None and net else None,
            }
        )
    return found
