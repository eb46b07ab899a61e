"""Texts in several languages."""

from core.text import Text


def test_a_text_falls_back_to_english_and_then_to_what_is_there() -> None:
    both = Text({"th": "ไทย", "en": "Thai"})

    assert (both.get("th"), both.get("en"), both.get("lo")) == ("ไทย", "Thai", "Thai")
    assert Text({"th": "ไทย", "en": ""}).get("en") == "ไทย"
    assert {both, Text({"en": "Thai", "th": "ไทย"})} == {both}
