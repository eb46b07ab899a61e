"""Thai text, digits, dates and amounts."""

from datetime import date

import pytest

from core.text.thai import (
    CellError,
    digits,
    fold,
    fold_counted,
    parse_date,
    parse_month,
    parse_satang,
    searchable,
    sort_key,
    to_thai_digits,
    write_date,
    write_month,
)
from words import rendering


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29 พ.ย. 67", date(2024, 11, 29)),
        ("18 ก.ย.60", date(2017, 9, 18)),
        ("๑๗ พฤษภาคม ๒๕๖๕", date(2022, 5, 17)),
        ("31/5/2564", date(2021, 5, 31)),
        ("1-2-64", date(2021, 2, 1)),
        ("1.2.64", date(2021, 2, 1)),
        ("2021-05-31", date(2021, 5, 31)),
        ("2564-05-31", date(2021, 5, 31)),
        ("31/05/2021", date(2021, 5, 31)),
        ("31 May 2021", date(2021, 5, 31)),
        ("วันอังคารที่ 9 มีนาคม พ.ศ. 2564", date(2021, 3, 9)),
        ("9 มี.ค. 64 เวลา 10.30 น.", date(2021, 3, 9)),
        ("2021-03-10 00:00:00", date(2021, 3, 10)),
        ("29/02/2563", date(2020, 2, 29)),
        ("\u200b31/5/2564\u00a0", date(2021, 5, 31)),
    ],
)
def test_a_date_is_read_as_offices_write_it(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("29/02/2564", "impossible_date"),
        ("31/09/2564", "impossible_date"),
        ("3/15/2021", "month_over_12"),
        ("9 – 10 มีนาคม 2564", "bad_date"),
        ("25640531", "bad_date"),
        ("31/5", "bad_date"),
        ("31/5/564", "bad_date"),
        ("31 ม.ม. 64", "bad_date"),
        ("31 พ.ค. ค.ศ. 2564", "bad_date"),
        ("พรุ่งนี้", "bad_date"),
        ("", "bad_date"),
    ],
)
def test_what_is_no_date_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_date(text)
    assert caught.value.code == code


def test_two_digit_years_are_buddhist_and_four_digit_years_say_what_they_are() -> None:
    assert parse_date("1/10/63") == parse_date("1/10/2563") == parse_date("1/10/2020") == date(2020, 10, 1)
    assert parse_date("1/10/20") == date(1977, 10, 1)  # 2520; the check of the fiscal year asks about it


@pytest.mark.parametrize("text", ["ต.ค. 63", "ตุลาคม 2563", "10/2563", "2020-10", "Oct 2020", "1/10/2563", "๑๐/๒๕๖๓"])
def test_a_month_is_its_first_day(text: str) -> None:
    assert parse_month(text) == date(2020, 10, 1)


def test_dates_are_written_short_long_and_as_in_forms() -> None:
    day = date(2021, 7, 31)
    assert rendering.day(day) == "31 ก.ค. 64"
    assert rendering.day(day, "en") == "31 Jul 2021"
    assert rendering.day(day, style="long") == "31 กรกฎาคม 2564"
    assert rendering.day(day, "en", "long") == "31 July 2021"
    assert write_date(day) == "31/07/2564"
    assert write_month(day) == "ก.ค. 64"


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("1,234.50", 123450),
        ("1234.5", 123450),
        ("885,000 บาท", 88500000),
        ("ราคา 65 บาท", 6500),
        ("1,200.-", 120000),
        ("๘๘๕,๐๐๐", 88500000),
        ("0", 0),
        ("21,474,836,470.01", 2147483647001),
    ],
)
def test_an_amount_is_satang(text: str, satang: int) -> None:
    assert parse_satang(text) == satang


@pytest.mark.parametrize(
    "text", ["25,", "18,250,00", "20,0", "1.234.50", "1,23,456", "ราคา  บาท", "ราคา 28-49 บาท", "1 200"]
)
def test_a_broken_amount_is_never_repaired(text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_satang(text)
    assert caught.value.code == "bad_amount"


@pytest.mark.parametrize(
    ("text", "code"),
    [("(1,200.00)", "negative_amount"), ("-1,200", "negative_amount"), ("1,200.005", "amount_decimals")],
)
def test_negative_amounts_and_parts_of_a_satang_have_their_own_words(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_satang(text)
    assert caught.value.code == code


def test_fold_joins_what_only_looks_like_thai_and_counts_it() -> None:
    assert fold_counted("จ\u0e4d\u0e32นวน\u200bเ\u0e40งิน\u00a0") == (
        "จำนวนแงิน ",
        {"zero_width": 1, "no_break_space": 1, "decomposed_am": 1, "doubled_ae": 1},
    )
    assert fold("น\u0e49\u0e4d\u0e32ตาล") == fold("น\u0e4d\u0e49\u0e32ตาล") == "น้ำตาล"
    assert fold_counted("น้ำตาล") == ("น้ำตาล", {})


def test_digits_go_both_ways() -> None:
    assert digits("ฎ.๖๔-๐๐๑") == "ฎ.64-001"
    assert to_thai_digits("31/05/2564") == "๓๑/๐๕/๒๕๖๔"


def test_amphoe_sort_as_in_a_dictionary() -> None:
    names = ["เมืองเพชรบุรี", "เขาย้อย", "หนองหญ้าปล้อง", "ชะอำ", "ท่ายาง", "บ้านลาด", "บ้านแหลม", "แก่งกระจาน"]
    assert sorted(names, key=sort_key) == [
        "แก่งกระจาน", "เขาย้อย", "ชะอำ", "ท่ายาง", "บ้านลาด", "บ้านแหลม", "เมืองเพชรบุรี", "หนองหญ้าปล้อง",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["๗/๒๕๖๔", " 7/2564 ", "7/2564\u200b"])
def test_a_search_finds_a_number_in_either_digits(typed: str) -> None:
    assert searchable(typed) in searchable("สัญญาเลขที่ ๗/2564 ")
