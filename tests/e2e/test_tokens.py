"""Tokens in a browser: made by keyboard alone, shown once, read by; the page that explains them, for everybody."""

import json
import urllib.request
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core.calendar import bangkok_day
from core.text import write_date
from db.programs import issued
from db.projects.versions import SAMPLE_PROJECT
from tests.support.browser import PHONE, NewPage, arrive, audit, settle
from tests.support.server import PASSWORD, READY, Server
from ui.auth import door
from ui.text.words import t


def test_a_token_is_made_by_keyboard_shown_once_and_reads_the_figures(new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, fresh, "admin", "users")
    settle(page)
    page.locator(".st-key-tokens-add summary").focus()
    page.keyboard.press("Enter")
    page.locator(".st-key-tokens-add input[type=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    name = page.get_by_role("textbox", name=t("tokens.name"))
    name.focus()
    page.keyboard.type("power-bi")
    page.keyboard.press("Enter")
    shown = page.locator(".st-key-tokens-made")
    expect(shown).to_contain_text("power-bi")
    secret = shown.locator("code").inner_text().strip()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    asked = urllib.request.Request(
        f"{fresh.address}/api/v1/projects/{SAMPLE_PROJECT}/figures", headers={"Authorization": f"Bearer {secret}"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert json.load(answer)["verdict"]
    (made,) = issued.listed(fresh.engine)
    assert (made.name, made.role, made.owner) == ("power-bi", "director", READY["admin"])
    assert made.seen_at is not None

    page.locator(".st-key-tokens-made-seen button").focus()
    page.keyboard.press("Enter")
    expect(shown).to_have_count(0)
    assert secret not in page.content()


def test_a_day_that_cannot_be_read_makes_nothing_and_a_token_is_revoked_by_one_press(
    new_page: NewPage, fresh: Server
) -> None:
    now = door.utc_now()
    page = new_page()
    arrive(page, fresh, "admin", "users?lang=en")
    settle(page)
    page.locator(".st-key-tokens-add summary").click()
    page.locator(".st-key-tokens-add input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name=t("tokens.name", "en")).fill("excel")
    until = page.get_by_role("textbox", name=t("tokens.until", "en"))
    until.fill("no day")
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("log.day_bad", "en", val="no day", eg_day="")[:20]).first).to_be_visible()
    assert issued.listed(fresh.engine) == []

    until.fill(write_date(bangkok_day(now) + timedelta(days=1)))
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-tokens-made")).to_contain_text("excel")
    settle(page)
    page.locator(".st-key-tokens-chosen input").focus()
    page.keyboard.type("excel")
    page.keyboard.press("Enter")
    page.locator(".st-key-tokens-revoke button:enabled").click()
    expect(page.get_by_text(t("tokens.revoked", "en", name="excel"))).to_be_visible()
    assert [one.state(now) for one in issued.listed(fresh.engine)] == ["revoked"]


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_explains_fits_a_phone_and_is_read_aloud(
    scheme: str, lang: str, new_page: NewPage, server: Server
) -> None:
    looks = (
        {**PHONE, "color_scheme": scheme} if lang == "th" else {"width": 1366, "height": 768, "color_scheme": scheme}
    )
    page = new_page(**looks)
    page.context.add_cookies(
        [{"name": server.cookie_name, "value": server.token_of("director"), "url": server.address}]
    )
    page.goto(f"{server.address}/api?lang={lang}")
    expect(page.get_by_role("heading", level=1)).to_have_text(t("api.title", lang))

    assert audit(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "A"
