"""Several projects and years in a real browser: the list, the year before one press away, an empty year to load."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.snapshots import store
from tests.support import load_page
from tests.support.browser import BAND, PHONE, NewPage, address, arrive, expect_query, go, set_filter, settle, until
from tests.support.other_years import load_samples, project_text, store_texts
from tests.support.server import Server
from ui.text.words import label_text, t

DAY = date(2021, 7, 31)
LAST, THIS, NEXT = "phetchaburi-2563", "phetchaburi-2564", "phetchaburi-2565"
DEMO = "demo-phetchaburi-2564"
LIST = "section[role=dialog]"  # the menu under the account is a dialog too, and closes a moment later


@pytest.fixture(scope="module")
def years(new_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with last year's project and this year's filled, next year's empty, and the samples."""
    server, now = new_server(), datetime.now(UTC)
    store_texts(server.engine, tmp_path_factory.mktemp("projects"), [project_text(2563), project_text(2565)], now)
    kinds = {"plan": date(2020, 10, 1), **dict.fromkeys(("groups", "products", "spending", "instalments"), DAY)}
    load_samples(server.engine, THIS, kinds, now)
    load_samples(server.engine, LAST, kinds, now, years=-1)
    return server.start().wait()


def open_list(page: Page, lang: str = "th") -> None:
    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("switch.open", lang)).click()
    page.locator(f"{LIST} [class*=st-key-switch-go-]").last.wait_for()


def choose(page: Page, code: str) -> None:
    page.locator(f"{LIST} .st-key-switch-go-{code} button").click()
    expect(page.locator(LIST)).to_have_count(0)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_list_names_every_project_newest_first_samples_last_and_marked(
    new_page: NewPage, years: Server, lang: str
) -> None:
    page = new_page()
    arrive(page, years, "director", f"?lang={lang}")
    open_list(page, lang)

    shown = page.locator(f"{LIST} [class*=st-key-switch-go-]")
    codes = [c.split("switch-go-")[1].split()[0] for c in shown.evaluate_all("e => e.map(x => x.className)")]
    assert codes == [NEXT, THIS, LAST, "demo-egp-2568", DEMO]
    said = page.locator(LIST).inner_text()
    assert said.count(t("switch.here", lang)) == 1 and t("switch.samples", lang) in said
    assert said.index(t("switch.samples", lang)) > said.index("2563")
    assert said.count(t("band.empty", lang)) == 2  # next year's, and the trial of e-GP


def test_a_choice_keeps_the_page_and_drops_what_belongs_to_the_other_project(new_page: NewPage, years: Server) -> None:
    page = new_page()
    arrive(page, years, "staff", f"groups?project={DEMO}&as_of=2021-06-30&lang=en&group=G07&amphoe=Cha-am")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("Cha-am")

    open_list(page, "en")
    choose(page, LAST)

    until(page, lambda: address(page) == ("/groups", {"project": [LAST], "lang": ["en"]}))
    expect(page.locator(BAND)).to_contain_text("FY2563")
    expect(page.locator(".st-key-filter-chips")).to_have_count(0)
    expect(page.get_by_text(t("band.past", "en", a="30 Jun 2021"))).to_have_count(0)


def test_back_leads_to_the_project_before_with_its_filters(new_page: NewPage, years: Server) -> None:
    page = new_page()
    arrive(page, years, "director", f"groups?project={THIS}")
    set_filter(page, "amphoe", "ชะอำ")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")
    page.get_by_role("button", name=t("switch.year", y=2563)).click()
    expect(page.locator(BAND)).to_contain_text("ปี 2563")
    expect(page.locator(".st-key-filter-chips")).to_have_count(0)

    page.go_back()

    expect(page.locator(BAND)).to_contain_text("ติดตามงาน OTOP เพชรบุรี ปี 2564")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")


def test_months_of_one_year_are_no_filter_of_another(new_page: NewPage, years: Server) -> None:
    page = new_page()
    arrive(page, years, "director", f"budget?project={THIS}&months=2021-02&months=2021-05")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ก.พ. 64")

    page.get_by_role("button", name=t("switch.year", y=2563)).click()
    expect(page.locator(BAND)).to_contain_text("ปี 2563")
    expect(page.locator(".st-key-filter-chips")).to_have_count(0)
    page.go_back()

    expect(page.locator(".st-key-filter-chips")).to_contain_text("ก.พ. 64")
    expect(page.locator(".st-key-ledger")).to_be_visible()


def test_the_years_beside_are_one_press_away_and_only_of_projects_that_are_stored(
    new_page: NewPage, years: Server
) -> None:
    page = new_page()
    arrive(page, years, "director")
    expect(page.locator(BAND)).to_contain_text("ปี 2564")  # the newest with data, unasked

    page.get_by_role("button", name=t("switch.year", y=2563)).click()
    expect_query(page, project=LAST)
    expect(page.get_by_role("button", name=t("switch.year", y=2562))).to_have_count(0)
    page.get_by_role("button", name=t("switch.year", y=2564)).click()
    expect_query(page, project=THIS)


def test_with_several_real_projects_the_samples_lead_to_the_list(new_page: NewPage, years: Server) -> None:
    page = new_page()
    arrive(page, years, "staff", f"?project={DEMO}")

    page.get_by_role("button", name=t("band.start")).click()
    choose(page, NEXT)

    expect(page.locator(BAND)).to_contain_text(t("band.empty"))
    expect(page.get_by_text(t("band.sample"))).to_have_count(0)


def test_on_a_phone_every_press_is_44_px_high_and_nothing_scrolls_sideways(new_page: NewPage, years: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, years, "director", f"?project={THIS}")
    heights = "e => e.map(x => x.getBoundingClientRect().height)"
    assert min(page.locator(f"{BAND} button").evaluate_all(heights)) >= 44
    open_list(page)

    assert min(page.locator(f"{LIST} [class*=st-key-switch-go-] button").evaluate_all(heights)) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    choose(page, LAST)
    expect(page.locator(BAND)).to_contain_text("ปี 2563")


def test_the_list_is_worked_by_keys_alone(new_page: NewPage, years: Server) -> None:
    page = new_page()
    arrive(page, years, "director", f"?project={THIS}")
    settle(page)
    page.locator(".st-key-account button").first.press("Enter")
    page.get_by_role("button", name=t("switch.open")).press("Enter")
    page.locator(LIST).wait_for()

    target = f"{LIST} .st-key-switch-go-{LAST} button"
    for _ in range(12):
        if page.evaluate(f"document.activeElement === document.querySelector('{target}')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect_query(page, project=LAST)


def test_an_empty_year_is_opened_and_loaded_and_a_file_chosen_before_goes_nowhere(
    new_page: NewPage, years: Server
) -> None:
    page = new_page()
    arrive(page, years, "staff", f"upload?project={THIS}")
    expect(page.get_by_text(t("switch.goes_to", name="ติดตามงาน OTOP เพชรบุรี ปี 2564", y=2564))).to_be_visible()
    content = (Path(__file__).resolve().parents[2] / "samples" / "2021-07-31" / "groups.csv").read_bytes()
    load_page.choose(page, "groups", [("groups.csv", content)])

    page.get_by_role("button", name=t("switch.year", y=2565)).click()

    expect(
        page.get_by_text(label_text(t("switch.goes_to", name="ติดตามงาน OTOP เพชรบุรี ปี 2565", y=2565)))
    ).to_be_visible()
    expect(page.get_by_text(t("upload.step_read"))).to_have_count(0)  # the file was for the other year
    assert not store.history(years.engine, NEXT)
    go(page, "overview")
    expect(page.get_by_role("link", name=t("nav.upload")).last).to_be_visible()
