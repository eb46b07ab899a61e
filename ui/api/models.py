"""The shape of every answer. What is sent is made from these models, and so is the OpenAPI document.

Money is in baht, with two decimals; a day is ISO, of Bangkok; an instant is UTC. What is not known is null.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic import BaseModel, Field, create_model

from core.model.kinds import KINDS, Column, Kind
from core.money import baht_number


class Problem(BaseModel):
    """Why a request is refused, and what to do (RFC 9457)."""

    type: str = Field(description="Where the problem is explained")
    title: str = Field(description="The name of the status")
    status: int
    detail: str = Field(description="What happened and what to do, in the language asked for")
    code: str = Field(description="The same in one word, for programs")
    instance: str = Field(description="Names the request in the log of the server")


class ProjectRow(BaseModel):
    """One project that the token opens."""

    project: str = Field(description="The code by which addresses name it")
    name: str
    province: str
    fiscal_year_be: int = Field(description="Buddhist era")
    start: date
    end: date
    newest_day: date | None = Field(description="The day of the newest data; null where nothing is loaded")


class FigureRow(BaseModel):
    """One figure of the catalogue, or the verdict (``name`` is ``verdict``, ``text`` its sentence)."""

    name: str
    label: str
    value: float | None
    unit: str = Field(description="baht, groups, percent, times, index; empty of the verdict")
    day: date | None = Field(description="The day that it is of: the cut-off of the data it is computed from")
    text: str = Field(description="The verdict, or why a figure is not known")


class UploadRow(BaseModel):
    """One file that was loaded, as it stood at the instant asked for."""

    upload: int
    kind: str
    set: int = Field(description="Its number among the files of its kind")
    as_of: date
    received_at: datetime
    by: str
    rows: int
    state: str = Field(description="live, withdrawn, erased; waits and sent_back only for who may know of them")
    file_name: str
    rows_sha256: str


class Page(BaseModel):
    """What stands around rows. A page has ``limit`` of them; ``next`` is the address of the following one."""

    total: int
    first: int
    next: str | None = None


class OfADay(Page):
    """Of one project, on a day, as known at an instant."""

    project: str
    as_of: date | None = Field(description="The day that is shown")
    seen: datetime | None = Field(description="As known at this instant; null: now")


class Projects(Page):
    """The projects that the token opens."""

    rows: list[ProjectRow]


class Figures(OfADay):
    """Every figure of a day, and the verdict."""

    verdict: str = Field(description="In one word; the sentence is among the rows")
    rows: list[FigureRow]


class History(OfADay):
    """The files that were loaded, the newest first."""

    rows: list[UploadRow]


_TYPES: Mapping[str, Any] = {"int": int, "line": int, "satang": float, "date": date, "month": date}
RESOURCES: Mapping[str, Kind] = {("ledger" if kind == "spending" else kind): kind for kind in KINDS}


def name_of(kind: Kind) -> str:
    """How addresses call the rows of a kind."""
    return next(name for name, one in RESOURCES.items() if one == kind)


@cache
def row_model(kind: Kind) -> type[BaseModel]:
    """One row of a kind: its number in the file, then each column by its identifier."""
    fields: dict[str, Any] = {"row": (int, Field(description="Its number in the file"))}
    for column in KINDS[kind].columns:
        fields[column.name] = (_TYPES.get(column.type, str) | None, Field(None, description=_said(column)))
    return create_model(f"{name_of(kind).capitalize()}Row", **fields)


@cache
def rows_model(kind: Kind) -> type[OfADay]:
    """The rows of a kind that are in force on a day."""
    row = row_model(kind)
    fields: dict[str, Any] = {
        "upload": (int, Field(description="The file that they are of")),
        "data_as_of": (date, Field(description="The day of that file")),
        "rows": (list[row], ...),  # type: ignore[valid-type]
    }
    return create_model(name_of(kind).capitalize(), __base__=OfADay, **fields)


def value_of(column: Column, value: Any) -> Any:
    """A stored value as JSON has it: baht for satang."""
    return baht_number(value) if column.type == "satang" else value


def _said(column: Column) -> str:
    listed = ", ".join(choice.id for choice in column.choices)
    return column.header + (f" ({listed})" if listed else "")
