"""Citizens' numbers are found however they are written, and nothing else is taken for one."""

import pytest

from core.intake.cells.columns import ColumnReader, Scan
from core.intake.cells.parsers import parser_of
from core.model.kinds import KINDS, Kind
from core.text import has_barcode, has_national_id, hide, mask_national_id, to_thai_digits
from tests.support.intakes import PROJECT, codes, csv_file, headers, read

CITIZEN, COMPANY, BARCODE = "1103700000003", "0105500000003", "8850000000041"
PARTS = ("1", "1037", "00000", "00", "3")


@pytest.mark.parametrize(
    "between",
    ["", " ", "  ", "-", " - ", ".", "/", "_", "\u2013", "\u2011", "\u2212", "\u00b7", " \u2013 ", "\n", ", "],
)
def test_a_citizens_number_is_found_whatever_parts_its_groups(between: str) -> None:
    assert has_national_id(between.join(PARTS)) and has_national_id("เลข " + between.join(PARTS) + " ค่ะ")


@pytest.mark.parametrize("between", [" ", "-", " - ", "_", "\u2013", "\u200b", "\u00a0"])
def test_a_citizens_number_is_found_whatever_parts_its_digits(between: str) -> None:
    assert has_national_id(between.join(CITIZEN)) and has_national_id(to_thai_digits(between.join(CITIZEN)))


@pytest.mark.parametrize("text", [f"12 34 {CITIZEN}", f"1234-56789 {CITIZEN}", f"{CITIZEN} 12", f"2564 {CITIZEN}"])
def test_other_numbers_beside_a_citizens_number_do_not_hide_it(text: str) -> None:
    assert has_national_id(text)


@pytest.mark.parametrize(
    "text", [CITIZEN[:-1] + "4", COMPANY, BARCODE, CITIZEN + "1", "1,200.50 3/2564", "081-234-5678 ต่อ 12", ""]
)
def test_other_numbers_are_not_taken_for_a_citizens(text: str) -> None:
    assert not has_national_id(text) and mask_national_id(text) == text
    assert has_barcode(text) == (text == BARCODE)


def test_a_citizens_number_is_masked_in_its_place() -> None:
    assert mask_national_id(f"สมุด {'-'.join(PARTS)} หน้า 5.csv") == "สมุด x-xxxx-xxxxx-xx-x หน้า 5.csv"
    assert mask_national_id(f"{CITIZEN}, {CITIZEN}") == "xxxxxxxxxxxxx, xxxxxxxxxxxxx"


GLUED = (f"บัตร{CITIZEN}โทร0812345678", f"กลุ่มที่5บัตร{CITIZEN}", f"งวด๒บัตร{to_thai_digits(CITIZEN)}ปี๒๕๖๔")


@pytest.mark.parametrize("cell", GLUED)
def test_thai_letters_between_numbers_do_not_hide_a_citizens_number(cell: str) -> None:
    head = headers("groups", "code", "name", "amphoe", "stage", "note")
    rows = [[f"G{n:03d}", f"กลุ่ม {n}", "ชะอำ", "อบรมแล้ว", f"เรื่องที่ {n}"] for n in range(200)]
    rows[4][4] = cell
    found = read(csv_file(head, *rows), "groups", project=PROJECT)
    assert [(i.code, i.row, i.column, i.value) for i in found.blocking] == [("id13", 6, "หมายเหตุ", None)]


@pytest.mark.parametrize("cell", GLUED)
def test_a_run_of_plain_cells_is_looked_at_as_carefully_as_one(cell: str) -> None:
    column = KINDS["spending"].columns[6]
    reader = ColumnReader(column, parser_of(column, PROJECT))
    reader.feed([f"รายการ {n}" for n in range(900)])
    reader.feed([f"รายการ {n}" for n in range(900, 1_500)] + [cell])
    scan = Scan()
    scan.feed(["อื่น", "มี\x1fตัวคั่น", cell])
    assert [(place, code) for place, _, code, _ in reader.faults] == [(1_500, "id13")] and scan.personal == [2]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("เลข ปชช.", "id_column"),
        ("เลข 13 หลัก", "id_column"),
        ("ID card", "id_column"),
        ("เลขที่บัตรประชาชน", "id_column"),
        ("พร้อมเพย์", "bank_column"),
        ("PromptPay", "bank_column"),
    ],
)
def test_columns_of_personal_numbers_are_known_by_their_headers(header: str, code: str) -> None:
    head = headers("groups", "code", "name", "amphoe", "stage")
    found = read(csv_file([*head, header], ["G01", "ก", "ชะอำ", "อบรมแล้ว", "x"]), "groups", project=PROJECT)
    assert codes(found, "blocking") == [code]


@pytest.mark.parametrize("kind", ["groups", "products", "spending", "plan", "instalments"])
def test_no_header_of_a_form_is_taken_for_personal(kind: Kind) -> None:
    blocking = codes(read(csv_file(headers(kind)), kind, project=PROJECT), "blocking")
    assert "id_column" not in blocking and "bank_column" not in blocking


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ปรึกษานาย ก ข แล้ว", "ปรึกษาบุคคลธรรมดา แล้ว"),
        ("ตามคำแนะนำของ นายสมมติ หนึ่ง และคณะ", "ตามคำแนะนำของ บุคคลธรรมดา และคณะ"),
        ("(น.ส.สมมติ)", "(บุคคลธรรมดา)"),
        ("said by Mr. Sample One, yesterday", "said by บุคคลธรรมดา, yesterday"),
        ("นายอำเภอชะอำ และนายกองค์การบริหารส่วนตำบล", "นายอำเภอชะอำ และนายกองค์การบริหารส่วนตำบล"),
        ("ทอผ้าลายใหม่ 3 ลาย", "ทอผ้าลายใหม่ 3 ลาย"),
    ],
)
def test_a_name_inside_a_text_is_masked_and_an_office_is_not(text: str, masked: str) -> None:
    assert hide(text) == masked
