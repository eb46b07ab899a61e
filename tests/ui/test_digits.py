"""Thai digits: the very text, drawn with a font of ten signs."""

import io

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from starlette.applications import Starlette

from tests.ui.asgi import ask
from ui import digits
from ui.link import Link

APP = Starlette(routes=digits.routes())


def outline(font: TTFont, code: int) -> tuple[object, int]:
    """How a sign is drawn, and how wide it is."""
    name, pen = font.getBestCmap()[code], RecordingPen()
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name][0]


@pytest.mark.parametrize("name", digits.FACES)
def test_each_digit_is_drawn_as_the_font_draws_its_thai_one(name: str) -> None:
    made, source = TTFont(io.BytesIO(digits.face(name))), TTFont(digits.FONTS / name)

    assert sorted(made.getBestCmap()) == [ord(digit) for digit in "0123456789"]
    for arabic, thai in zip("0123456789", "๐๑๒๓๔๕๖๗๘๙", strict=True):
        assert outline(made, ord(arabic)) == outline(source, ord(thai)) != outline(source, ord(arabic))


def test_the_faces_are_served_and_nothing_else_is() -> None:
    answer = ask(APP, "/fonts/thai-digits/Sarabun-Bold.ttf")

    assert (answer.status, answer.headers["content-type"]) == (200, "font/ttf")
    assert answer.content == digits.face("Sarabun-Bold.ttf")
    assert ask(APP, "/fonts/thai-digits/Sarabun-Thin.ttf").status == 404


def test_the_sheet_names_every_face_under_the_path_of_the_server() -> None:
    sheet = digits.sheet("/otop")

    assert all(f'"/otop/fonts/thai-digits/{name}"' in sheet for name in digits.FACES)
    assert sheet.count("unicode-range: U+30-39") == len(digits.FACES)


@pytest.mark.parametrize(
    ("values", "thai"),
    [({}, False), ({"digits": "thai"}, True), ({"digits": "x"}, False), ({"digits": "thai", "lang": "en"}, False)],
)
def test_a_link_asks_for_thai_digits_and_english_has_none(values: dict[str, str], thai: bool) -> None:
    assert Link(values).thai_digits is thai
