"""What a clerk does on the load page, for tests that drive it in a browser."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from core.figures.figures import compute
from core.model.kinds import KINDS, Kind
from core.model.snapshot import Snapshot
from db.snapshots import store
from tests.support.browser import arrive, rest
from tests.support.server import Server
from ui.text.words import t
from words import rendering

File = tuple[str, bytes]
PROJECT = "demo-phetchaburi-2564"
SAVE = ".st-key-upload-apply button"
EMPTY = "phetchaburi-2564"  # stored, with nothing loaded into it


def open_form(page: Page, server: Server, project: str = PROJECT, role: str = "staff") -> None:
    """The load page of a project, as somebody who may load."""
    arrive(page, server, role, f"upload?project={project}")


def settle(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    rest(page)


def choose(page: Page, kind: Kind, files: Sequence[File], *, wait: bool = True) -> None:
    """A kind and its files; then the read-out is there, unless ``wait`` says that none is to come."""
    page.locator(".st-key-upload-kind").get_by_text(KINDS[kind].name.get("th"), exact=True).click()
    settle(page)
    payloads: list[Any] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files
    ]
    page.locator("input[type=file]").set_input_files(payloads)
    if wait:
        expect(page.get_by_text(t("upload.step_read"))).to_have_count(1)  # the one before it fades out beside it
    settle(page)


def press(page: Page, key: str, **params: object) -> None:
    """A button by its word."""
    page.get_by_role("button", name=t(key, **params)).first.click()
    settle(page)


def select(page: Page, label: str, value: str) -> None:
    """Pick one of a list by typing it."""
    box = page.get_by_role("combobox", name=re.compile(rf"(^|\s){re.escape(label)}(\s|$)")).first
    box.click()
    box.fill(value)
    page.get_by_role("option", name=value, exact=True).first.click()


def of_day(page: Page, day: date, *, taken: bool = True) -> None:
    """Type the day that the data is of; once it is ``taken`` it stands below in words."""
    box = page.get_by_role("textbox", name=t("upload.asof"))
    box.fill(f"{day:%d/%m}/{day.year + 543}")
    box.press("Enter")
    if taken:
        page.get_by_text(rendering.day(day, style="long"), exact=True).wait_for()
    settle(page)


def tick(page: Page) -> None:
    """Tick whatever is to be ticked."""
    for box in page.locator("[data-testid=stCheckbox]").all():
        box.locator("label").click()
        expect(box.locator("input")).to_be_checked()
        settle(page)


def save_button(page: Page, day: date) -> Locator:
    """The button that saves as of a day, by its words."""
    return page.get_by_role("button", name=t("upload.apply", day=rendering.day(day)))


def save(page: Page) -> None:
    """Save, and wait for what was saved."""
    button = page.locator(SAVE)
    expect(button).to_be_enabled()
    button.click()
    page.locator(".st-key-upload-done").wait_for()


def stored(server: Server, day: date, project: str = PROJECT) -> Snapshot:
    """What the database shows on a day."""
    return store.view(server.engine, project, day)


def figures_of(shown: Snapshot) -> dict[str, Any]:
    """Every figure of a view but the ids of its uploads."""
    return {name: value for name, value in asdict(compute(shown)).items() if name != "uploads"}
