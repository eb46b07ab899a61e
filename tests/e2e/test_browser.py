"""The door in a real browser: link kept, reload, sign-out, menu, filters, policy; on a phone and on a desk."""

from math import inf

import pytest
from playwright.sync_api import expect

from tests.support.browser import (
    BAND,
    FORM,
    PHONE,
    NewPage,
    address,
    arrive,
    expect_address,
    expect_query,
    fill_form,
    go,
    open_form,
    set_filter,
    sign_in,
    until,
)
from tests.support.server import PASSWORD, READY, Server
from ui.text.words import t


def test_the_link_that_was_asked_for_is_reached_after_sign_in_and_after_a_reload(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()

    sign_in(page, server, "director", "budget?lang=en&as_of=2021-06-30&amphoe=Cha-am")
    assert address(page) == ("/budget", {"lang": ["en"], "as_of": ["2021-06-30"], "amphoe": ["Cha-am"]})
    page.reload()
    page.locator(BAND).wait_for()

    assert address(page) == ("/budget", {"lang": ["en"], "as_of": ["2021-06-30"], "amphoe": ["Cha-am"]})
    expect(page.get_by_text(t("band.past", "en", a="30 Jun 2021"))).to_be_visible()
    expect(page.locator(".st-key-filter-chips")).to_contain_text("Cha-am")


def test_after_sign_out_reload_and_back_show_the_form(new_page: NewPage, server: Server) -> None:
    page = new_page()
    sign_in(page, server, "director", "history")
    page.get_by_role("link", name=t("nav.budget")).click()
    page.wait_for_url("**/budget")

    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("signin.leave")).click()
    expect(page.get_by_text(t("signin.out"))).to_be_visible()
    assert address(page) == ("/signin", {})

    for move in (page.reload, page.go_back, page.go_back):
        move()
        expect(page.locator(FORM)).to_be_visible()
        expect(page.locator(BAND)).to_have_count(0)
        expect(page.get_by_role("link", name=t("nav.budget"))).to_have_count(0)


def test_no_script_can_read_a_cookie_of_ours_and_no_other_site_s_form_brings_one(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    sign_in(page, server, "staff")

    kept = {c["name"]: c for c in page.context.cookies()}
    for name in (server.cookie_name, f"otop-device-{server.port}"):
        assert (kept[name]["httpOnly"], kept[name]["sameSite"], kept[name]["path"]) == (True, "Lax", "/")
    assert "otop" not in str(page.evaluate("document.cookie"))


def test_signing_out_in_one_tab_leads_every_tab_to_the_form(new_page: NewPage, server: Server) -> None:
    page = new_page()
    sign_in(page, server, "director")
    other = page.context.new_page()
    other.goto(f"{server.address}/budget")
    other.locator(BAND).wait_for()

    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("signin.leave")).click()

    for tab in (page, other):
        expect(tab.locator(FORM)).to_be_visible()
        expect(tab.get_by_text(t("signin.out"))).to_be_visible()


def test_a_link_of_another_site_opens_for_who_is_signed_in(new_page: NewPage, server: Server) -> None:
    page = new_page()
    sign_in(page, server, "director")

    page.goto(f"data:text/html,<a href='{server.address}/budget?lang=en'>link</a>")  # of no site of ours
    page.get_by_role("link", name="link").click()

    page.locator(BAND).wait_for()
    assert address(page) == ("/budget", {"lang": ["en"]})


def test_the_language_is_one_press_and_stays_in_the_address(new_page: NewPage, server: Server) -> None:
    page = new_page()
    open_form(page, server, "groups")
    page.get_by_role("link", name=t("language.name", "en")).click()
    expect(page.get_by_role("button", name=t("signin.submit", "en"), exact=True)).to_be_visible()
    expect_query(page, lang="en")
    fill_form(page, READY["director"], PASSWORD)
    page.locator(BAND).wait_for()
    assert address(page) == ("/groups", {"lang": ["en"]})
    page.get_by_role("link", name=t("nav.budget", "en")).click()
    page.wait_for_url("**/budget*")
    expect_query(page, lang="en")


def test_a_filter_holds_across_pages_and_reload_and_can_be_cleared(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "groups")

    page.locator(".st-key-filters").get_by_role("button", name=t("filter.amphoe")).click()
    page.get_by_role("button", name="ชะอำ", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")
    page.get_by_role("link", name=t("nav.budget")).click()
    page.wait_for_url("**/budget*")
    expect_query(page, amphoe="ชะอำ")
    page.reload()
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")

    page.get_by_role("button", name=t("filter.clear")).click()
    expect(page.locator(".st-key-filter-chips")).to_have_count(0)
    expect_query(page, amphoe=None)


@pytest.mark.parametrize("chosen", ["by a link", "on the page"])
def test_each_page_of_the_menu_is_one_step_back_with_what_was_filtered(
    new_page: NewPage, server: Server, chosen: str
) -> None:
    page = new_page()
    if chosen == "by a link":
        arrive(page, server, "director", "?amphoe=ชะอำ")
    else:
        arrive(page, server, "director")
        set_filter(page, "amphoe", "ชะอำ")
    chips = page.locator(".st-key-filter-chips")
    steps = page.evaluate("history.length")

    go(page, "budget")
    expect_address(page, "/budget", amphoe=["ชะอำ"])
    expect(chips).to_contain_text("ชะอำ")
    go(page, "groups")
    expect_address(page, "/groups", amphoe=["ชะอำ"])
    assert page.evaluate("history.length") == steps + 2

    page.go_back()
    expect_address(page, "/budget", amphoe=["ชะอำ"])
    expect(chips).to_contain_text("ชะอำ")
    page.go_back()
    expect_address(page, "/", amphoe=["ชะอำ"])
    expect(chips).to_contain_text("ชะอำ")
    page.go_forward()
    expect_address(page, "/budget", amphoe=["ชะอำ"])
    expect(chips).to_contain_text("ชะอำ")


def test_language_day_and_a_filter_of_another_page_are_one_step_too(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "budget?as_of=2021-06-30&entry=Disbursement&lang=en")
    query = {"as_of": ["2021-06-30"], "entry": ["Disbursement"], "lang": ["en"]}
    expect(page.locator(".st-key-filter-chips")).to_contain_text("Disbursement")
    steps = page.evaluate("history.length")

    go(page, "groups", "en")
    expect_address(page, "/groups", **query)
    expect(page.get_by_text(t("band.past", "en", a="30 Jun 2021"))).to_be_visible()
    go(page, "overview", "en")
    expect_address(page, "/", **query)
    assert page.evaluate("history.length") == steps + 2
    go(page, "budget", "en")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("Disbursement")

    page.get_by_role("button", name=t("filter.clear", "en")).click()
    expect_query(page, entry=None, lang="en")
    go(page, "groups", "en")
    expect_address(page, "/groups", as_of=["2021-06-30"], lang=["en"])


def test_back_takes_off_a_filter_that_was_set_later(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director")
    go(page, "groups")
    set_filter(page, "amphoe", "ชะอำ")
    go(page, "budget")
    expect_address(page, "/budget", amphoe=["ชะอำ"])

    page.go_back()
    page.go_back()

    expect_address(page, "/")
    expect(page.locator(".st-key-filter-chips")).to_have_count(0)


def test_a_link_in_identifiers_is_understood_and_a_value_that_is_gone_is_said(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    sign_in(page, server, "director", "groups?stage=registered&category=Food&amphoe=อำเภอเก่า")

    chips = page.locator(".st-key-filter-chips")
    expect(chips).to_contain_text("ลงทะเบียน OTOP แล้ว")
    expect(chips).to_contain_text("อาหาร")
    expect(page.get_by_text(t("filter.gone", value="อำเภอเก่า"))).to_be_visible()
    expect_query(page, stage="ลงทะเบียน OTOP แล้ว", category="อาหาร", amphoe=None)


def test_looking_back_ends_with_one_press(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "groups?as_of=2021-06-30")

    page.get_by_role("button", name=t("band.back")).click()
    expect(page.get_by_text(t("band.past", a="30 มิ.ย. 64"))).to_have_count(0)
    expect_query(page, as_of=None)


def test_a_project_or_a_day_that_does_not_exist_is_said_and_the_newest_shown(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "groups?project=nowhere&as_of=soon")

    expect(page.get_by_text(t("band.unknown_project", code="nowhere"))).to_be_visible()
    expect(page.get_by_text(t("band.bad_day", value="soon"))).to_be_visible()


def test_a_day_after_the_newest_data_and_a_page_that_is_none_are_said_in_words(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    arrive(page, server, "director", "?as_of=2024-12-31")
    expect(page.get_by_text(t("band.too_late", day="31 ก.ค. 64"))).to_be_visible()
    expect(page.locator(".st-key-verdict")).to_contain_text("ต่ำกว่าแผนทั้งสองด้าน")

    arrive(page, server, "director", "reports-of-last-year?lang=en")
    expect(page.get_by_text(t("band.no_page", "en", value="reports-of-last-year"))).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    go(page, "groups", "en")
    expect_address(page, "/groups", lang=["en"])


def test_the_verdict_stands_above_the_fold_of_a_phone_and_nothing_overflows(new_page: NewPage, server: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, server, "director")

    def bottom() -> float:
        verdict = page.locator(".st-key-verdict").bounding_box()
        return verdict["y"] + verdict["height"] if verdict else inf

    expect(page.locator(".st-key-needs")).to_be_visible()
    until(page, lambda: bottom() < PHONE["height"] / 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_forecast_is_one_sentence_that_says_how_it_is_worked_out(new_page: NewPage, server: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, server, "director", "?as_of=2021-07-31")
    card = page.locator(".st-key-pace")

    expect(card).to_contain_text(t("overview.pace_lately", days=90, n=9))
    expect(card.locator(".st-key-forecast")).to_contain_text("มีผลการลงทะเบียน 1 รอบ ต้องมี 3 รอบ")
    card.locator(".st-key-source-forecast button").last.click()
    expect(page.get_by_text("8 ครั้งจาก 10 ครั้ง")).to_be_visible()
    page.goto(f"{server.address}/?as_of=2021-02-28&lang=en")
    expect(page.locator(".st-key-forecast")).to_contain_text(
        "No forecast of groups yet: 0 of 3 windows needed on record"
    )


def test_the_menu_of_a_phone_opens_and_closes_by_itself(new_page: NewPage, server: Server) -> None:
    page = new_page(**PHONE)
    arrive(page, server, "director")

    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name=t("nav.history")).click()
    page.wait_for_url("**/history")
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


@pytest.mark.parametrize("size", [(390, 844), (1366, 768)], ids=["phone", "desk"])
def test_thai_is_set_in_sarabun_and_not_clipped(size: tuple[int, int], new_page: NewPage, server: Server) -> None:
    page = new_page(*size, color_scheme="dark")
    arrive(page, server, "staff", "groups")

    expect(page.locator(".stamps")).to_be_visible()
    assert "Sarabun" in page.evaluate("getComputedStyle(document.querySelector('.stamps')).fontFamily")
    until(page, lambda: bool(page.evaluate("document.fonts.check('16px Sarabun', 'ผู้ปี้')")))
    clipped = page.evaluate(
        """[...document.querySelectorAll('.stApp p, .stApp button, .stApp h3')].filter(e => e.offsetHeight > 1
           && getComputedStyle(e).overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 1)
           .map(e => e.innerText)"""
    )
    assert clipped == []


def test_the_samples_are_marked_and_staff_can_turn_to_the_real_project(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "staff")
    expect(page.get_by_text(t("band.sample"))).to_be_visible()

    page.get_by_role("button", name=t("band.start")).click()
    expect(page.get_by_text(t("band.sample"))).to_have_count(0)
    expect(page.locator(BAND)).to_contain_text(t("band.empty"))
    expect_query(page, project="phetchaburi-2564")
