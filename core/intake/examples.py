"""The one row that a blank form shows. Left in by mistake, it is known again and not taken for data."""

from core.intake.names import header_key
from core.kinds import Kind, columns_of
from core.places import amphoe_of, tambon_of
from core.project import Project
from core.thai import format_date, format_month


def example_row(kind: Kind, project: Project) -> dict[str, str]:
    """Our column -> the text of the example, with places and days of the project."""
    row = {column.name: column.example for column in columns_of(kind)}
    places = amphoe_of(project.province_code)
    if kind == "groups" and places:
        row["amphoe"] = places[0].th
        row["tambon"] = next((place.th for place in tambon_of(places[0].code)), "")
    for name in ("stage_since", "date", "due_on"):
        if name in row:
            row[name] = format_date(project.start, style="form")
    if kind == "plan":
        row["month"] = format_month(project.start)
    return row


def is_example(kind: Kind, cells: dict[str, str], example: dict[str, str]) -> bool:
    """Whether the cells of a row (by our column) are the whole example with nothing typed over. A plan's example could
    be a real month, so it is never passed over.
    """
    if kind == "plan" or any(text and name not in cells for name, text in example.items()):
        return False
    return all(header_key(text) == header_key(example.get(name, "")) for name, text in cells.items())
