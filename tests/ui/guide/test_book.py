"""The guide's one source: each page has its part in both languages, with pictures that are there."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from core.model import Right
from core.model.roles import ROLES, user_roles
from tests.support.pages import page, said
from tests.support.said import LANGS
from ui.auth import menu
from ui.auth.menu import Entry
from ui.guide import book, pictures
from ui.guide.book import Section
from ui.text.words import t

FOR_HELP = Entry("nowhere", "nowhere", ":material/help:")


def without_a_part(entries: tuple[Entry, ...], lang: str) -> list[str]:
    """Names of pages whose "?" would lead nowhere."""
    anchors = {section.anchor for section in book.book(lang).sections}
    return [entry.name for entry in entries if entry.name not in anchors]


@pytest.mark.parametrize("lang", LANGS)
def test_the_way_of_every_page_leads_to_a_part_of_the_guide(lang: str) -> None:
    assert without_a_part(menu.ENTRIES, lang) == []
    assert without_a_part((*menu.ENTRIES, FOR_HELP), lang) == ["nowhere"], "a new page has to be written about"


def test_both_languages_have_the_same_parts_pictures_and_marks() -> None:
    def outline(section: Section, lang: str) -> tuple[str, Right | None, list[str]]:
        return section.anchor, section.right, [one.name.replace(f"-{lang}-", "-") for one in section.pictures]

    th, en = ([outline(section, lang) for section in book.book(lang).sections] for lang in ("th", "en"))

    assert th == en
    assert len({anchor for anchor, *_ in th}) == len(th)


@pytest.mark.parametrize("lang", LANGS)
def test_no_part_is_empty_and_nothing_is_left_between_them(lang: str) -> None:
    source = (book.FOLDER / f"{lang}.md").read_text(encoding="utf-8")
    found = book.book(lang)

    assert all(section.text and section.title for section in found.sections)
    assert len(found.sections) == source.count("<a id=") == len(re.findall("^## ", source, re.MULTILINE))
    assert not [section.anchor for section in found.sections if "<" in section.text or "![" in section.text]
    assert found.title and found.intro


@pytest.mark.parametrize("lang", LANGS)
def test_every_picture_is_there_for_desk_and_phone_and_said_in_words(lang: str) -> None:
    shown = [one for section in book.book(lang).sections for one in section.pictures]

    assert len(shown) >= 10
    for one in shown:
        assert f"-{lang}-" in one.name and len(one.alt) > 15
        assert pictures.is_there(one.name) and pictures.is_there(one.name.replace("-1366", "-390")), one.name


@pytest.mark.parametrize("name", ["overview-th-1366", "budget-th-390"])
def test_a_picture_is_given_out_smaller_than_it_is_kept_and_its_first_part_smaller_still(name: str) -> None:
    kept = book.PICTURES / f"{name}.png"
    whole, top = pictures.made(name, top=False), pictures.made(name, top=True)

    assert len(top) < len(whole) < kept.stat().st_size
    with Image.open(io.BytesIO(top)) as first, Image.open(io.BytesIO(whole)) as all_of_it, Image.open(kept) as own:
        assert (first.format, first.size) == ("WEBP", pictures.size(name))
        assert all_of_it.size == own.size
    assert "&top=1" in pictures.address(name, top=True)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("role", user_roles())
def test_a_role_reads_about_its_own_pages_and_whose_the_others_are(role: str, lang: str, home: Path) -> None:
    shown = page("help.py", role, lang=lang)

    assert not shown.exception
    drawn = {str(one.value) for one in shown.subheader}
    listed = "\n".join(one.proto.body for one in shown.get("html"))
    for section in book.book(lang).sections:
        may = section.right is None or section.right in ROLES[role].rights
        assert (section.title in drawn) is may, section.anchor
        assert (f'<p id="{section.anchor}">' in listed) is not may
        assert (f"(#{section.anchor})" in said(shown)) is may
    assert t("guide.others", lang) in drawn


def test_a_guide_that_is_not_there_is_said_with_its_remedy(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book.book.cache_clear()
    monkeypatch.setattr(book, "FOLDER", tmp_path)

    shown = page("help.py", "director")

    assert not shown.exception
    assert [str(one.value) for one in shown.error] == [t("guide.missing")]


def test_a_picture_that_is_not_there_is_its_words(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for kept in (pictures.size, pictures._version):
        kept.cache_clear()
    monkeypatch.setattr(book, "PICTURES", tmp_path)

    shown = page("help.py", "director")

    assert not shown.exception
    captions = [str(one.value) for one in shown.caption]
    assert all(one.alt in captions for one in book.book("th").sections[1].pictures)


def test_a_language_without_a_guide_reads_the_english_one() -> None:
    assert book.book("lo") == book.book("en")
