"""A file is known for its kind before anything is said of its rows, and our own forms ask for no sheet."""

import io
from collections.abc import Iterator
from itertools import product
from typing import Any

import openpyxl
import pytest

from core.intake import Intake
from core.intake.forms import templates
from core.intake.layout.names import OWN_SHEETS
from core.model.choices import ENTRIES
from core.model.kinds import KINDS, Kind
from core.model.rows import Rows, from_records
from tests.support.forms import error_workbook, template_xlsx
from tests.support.intakes import PROJECT, codes, csv_file, read, sample, sample_rows, xlsx_file
from tests.support.offices import control_register, official_register
from tests.support.said import thai

File = tuple[str, bytes]
DAY = "2021-07-31"


def rows_of(kind: Kind) -> Rows:
    """Some rows of a kind."""
    if kind == "plan":
        return from_records("plan", [{"month": PROJECT.start, "planned_groups": 0}])
    return sample_rows(DAY, kind)


def files() -> Iterator[tuple[str, Kind, File]]:
    """What an office may choose under the wrong kind: forms, blank and filled, samples, registers of its own."""
    for kind in KINDS:
        for lang in ("th", "en"):
            yield f"blank {lang}", kind, ("f.xlsx", template_xlsx(kind, PROJECT, lang=lang))
        yield "blank csv", kind, ("f.csv", templates.template_csv(kind, PROJECT))
        yield "filled", kind, ("f.xlsx", template_xlsx(kind, PROJECT, rows_of(kind)))
        if kind != "plan":
            yield "sample", kind, sample(DAY, kind)
    yield "control register", "spending", control_register(DAY)
    yield "official register", "groups", official_register(DAY)


CASES = [(name, kind, file, under) for (name, kind, file), under in product(files(), KINDS) if under != kind]


@pytest.mark.parametrize(("name", "kind", "file", "under"), CASES, ids=[f"{n}-{k}-{u}" for n, k, _, u in CASES])
def test_a_file_of_another_kind_says_that_and_nothing_else(name: str, kind: Kind, file: File, under: Kind) -> None:
    found = read(file, under, project=PROJECT)

    assert [(issue.code, issue.params["guess"]) for issue in found.issues] == [("wrong_kind", kind)]
    assert KINDS[kind].name.get("th") in thai(found.issues[0])


def test_what_is_wrong_with_rows_of_another_kind_is_not_said_either() -> None:
    file = csv_file(["เลขที่เอกสาร", "วันที่", "ประเภทรายการ", "จำนวนเงิน"], ["ฎ.1", "31/31/2564"], ["รวม", "", "", "5"])

    assert codes(read(file, "groups", project=PROJECT)) == ["wrong_kind"]


def test_the_kinds_own_sheet_is_read_before_another_kinds() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx("spending", PROJECT, rows_of("spending"))))
    groups = openpyxl.load_workbook(io.BytesIO(template_xlsx("groups", PROJECT, rows_of("groups"))))
    sheet = book.create_sheet("กลุ่ม")
    for row in groups.worksheets[0].values:
        sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)

    found = read(("both.xlsx", made.getvalue()), "groups", project=PROJECT)

    assert found.ok and found.reading.sheet == "กลุ่ม"
    assert found.reading.sheets == ("การใช้จ่าย", "กลุ่ม")


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_our_own_form_offers_one_sheet(kind: Kind, lang: str) -> None:
    for rows in (None, rows_of(kind)):
        found = read(("f.xlsx", template_xlsx(kind, PROJECT, rows, lang=lang)), kind, project=PROJECT)
        assert found.reading.sheets == (KINDS[kind].name.get("th"),)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_returned_file_offers_one_sheet(lang: str) -> None:
    file = xlsx_file(["รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน"], ["G01", "กลุ่ม", "ไม่มีอำเภอนี้", "อบรมแล้ว"], name="g.xlsx")
    wrong = read(file, "groups", project=PROJECT)
    back = error_workbook(wrong, [file], lang)

    assert set(openpyxl.load_workbook(io.BytesIO(back)).sheetnames) & OWN_SHEETS
    assert len(read(("back.xlsx", back), "groups", project=PROJECT).reading.sheets) == 1


def test_a_sheet_of_rows_is_offered_whatever_its_name() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx("groups", PROJECT, rows_of("groups"))))
    book["คำอธิบาย"].title = "อื่น"
    book.copy_worksheet(book.worksheets[0]).title = "Notes"
    made = io.BytesIO()
    book.save(made)

    assert "Notes" in read(("f.xlsx", made.getvalue()), "groups", project=PROJECT).reading.sheets


ALLOTTED = ("ได้รับจัดสรร", "งบจัดสรร", "จัดสรร", "เงินจัดสรร", "รับจัดสรร", "แจ้งจัดสรร")


def wide(header: str) -> Intake:
    head = ["เลขที่เอกสาร", "วันที่", "รายการ", header, "ก่อหนี้", "เบิกจ่าย", "คงเหลือ"]
    rows: list[list[Any]] = [
        ["จส.1", "01/10/2563", "รับโอนจัดสรร", "400,000.00", "", "", "400,000.00"],
        ["ฎ.1", "18/11/2563", "จ้างพิมพ์", "", "", "1,245.00", "398,755.00"],
    ]
    return read(csv_file(head, *rows), "spending", project=PROJECT)


@pytest.mark.parametrize("header", ALLOTTED)
def test_what_a_wide_register_received_is_an_allotment(header: str) -> None:
    found = wide(header)

    assert found.ok and found.rows is not None and not found.reading.unmapped
    assert list(zip(found.rows["entry"], found.rows["amount_satang"], strict=True)) == [
        ("allotment", 40_000_000),
        ("disbursement", 124_500),
    ]


@pytest.mark.parametrize("word", ALLOTTED)
def test_an_entry_may_be_called_so_too(word: str) -> None:
    head = ["เลขที่เอกสาร", "วันที่", "ประเภทรายการ", "จำนวนเงิน"]
    found = read(csv_file(head, ["จส.1", "01/10/2563", word, "400,000.00"]), "spending", project=PROJECT)

    assert found.rows is not None and found.rows["entry"] == ["allotment"]
    assert "allotment" in {choice.id for choice in ENTRIES}
