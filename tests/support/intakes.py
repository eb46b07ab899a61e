"""What tests of intake share: the sample project, a view of given rows, small files made on the spot."""

import csv
import io
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from core.intake import AssessOptions, Intake, Limits, Mapping, ParseOptions, assess, parse
from core.intake.model import File, Progress
from core.model.kinds import KINDS, Kind
from core.model.project import Project, parse_project
from core.model.rows import Rows
from core.model.snapshot import Snapshot, UploadRef
from core.text.thai import to_thai_digits

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
REALDATA = ROOT.parent / "shared" / "realdata"


def project(code: str = "demo-phetchaburi-2564") -> Project:
    """A project of the repository."""
    return parse_project((ROOT / "projects" / f"{code}.toml").read_text(encoding="utf-8"))


PROJECT = project()


def view(rows: MappingType[Kind, Rows], as_of: date, of: Project = PROJECT) -> Snapshot:
    """Today's view, made of given rows; upload ids count from 1."""
    uploads = {
        kind: UploadRef(number, kind, 1, as_of, datetime(2021, 10, 1, tzinfo=UTC), "staff", f"{kind}.csv")
        for number, kind in enumerate(rows, 1)
    }
    return Snapshot(of, as_of, uploads, rows)


def read(
    files: File | Sequence[File],
    kind: Kind,
    *,
    project: Project,
    today: Snapshot | None = None,
    mapping: Mapping | None = None,
    sheets: Sequence[str] | None = None,
    limits: Limits | None = None,
    progress: Progress = lambda share, phase: None,
    **choices: Any,
) -> Intake:
    """Files parsed and assessed in one go; ``choices`` are those of ``AssessOptions``."""
    options = ParseOptions(mapping, tuple(sheets) if sheets is not None else None, limits or Limits())
    matched = {"values": mapping.values, "mint": mapping.mint} if mapping else {}
    found = parse(files, kind, options, progress)
    return assess(found, project, today, AssessOptions(**matched, **choices), progress)


def sample(day: str, kind: Kind) -> tuple[str, bytes]:
    """A sample file of a day."""
    folder = SAMPLES / day if (SAMPLES / day).exists() else SAMPLES / "try" / day
    return f"{kind}.csv", (folder / f"{kind}.csv").read_bytes()


def sample_rows(day: str, kind: Kind) -> Rows:
    """The rows of a sample file."""
    found = read(sample(day, kind), kind, project=PROJECT).rows
    assert found is not None
    return found


def read_rows(file: tuple[str, bytes], kind: Kind) -> Rows:
    """The rows of a small file, whatever is to be said about it."""
    found = read(file, kind, project=PROJECT).rows
    assert found is not None
    return found


def csv_file(
    header: Sequence[str], *rows: Sequence[str], name: str = "file.csv", encoding: str = "utf-8-sig"
) -> tuple[str, bytes]:
    """A CSV file of cells."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return name, text.getvalue().encode(encoding)


def xlsx_file(
    *rows: Sequence[object],
    merges: Sequence[tuple[int, int, int, int]] = (),
    name: str = "file.xlsx",
    sheet: str = "ข้อมูล",
) -> tuple[str, bytes]:
    """A workbook of one sheet; ``merges`` are (first row, first column, last row, last column) from 0."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(place, column, cell, dates)
                elif cell is not None:
                    page.write(place, column, cell)
        for first, left, last, right in merges:
            page.merge_range(first, left, last, right, rows[first][left])
    return name, content.getvalue()


def far_out(*rows: Sequence[str]) -> File:
    """A workbook of these rows and one more cell, twenty million cells away."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write(1_000_000, 19, "x")
    return "far.xlsx", held.getvalue()


def headers(kind: Kind, *names: str) -> list[str]:
    """The form's headers of some columns, or of all."""
    return [column.header for column in KINDS[kind].columns if not names or column.name in names]


def codes(intake: Intake, severity: str | None = None) -> list[str]:
    """The codes of the issues, in order."""
    return [issue.code for issue in intake.issues if severity in (None, issue.severity)]


def as_windows_874(data: bytes) -> bytes:
    """A UTF-8 sample as Windows-874 with every digit Thai (dates are BE already)."""
    return to_thai_digits(data.decode("utf-8-sig")).encode("cp874")
