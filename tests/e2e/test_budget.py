"""The budget page under a hand: bars that open their rows, targets to choose, quarters that say how they stood."""

import pytest
from playwright.sync_api import expect

from db.accounts import users
from tests.support.actors import admin
from tests.support.browser import PHONE, NewPage, arrive, settle, until
from tests.support.server import Server
from ui.auth import door
from ui.text.amounts import key_of_series
from ui.text.words import t

CARD = ".st-key-budget-waterfall"
BARS = f"{CARD} svg .mark-rect path[aria-roledescription=bar]"
SUMS = {  # of 31 July in the samples
    "disbursed": "77 แถว รวม 255,424.25 บาท",
    "outstanding": "1 แถว รวม 549,600.00 บาท",
    "remaining": "6 แถว รวม 79,975.75 บาท",
    "transfer_out": "1 แถว รวม -33,000.00 บาท",
}


def name_of(bar: str) -> str:
    return t(key_of_series(bar))


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_bar_opens_its_rows_and_they_add_up_to_it(size: dict[str, int], new_page: NewPage, server: Server) -> None:
    page = new_page(**size)
    arrive(page, server, "committee", "budget")
    settle(page)

    page.locator(BARS).nth(4).click()  # the orders that still owe
    expect(page.locator(CARD)).to_contain_text(f"{name_of('outstanding')}: {SUMS['outstanding']}")
    for bar in ("disbursed", "remaining", "transfer_out"):
        page.locator(f"{CARD} .st-key-waterfall-bar").get_by_role("radio", name=name_of(bar), exact=True).or_(
            page.locator(f"{CARD} .st-key-waterfall-bar").get_by_role("button", name=name_of(bar), exact=True)
        ).click()
        expect(page.locator(CARD)).to_contain_text(f"{name_of(bar)}: {SUMS[bar]}")
    settle(page)
    page.locator(BARS).nth(4).click()  # after names were pressed the chart still answers
    expect(page.locator(CARD)).to_contain_text(SUMS["outstanding"])


def test_open_rows_are_gone_once_their_reader_may_see_them_no_more(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    arrive(page, fresh, "committee", "budget")
    settle(page)
    page.locator(BARS).nth(3).click()
    rows = f"{name_of('disbursed')}: {SUMS['disbursed']}"
    expect(page.locator(CARD)).to_contain_text(rows)

    users.disable(fresh.engine, "panel", actor=admin("test"), now=door.utc_now())

    until(page, lambda: page.locator("input[autocomplete=username]").count() > 0)
    assert rows not in page.locator("body").inner_text()


def test_another_target_is_drawn_for_comparison_and_the_verdict_stays(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee", "budget")
    settle(page)
    card = page.locator(".st-key-budget-curve")
    expect(card).to_contain_text("รายจ่ายประจำ: ร้อยละ 86.67 = 767,000 บาท")
    expect(card).not_to_contain_text("แสดงเพื่อเทียบเคียง")

    card.locator("[data-testid=stRadio] label").filter(has_text="รายจ่ายลงทุน").click()

    expect(card).to_contain_text("รายจ่ายลงทุน: ร้อยละ 76.67 = 678,500 บาท")
    expect(card).to_contain_text("ใช้จ่ายแล้วร้อยละ 90.96")
    expect(card).to_contain_text("ผลสรุปใช้ “เป้าหมายการใช้จ่าย (มติ ครม. 10 พ.ย. 63) รายจ่ายประจำ”")


def test_quarters_say_how_they_stood_also_below_the_cabinet_curve_on_plan(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee", "budget")
    settle(page)
    table = page.locator(".st-key-budget-quarters [data-testid=stDataFrame]")

    table.scroll_into_view_if_needed()
    until(page, lambda: table.locator("[role=gridcell]").count() > 20)
    told = [text.strip() for text in table.locator("[role=gridcell]").all_text_contents()]

    assert told.count(t("budget.quarter_below_cabinet_on_plan_within")) == 2
    assert t("budget.quarter_groups_late_within") in told
    assert t("budget.quarter_ahead") in told
    assert {"9 (12)", "241858.75", "90.5"} <= {text.replace(",", "") for text in told}
