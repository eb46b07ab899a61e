"""The page and the style sheet as they are written from the installed framework."""

import json
import re
from pathlib import Path

import pytest

from ui import fonts
from ui.app.headers import INLINE_SCRIPT
from ui.app.static import digest_of, static_folder
from ui.visit import written

LINKS = re.compile(r'<link rel="(\w+)"[^>]*href="\./([^"]+)"')
PAGES = ("", "budget")


def asked_ahead(path: str) -> list[str]:
    return [address for kind, address in LINKS.findall(written.page(path)) if kind in ("preload", "modulepreload")]


@pytest.mark.parametrize("path", PAGES)
def test_whatever_is_asked_for_ahead_is_there_and_asked_for_once(path: str) -> None:
    asked = asked_ahead(path)

    faces, scripts = [one for one in asked if one.startswith("fonts/")], [one for one in asked if one.endswith(".js")]
    assert len(set(asked)) == len(asked) == len(faces) + len(scripts)
    assert all((fonts.OF_PAGES / Path(name).name).is_file() for name in faces)
    assert len(faces) == len(fonts.OF_SCREENS) + 1
    assert all((static_folder() / name).is_file() for name in scripts)


def test_the_elements_of_the_first_screen_are_in_the_frameworks_list() -> None:
    named = {part.get("name") for part in json.loads((static_folder() / "manifest.json").read_bytes()).values()}
    assert {*written.FIRST, *written.OVERVIEW} <= named


@pytest.mark.parametrize("path", PAGES)
def test_all_that_the_framework_asks_for_itself_still_is(path: str) -> None:
    own = [address for kind, address in LINKS.findall(written.index().decode()) if kind == "modulepreload"]
    assert len(own) > 10 and set(own) <= set(asked_ahead(path))
    assert set(asked_ahead("budget")) < set(asked_ahead(""))


def test_of_five_scripts_asked_for_one_is_large() -> None:
    sizes = [(static_folder() / name).stat().st_size for name in written.chunks()]
    large = sizes[:: written.SMALL + 1]
    assert large == sorted(large, reverse=True) and large[0] == max(sizes)


@pytest.mark.parametrize("path", PAGES)
def test_the_script_in_the_page_is_the_one_that_the_policy_allows(path: str) -> None:
    assert INLINE_SCRIPT.findall(written.page(path).encode()) == INLINE_SCRIPT.findall(written.index())


@pytest.mark.parametrize("gone", ["SourceSans", "_stcore/agent", "<noscript>", "css/index."])
def test_what_the_program_has_no_use_for_is_gone_from_the_page(gone: str) -> None:
    assert gone in written.index().decode() and gone not in written.page("")


def test_the_styles_name_the_icons_that_are_used_and_no_font_that_the_theme_replaces() -> None:
    styles = written.styles().decode()

    assert f"../../fonts/pages/{fonts.of_pages(fonts.ICONS)}" in styles
    assert "MaterialSymbols" not in styles and "SourceSans" not in styles
    assert written.styles_address() in written.page("") and digest_of(written.styles())[:8] in written.styles_address()


def test_a_framework_that_says_nothing_of_itself_keeps_its_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plain = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body></body></html>'
    (tmp_path / "index.html").write_text(plain)
    cached = (written.index, written.page, written._parts, written.styles, written.styles_address)
    monkeypatch.setattr(written, "static_folder", lambda: tmp_path)
    try:
        for one in cached:
            one.cache_clear()
        shown = written.page("")
        assert (
            written.styles() == b"" and [name for _, name in LINKS.findall(shown) if not name.startswith("fonts")] == []
        )
        assert shown.startswith('<!DOCTYPE html><html lang="en"><head>') and shown.endswith("</body></html>")
    finally:
        for one in cached:
            one.cache_clear()
