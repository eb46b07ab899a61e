"""A name or a number is found however it was typed on either side."""

import pytest

from core.text.finding import needle, squeezed


@pytest.mark.parametrize(
    ("looked_for", "text"),
    [
        ("081-234-5678", "โทร 0812345678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "081 234 5678 หลังเที่ยง"),
        ("+66 81 234 5678", "(081) 234-5678"),
        ("0812345678", "+66-81-234-5678"),
        ("032-123456", "โทรศัพท์ ๐๓๒ ๑๒๓๔๕๖"),
        ("นาย กขค งจฉ", "จ่ายให้นายกขค  งจฉ"),
        ("กำกำ", "นาง ก\u0e4d\u0e32ก\u0e4d\u0e32"),  # a vowel typed as two signs
        ("Khun Abc", "KHUN ABC"),
        ("กขค\u200bงจฉ", "กขคงจฉ"),
    ],
)
def test_it_is_found(looked_for: str, text: str) -> None:
    wanted = needle(looked_for)

    assert wanted is not None
    assert wanted in squeezed(text)


@pytest.mark.parametrize("text", ["", "  ", "กข", "ab", "12345", "-----", "๑๒๓๔๕"])
def test_too_little_is_not_looked_for(text: str) -> None:
    assert needle(text) is None


def test_another_number_is_not_found() -> None:
    wanted = needle("081-234-5678")

    assert wanted is not None
    assert wanted not in squeezed("โทร 081-234-5679")
