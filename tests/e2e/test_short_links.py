"""Short links from paper to screen, and the long addresses that were printed before there were any."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from db.accounts import users
from db.notebook import short_links
from db.notebook.short_links import Target
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import admin, staff
from tests.support.browser import BAND, PHONE, NewPage, address, arrive, make_if_not_made, until
from tests.support.databases import RELEASE_BEFORE, restore
from tests.support.server import PASSWORD, READY, Server
from ui.auth import tokens
from ui.text.words import t

pytestmark = pytest.mark.browser
READER = "reader-of-old-links"
JUNE = date(2021, 6, 30)


def code_of(server: Server, project: str) -> str:
    """A new short link to June, as it is known now."""
    now = datetime.now(UTC)
    return short_links.code_of(server.engine, Target(project, JUNE, now), actor=staff("test"), now=now)


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_short_link_asks_for_sign_in_and_then_opens_the_overview_of_its_day(
    size: dict[str, object], new_page: NewPage, server: Server
) -> None:
    code, page = code_of(server, SAMPLE_PROJECT), new_page(**size)
    page.goto(f"{server.address}/s/{code.upper()}")
    expect(page.locator("input[autocomplete=username]")).to_be_visible()
    expect(page.locator(".st-key-verdict")).to_have_count(0)

    page.locator("input[autocomplete=username]").fill(READY["director"])
    page.locator("input[autocomplete=current-password]").fill(PASSWORD)
    page.locator("input[autocomplete=current-password]").press("Enter")

    expect(page.locator(".st-key-kpi-registered_groups")).to_contain_text("9 กลุ่ม")
    expect(page.locator(".st-key-kpi-disbursed_satang")).to_contain_text("241,859 บาท")
    expect(page.locator(BAND)).to_contain_text("30 มิ.ย. 64")
    path, query = address(page)
    assert path == "/"
    assert (query["project"], query["as_of"]) == ([SAMPLE_PROJECT], ["2021-06-30"])


def test_a_code_that_nobody_was_given_is_said_in_words(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": server.cookie_name, "value": server.token_of("director"), "url": server.address}])
    page = context.new_page()
    answer = page.goto(f"{server.address}/s/zzzzzzzzzz")

    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading")).to_contain_text("ไม่พบลิงก์ “zzzzzzzzzz”")
    expect(page.locator("body")).to_contain_text("There is no link")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.body).fontFamily.includes('Sarabun')")
    page.get_by_role("link").click()
    expect(page.locator(".st-key-verdict")).to_be_visible()
    context.close()


def test_the_frozen_link_of_the_papers_is_short_the_same_each_time_and_leads_to_the_overview(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    arrive(page, server, "committee", "reports?as_of=2021-06-30&lang=en")
    frozen = page.locator("code", has_text="/s/")
    make_if_not_made(page, frozen, "en")
    expect(frozen).to_be_visible(timeout=90_000)
    link = frozen.inner_text().strip()
    expect(page.get_by_text(t("reports.frozen_browser", "en"))).to_be_visible()
    page.reload()
    expect(frozen).to_have_text(link, timeout=90_000)

    assert urlsplit(link).netloc == urlsplit(server.address).netloc
    assert len(urlsplit(link).path) == len("/s/") + 10
    page.goto(link)
    expect(page.locator(".st-key-verdict")).to_be_visible()
    expect(page.get_by_text("Looking back").first).to_be_visible()
    until(page, lambda: (address(page)[0], address(page)[1]["as_of"]) == ("/", ["2021-06-30"]))


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a database that the release before filled, migrated at its start."""
    folder = tmp_path_factory.mktemp("old")
    restore(RELEASE_BEFORE, folder / "otop.db")
    tokens.signing_key(folder)
    server = Server(folder, {}).start().wait()
    users.add(server.engine, READER, "committee", actor=admin("test"), now=datetime.now(UTC), password=PASSWORD)
    yield server
    server.stop()
    server.engine.dispose()


PRINTED = [  # address, part of the page, what stands there
    (
        "?project=phetchaburi-2564&as_of=2021-06-30&seen=2026-11-28T04:11:14.000000Z",
        {
            ".st-key-kpi-registered_groups": "9 กลุ่ม",
            ".st-key-kpi-disbursed_satang": "241,859 บาท",
            BAND: "ย้อนหลัง",
        },
    ),
    (
        "budget?project=phetchaburi-2564&as_of=2021-06-30&seen=2026-11-28T04%3A11%3A14.000000Z&lang=en",
        {".st-key-kpi-disbursed_satang": "241,858.75 baht"},
    ),
    (
        "reports?project=phetchaburi-2564&as_of=2021-06-30&seen=2026-11-28T04:11:14Z",
        {"[data-testid=stMain]": "๒๔๑,๘๕๘.๗๕ บาท"},
    ),
    ("groups?project=phetchaburi-2564&group=G07&present=1", {".st-key-group-card": "G07"}),
    ("?project=phetchaburi-2564&as_of=2021-06-30&present=1", {".st-key-kpi-registered_groups": "9 กลุ่ม"}),
]


@pytest.mark.parametrize(("link", "said"), PRINTED, ids=["frozen", "budget", "reports", "group", "present"])
def test_an_address_that_was_printed_before_leads_on(
    link: str, said: dict[str, str], new_page: NewPage, old: Server
) -> None:
    page = new_page()
    page.context.add_cookies([{"name": old.cookie_name, "value": old.token_of(READER), "url": old.address}])
    page.goto(f"{old.address}/{link}")

    for part, words in said.items():
        expect(page.locator(part).first).to_contain_text(words)
    expect(page.get_by_text(t("app.fault"))).to_have_count(0)


def test_a_database_of_the_release_before_gives_out_short_links_too(old: Server) -> None:
    path = f"/s/{code_of(old, 'phetchaburi-2564')}"
    assert old.get(path, old.cookie_of(READER))[0] == 200  # followed to the page
