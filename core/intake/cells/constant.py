"""One value for every row, typed where a file lacks a column that is needed."""

from core.intake.cells.columns import ColumnReader
from core.intake.cells.parsers import parser_of
from core.intake.issues import Issue
from core.kinds import Column, Kind
from core.model.project import Project
from core.text.privacy import mask_national_id


def constant_fault(column: Column, kind: Kind, project: Project, text: str) -> Issue | None:
    """Why a text can not be the value of a column in each row, ``None`` where it can."""
    reader = ColumnReader(column, parser_of(column, kind, project))
    reader.feed([text])
    if not reader.faults:
        return None
    return Issue("bad_constant", "blocking", column=column.header, value=mask_national_id(text))
