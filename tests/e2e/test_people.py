"""Users and the log in a browser: by keyboard alone, on a phone; a new user signs in with what was shown."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from db.accounts import audit as log
from db.accounts import sessions
from tests.support.browser import BAND, PHONE, NewPage, arrive, in_menu, settle
from tests.support.server import PASSWORD, Server
from ui.text.words import t


def test_a_user_is_added_by_keyboard_alone_and_signs_in(new_page: NewPage, fresh: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, fresh, "admin", "users")
    settle(page)
    page.locator(".st-key-people-add summary").focus()
    page.keyboard.press("Enter")
    page.locator(".st-key-people-add input[type=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    name = page.get_by_role("textbox", name=t("people.name"))
    name.focus()
    page.keyboard.type("newcomer")
    page.keyboard.press("Enter")
    shown = page.locator(".st-key-people-one-time")
    expect(shown).to_contain_text("newcomer")
    password = shown.locator("code").inner_text().strip()
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", password)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    outcome = sessions.verify_credentials(fresh.engine, "newcomer", password, datetime.now(UTC))
    assert outcome.status == "ok"


def test_the_menu_offers_the_pages_to_the_admin_alone_and_a_link_refuses_in_words(
    new_page: NewPage, fresh: Server
) -> None:
    admin, director = new_page(), new_page()
    arrive(admin, fresh, "admin", "audit")
    settle(admin)
    arrive(director, fresh, "director", "audit")

    for name in ("users", "audit"):
        expect(in_menu(admin, name)).to_have_count(1)
        expect(in_menu(director, name)).to_have_count(0)
    expect(director.get_by_text(t("role.admin"))).to_be_visible()
    expect(director.locator("[data-testid=stDataFrame]")).to_have_count(0)
    expect(director.locator(BAND)).to_be_visible()
    assert ("refused", "chief", "users") in [(e.action, e.by, e.detail) for e in log.recent(fresh.engine, limit=5)]


def test_the_log_is_filtered_by_keyboard_and_its_file_is_taken(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "admin", "audit?lang=en")
    settle(page)
    page.locator(".st-key-log-action input").focus()
    page.keyboard.type("Stored a data set")
    page.keyboard.press("Enter")
    settle(page)

    with page.expect_download() as taken:
        page.get_by_role("link", name=t("log.file", "en")).click()
    text = taken.value.path().read_bytes().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("When,By,Role,From,Address,Action")
    assert {line.split(",")[5] for line in text.splitlines()[1:]} == {"Stored a data set"}
