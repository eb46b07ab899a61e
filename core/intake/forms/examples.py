"""The one row that a blank form shows. Left in by mistake, it is known again and not taken for data."""

from core.intake.layout.names import header_key
from core.model.kinds import KINDS, Kind
from core.model.project import Project
from core.text import write_date, write_month


def example_row(kind: Kind, project: Project) -> dict[str, str]:
    """Our column -> the text of the example, with places and days of the project."""
    return {column.name: column.example for column in KINDS[kind].columns} | KINDS[kind].example(project)


def example_cells(kind: Kind, project: Project) -> dict[str, str]:
    """Our column -> a text that its cells could hold, for whoever is asked to correct one."""
    by_type = {
        "satang": "1,200.00",
        "date": write_date(project.end),
        "month": write_month(project.start),
        "int": "15",
        "percent": "20",
        "line": "1",
    }
    shown = example_row(kind, project)
    return {column.name: shown[column.name] or by_type.get(column.type, "") for column in KINDS[kind].columns}


def is_example(kind: Kind, cells: dict[str, str], example: dict[str, str]) -> bool:
    """Whether the cells of a row (by our column) are the whole example with nothing typed over. A plan's example could
    be a real month, so it is never passed over.
    """
    if KINDS[kind].planned or any(text and name not in cells for name, text in example.items()):
        return False
    former = KINDS[kind].former_example
    return all(
        header_key(text) in {header_key(example.get(name, "")), header_key(former.get(name, example.get(name, "")))}
        for name, text in cells.items()
    )
