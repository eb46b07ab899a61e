"""The screens tell what ``summary --json`` tells, to the satang, on three days, in both languages."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from core.money import format_baht
from tests.support.browser import NewPage, arrive, settle
from tests.support.server import ROOT, Server, environment

DAYS = ("2021-03-31", "2021-06-30", "2021-07-31")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Page and card to the field of the summary; on the overview baht are whole.
CARDS: Mapping[str, tuple[str, str]] = {
    "registered_groups": ("", "registered_groups"),
    "developed_groups": ("", "developed_groups"),
    "disbursed_satang": ("budget", "disbursed_baht"),
    "outstanding_satang": ("budget", "outstanding_baht"),
    "used_satang": ("budget", "used_baht"),
    "remaining_satang": ("budget", "remaining_baht"),
}


def summary(server: Server, day: str) -> dict[str, Any]:
    """What the operator's door says of the same database."""
    command = [sys.executable, "-m", "db", "summary", "--json", "--project", "demo-phetchaburi-2564", "--as-of", day]
    env = {**os.environ, **environment(server.folder)}
    told = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True, timeout=60).stdout
    found: dict[str, Any] = json.loads(told, parse_float=Decimal)
    return found


def shown(page: Page, card: str) -> str:
    """The number of a card."""
    text = page.locator(f".st-key-kpi-{card} .value").first.inner_text()
    match = NUMBER.search(text)
    assert match, text
    return match[0]


def written(value: Any) -> str:
    """A figure of the summary as a screen writes it."""
    return f"{value:,}" if isinstance(value, int) else format_baht(int(value * 100))


def differences(page: Page, server: Server, told: Mapping[str, Any], day: str, lang: str) -> dict[str, tuple[str, str]]:
    """Cards that show another number than the summary: card -> (shown, told)."""
    found = {}
    for path in ("", "budget"):
        page.goto(f"{server.address}/{path}?as_of={day}&lang={lang}")
        settle(page)
        page.locator(".st-key-kpi-disbursed_satang").wait_for()
        for card, (where, field) in CARDS.items():
            if where == path and (number := shown(page, card)) != written(told[field]):
                found[card] = (number, written(told[field]))
    return found


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_screens_tell_what_the_summary_tells(lang: str, new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee")
    for day in DAYS:
        assert differences(page, server, summary(server, day), day, lang) == {}


def test_a_card_that_differs_by_one_satang_is_found(new_page: NewPage, server: Server) -> None:
    page, told = new_page(), summary(server, DAYS[1])
    arrive(page, server, "committee")
    told["outstanding_baht"] += Decimal("0.01")

    assert set(differences(page, server, told, DAYS[1], "en")) == {"outstanding_satang"}
