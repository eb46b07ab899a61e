"""The tables of the committee's pack: words and numbers as written, nothing computed. No table is a ranking."""

from collections.abc import Sequence
from typing import Any

from core.analysis.breakdowns.budget_lines import by_activity, by_expense_line
from core.analysis.breakdowns.of_groups import amphoe_tiles, stage_funnel
from core.analysis.breakdowns.of_products import category_standings
from core.analysis.breakdowns.quarters import judged_quarters
from core.figures import Unknown
from core.ledger import Anomaly, instalments
from core.model import Snapshot
from db.snapshots.years import Beside
from ui.reports.writing import DASH, Writing
from ui.text import amounts

Table = dict[str, Any]


def _table(writing: Writing, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> Table:
    """``words`` columns from the left hold words, the others numbers. A table without rows is left out."""
    return {
        "title": writing.say(title),
        "heads": [writing.say(key) for key in heads],
        "rows": [list(row) for row in rows],
        "words": words,
    }


def expense_lines(view: Snapshot, writing: Writing) -> Table:
    """What became of each line's money, in the budget's own order; a sum where every part of it is known."""
    names = ("net_satang", "disbursed_satang", "outstanding_satang", "remaining_satang")
    found = [row for row in by_expense_line(view) if row["side"] == "chosen"]
    rows = [
        [row["expense_line"] or writing.say("budget.no_line"), *(writing.baht(row[name]) for name in names)]
        for row in found
    ]
    if found:
        sums = [None if any(row[name] is None for row in found) else sum(row[name] for row in found) for name in names]
        rows.append([writing.say("paper.total"), *map(writing.baht, sums)])
    return _table(
        writing,
        "paper.lines_table",
        ("paper.col.item", "paper.col.net", "paper.col.disbursed", "paper.col.outstanding", "paper.col.remaining"),
        rows,
    )


def quarters(view: Snapshot, writing: Writing) -> Table:
    """Each quarter on its last day, cumulative, by the plan in force then, as the screen has it; the running one and
    those to come have their plan alone.
    """
    rows = []
    for quarter in judged_quarters(view):
        registered, planned = writing.count(quarter.registered_groups), writing.count(quarter.planned_groups)
        rows.append(
            [
                writing.count(quarter.number),
                writing.say(f"budget.quarter_{quarter.standing}"),
                f"{registered} ({planned})",
                writing.baht(quarter.planned_satang),
                writing.baht(quarter.disbursed_satang),
                writing.number(quarter.used_percent),
                writing.number(quarter.cabinet_percent),
            ]
        )
    heads = (
        "paper.col.quarter",
        "budget.col_result",
        "paper.col.groups_of_plan",
        "paper.col.plan_total",
        "paper.col.paid_total",
        "paper.col.used_share",
        "paper.col.target_share",
    )
    kept = len(heads) if view.project.curves else -1  # without a spending target nothing is said of one
    return _table(writing, "paper.quarters_table", heads[:kept], [row[:kept] for row in rows], words=2)


def activities(view: Snapshot, writing: Writing) -> Table:
    """What became of each activity's money; left out where no entry names an activity."""
    found = [row for row in by_activity(view) if row["side"] == "chosen"]
    names = ("planned_satang", "committed_satang", "disbursed_satang", "outstanding_satang", "remaining_satang")
    rows = [
        [row["activity"] or writing.say("budget.no_activity"), *(writing.baht(row[name]) for name in names)]
        for row in found
        if any(row["activity"] and row["rows"] for row in found)
    ]
    heads = (
        "budget.activity",
        "budget.planned",
        "budget.committed_all",
        "paper.col.disbursed",
        "paper.col.outstanding",
        "paper.col.remaining",
    )
    return _table(writing, "paper.activities_table", heads, rows)


def amphoe(view: Snapshot, writing: Writing) -> Table:
    """Groups of each amphoe, in the order in which the province lists them."""
    rows = [
        [
            row["name"].get(writing.lang),
            *(writing.count(row[name]) for name in ("groups", "developed", "registered")),
        ]
        for row in amphoe_tiles(view)
    ]
    return _table(
        writing,
        "paper.amphoe_table",
        ("paper.col.amphoe", "paper.col.groups", "paper.col.developed", "paper.col.registered"),
        rows,
    )


def stages(view: Snapshot, writing: Writing) -> Table:
    """Groups at each stage of the ladder."""
    rows = [
        [r["name"].get(writing.lang), writing.count(r["groups"]), writing.count(r["reached"])]
        for r in stage_funnel(view)
    ]
    return _table(writing, "paper.stage_table", ("paper.col.stage", "paper.col.at", "paper.col.reached"), rows)


def products(view: Snapshot, writing: Writing) -> Table:
    """Products of each category by the best standing of their standards."""
    counts: dict[str, dict[str, int]] = {}
    of: dict[str, int] = {}
    for row in category_standings(view):
        name = row["name"].get(writing.lang)
        counts.setdefault(name, {})[row["standing"]] = row["products"]
        of[name] = row["of"]
    standings = ("certified", "in_progress", "none")
    rows = [
        [name, *(writing.count(found[s]) for s in standings), writing.count(of[name])] for name, found in counts.items()
    ]
    heads = ("paper.col.category", *(f"products.standing_{s}" for s in standings), "paper.col.all")
    return _table(writing, "paper.products_table", heads, rows)


def contract(view: Snapshot, writing: Writing) -> Table:
    """Instalments and milestones with their days."""
    rows = [
        [
            writing.text(str(row["no"])),
            writing.text(row["name"] or DASH),
            *(writing.short_day(row[name]) for name in ("due_on", "delivered_on", "accepted_on", "paid_on")),
            writing.baht(row["amount_satang"]),
        ]
        for row in instalments(view)
    ]
    heads = (
        "paper.col.no",
        "paper.col.item",
        "paper.col.due",
        "paper.col.delivered",
        "paper.col.accepted",
        "paper.col.paid",
        "paper.col.amount",
    )
    return _table(writing, "paper.instalments_table", heads, rows, words=6)


def penalties(view: Snapshot, writing: Writing) -> list[str]:
    """The estimate of each late instalment in words; without a rate the days alone."""
    return [
        writing.say("budget.pen_unknown", no=row["no"], h=row["days_late"])
        if row["penalty_unknown"]
        else writing.say(
            "budget.pen_line", no=row["no"], h=row["days_late"], pen=writing.baht(row["penalty_satang"], 0)
        )
        + " · "
        + writing.say(
            "budget.pen_over" if row["over_line"] else "budget.pen_share",
            pct=row["penalty_percent"],
            line=writing.baht(row["line_satang"], 0),
        )
        for row in instalments(view)
        if row["penalty_satang"] or row["penalty_unknown"]
    ]


def year_beside(found: Beside | None, year: int, writing: Writing) -> Table:
    """This year and the last one by the same month end; no rows where nothing of both years is known."""
    if found is None or not found.known:
        return {"title": "", "heads": [], "rows": [], "words": 1}
    say, last = writing.say, found.project.fiscal_year_be
    years = ((year, found.day), (last, found.earlier))
    days = [f"{writing.text(str(number))} ({writing.short_day(day)})" for number, day in years]
    rows = []
    for line in found.lines:
        values = [writing.text(amounts.of_year(writing, line, place)).replace("-", "−") for place in (0, 1)]
        why = f" ({writing.told(line.difference.reason)})" if isinstance(line.difference, Unknown) else ""
        rows.append([amounts.labelled(writing, line.figure), *values, amounts.difference(writing, line) + why])
    title = say("beside.title", y=last)
    return {"title": title, "heads": [say("beside.item"), *days, say("beside.difference")], "rows": rows, "words": 1}


def second_look(view: Snapshot, found: Sequence[Anomaly], writing: Writing) -> Table | None:
    """Entries worth a second look, each with its rows; the sentence stands beside the first of them."""
    rows, spending = [], view.of("spending")
    for one in found:
        for number, place in enumerate(one.rows):
            said = writing.told(one.message) if number == 0 else ""
            doc, day, satang = (spending[name][place] for name in ("doc_no", "date", "amount_satang"))
            rows.append([said, writing.text(doc), writing.short_day(day), writing.baht(satang)])
    heads = ("paper.col.item", "budget.doc_no", "budget.date", "budget.amount")
    return _table(writing, "paper.second_look", heads, rows, words=3) if rows else None
