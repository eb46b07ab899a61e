"""One object makes a kind of file, and one line a column: what is registered here is in the form, the checks, the
database, the comparisons, the exports and on the upload page.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, create_engine, text
from starlette.applications import Starlette

from core.analysis.changes import changes
from core.intake.forms.templates import export_csv
from core.intake.layout.headers import known_headers
from core.model import UploadRef
from core.model.kinds import KINDS, Column, FileKind
from core.model.rows import from_records, rows_sha256
from core.text import Text
from db import engine as databases
from db.errors import AlreadyStored
from db.maintenance.verify import verify
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.snapshots.known_files import known_file
from db.snapshots.uploads import UploadInfo
from db.snapshots.years import Beside
from db.tables import ROW_TABLES, metadata, row_table
from tests.support.actors import staff
from tests.support.asgi import ask
from tests.support.databases import NOW
from tests.support.diffs import lines, sentences
from tests.support.forms import template_xlsx
from tests.support.intakes import csv_file, read, sample
from tests.support.pages import cookie, page
from ui.reports.material import Order, gather
from ui.reports.workbook.book import xlsx
from ui.reports.writing import Writing
from ui.routes import files
from ui.screens.overview import beside
from ui.text.words import t

FOUNDED = Column("founded", "ปีที่ตั้งกลุ่ม", "int", example="2550", later=True)
VISITS = FileKind(
    id="visits",
    table="visit_row",
    name=Text.both("การลงพื้นที่", "Visits"),
    unit=Text.both("ครั้ง", "Visits"),
    happened=("visited_on",),
    counted_by=("visited_on",),
    refers={"group_code": "groups"},
    columns=(
        Column("no", "ครั้งที่", "code", True, key=True, feeds=True, example="1"),
        Column("group_code", "กลุ่มที่ไป", "code", True, feeds=True, example="G01"),
        Column("visited_on", "วันที่ไป", "date", True, feeds=True),
        Column("found", "สิ่งที่พบ", "text", example="เตาอบเสีย"),
    ),
)
HEAD = [column.th for column in VISITS.columns]
DAYS = date(2021, 7, 30), date(2021, 7, 31)


@pytest.fixture(scope="module")
def engine(home: Path) -> Engine:
    """The samples, after the migration that a new column and a new kind come with."""
    engine = databases.engine()
    with create_engine(engine.url).begin() as connection:  # as a migration: foreign keys are looked at after it
        steps = Operations(MigrationContext.configure(connection))
        steps.execute("ALTER TABLE group_row ADD COLUMN founded INTEGER")
        with steps.batch_alter_table("upload") as uploads:
            uploads.drop_constraint(steps.f("ck_upload_kind"), type_="check")
            rule = " OR ".join(f"kind = '{kind}'" for kind in (*KINDS, VISITS.id))
            uploads.create_check_constraint(steps.f("ck_upload_kind"), rule)
        row_table(VISITS).create(connection)
        assert not connection.execute(text("PRAGMA foreign_key_check")).all()
    metadata.remove(metadata.tables[VISITS.table])
    return engine


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    groups = KINDS["groups"]
    monkeypatch.setitem(KINDS, "groups", replace(groups, columns=(*groups.columns, FOUNDED)))
    monkeypatch.setitem(KINDS, VISITS.id, VISITS)
    known_headers.cache_clear()
    yield
    known_headers.cache_clear()


def visit(number: int, day: str = "12/05/2564", found: str = "เตาอบเสีย") -> list[str]:
    return [str(number), "G01", day, found]


def load(engine: Engine, as_of: date, *rows: list[str], fewer: bool = False) -> UploadInfo:
    """A file read, checked, compared and stored."""
    today = store.base_view(engine, SAMPLE_PROJECT, as_of)
    found = read(csv_file(HEAD, *rows), VISITS.id, project=today.project, today=today, as_of=as_of)
    assert found.ok, [issue.code for issue in found.issues]
    return store.apply(
        engine, found, project=SAMPLE_PROJECT, as_of=as_of, actor=staff("staff"), now=NOW, accept_warnings=fewer
    )


def test_the_form_has_the_columns_and_loads_its_example_as_no_data(engine: Engine) -> None:
    project = store.view(engine, SAMPLE_PROJECT).project

    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(VISITS.id, project)))
    groups = openpyxl.load_workbook(io.BytesIO(template_xlsx("groups", project)))

    assert book.sheetnames[0] == "การลงพื้นที่"
    assert [cell.value for cell in book.worksheets[0][1]] == HEAD
    assert [cell.value for cell in groups.worksheets[0][1]][-1] == FOUNDED.th
    assert [cell.value for cell in groups.worksheets[0][2]][-1] == FOUNDED.example


def test_a_file_of_it_is_checked(engine: Engine) -> None:
    today = store.view(engine, SAMPLE_PROJECT)
    rows = [visit(1), visit(1), ["2", "", "32/13/2564", ""], visit(3, "01/09/2564")]

    found = read(csv_file(HEAD, *rows), VISITS.id, project=today.project, today=today, as_of=DAYS[1])
    other = read(csv_file(HEAD, visit(1)), "groups", project=today.project, today=today)

    strange = read(
        csv_file(HEAD, visit(1), ["2", "G99", "12/05/2564", ""]), VISITS.id, project=today.project, today=today
    )
    early = read(csv_file(HEAD, visit(1)), VISITS.id, project=today.project)

    assert {"repeated_key", "missing_cell", "after_as_of"} <= {issue.code for issue in found.issues}
    assert [(issue.code, issue.row) for issue in strange.warnings] == [("unknown_group", 3)]
    assert "no_groups_yet" in {issue.code for issue in early.issues}
    assert "wrong_kind" in {issue.code for issue in other.issues}


def test_it_is_stored_compared_listed_and_exported(engine: Engine) -> None:
    first = load(engine, DAYS[0], visit(1), visit(2))
    before = store.view(engine, SAMPLE_PROJECT, DAYS[0])
    second = load(engine, DAYS[1], visit(1, found="ซ่อมแล้ว"), visit(2), visit(3, "20/07/2564"))
    after = store.view(engine, SAMPLE_PROJECT, DAYS[1])

    assert after.of(VISITS.id)["visited_on"] == [date(2021, 5, 12), date(2021, 5, 12), date(2021, 7, 20)]
    diff = store.diff_uploads(engine, first.id, second.id)
    assert sentences(diff) == ["เพิ่ม 1 ครั้ง: 3", "แก้ไข 1 ครั้ง: 1 สิ่งที่พบ จาก เตาอบเสีย เป็น ซ่อมแล้ว"]
    assert [(line.what, line.key) for line in lines(diff)] == [("added", "3"), ("changed", "1")]
    assert "change.rows" in {said.key for said in changes(before, after).fixed}
    again = read(("again.csv", export_csv(after.of(VISITS.id), after.stages)), VISITS.id, project=after.project)
    assert again.rows is not None and again.rows.columns == after.of(VISITS.id).columns


def test_its_rows_have_a_sheet_in_the_workbook(engine: Engine) -> None:
    day = DAYS[1] + timedelta(days=2)
    load(engine, day, visit(1), visit(2, "20/07/2564", ""), fewer=True)

    for lang, title, heads in (
        ("th", "การลงพื้นที่", HEAD),
        ("en", "Visits", ["no", "group code", "visited on", "found"]),
    ):
        made = gather(engine, Order(SAMPLE_PROJECT, Writing(lang, "arabic"), NOW, day=day))
        made = replace(made, view=replace(made.view))  # as if nobody had looked at its texts yet
        made.view.of(VISITS.id)["found"][0] = "พบ นายสมมุติ ตัวอย่าง"
        book = openpyxl.load_workbook(io.BytesIO(xlsx(made)))
        first, *rows = [[cell.value for cell in row] for row in book[title]]

        assert (book.sheetnames[-1], first) == (title, heads)
        assert [(no, code, on.date()) for no, code, on, _ in rows] == [
            ("1", "G01", date(2021, 5, 12)),
            ("2", "G01", date(2021, 7, 20)),
        ]
        assert "สมมุติ" not in rows[0][3] and rows[1][3] is None


def test_a_new_column_of_groups_is_read_stored_compared_and_exported(engine: Engine) -> None:
    day = DAYS[1] + timedelta(days=1)
    today = store.base_view(engine, SAMPLE_PROJECT, day)
    rows = list(csv.reader(io.StringIO(export_csv(today.of("groups"), today.stages).decode("utf-8-sig"))))
    assert rows[0][-1] == FOUNDED.th and {row[-1] for row in rows[1:]} == {""}
    rows[1][-1] = "๒๕๕๐"

    found = read(csv_file(rows[0], *rows[1:]), "groups", project=today.project, today=today, as_of=day)
    upload = store.apply(
        engine, found, project=SAMPLE_PROJECT, as_of=day, actor=staff("staff"), now=NOW, accept_warnings=True
    )

    shown = store.view(engine, SAMPLE_PROJECT, day)
    assert shown.uploads["groups"].id == upload.id and shown.of("groups")["founded"][0] == 2550
    assert found.diff is not None and FOUNDED.th in sentences(found.diff)[0]
    assert [line.after for line in lines(found.diff)] == ["2550"]
    rows[1][-1] = "ไม่ทราบ"
    wrong = read(csv_file(rows[0], *rows[1:]), "groups", project=today.project, today=today, as_of=day)
    assert FOUNDED.th in {issue.column for issue in wrong.issues}


def test_uploads_of_before_a_new_column_are_verified_and_known_again(engine: Engine) -> None:
    day = date(2021, 7, 31)
    today = store.base_view(engine, SAMPLE_PROJECT, day)
    found = read(sample(f"{day}", "groups"), "groups", project=today.project, today=today, as_of=day)

    assert [one for one in verify(engine) if one.what == "rows_sha256"] == []
    known = known_file(engine, SAMPLE_PROJECT, found)
    assert known is not None and known.value == str(today.uploads["groups"].seq)
    with pytest.raises(AlreadyStored):
        store.apply(
            engine, found, project=SAMPLE_PROJECT, as_of=day, actor=staff("staff"), now=NOW, accept_warnings=True
        )


def test_a_value_in_a_new_column_makes_other_data() -> None:
    row = {"code": "G01", "name": "ก", "amphoe": "ชะอำ", "stage": "trained"}
    empty, founded = (rows_sha256(from_records("groups", [row | more])) for more in ({}, {"founded": 2550}))

    assert empty != founded


def test_where_years_are_compared_its_data_sets_are_named_too(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, VISITS.id, replace(VISITS, sets_day=True))
    upload = UploadRef(99, VISITS.id, 42, DAYS[1], NOW, "staff", "visits.csv")
    today = store.view(engine, SAMPLE_PROJECT, DAYS[1])
    shown = replace(today, uploads={**today.uploads, VISITS.id: upload})
    session: Any = SimpleNamespace(lang="th", prose=list, say=lambda key, **params: t(key, "th", **params))
    drawn: list[str] = []
    monkeypatch.setattr(beside.st, "markdown", drawn.append)
    monkeypatch.setattr(beside.st, "caption", drawn.append)

    beside.explain(session, Beside(shown.project, DAYS[1], now=shown))

    assert [VISITS.name.get("th") in line and "ชุดที่ 42 " in line for line in drawn].count(True) == 1


def test_the_table_of_a_kind_has_its_columns() -> None:
    for kind, table in ROW_TABLES.items():
        ours = [column.field for column in KINDS[kind].columns if column != FOUNDED]
        assert [column.name for column in table.columns] == ["upload_id", "pos", "row", *ours]


def test_the_upload_page_offers_it_with_its_form(engine: Engine, home: Path) -> None:
    tab = page("upload.py", "staff", kind=VISITS.id)

    assert not tab.exception
    assert "การลงพื้นที่" in [option.content for group in tab.get("button_group") for option in group.proto.options]
    answer = ask(Starlette(routes=files.routes()), "/files/template/visits.csv", cookie=cookie("staff"))
    assert answer.content.decode("utf-8-sig").strip() == ",".join(HEAD)
