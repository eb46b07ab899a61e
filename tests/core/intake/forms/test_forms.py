"""Forms, exports and the returned workbook."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from core.intake import ERROR_HEADER, Mapping
from core.intake.forms import templates
from core.intake.forms.examples import example_row
from core.intake.forms.lists import choices_of
from core.intake.layout.names import LISTS_SHEET
from core.model import Rows, from_records, stages_of
from core.model.kinds import KINDS, Kind
from core.model.project import Activity, ExpenseLine
from core.text import PERSON_MASK, Sight, Text
from tests.support.forms import error_workbook, template_xlsx
from tests.support.intakes import (
    PROJECT,
    SAMPLES,
    codes,
    csv_file,
    headers,
    project,
    read,
    sample,
    sample_rows,
    view,
    xlsx_file,
)
from tests.support.said import thai

DAY = date(2021, 9, 30)
LADDER = stages_of(PROJECT)


def rows_of(kind: Kind) -> Rows:
    if kind != "plan":
        return sample_rows("2021-09-30", kind)
    rows = read(("plan.csv", (SAMPLES / "plan.csv").read_bytes()), "plan", project=PROJECT).rows
    assert rows is not None
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_loads_back_to_the_same_rows(kind: Kind) -> None:
    rows = rows_of(kind)
    data = templates.export_csv(rows, LADDER)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[0].split(",")[0] == KINDS[kind].columns[0].header
    found = read((f"{kind}.csv", data), kind, project=PROJECT, today=view({kind: rows}, DAY))
    assert found.ok and found.diff is not None and found.diff.is_empty


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_with_present_rows_loads_back_to_the_same_rows(kind: Kind) -> None:
    rows = rows_of(kind)
    found = read(
        (f"{kind}.xlsx", template_xlsx(kind, PROJECT, rows)),
        kind,
        project=PROJECT,
        today=view({kind: rows}, DAY),
    )
    assert found.ok and found.diff is not None and found.diff.is_empty


def test_an_export_masks_phones_and_persons_and_guards_formulas() -> None:
    groups = from_records("groups", [
        {"code": "=1+1", "name": "@กลุ่ม", "amphoe": "ชะอำ", "stage": "trained", "phone": "081-234-5678", "note": "'=ก"},
    ])  # fmt: skip
    text = templates.export_csv(groups, LADDER).decode("utf-8-sig")
    assert "'=1+1" in text and "'@กลุ่ม" in text and "''=ก" in text and "08x-xxx-5678" in text and "234" not in text
    back = read(("g.csv", text.encode()), "groups", project=PROJECT, today=view({"groups": groups}, DAY))
    assert back.diff is not None and back.diff.is_empty
    spending = from_records("spending", [
        {"doc_no": "ก1", "line_no": 1, "date": DAY, "entry": "disbursement", "amount_satang": 1, "payee": "นางตัวอย่าง",
         "description": "ค่าจ้าง น.ส.ตัวอย่าง สกุล"},
    ])  # fmt: skip
    written = templates.export_csv(spending, LADDER).decode()
    assert written.count(PERSON_MASK) == 2 and "ตัวอย่าง" not in written
    assert templates.export_csv(spending, LADDER, Sight(persons=True)).decode().count("ตัวอย่าง") == 2
    back = read(("s.csv", written.encode()), "spending", project=PROJECT, today=view({"spending": spending}, DAY))
    assert back.diff is not None and back.diff.is_empty


def test_stars_stand_in_a_form_only_where_the_project_has_any() -> None:
    rows = [{"code": "G01-P1", "group_code": "G01", "name": "ขนม", "category": "food"}]
    none, some = from_records("products", rows), from_records("products", [rows[0] | {"stars": 4}])

    def heads(present: Rows | None) -> list[str]:
        book = openpyxl.load_workbook(io.BytesIO(template_xlsx("products", PROJECT, present)))
        said = {row[0].value: row[2].value for row in book.worksheets[-1].iter_rows(min_row=5)}
        assert said.get("ระดับดาว", "1 ถึง 5 หรือเว้นว่าง") == "1 ถึง 5 หรือเว้นว่าง"
        shown = [cell.value for cell in book.worksheets[0][1]]
        assert list(said) == shown
        head = templates.template_csv("products", PROJECT, present).decode("utf-8-sig").strip().split(",")
        assert head == shown
        return shown

    assert "ระดับดาว" not in heads(None) and "ระดับดาว" not in heads(none)
    assert "ระดับดาว" in heads(some)
    written = template_xlsx("products", PROJECT, some)
    back = read(("p.xlsx", written), "products", project=PROJECT, today=view({"products": some}, DAY))
    assert back.rows is not None and back.rows["stars"] == [4]


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_has_every_header_and_its_example_is_not_data(kind: Kind) -> None:
    blank = ["plan_empty"] if kind == "plan" else ["header_only"]
    assert codes(read(("f.csv", templates.template_csv(kind, PROJECT)), kind, project=PROJECT)) == blank
    found = read(("f.xlsx", template_xlsx(kind, PROJECT)), kind, project=PROJECT)
    if kind == "plan":  # its months are filled in, and it says what is not
        assert codes(found) == blank and found.rows is not None
        assert found.rows["month"] == [end.replace(day=1) for end in PROJECT.months()]
    else:
        assert set(codes(found)) == {"header_only", "example_row"}
    assert list(found.reading.columns.values()) == [column.name for column in KINDS[kind].columns if not column.rare]


ELSEWHERE = replace(
    PROJECT,
    name=Text.both("โครงการของจังหวัดระยอง", "A project in Rayong"),
    province_code="21",
    fiscal_year_be=2565,
    start=date(2021, 10, 1),
    end=date(2022, 9, 30),
    budget_satang=50_000_000,
    expense_lines=(ExpenseLine("ค่าวัสดุฝึก", None, False),),
    activities=(Activity("ศึกษาดูงาน", None),),
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_form_is_of_the_project_s_own_province_year_and_budget(kind: Kind) -> None:
    shown = example_row(kind, ELSEWHERE)

    expected = {
        "groups": {"amphoe": "เมืองระยอง", "stage_since": "01/10/2564"},
        "products": {},
        "spending": {"doc_no": "ฎ.65-001", "date": "01/10/2564", "expense_line": "ค่าวัสดุฝึก", "activity": "ศึกษาดูงาน"},
        "plan": {"month": "ต.ค. 64"},
        "instalments": {
            "contract_no": "ผพ.65-03",
            "due_on": "01/10/2564",
            "percent": "20",
            "amount_baht": "100,000.00",
        },
    }[kind]
    assert {name: shown[name] for name in expected} == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_notes_of_a_form_and_a_cell_to_correct_show_a_day_of_the_project(kind: Kind) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(kind, ELSEWHERE)))
    notes = " ".join(str(cell.value) for row in book.worksheets[2] for cell in row)
    assert "2564" not in notes and "ต.ค. 63" not in notes
    assert ("30/09/2565" in notes) == any(column.type == "date" for column in KINDS[kind].columns)

    dates = [column for column in KINDS[kind].columns if column.type == "date"]
    if dates:
        line = {column.header: "31/31/31" if column in dates else "" for column in KINDS[kind].columns}
        found = read(csv_file(list(line), list(line.values())), kind, project=ELSEWHERE)
        unread = [thai(issue) for issue in found.issues if issue.column == dates[0].header]
        assert unread and all("2564" not in text or "01/10/2564" in text for text in unread)


FORMER = {
    "groups": {"occupation": "ขนมหม้อแกง"},
    "products": {"name": "ขนมหม้อแกงถั่ว"},
    "instalments": {"amount_baht": "137,400.00"},
}


@pytest.mark.parametrize("kind", FORMER)
def test_the_example_of_a_form_of_the_release_before_is_no_data_either(kind: Kind) -> None:
    cells = example_row(kind, PROJECT) | FORMER[kind]
    head, changed = headers(kind), {"name": "ของจริง"}

    assert "example_row" in codes(read(csv_file(head, list(cells.values())), kind, project=PROJECT))
    typed_over = csv_file(head, list((cells | changed).values()))
    assert "example_row" not in codes(read(typed_over, kind, project=PROJECT))


def test_a_row_typed_below_the_example_loads_alone() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx("groups", PROJECT)))
    sheet = book.worksheets[0]
    for place, cell in enumerate(["G07", "กลุ่มอาชีพใหม่", "", "ทับคาง", "เขาย้อย", "", "", "", "อบรมแล้ว"], 1):
        sheet.cell(3, place, cell)
    out = io.BytesIO()
    book.save(out)
    found = read(("f.xlsx", out.getvalue()), "groups", project=PROJECT)
    assert found.ok and found.rows is not None and found.rows["code"] == ["G07"] and found.rows.numbers == [3]


def test_a_form_offers_the_lists_and_keeps_codes_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx("groups", PROJECT)))
    sheet, lists = book.worksheets[0], book.worksheets[1]
    assert lists.sheet_state == "hidden"
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"E2", "H2", "I2", "M2"}  # amphoe, producer type, stage, status
    amphoe = [cell.value for cell in lists["D"][1:] if cell.value]
    assert len(amphoe) == 8 and "เมืองเพชรบุรี" in [cell.value for column in lists.columns for cell in column]
    assert sheet["A2"].number_format == "@" and sheet["A400"].number_format in ("@", "General")
    assert sheet.column_dimensions["A"].width > 8 and sheet["A1"].fill.fgColor.rgb != sheet["C1"].fill.fgColor.rgb


def test_a_form_of_the_ledger_offers_the_projects_expense_lines() -> None:
    choices = choices_of("spending", PROJECT)
    assert choices["expense_line"] == [line.name for line in PROJECT.expense_lines]
    assert "เบิกเกินส่งคืน" in choices["entry"]
    assert "amphoe" not in choices and "expense_line" not in choices_of("spending", project("demo-egp-2568"))


def test_equal_forms_are_equal_bytes() -> None:
    assert template_xlsx("plan", PROJECT) == template_xlsx("plan", PROJECT)


# the returned workbook


def returned(file: tuple[str, bytes], kind: Kind, **more: object) -> openpyxl.Workbook:
    found = read(file, kind, project=PROJECT, **more)  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(error_workbook(found, [file])))


HEAD = headers("spending", "doc_no", "date", "entry", "amount_baht")


def test_the_same_file_comes_back_with_the_errors_beside_its_rows() -> None:
    file = csv_file(
        HEAD,
        ["ก1", "10/03/2564", "เบิกจ่าย", "25,"],
        ["=ก2", "10/03/2564", "โอน", "(5)"],
        ["ก3", "1/3/64", "เบิกจ่าย", "7"],
    )
    sheet = returned(file, "spending").worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*HEAD, ERROR_HEADER]
    assert [cell.value for cell in sheet[2]][:4] == ["ก1", "10/03/2564", "เบิกจ่าย", "25,"]
    assert "อ่าน “25,” ไม่ได้" in sheet["E2"].value
    assert sheet["D2"].fill.fgColor.rgb == "FFF8CBAD" and sheet["A2"].fill.fgColor.rgb == "00000000"
    assert sheet["A3"].value == "=ก2" and sheet["A3"].data_type == "s"  # a text, never run
    assert "โอนเปลี่ยนแปลงเพิ่ม" in sheet["E3"].value and "เบิกเกินส่งคืน" in sheet["E3"].value
    assert sheet["E4"].value is None


def test_the_returned_workbook_with_its_cell_corrected_loads() -> None:
    name, data = sample("2021-09-30", "spending")  # Windows-874, a title line, a total line, Thai digits
    broken = data.decode("cp874").replace("๑๘/๑๑/๒๕๖๓", "๑๘ พ.ย.๖๓").replace('"๑,๒๔๕.๐๐"', '"๒๕,"', 1).encode("cp874")
    file = (name, broken)
    found = read(file, "spending", project=PROJECT)
    assert [(i.code, i.row, i.value) for i in found.blocking] == [("bad_amount", 3, "๒๕,")]
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(found, [file])))
    sheet = book.worksheets[0]
    sheet.cell(3, 9, "1,245.00")
    out = io.BytesIO()
    book.save(out)
    again = read(("returned.xlsx", out.getvalue()), "spending", project=PROJECT)
    assert again.ok and again.rows_sha256 == read((name, data), "spending", project=PROJECT).rows_sha256
    assert again.rows is not None and again.rows.numbers == list(range(3, 123))


def test_a_second_return_writes_over_the_errors_of_the_first() -> None:
    file = csv_file(
        [*HEAD, ERROR_HEADER], ["ก1", "10/03/2564", "เบิกจ่าย", "5", "เดิม"], ["ก2", "10/03/2564", "เบิกจ่าย", "x", "เดิม"]
    )
    sheet = returned(file, "spending").worksheets[0]
    assert sheet.max_column == 5 and not sheet["E2"].value and "อ่าน “x” ไม่ได้" in sheet["E3"].value


def test_every_finding_is_listed_in_a_sheet_of_its_own() -> None:
    file = csv_file(headers("groups", "code", "name", "amphoe"), ["G01", "ก", "ชะอำ"])
    book = returned(file, "groups")
    assert [cell.value for cell in book.worksheets[-1]["D"]][1].startswith("ไม่มีคอลัมน์ “ขั้นตอน”")


@pytest.mark.parametrize("kind", KINDS)
def test_two_files_of_every_kind_come_back(kind: Kind) -> None:
    """Also of a kind without any drop-down list: its sheet of lists is made once."""
    blank = templates.template_csv(kind, PROJECT)
    files = [("a.csv", blank), ("b.csv", blank)]
    content = error_workbook(read(files, kind, project=PROJECT), files, project=PROJECT)
    assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) >= 3


def test_several_files_come_back_as_sheets_of_one_workbook() -> None:
    head = headers("groups", "code", "name", "amphoe", "stage")
    files = [
        csv_file(head, ["G01", "ก", "ชะอำ", "อบรมแล้ว"], name="ชะอำ.csv"),
        csv_file(head, ["G02", "ข", "เขาย้อ", "อบรมแล้ว"], name="เขาย้อย.csv"),
    ]
    found = read(files, "groups", project=PROJECT)
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(found, files)))
    assert book.sheetnames[:2] == ["1 ชะอำ.csv", "2 เขาย้อย.csv"]
    assert book.worksheets[0]["E2"].value is None and "เขาย้อ" in book.worksheets[1]["E2"].value


def test_dates_and_numbers_of_a_workbook_come_back_as_they_were_seen() -> None:
    file = xlsx_file(HEAD, ["ก1", date(2021, 3, 10), "เบิกจ่าย", 1245.5], [date(2021, 3, 1), "1/3/64", "เบิกจ่าย", 7])
    sheet = returned(file, "spending").worksheets[0]
    assert [sheet[cell].value for cell in ("A2", "C2", "D2")] == ["ก1", "เบิกจ่าย", "1245.5"]
    assert sheet["B2"].value.date() == date(2021, 3, 10)
    assert sheet["B2"].is_date and sheet["B2"].number_format == "[$-107041E]dd/mm/yyyy;@"  # 10/03/2564
    assert sheet["B3"].value == "1/3/64"  # what was typed as text stays as it was typed
    assert sheet["A3"].value == "01/03/2021" and "ข้อความ" in sheet["E3"].value


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_returned_workbook_keeps_its_days_and_its_lists(lang: str) -> None:
    head = headers("groups", "code", "name", "tambon", "amphoe", "stage", "stage_since")
    file = xlsx_file(
        ["กลุ่มอาชีพของจังหวัด", *[""] * 5],
        head,
        ["G01", "กลุ่มขนม", "บ้านกุ่ม", "เมืองเพชรบุรี", "อบรมแล้วว", date(2021, 3, 10)],
        ["G02", "กลุ่มผ้า", "บ้านกุ่ม", "เมืองเพชรบุรี", "อบรมแล้ว", date(2564, 3, 10)],
    )
    found = read(file, "groups", project=PROJECT)
    assert codes(found, "blocking") == ["not_in_list"]
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(found, [file], lang, project=PROJECT)))
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 6).value.date() for row in (3, 4)] == [date(2021, 3, 10)] * 2
    blank = openpyxl.load_workbook(io.BytesIO(template_xlsx("groups", PROJECT, lang=lang)))
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    wanted = {rule.formula1 for rule in blank.worksheets[0].data_validations.dataValidation}
    assert lists.keys() == {"D3:D504", "E3:E504"} and set(lists.values()) <= wanted
    column = lists["E3:E504"].split("$")[1]
    words = [cell.value for cell in book[LISTS_SHEET.get(lang)][column]]
    assert "อบรมแล้ว" in words

    sheet["E3"] = "อบรมแล้ว"
    out = io.BytesIO()
    book.save(out)
    again = read(("back.xlsx", out.getvalue()), "groups", project=PROJECT)
    assert again.ok and again.rows is not None
    assert again.rows["stage_since"] == [date(2021, 3, 10)] * 2


def test_where_nothing_is_to_be_said_nothing_is_added() -> None:
    row = ["ก1", "10/03/2564", "เบิกจ่าย", "5"]
    book = returned(csv_file(HEAD, row), "spending")
    assert len(book.worksheets) == 1 and [cell.value for cell in book.worksheets[0][1]] == HEAD
    old = returned(csv_file([*HEAD, ERROR_HEADER, "รายการ"], [*row, "เดิม", "ผ้า"]), "spending").worksheets[0]
    assert [cell.value or None for cell in old[1]] == [*HEAD, None, "รายการ"]
    assert [cell.value or None for cell in old[2]] == [*row, None, "ผ้า"]


def test_codes_alone_come_back_in_one_added_column() -> None:
    file = csv_file(headers("groups", "name", "amphoe", "stage"), ["กลุ่มขนม", "ชะอำ", "อบรมแล้ว"])
    book = returned(file, "groups", mapping=Mapping("", "groups", mint=True))
    assert len(book.worksheets) == 1
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert cells == [["ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน", "รหัสกลุ่ม"], ["กลุ่มขนม", "ชะอำ", "อบรมแล้ว", "G01"]]


def test_codes_given_to_single_rows_come_back_in_the_column_of_codes() -> None:
    head = headers("groups", "code", "name", "amphoe", "stage")
    file = csv_file(head, ["G01", "กลุ่มขนม", "ชะอำ", "อบรมแล้ว"], ["", "กลุ่มผ้า", "ชะอำ", "อบรมแล้ว"])
    sheet = returned(file, "groups", mapping=Mapping("", "groups", mint=True)).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["รหัสกลุ่ม", "G01", "G02"] and sheet.max_column == len(head)


def test_numbers_of_a_workbook_come_back_as_text_that_reads_the_same() -> None:
    head = headers("groups", "name", "tambon", "amphoe", "members", "stage", "stage_since", "phone")
    file = xlsx_file(
        head,
        ["กลุ่มขนม", "บ้านกุ่ม", "เมืองเพชรบุรี", 15, "อบรมแล้ว", 44265, 812345001],
        ["กลุ่มผ้า", "บ้านกุ่ม", "เมืองเพชรบุรี", 7, "อบรมแล้ว", date(2021, 3, 10), 32425001],
        ["กลุ่มตาล", "บ้านกุ่ม", "เมืองเพชรบุรี", 9, "อบรมแล้ว", date(2564, 3, 10), "081-234-5678"],
    )
    found = read(file, "groups", project=PROJECT, mapping=Mapping("", "groups", mint=True))
    assert found.rows is not None and found.rows["phone"] == ["0812345001", "032425001", "081-234-5678"]
    again = read(("back.xlsx", error_workbook(found, [file])), "groups", project=PROJECT)
    assert again.ok and again.rows_sha256 == found.rows_sha256
    assert codes(again, "warning") == codes(found, "warning") == [] and not again.folded


def test_codes_that_were_minted_go_out_with_the_export() -> None:
    file = csv_file(headers("groups", "name", "tambon", "amphoe"), ["กลุ่มขนม", "บ้านกุ่ม", "เมืองเพชรบุรี"])
    mapping = Mapping("", "groups", constants={"stage": "คัดเลือกแล้ว"}, mint=True)
    found = read(file, "groups", project=PROJECT, mapping=mapping)
    assert found.rows is not None and "G01,กลุ่มขนม" in templates.export_csv(found.rows, LADDER).decode()
