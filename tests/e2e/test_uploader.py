"""A file that does not come: the page says why in its own language, and nothing of the framework's English is shown."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE, audit, unexplained
from tests.support.load_page import EMPTY, open_form, settle
from tests.support.server import Server
from ui.text.words import t

CHIP = "[data-testid=stFileChip]"
ENGLISH = re.compile("File must|AxiosError|Request failed|status code|Error:|Unexpected|not allowed")
LIMIT = "100"


@pytest.fixture(params=[("th", PHONE), ("en", {"width": 1366, "height": 768})], ids=["phone-th", "desk-en"])
def loading(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[tuple[Page, str]]:
    """The load page of a visitor whose refused files the console may name."""
    lang, look = request.param
    options = {name: value for name, value in look.items() if name not in ("width", "height")}
    context = browser.new_context(viewport={"width": look["width"], "height": look["height"]}, **options)
    page = context.new_page()
    open_form(page, server, f"{EMPTY}&lang={lang}")
    settle(page)
    yield page, lang
    context.close()


def says(page: Page, name: str, lang: str) -> None:
    """One sentence of ours beside the file, and none of the framework's; nothing is cut off."""
    sentence = t(f"framework.{name}", lang, limit=LIMIT)
    alert = page.locator(f"{CHIP} [role=alert]")
    expect(alert).to_have_text(sentence)
    expect(alert).to_be_visible()
    box = alert.bounding_box()
    assert box is not None and box["height"] > 15 and box["width"] > 100
    page.locator(CHIP).first.hover()
    page.wait_for_timeout(500)
    assert not ENGLISH.search(page.locator("body").inner_text())
    if folder := os.environ.get("OTOP_PICTURES"):
        page.screenshot(path=f"{folder}/uploader-{name}-{lang}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert unexplained(audit(page)) == []


def test_a_file_that_is_too_large(loading: tuple[Page, str], tmp_path: Path) -> None:
    page, lang = loading
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(101 << 20)
    page.locator("input[type=file]").set_input_files(tmp_path / "large.csv")
    says(page, "upload_large", lang)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (401, "upload_ended"),
        (403, "upload_ended"),
        (409, "upload_elsewhere"),
        (413, "upload_large"),
        (503, "upload_lost"),
        (0, "upload_lost"),
    ],
)
def test_a_file_that_the_server_does_not_take(loading: tuple[Page, str], status: int, name: str) -> None:
    page, lang = loading
    if status:
        page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=status, body="x"))
    else:
        page.route("**/_stcore/upload_file/**", lambda route: route.abort())
    page.locator("input[type=file]").set_input_files({"name": "ก.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    says(page, name, lang)
