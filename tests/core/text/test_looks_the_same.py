"""What only looks the same is folded to one form, and a quick look at many cells misses none of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, fold_counted, needs_fold, surely_folded

LETTERS = "กขนมสะาิีึืุู็่้๊๋์ำํเแไ๑๒12A -“–\u0ed1\uff11\uff21\uf70a\ufe0f"


@pytest.mark.parametrize(
    ("typed", "meant", "counted"),
    [
        ("กล\u0e48\u0e38ม", "กลุ่ม", "mark_order"), ("น\u0e33\u0e49", "น้ำ", "mark_order"), ("กลุ่่ม", "กลุ่ม", "mark_twice"),
        ("\uf700าน", "ฐาน", "old_glyphs"), ("ท\u0e35\uf70a", "ที่", "old_glyphs"), ("\u0ed1\u0ed2", "12", "other_digits"),
        ("\uff21\uff0d", "A-", "full_width"), ("ก\u2068ข\u2069", "กข", "zero_width"), ("ก\ufe0f", "ก", "zero_width"),
        ("ก\u00c2\u00a0ข", "ก ข", "no_break_space"), ("นํ้า", "น้ำ", "decomposed_am"),
    ],
)  # fmt: skip
def test_what_looks_the_same_is_one_form_and_counted(typed: str, meant: str, counted: str) -> None:
    text, counts = fold_counted(typed)

    assert text == meant and counted in counts
    assert fold(text) == text


@given(st.text(LETTERS, max_size=12))
def test_a_quick_look_misses_nothing_that_folding_acts_on(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    if fold(text) != text:
        assert needs_fold(text)
        assert not surely_folded(text) or not text.isprintable()


def test_words_in_order_are_seen_to_be_so_at_once() -> None:
    assert surely_folded("กลุ่มน้ำตาลสิทธิ์ “เต็มที่” – ปี๋ๆ ก็ได้ 12 ๑๒ A1")
