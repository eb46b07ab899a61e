"""Thai digits: the very text, drawn with a font of ten signs."""

from pathlib import Path

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from tools import fonts as makers
from ui import fonts
from ui.app import digits
from ui.request.link import Link


def outline(font: TTFont, code: int) -> tuple[object, int]:
    """How a sign is drawn, and how wide it is."""
    name, pen = font.getBestCmap()[code], RecordingPen()
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name][0]


@pytest.mark.parametrize("name", fonts.OF_SCREENS)
def test_each_digit_is_drawn_as_the_font_draws_its_thai_one(name: str) -> None:
    made, source = TTFont(fonts.THAI_DIGITS / name), TTFont(fonts.SCREEN / name)

    assert sorted(made.getBestCmap()) == [ord(digit) for digit in "0123456789"]
    for arabic, thai in zip("0123456789", "๐๑๒๓๔๕๖๗๘๙", strict=True):
        assert outline(made, ord(arabic)) == outline(source, ord(thai)) != outline(source, ord(arabic))


@pytest.mark.parametrize("name", fonts.OF_SCREENS)
def test_the_faces_are_those_that_the_tool_makes(name: str, tmp_path: Path) -> None:
    makers.make_thai_digits(fonts.SCREEN / name, tmp_path / "digits.ttf")
    makers.make_paper(fonts.SCREEN / name, tmp_path / "paper.ttf")

    assert (tmp_path / "digits.ttf").read_bytes() == (fonts.THAI_DIGITS / name).read_bytes()
    assert (tmp_path / "paper.ttf").read_bytes() == (fonts.PAPER / name).read_bytes()


def test_the_sheet_names_every_face_under_the_path_of_the_server() -> None:
    sheet = digits.sheet("/otop")

    assert all(f'"/otop/fonts/thai-digits/{name}"' in sheet for name in fonts.OF_SCREENS)
    assert sheet.count("unicode-range: U+30-39") == len(fonts.OF_SCREENS)


@pytest.mark.parametrize(
    ("values", "thai"),
    [({}, False), ({"digits": "thai"}, True), ({"digits": "x"}, False), ({"digits": "thai", "lang": "en"}, False)],
)
def test_a_link_asks_for_thai_digits_and_english_has_none(values: dict[str, str], thai: bool) -> None:
    assert Link(values).thai_digits is thai
