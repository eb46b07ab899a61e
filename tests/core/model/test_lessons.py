"""The text of a lesson: cleaned like all that comes in, with a limit, and without numbers that name a person."""

import pytest

from core.model.lessons import LONGEST, PARTS, LessonText, clean, fault_of
from tests.support.said import english, section, thai

GOOD = "จัดอบรมใกล้หมู่บ้านแทนที่อำเภอ"


def faults(tried: str = GOOD, outcome: str = GOOD, advice: str = GOOD) -> list[str]:
    return [english(fault) for fault in LessonText(tried, outcome, advice).cleaned.faults()]


def test_a_plain_lesson_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b\ufeff"])
def test_each_part_is_needed(text: str) -> None:
    assert faults(text, GOOD, text) == [
        '"What was tried" is empty: type it, or a dash if not known',
        '"What to repeat" is empty: type it, or a dash if not known',
    ]


def test_the_longest_text_is_kept_and_one_letter_more_is_not() -> None:
    assert faults("ก" * LONGEST) == []
    assert faults("ก" * (LONGEST + 1)) == ['"What was tried" has 1001 letters: shorten it to 1000']


@pytest.mark.parametrize(
    "text",
    [
        "ประธานกลุ่ม 1101700230708", "เลข ๑๑๐๑๗๐๐๒๓๐๗๐๘", "1-1017-00230-70-8", "1101700\n230708",
        "1 1017 00230 70 8 ค่ะ", "11017\u200b00230708",
    ],
)  # fmt: skip
def test_a_national_number_is_refused_and_not_repeated(text: str) -> None:
    (fault,) = LessonText(GOOD, text, GOOD).cleaned.faults()

    assert thai(fault) == "ช่อง “ผลที่เกิดขึ้น” มีเลขประจำตัวประชาชน ระบบไม่รับและไม่ได้เก็บ โปรดลบแล้วบันทึกใหม่"
    assert "0230" not in thai(fault) + english(fault)


@pytest.mark.parametrize("text", ["โทร 081-234-5678", "0812345678", "032 425 111"])
def test_a_telephone_number_is_refused(text: str) -> None:
    assert faults(advice=text) == [
        '"What to repeat" holds a telephone number, and everybody signed in reads it. Remove it and save again'
    ]


@pytest.mark.parametrize("text", ["ขายได้ 12,500 บาท ใน 3 เดือน", "บาร์โค้ด 8850123456789", "ปี 2564 ได้ 43 กลุ่ม", "-"])
def test_other_numbers_are_kept(text: str) -> None:
    assert faults(text) == []


def test_text_is_cleaned_line_by_line() -> None:
    assert clean("  ทํา\u00a0ตลาด  \n\n\x00 เเรก\t ดี \r\n") == "ทำ ตลาด\nแรก ดี"


def test_every_part_and_fault_is_said_in_both_languages() -> None:
    assert set(PARTS) == {"tried", "outcome", "advice"}
    for text in ("", "ก" * 5, "1101700230708", "0812345678"):
        fault = fault_of("reason", text, 4 if text == "ก" * 5 else 100)
        assert fault is not None and thai(fault) and english(fault)
    assert len(section("lesson_fault")) == 4
