"""The rows of the workbook, sheet by sheet: what stands in each cell, and the name of each column in formulas."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.ledger import instalments, plan_line, read_ledger
from core.model import CATEGORIES, ENTRIES, PRODUCER_TYPES, QUADRANTS, STATUSES, Choice, Snapshot, write_standards
from core.model.kinds import KINDS, CellType, Column, FileKind, Kind
from core.model.kinds.groups import GROUPS
from core.model.kinds.instalments import INSTALMENTS
from core.model.kinds.plan import PLAN
from core.model.kinds.products import PRODUCTS
from core.model.kinds.spending import SPENDING
from core.money import baht_number
from ui.reports.material import Material
from ui.reports.writing import Writing


@dataclass(frozen=True, slots=True)
class Col:
    """One column: heading, how it is written, its width in letters, its name in formulas (``L_amount``)."""

    head: str
    type: str = "text"
    width: int = 16
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``work`` is how many cells a formula in each of its rows reads."""

    title: str
    columns: Sequence[Col]
    rows: Sequence[Sequence[Any]]
    work: int = 0


def sheets(material: Material) -> list[Sheet]:
    """The sheets of the kinds that are loaded: those with formulas first, then the rows of each other kind."""
    material = replace(material, view=material.view.seen_by(material.sight))
    loaded = material.view.uploads
    own = (sheet for kind, make in _OWN.items() if kind in loaded for sheet in make(material))
    others = (one for one in KINDS.values() if one.id in loaded and one.id not in _OWN)
    return [*own, *(_rows_of(one, material.view, material.writing) for one in others)]


def entry_name(entry: str, writing: Writing) -> str:
    """An entry in the words of the workbook, as formulas compare it."""
    return _names(ENTRIES, writing)[entry]


def status_name(status: str, writing: Writing) -> str:
    """A status in the words of the workbook."""
    return _names(STATUSES, writing)[status]


def _names(choices: Sequence[Choice], writing: Writing) -> dict[str, str]:
    return {choice.id: choice.name.get(writing.lang) for choice in choices}


def _rows_of(kind: FileKind, view: Snapshot, writing: Writing) -> Sheet:
    """A kind without a sheet of its own: its columns as they are stored, but for telephones."""
    shown = [column for column in kind.columns if column.type != "phone"]
    columns = [Col(column.title.get(writing.lang), _LOOKS.get(column.type, "text")) for column in shown]
    fields = zip(*(_cells(column, view.of(kind.id)[column.field], writing) for column in shown), strict=True)
    return Sheet(kind.name.get(writing.lang), columns, list(fields))


def _cells(column: Column, values: Sequence[Any], writing: Writing) -> list[Any]:
    """The values of one column as the workbook writes them."""
    if column.type == "enum":
        names = _names(column.choices, writing)
        return [names.get(value, value) for value in values]
    if column.type == "satang":
        return [baht_number(value) for value in values]
    return list(values)


def _ledger(view: Snapshot, writing: Writing, payees: bool) -> Sheet:
    """Every row of the register, later ones than the cut-off too: formulas leave them out by their date."""
    say, entries = writing.say, _names(ENTRIES, writing)
    columns = [
        Col(say("budget.doc_no"), width=18, name="L_doc"),
        Col(say("budget.line_no"), "count", 8),
        Col(say("budget.date"), "day", 14, "L_date"),
        Col(say("budget.entry"), width=24, name="L_entry"),
        Col(say("budget.expense_line"), width=34),
        Col(say("budget.description"), width=44),
        *([Col(say("budget.payee"), width=28)] if payees else []),
        Col(say("budget.amount"), "baht", 18, "L_amount"),
        Col(say("budget.settles"), width=18, name="L_settles"),
        Col(say("budget.group_code"), width=12),
    ]
    rows = [
        [
            row["doc_no"],
            row["line_no"],
            row["date"],
            entries[row["entry"]],
            row["expense_line"],
            row["description"],
            *([row["payee"]] if payees else []),
            baht_number(row["amount_satang"]),
            row["settles"],
            row["group_code"],
        ]
        for row in view.of("spending").records()
    ]
    return Sheet(writing.say("paper.sheet.ledger"), columns, rows)


def _orders(view: Snapshot, writing: Writing) -> Sheet:
    """One row an order: committed, released, paid, returned and what is left, each a formula over the register."""
    ledger = read_ledger(view)
    orders = ledger.orders if ledger else None
    committed = orders.committed if orders else {}
    say, rows = writing.say, []
    for number, doc_no in enumerate(committed, 2):
        settled = {entry: baht_number(of.get(doc_no, 0)) for entry, of in orders.settled.items()} if orders else {}
        cells = [doc_no, (_of_order("L_doc", "commitment", number, writing), baht_number(committed[doc_no]))]
        for entry in ("release", "disbursement", "refund"):
            cells.append((_of_order("L_settles", entry, number, writing), settled[entry]))
        rest = max(0, orders.rests[doc_no]) if orders else 0
        cells.append((f"=ROUND(MAX(0,B{number}-C{number}-D{number}+E{number}),2)", baht_number(rest)))
        rows.append(cells)
    heads = ("commitment", "release", "disbursement", "refund")
    columns = [
        Col(say("budget.doc_no"), width=18),
        *(Col(entry_name(entry, writing), "formula", 20) for entry in heads),
        Col(say("figure.outstanding_satang.label"), "formula", 22, "O_rest"),
    ]
    return Sheet(say("paper.sheet.orders"), columns, rows, work=4 * len(view.of("spending")))


def _of_order(column: str, entry: str, number: int, writing: Writing) -> str:
    """What of one entry names the order of this row, by the cut-off; compared letter by letter, never as a pattern."""
    name = entry_name(entry, writing)
    return f'=ROUND(SUMPRODUCT(({column}=A{number})*(L_entry="{name}")*(L_date<=D_money)*L_amount),2)'


def _groups(view: Snapshot, writing: Writing) -> Sheet:
    say, stages, statuses = writing.say, _names(view.stages.all, writing), _names(STATUSES, writing)
    producers = _names(PRODUCER_TYPES, writing)
    project = view.project
    places = {tile.amphoe: tile.name.get(writing.lang) for tile in project.tiles}
    columns = [
        Col(say("paper.col.code"), width=12),
        Col(say("paper.col.name"), width=44),
        Col(say("paper.col.tambon"), width=18),
        Col(say("paper.col.amphoe"), width=20),
        Col(say("paper.col.occupation"), width=28),
        Col(say("paper.col.members"), "count", 10),
        Col(say("paper.col.producer"), width=24),
        Col(say("paper.col.stage"), width=26, name="G_stage"),
        Col(say("paper.col.rank"), "count", 10, "G_rank"),
        Col(say("paper.col.since"), "day", 14),
        Col(say("paper.col.registered_on"), "day", 16, "G_registered"),
        Col(say("paper.col.status"), width=18, name="G_status"),
    ]
    rank = {stage: number for number, stage in enumerate(project.stages, 1)}
    rows = [
        [
            row["code"],
            row["name"],
            row["tambon"],
            places.get(row["amphoe"], row["amphoe"]),
            row["occupation"],
            row["members"],
            producers.get(row["producer_type"] or ""),
            stages[row["stage"]],
            rank.get(row["stage"], 0),
            row["stage_since"],
            row["registered_on"],
            statuses[row["status"]],
        ]
        for row in view.of("groups").records()
    ]
    return Sheet(say("paper.sheet.groups"), columns, rows)


def _products(view: Snapshot, writing: Writing) -> Sheet:
    say, categories, quadrants = writing.say, _names(CATEGORIES, writing), _names(QUADRANTS, writing)
    columns = [
        Col(say("paper.col.code"), width=12),
        Col(say("budget.group_code"), width=12),
        Col(say("paper.col.name"), width=40),
        Col(say("paper.col.category"), width=26),
        Col("Quadrant", width=12),
        Col(say("paper.col.standards"), width=44),
        Col(say("paper.col.registered_on"), "day", 16),
        Col(say("paper.col.price"), "baht", 14),
        Col(say("paper.col.sales_before"), "baht", 18),
        Col(say("paper.col.sales_after"), "baht", 18),
    ]
    rows = [
        [
            row["code"],
            row["group_code"],
            row["name"],
            categories[row["category"]],
            quadrants.get(row["quadrant"]),
            write_standards(row["standards"], writing.lang) or None,
            row["otop_registered_on"],
            *(baht_number(row[name]) for name in ("price_satang", "sales_before_satang", "sales_after_satang")),
        ]
        for row in view.of("products").records()
    ]
    return Sheet(say("paper.sheet.products"), columns, rows)


def _plan(view: Snapshot, writing: Writing) -> Sheet:
    """The plan at each month end; a month that the office left out lies on the line between its neighbours."""
    plan, say = view.of("plan"), writing.say
    groups, money = plan_line(plan, "planned_groups"), plan_line(plan, "planned_disbursed_satang")
    ends = sorted({*(groups.ends if groups else ()), *(money.ends if money else ())})
    columns = [
        Col(say("paper.col.month_end"), "day", 16, "M_end"),
        Col(say("paper.col.plan_groups"), "count", 22, "M_groups"),
        Col(say("paper.col.plan_money"), "baht", 24, "M_money"),
    ]
    rows = [
        [end, groups.expected(end) if groups else None, baht_number(money.expected(end) if money else None)]
        for end in ends
    ]
    return Sheet(say("paper.sheet.plan"), columns, rows)


def _instalments(view: Snapshot, writing: Writing) -> Sheet:
    say = writing.say
    columns = [
        Col(say("paper.col.no"), width=10),
        Col(say("paper.col.item"), width=40),
        Col(say("paper.col.due"), "day", 14),
        Col(say("paper.col.delivered"), "day", 14),
        Col(say("paper.col.accepted"), "day", 14, "I_accepted"),
        Col(say("paper.col.paid"), "day", 14, "I_paid"),
        Col(say("paper.col.amount"), "baht", 18, "I_amount"),
    ]
    days = ("due_on", "delivered_on", "accepted_on", "paid_on")
    rows = [
        [row["no"], row["name"], *(row[name] for name in days), baht_number(row["amount_satang"])]
        for row in instalments(view)
    ]
    return Sheet(say("paper.sheet.instalments"), columns, rows)


_LOOKS: Mapping[CellType, str] = {"satang": "baht", "int": "count", "date": "day", "month": "day"}  # others are text
_OWN: Mapping[Kind, Callable[[Material], list[Sheet]]] = {
    SPENDING.id: lambda of: [_ledger(of.view, of.writing, of.order.payees), _orders(of.view, of.writing)],
    GROUPS.id: lambda of: [_groups(of.view, of.writing)],
    PRODUCTS.id: lambda of: [_products(of.view, of.writing)],
    PLAN.id: lambda of: [_plan(of.view, of.writing)],
    INSTALMENTS.id: lambda of: [_instalments(of.view, of.writing)],
}
