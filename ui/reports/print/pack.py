"""The committee's pack: agenda line, conclusion, figures, charts, tables, changes, places to sign, definitions.

No person is named in it: payees do not appear, and signatures are dotted lines. Each part is a function of the
material; another part is another function in ``content``.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.analysis.attention.attention import needs
from core.analysis.breakdowns.budget_lines import by_expense_line
from core.analysis.breakdowns.objectives import results
from core.analysis.breakdowns.of_groups import burn_up
from core.analysis.breakdowns.of_money import burn_money, by_quarter
from core.analysis.breakdowns.waterfall import waterfall
from core.figures import FIGURES, formula
from core.model import ROLES
from core.model.kinds import KINDS
from core.model.lessons import PARTS
from db.notebook.remarks import RemarkInfo
from ui.charts import alts, frames
from ui.reports.forms import official_rows
from ui.reports.lines import Line, line, lines, money_title
from ui.reports.material import Material
from ui.reports.print import drawings, pack_tables, typeset
from ui.reports.print.brief import changed_since_meeting, row, stamps
from ui.reports.writing import DASH, Writing
from ui.text import dated_back

BODY_PT = 11  # its ก is as high as that of TH SarabunPSK at 16 pt, the size of an official paper: docs/decisions/022
MOST_REMARKS = 12
UNNAMED = 3  # places to sign where the project names no titles
WIDTH = 470  # points between the margins of A4


def pdf(material: Material) -> bytes:
    """Some A4 pages."""
    return typeset.pdf("pack", content(material), material.order.clock)


def content(material: Material) -> dict[str, Any]:
    """The words, tables and drawings of the pack, in the order of the template."""
    writing, figures, view = material.writing, material.figures, material.view
    say, project, committee = writing.say, view.project, view.project.committee
    title = say("paper.pack_title")
    return {
        "lang": writing.lang,
        "size": BODY_PT,
        **stamps(material),
        "thai_digits": writing.digits == "thai",
        "page_of": [say("paper.page", n="{n}", m="{m}")],
        "title": title,
        "project": writing.prose(project.full_name.get(writing.lang)),
        "committee": writing.prose(committee.get(writing.lang)) if committee else say("paper.committee"),
        "meeting": say("paper.meeting"),
        "agenda": say("paper.agenda", title=title),
        "verdict_title": say("paper.verdict"),
        "verdict": writing.told(figures.verdict.message),
        "follow_title": say("paper.follow"),
        "follow": [writing.told(need.message) for need in needs(view, figures)],
        "follow_none": say("paper.closed" if figures.state == "closed" else "paper.follow_none"),
        "figures_title": say("paper.groups_money"),
        "figures": [row(line) for line in lines(figures, writing, "papers")],
        "unknown_note": say("paper.unknown_note"),
        "revised": _revised(material),
        "dated_back": dated_back.lines(view, say, writing.short_day),
        **official(material),
        "charts_title": say("paper.charts"),
        "charts": charts(material),
        "tables": tables(material),
        "penalties": pack_tables.penalties(view, writing),
        "second_look": pack_tables.second_look(view, material.second_look, writing),
        **changed_since_meeting(material),
        "resolutions_title": say("paper.resolutions"),
        "resolutions": resolutions(material),
        "remarks_title": say("paper.remarks"),
        "remarks": remarks(material),
        "earned_title": say("paper.earned_table"),
        "earned_day": say("budget.ev_day", day=writing.day(figures.joint_day)),
        "earned": [row(_with_formula(line, material)) for line in lines(figures, writing, "indices")],
        "objectives_title": say("paper.objectives_table"),
        "objectives": objectives(material),
        "lessons_title": say("paper.lessons"),
        "lessons": lessons(material),
        "definitions_title": say("paper.definitions"),
        "definitions": definitions(material),
        "sign": {
            "line": say("paper.sign.line"),
            "name": say("paper.sign.name"),
            "date": say("paper.sign.date"),
            "roles": signers(material),
        },
    }


def signers(material: Material) -> list[str]:
    """The titles under the lines to sign, as the project's file has them; dotted lines where it has none. No name."""
    writing, named = material.writing, material.view.project.signers
    return [writing.prose(title.get(writing.lang)) for title in named] or [writing.say("paper.sign.title")] * UNNAMED


def _revised(material: Material) -> str | None:
    """How often the plan was revised, and what the first one asked for by now."""
    figures, writing = material.figures, material.writing
    times = figures.whole("plan_revisions", 0)
    if not times:
        return None
    groups, money = (line(figures, writing, f"first_expected_{name}").value for name in ("groups", "disbursed_satang"))
    return writing.say("budget.plan_revised", q=times, d=money, g=groups)


def _with_formula(line: Line, material: Material) -> Line:
    """A line of earned value with its formula beside it, where it has no reason to tell."""
    return line if line.why else replace(line, note=material.writing.told(formula(material.view, line.figure.name)))


def charts(material: Material) -> list[dict[str, Any]]:
    """The screen's charts of groups, money, quarters, lines and where the money is; one without data is left out."""
    view, figures, writing, lang = material.view, material.figures, material.writing, material.writing.lang
    groups, money = frames.groups_burn(burn_up(view), lang), frames.money_burn(burn_money(view), lang)
    quarters, spent = frames.quarters(by_quarter(view), lang), by_expense_line(view)
    bars, parts = frames.waterfall(waterfall(figures), lang), frames.expense_lines(spent, lang)
    drawn = (
        (
            "groups_burn",
            groups,
            "overview.groups_burn",
            180,
            alts.groups_burn(writing, view, groups, figures.target_groups),
        ),
        ("money_burn", money, money_title(view.project), 190, alts.money_burn(writing, view, money)),
        ("waterfall", bars, "budget.waterfall", 250, alts.waterfall(writing, figures)),
        ("quarters", quarters, "budget.quarters", 130, alts.quarters(writing, quarters)),
        ("expense_lines", parts, "budget.lines", 270, alts.expense_lines(writing, spent)),
    )
    found = []
    for name, data, title, height, alt in drawn:
        svg = drawings.svg(name, data, writing, width=WIDTH, height=height)
        if svg:
            legend = drawings.legend(name, data, writing)
            found.append({"title": writing.say(title), "svg": svg, "legend": legend, "alt": alt})
    return found


def tables(material: Material) -> list[dict[str, Any]]:
    """All tables that have rows."""
    makers = (
        pack_tables.stages,
        pack_tables.amphoe,
        pack_tables.products,
        pack_tables.expense_lines,
        pack_tables.activities,
        pack_tables.quarters,
        pack_tables.contract,
    )
    found = [make(material.view, material.writing) for make in makers]
    found.append(pack_tables.year_beside(material.beside, material.view.project.fiscal_year_be, material.writing))
    return [table for table in found if table["rows"]]


def official(material: Material) -> dict[str, Any]:
    """The official total beside the register's where the office has noted one, else a line to fill in by hand."""
    writing = material.writing
    rows, say = [list(row) for row in official_rows(material.official, writing)], writing.say
    return {"official_title": say("paper.official"), "official": rows, "official_blank": say("paper.official_blank")}


def objectives(material: Material) -> list[dict[str, str]]:
    """The objectives with their indicators; what the terms do not fix is marked proposed."""
    writing, say = material.writing, material.writing.say
    reached = results(material.view, material.figures, len(material.lessons))
    found = []
    for objective in material.view.project.objectives:
        target = objective.target
        parts = [
            f"{writing.prose(objective.indicator.get(writing.lang))}: "
            + say("overview.result", n=DASH if (result := reached[objective.code]) is None else result),
            say("overview.target_unknown") if target is None else say("overview.target", n=target),
            *([say("overview.proposed")] if objective.proposed else []),
        ]
        text = f"{writing.text(objective.code)} {writing.prose(objective.text.get(writing.lang))}"
        found.append({"text": text, "indicator": " · ".join(parts)})
    return found


def lessons(material: Material) -> list[dict[str, Any]]:
    """The lessons learned, by day and group; who wrote them is left out, and a person's name in them is masked."""
    writing, found = material.writing, []
    rows = material.view.of("groups")
    names = dict(zip(rows["code"], rows["name"], strict=True))
    for info in material.lessons:
        whose = [writing.day(info.as_of)]
        if info.group_code:
            whose.append(f"{info.group_code} {writing.text(names.get(info.group_code, ''))}".strip())
        parts = [[writing.say(f"lesson_part.{name}"), writing.prose(getattr(info.text, name))] for name in PARTS]
        found.append({"title": " · ".join(whose), "parts": parts})
    return found


def resolutions(material: Material) -> list[dict[str, Any]]:
    """The resolutions of earlier meetings, the oldest first: by whom, by when, and what became of each."""
    writing, found = material.writing, []
    for info in material.resolutions:
        met, who = writing.short_day(info.met_on), writing.prose(info.text.who)
        duty = (
            writing.say("resolutions.duty_open", who=who, met=met)
            if info.due_on is None
            else writing.say("resolutions.duty", who=who, due=writing.short_day(info.due_on), met=met)
        )
        state = writing.say(f"resolutions.state_{info.state}")
        if info.reported_on is not None:
            state = f"{state} ({writing.short_day(info.reported_on)})"
        parts = [[writing.say("resolutions.result"), f"{state} {writing.prose(info.became)}".strip()]]
        found.append({"title": writing.prose(info.text.decided), "duty": duty, "parts": parts})
    return found


def remarks(material: Material) -> list[dict[str, Any]]:
    """The remarks since the last meeting, at most ``MOST_REMARKS``: on what, in which role, and what; no name."""
    writing, found = material.writing, []
    rows = material.view.of("groups")
    names = dict(zip(rows["code"], rows["name"], strict=True))
    for info in material.remarks[:MOST_REMARKS]:
        role = writing.say(ROLES[info.role].label) if info.role in ROLES else info.role
        found.append({"title": _about(info, names, writing), "parts": [[role, writing.prose(info.text)]]})
    if rest := len(material.remarks) - len(found):
        found.append({"title": writing.say("paper.more", n=rest), "parts": []})
    return found


def _about(info: RemarkInfo, groups: Mapping[str, str], writing: Writing) -> str:
    """What a remark is about."""
    if info.upload is not None:
        kind, seq = info.upload
        return writing.say("remarks.set", kind=KINDS[kind].name.get(writing.lang), set=seq)
    if info.about == "figure" and info.subject in FIGURES:
        return writing.say(FIGURES[info.subject].key("label"))
    if info.about == "group":
        return f"{info.subject} {writing.text(groups.get(info.subject, ''))}".strip()
    return writing.say("remarks.item", item=info.subject) if info.about == "agenda" else info.subject


def definitions(material: Material) -> list[list[str]]:
    """What each figure counts, in the words that the screens show under its source."""
    writing, found = material.writing, []
    for figure in material.figures.listed("papers"):
        words = writing.told(formula(material.view, figure.name))
        found.append([writing.say(figure.key("label")), words])
    return found
