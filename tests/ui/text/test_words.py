"""The catalogue: each sentence in both languages with the same placeholders; dates and times as the office writes."""

from datetime import UTC, date, datetime
from string import Formatter

import pytest

from core.calendar import bangkok_day
from tests.support.every import every
from ui.text import words
from ui.text.words import t
from words import catalogue

FORMATS = ("date", "list")  # how a language writes days and lists: no sentences


def placeholders(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


@every(sorted(catalogue()))
def test_a_sentence_stands_in_both_languages_with_the_same_placeholders(key: str) -> None:
    pair = catalogue()[key]

    assert set(pair) == {"th", "en"}
    if key.split(".")[0] not in FORMATS:
        assert pair["th"].strip() and pair["en"].strip()
        assert placeholders(pair["th"]) == placeholders(pair["en"])


@every(sorted(catalogue()))
def test_a_sentence_keeps_the_register_of_an_office_memo(key: str) -> None:
    thai = catalogue()[key]["th"]

    for word in ("ครับ", "ค่ะ", "กรุณา", "ล่าช้า", "ล้มเหลว", "ผิดปกติ", "ทุจริต", "!", "฿", "ํา", "เเ"):
        assert word not in thai


def test_placeholders_are_filled_and_a_brace_in_a_value_is_only_text() -> None:
    assert t("band.past", "en", a="{x}") == "Looking back at {x}"


@pytest.mark.parametrize(
    "text", [":material_home: a", ":smile:", "http://evil.example/x", "WWW.evil.example", "a@b.co"]
)
def test_what_markdown_finds_in_plain_text_is_taken_apart(text: str) -> None:
    shown = words.markdown_text(text)

    assert "\u2060" in shown
    assert shown.replace("\u2060", "").replace("\\", "") == text


@pytest.mark.parametrize("text", ["ค่าใช้สอย - 1.2 (อื่น) #3", "Cha-am", "10:42", "ก: ข", "5 > 3 + 1!"])
def test_plain_words_stand_in_a_label_as_they_are(text: str) -> None:
    assert words.label_text(text) == text


@pytest.mark.parametrize(
    "text", ["**ก**", "[a](b)", ":red[x]", "$x$", "`x`", "~~x~~", "<b>", "&lt;", "http://x", "a_b"]
)
def test_markup_in_a_label_has_no_effect(text: str) -> None:
    assert words.label_text(text) == words.markdown_text(text) != text


def test_an_unknown_sentence_is_a_fault() -> None:
    with pytest.raises(KeyError):
        t("band.nothing")


def test_dates_are_buddhist_in_thai_and_common_in_english() -> None:
    assert words.day(date(2021, 7, 31), "th") == "31 ก.ค. 64"
    assert words.day(date(2021, 7, 31), "en") == "31 Jul 2021"
    assert words.month(date(2020, 10, 1), "th") == "ต.ค. 63"
    assert words.day(None) == "–"


def test_an_instant_is_told_in_bangkok_time() -> None:
    late = datetime(2021, 6, 30, 18, 5, tzinfo=UTC)

    assert words.clock(late, "th") == "01.05 น."
    assert words.clock(late, "en") == "01:05"
    assert bangkok_day(late) == date(2021, 7, 1)
