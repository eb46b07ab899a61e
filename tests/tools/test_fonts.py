"""The faces of screens: every letter and every icon that they are shown with, under the names that pages ask for."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from tools import fonts as maker
from ui import fonts

FACES: list[dict[str, Any]] = tomllib.loads(maker.THEME.read_text(encoding="utf-8"))["theme"]["fontFaces"]


def named(path: Path) -> set[str]:
    """The icons of a face."""
    with TTFont(path) as font:
        spelled = maker.spelling(font)
        return {spelled(first, one) for part, first in maker.ligatures(font) for one in part.ligatures[first]}


def codes(ranges: str) -> set[int]:
    """What a range of the theme holds."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_each_icon_that_the_program_or_the_framework_names_is_in_the_face_of_pages() -> None:
    there, wanted = named(maker.whole_icons()), maker.wanted_icons()

    assert {"check_circle", "upload_file", "chevron_left", "expand_more"} <= wanted & there
    assert named(fonts.OF_PAGES / fonts.of_pages(fonts.ICONS)) == wanted & there, "make fonts"


def test_each_icon_that_the_program_names_is_one() -> None:
    ours = {name for path in maker.ours() for name in maker.NAMED.findall(path.read_text(encoding="utf-8"))}
    assert ours - named(maker.whole_icons()) == set()
    assert not [path for path in maker.ours() if ":material/{" in path.read_text(encoding="utf-8")], (
        "each is named whole"
    )


@pytest.mark.parametrize("name", fonts.OF_SCREENS)
def test_a_face_of_pages_and_the_whole_one_have_every_letter_between_them(name: str) -> None:
    weight = fonts.OF_SCREENS[name]
    cut, whole = [face for face in FACES if face["weight"] == weight]

    assert (
        cut["url"] == f"/fonts/pages/{fonts.of_pages(name.removesuffix('.ttf'))}" and whole["url"] == f"/fonts/{name}"
    )
    assert codes(cut["unicodeRange"]) == {code for part in fonts.LETTERS for code in part}
    with TTFont(fonts.SCREEN / name) as font, TTFont(fonts.OF_PAGES / Path(cut["url"]).name) as small:
        has, of_pages = set(font.getBestCmap()), set(small.getBestCmap())
    assert of_pages == has & codes(cut["unicodeRange"])
    assert {code for code in has if code >= 0x20} - of_pages <= codes(whole["unicodeRange"])
    assert not codes(cut["unicodeRange"]) & codes(whole["unicodeRange"])


def test_every_letter_of_the_words_is_in_the_face_of_pages() -> None:
    has = {code for part in fonts.LETTERS for code in part}
    with TTFont(fonts.SCREEN / next(iter(fonts.OF_SCREENS))) as font:
        known = set(font.getBestCmap())
    used = {ord(sign) for path in (maker.ROOT / "words").rglob("*.toml") for sign in path.read_text(encoding="utf-8")}
    assert used & known - {0x0A, 0x0D} - has == set()


@pytest.mark.parametrize("name", fonts.OF_SCREENS)
def test_the_marks_of_thai_stand_where_the_whole_face_has_them(name: str) -> None:
    """ผู้ ที่ ปื้ น้ำ: a mark over a mark needs the tables that place it."""
    with TTFont(fonts.OF_PAGES / fonts.of_pages(name.removesuffix(".ttf"))) as font:
        kinds = {type(part).__name__ for part in maker.placing(font)}
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"MarkBasePos", "MarkMarkPos"} <= kinds and "ccmp" in features


def test_a_sign_that_is_never_seen_fetches_no_face() -> None:
    """A word joiner keeps words on one line; no face has it."""
    assert all(ord("\u2060") not in codes(face["unicodeRange"]) for face in FACES)
