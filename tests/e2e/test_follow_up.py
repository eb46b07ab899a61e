"""What leads to rows: lines to follow up and rows of the groups' table, by finger, mouse and keyboard, and back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import PHONE, QUIET, NewPage, address, arrive, first_cells, settle, until
from tests.support.server import Server
from words import rendering

MAIN = "[data-testid=stMain]"
CARD, ABOUT, GRID = ".st-key-group-card", ".st-key-about", ".st-key-opens-groups-table canvas"
SIZES = pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])


def top(page: Page) -> float:
    """How far the page is scrolled."""
    return float(page.locator(MAIN).evaluate("e => e.scrollTop"))


def press(page: Page, x: float, y: float, options: dict[str, object]) -> None:
    """A finger on a phone, else the mouse."""
    if options:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.click(x, y)


def in_sight(page: Page, part: Locator) -> bool:
    """Whether the top of a part stands on the screen, below the menu."""
    box, size = part.bounding_box(), page.viewport_size
    return box is not None and size is not None and 40 <= box["y"] < size["height"] / 2


@SIZES
def test_each_line_to_follow_up_opens_its_rows_in_the_same_tab_and_back_returns(
    options: dict[str, object], new_page: NewPage, server: Server
) -> None:
    page = new_page(**options)
    arrive(page, server, "director", "?as_of=2021-07-31&amphoe=ชะอำ")
    lines = page.locator(".st-key-needs a")
    wanted = [
        ("/budget", "instalment:2", "2"),
        ("/groups", "support", "G23"),
        ("/groups", "papers", "G01"),
    ]
    expect(lines).to_have_count(len(wanted))
    for number, (path, about, said) in enumerate(wanted):
        settle(page)
        page.keyboard.press("Shift")  # whoever moves the page is let be, and what a test scrolls is nobody's doing
        lines.nth(number).scroll_into_view_if_needed()
        settle(page)
        before, box = top(page), lines.nth(number).bounding_box()
        assert box is not None
        press(page, box["x"] + box["width"] / 3, box["y"] + box["height"] / 2, options)
        expect(page.locator(ABOUT)).to_be_visible()
        until(page, lambda path=path, about=about: (address(page)[0], address(page)[1].get("about")) == (path, [about]))
        assert address(page)[1]["amphoe"] == ["ชะอำ"]
        assert address(page)[1]["as_of"] == ["2021-07-31"]
        until(page, lambda said=said: said in cells(page.locator(ABOUT)))
        until(page, lambda: in_sight(page, page.locator(f"{CARD}, {ABOUT}").first))
        assert len(page.context.pages) == 1
        page.go_back()
        expect(lines).to_have_count(len(wanted))
        until(page, lambda: address(page) == ("/", {"as_of": ["2021-07-31"], "amphoe": ["ชะอำ"]}))
        until(page, lambda before=before: abs(top(page) - before) < 3)


def cells(part: Locator) -> list[str]:
    """What a table says, cell by cell."""
    return [text.strip() for text in part.locator("[role=gridcell]").all_text_contents()]


def format_date_of(day: str) -> str:
    """A day as a table says it."""
    from datetime import date

    return rendering.day(date.fromisoformat(day))


def test_what_a_line_does_not_name_is_listed_behind_it(new_page: NewPage, server: Server) -> None:
    page = new_page(1366, 1400)
    arrive(page, server, "director", "?as_of=2021-07-31")
    line = page.locator(".st-key-needs a").filter(has_text="เอกสารลงทะเบียนยังไม่ครบ 15 กลุ่ม")
    expect(line).to_contain_text("(G01, G02, G03, G04, G08 และอีก 10 กลุ่ม)")

    line.click()
    expect(page.locator(ABOUT)).to_contain_text("ทั้งหมด 15 แถว")
    until(page, lambda: len({cell for cell in cells(page.locator(ABOUT)) if cell.startswith("G")}) >= 9)
    page.locator(".st-key-about-close button").click()
    expect(page.locator(ABOUT)).to_have_count(0)
    assert address(page) == ("/groups", {"as_of": ["2021-07-31"]})


def test_a_line_that_stands_no_longer_is_said(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "budget?about=instalment:9&as_of=2021-07-31")

    expect(page.locator(ABOUT)).to_contain_text("ไม่ต้องติดตามแล้ว")


@SIZES
def test_a_press_on_a_row_opens_its_card_and_back_returns_to_the_place(
    options: dict[str, object], new_page: NewPage, server: Server
) -> None:
    page = new_page(**options)
    arrive(page, server, "staff", "groups?stage=registered")
    search = page.locator(".st-key-groups-search input")
    search.fill("G1")
    search.press("Enter")
    until(page, lambda: "G10" in first_cells(page) or "G11" in first_cells(page))
    grid = page.locator(GRID).first
    settle(page)
    grid.scroll_into_view_if_needed()
    settle(page)
    code = next(cell for cell in first_cells(page) if cell.startswith("G1"))

    for _ in range(2):  # after Back the same row opens again
        before, box = top(page), grid.bounding_box()
        assert box is not None
        press(page, box["x"] + 170, box["y"] + 53, options)
        until(page, lambda: address(page)[1].get("group") == [code])
        expect(page.locator(CARD)).to_contain_text(code)
        until(page, lambda: in_sight(page, page.locator(CARD)))
        until(page, lambda: page.evaluate("document.activeElement.className.includes('st-key-opened-group')"))

        page.go_back()
        expect(page.locator(CARD)).to_have_count(0)
        until(page, lambda before=before: abs(top(page) - before) < 3)
        assert search.input_value() == "G1"
        assert address(page) == ("/groups", {"stage": ["ลงทะเบียน OTOP แล้ว"]})
        settle(page)


def test_the_keyboard_walks_the_rows_and_enter_opens_one(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "staff", "groups")
    page.locator(GRID).first.wait_for()
    page.locator(QUIET).wait_for()
    page.locator(".st-key-groups-search input").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(800)  # a page that opened something would have told the address by then
    assert "group" not in address(page)[1], "walking opens nothing"

    page.keyboard.press("Enter")
    until(page, lambda: address(page)[1].get("group") == ["G03"])
    expect(page.locator(CARD)).to_contain_text("G03")
