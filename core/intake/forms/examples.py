"""The one row that a blank form shows. Left in by mistake, it is known again and not taken for data."""

from collections.abc import Mapping

from core.intake.layout.names import header_key
from core.kinds import Kind, columns_of
from core.model.places import amphoe_of, tambon_of
from core.model.project import Project
from core.money import format_baht
from core.text.thai import format_date, format_month

# What forms of earlier releases held instead: such a form may still lie on a desk.
_FORMER: Mapping[Kind, Mapping[str, str]] = {
    "groups": {"occupation": "ขนมหม้อแกง"},
    "products": {"name": "ขนมหม้อแกงถั่ว"},
    "instalments": {"amount_baht": "137,400.00"},
}


def example_row(kind: Kind, project: Project) -> dict[str, str]:
    """Our column -> the text of the example, with places and days of the project."""
    row = {column.name: column.example for column in columns_of(kind)}
    if kind == "groups":
        row |= _stage_and_next(project)
    places = amphoe_of(project.province_code)
    if kind == "groups" and places:
        row["amphoe"] = places[0].written
        row["tambon"] = next((place.written for place in tambon_of(places[0].code)), "")
    for name in ("stage_since", "date", "due_on"):
        if name in row:
            row[name] = format_date(project.start, style="form")
    if kind == "plan":
        row["month"] = format_month(project.start)
    year = f"{project.fiscal_year_be % 100:02d}"
    if kind == "spending":
        lines, activities = ([one.name for one in them] for them in (project.expense_lines, project.activities))
        row |= {
            "doc_no": f"ฎ.{year}-001",
            "expense_line": _listed(row["expense_line"], lines),
            "activity": _listed(row["activity"], activities),
        }
    if kind == "instalments":
        share = project.budget_satang * int(row["percent"]) // 100
        row |= {"contract_no": f"ผพ.{year}-03", "amount_baht": format_baht(share)}
    return row


def _listed(usual: str, listed: list[str]) -> str:
    """The usual example where the project lists it, else the first that it lists, if any."""
    return usual if usual in listed or not listed else listed[0]


def example_cells(kind: Kind, project: Project) -> dict[str, str]:
    """Our column -> a text that its cells could hold, for whoever is asked to correct one."""
    by_type = {
        "satang": "1,200.00",
        "date": example_day(project),
        "month": format_month(project.start),
        "int": "15",
        "percent": "20",
        "line": "1",
    }
    shown = example_row(kind, project)
    return {column.name: shown[column.name] or by_type.get(column.type, "") for column in columns_of(kind)}


def example_day(project: Project) -> str:
    """A day of the project as forms write it: ``30/09/2564``."""
    return format_date(project.end, style="form")


def _stage_and_next(project: Project) -> dict[str, str]:
    """A group at the second stage of the ladder (of two stages at the first), and what it does next."""
    ladder = project.stage_choices
    here = min(1, max(0, len(ladder) - 2))
    following = [stage.written.removesuffix("แล้ว") for stage in ladder[here + 1 : here + 2]]
    return {"stage": ladder[here].written, "next_step": "".join(following)}


def is_example(kind: Kind, cells: dict[str, str], example: dict[str, str]) -> bool:
    """Whether the cells of a row (by our column) are the whole example with nothing typed over. A plan's example could
    be a real month, so it is never passed over.
    """
    if kind == "plan" or any(text and name not in cells for name, text in example.items()):
        return False
    former = _FORMER.get(kind, {})
    return all(
        header_key(text) in {header_key(example.get(name, "")), header_key(former.get(name, example.get(name, "")))}
        for name, text in cells.items()
    )
