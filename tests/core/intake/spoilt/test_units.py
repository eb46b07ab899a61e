"""The unit of the amounts: found in words, asked about, remembered with a form, and said each time."""

import pytest

from core.intake import Mapping, MappingError, parse_mapping
from core.intake.layout.units import is_unit_line, unit_in, without_unit
from core.text import CellError, parse_satang
from tests.support.intakes import PROJECT, codes, csv_file, headers, read

HEADER = headers("spending", "doc_no", "date", "entry", "amount_baht")
ROW = ("A1", "5/3/2564", "เบิกจ่าย", "687.125")
IN_THOUSANDS = csv_file(["หน่วย : พันบาท"], HEADER, ROW)
SILENT = csv_file(HEADER, (*ROW[:3], "687.12"))
THOUSAND = Mapping("รายงาน", "spending", unit="thousand")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("หน่วย : พันบาท", "thousand"), ("หน่วยเป็นล้านบาท", "million"), ("(พันบาท)", "thousand"), ("หน่วย: พัน", "thousand"),
        ("รายงาน (หน่วย : ล้านบาท)", "million"), ("รายงานการเบิกจ่าย พันบาท", "thousand"), ("หน่วย : แสนบาท", "other"),
        ("Unit: thousand baht", "thousand"), ("(in millions)", "million"), ("THB '000", "thousand"),
        ("หน่วย : บาท", "baht"), ("จำนวนเงิน (บาท)", "baht"), ("หน่วย : สิบล้านบาท", "other"),
        ("หน่วย : คน", None), ("หน่วย : พันคน", None), ("งบประมาณ 3 ล้านบาท", None), ("งบ 885,000 บาท", None),
        ("(แปดแสนแปดหมื่นห้าพันบาทถ้วน)", None), ("วงเงินไม่เกินหนึ่งล้านบาท", None), ("หมู่บ้านละล้านบาท", None), ("กลุ่ม", None),
    ],
)  # fmt: skip
def test_a_unit_is_what_stands_for_all_amounts_and_no_sum_of_money(text: str, unit: str | None) -> None:
    found = unit_in(text)

    assert (None if found is None else found[0]) == unit


def test_a_header_is_known_without_its_unit() -> None:
    assert [without_unit(f"จำนวนเงิน{tail}") for tail in (" (พันบาท)", "(บาท)", " ล้านบาท", "")] == ["จำนวนเงิน"] * 4


def test_a_line_of_units_holds_nothing_else() -> None:
    assert is_unit_line(["", "(คน)", "(พันบาท)"]) and is_unit_line(["หน่วย : พันบาท", ""])
    assert not is_unit_line(["A1", "(พันบาท)"]) and not is_unit_line(["", ""])


def test_amounts_in_thousands_are_exact_and_a_cell_that_says_baht_is_none() -> None:
    assert (parse_satang("687.125", 3), parse_satang("0.1234567", 6)) == (68712500, 12345670)
    for text, code in (("1.2345678", "amount_decimals"), ("687 บาท", "bad_amount"), ("99,999,999,999", "bad_amount")):
        with pytest.raises(CellError) as refused:
            parse_satang(text, 3)
        assert refused.value.code == code


def test_a_choice_of_now_scales_and_nothing_else_does() -> None:
    asked, chosen = (read(IN_THOUSANDS, "spending", project=PROJECT, unit=unit) for unit in (None, "thousand"))

    assert codes(asked, "blocking") == ["unit_asked", "amount_decimals"] and asked.ways == {}
    assert chosen.ok and chosen.rows is not None and chosen.rows["amount_satang"] == [68712500]
    assert chosen.ways == {"unit": "thousand"} and "unit_used" in codes(chosen, "info")


def test_a_remembered_unit_is_said_each_time_and_asked_where_the_file_says_another() -> None:
    same, silent = (read(file, "spending", project=PROJECT, mapping=THOUSAND) for file in (IN_THOUSANDS, SILENT))
    other = read(csv_file(["หน่วย : บาท"], HEADER, ROW), "spending", project=PROJECT, mapping=THOUSAND)

    assert same.ok and "unit_remembered" in codes(same, "info")
    assert silent.ok and codes(silent, "warning") == ["unit_remembered_unsaid"]
    assert silent.rows is not None and silent.rows["amount_satang"] == [68712000]
    assert "unit_asked" in codes(other, "blocking")


def test_a_balance_is_in_the_unit_of_the_amounts() -> None:
    register = csv_file(
        ["หน่วย : พันบาท"], ["เลขที่เอกสาร", "วันที่", "จัดสรร", "เบิกจ่าย", "คงเหลือ"],
        ["A1", "5/3/2564", "100.5", "", "100.5"], ["A2", "6/3/2564", "", "0.25", "100.25"],
        ["A3", "7/3/2564", "", "1", "98"],
    )  # fmt: skip

    found = read(register, "spending", project=PROJECT, unit="thousand")

    assert [(i.row, i.value) for i in found.issues if i.code == "balance_differs"] == [(5, "98,000.00")]


def test_a_mapping_names_one_of_three_units() -> None:
    assert parse_mapping('kind = "spending"\nunit = "million"').unit == "million"
    with pytest.raises(MappingError, match="unit must be one of baht, thousand, million"):
        parse_mapping('kind = "spending"\nunit = "dozen"')
