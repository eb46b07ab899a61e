"""A screen shown to a room, a number that is looked up, a frozen link that says what has become of its figures."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.model.kinds import Kind
from core.model.rows import from_records
from db.accounts import audit
from db.snapshots import store
from tests.support.actors import staff
from tests.support.browser import NewPage, address, arrive, settle, until
from tests.support.said import LANGS
from tests.support.server import Server
from tests.support.uploads import intake_of
from ui.text.words import t

SECOND_LOOK = ".st-key-second-look"
DEMO = "demo-phetchaburi-2564"


def load(server: Server, kind: Kind, records: list[dict[str, Any]], by: str = "clerk") -> None:
    """A set of rows of the newest day, as a clerk would load it."""
    view = store.base_view(server.engine, DEMO)
    assert view.day is not None
    intake = intake_of(from_records(kind, records), view, as_of=view.day)
    store.apply(server.engine, intake, project=DEMO, as_of=view.day, actor=staff(by), now=datetime.now(UTC))


def test_a_meeting_is_shown_no_entries_to_look_at(new_page: NewPage, fresh: Server) -> None:
    rows = store.view(fresh.engine, DEMO).of("spending").records()
    twice = {
        "date": date(2021, 7, 5),
        "entry": "disbursement",
        "amount_satang": 70000,
        "payee": "ร้านค้าหนึ่ง",
        "line_no": 1,
    }
    load(fresh, "spending", [*rows, {**twice, "doc_no": "ฎ.64-901"}, {**twice, "doc_no": "ฎ.64-902"}])
    page = new_page()
    arrive(page, fresh, "committee", "budget")
    expect(page.locator(SECOND_LOOK)).to_have_count(1)

    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("app.present_on")).click()
    until(page, lambda: address(page)[1].get("present") == ["1"])

    expect(page.locator(SECOND_LOOK)).to_have_count(0)
    page.locator(".st-key-second-look-asked label").first.click()  # the committee asks for it
    expect(page.locator(SECOND_LOOK)).to_have_count(1)
    settle(page)
    page.get_by_role("link", name=t("nav.overview")).first.click()
    page.locator(".st-key-needs").wait_for()
    assert address(page)[1]["present"] == ["1"]


def type_size(page: Page, place: str) -> float:
    return float(page.locator(place).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("lang", LANGS)
def test_a_room_reads_larger_type_and_sees_that_it_looks_on(
    width: int, height: int, lang: str, new_page: NewPage, server: Server
) -> None:
    page = new_page(width=width, height=height)
    arrive(page, server, "committee", f"?lang={lang}")
    page.locator(".st-key-verdict p").first.wait_for()
    places = (".st-key-verdict p", ".st-key-kpi-disbursed_satang .value", ".st-key-needs p", ".stamps")
    at_a_desk = [type_size(page, place) for place in places]
    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("app.present_on", lang)).click()
    until(page, lambda: address(page)[1].get("present") == ["1"])

    mark = page.locator(".st-key-presenting")
    expect(mark).to_contain_text(t("app.presenting", lang))
    expect(page.locator("[data-testid=stPopoverBody]")).to_have_count(0)  # the menu does not stay over the page
    expect(page.locator(".st-key-filters")).not_to_be_visible()
    shown = [type_size(page, place) for place in places]
    assert [larger / desk >= 1.25 for larger, desk in zip(shown, at_a_desk, strict=True)] == [True] * 4, shown
    letters = page.locator("[data-testid=stVegaLiteChart] svg text")
    letters.first.wait_for(state="attached")
    sizes = letters.evaluate_all("them => them.map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert sizes and min(sizes) >= 15, sizes
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name=t("nav.budget", lang)).first.click()  # the menu of pages goes on
    expect(page.locator(".st-key-kpi-used_satang")).to_be_visible()
    expect(mark).to_be_visible()
    settle(page)  # a button of the page before loses its focus when this page puts its own in the same place

    leave = mark.get_by_role("button", name=t("app.present_leave", lang))
    leave.press("Enter")
    until(page, lambda: "present" not in address(page)[1])
    expect(mark).to_have_count(0)
    expect(page.locator(".st-key-filters")).to_be_visible()


def test_what_an_old_link_filters_by_is_still_said_to_a_room(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "?present=1&amphoe=ชะอำ&as_of=2021-06-30")

    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")
    expect(page.locator(".st-key-presenting")).to_be_visible()
    expect(page.locator(".stamps")).to_contain_text("30 มิ.ย. 64")
    assert address(page)[1]["amphoe"] == ["ชะอำ"]


def test_staff_show_a_number_and_the_log_keeps_who(new_page: NewPage, fresh: Server) -> None:
    records = store.view(fresh.engine, DEMO).of("groups").records()
    load(fresh, "groups", [{**row, "phone": "0812345678" if row["code"] == "G01" else None} for row in records])
    page = new_page()
    arrive(page, fresh, "staff", "groups?group=G01")
    card = page.locator(".st-key-group-card")
    expect(card).to_contain_text("5678")
    expect(card).not_to_contain_text("0812345678")

    page.get_by_role("button", name=t("groups.phone_show")).click()

    expect(card).to_contain_text("0812345678")
    assert ("phone.show", "G01", "clerk") in [
        (e.action, e.detail, e.by) for e in audit.recent(fresh.engine, project=DEMO)
    ]

    page = new_page()
    arrive(page, fresh, "committee", "groups?group=G01")
    expect(page.locator(".st-key-group-card")).not_to_contain_text("5678")


def test_a_frozen_link_says_how_far_today_differs(new_page: NewPage, fresh: Server) -> None:
    engine, then = fresh.engine, datetime.now(UTC)
    view = store.view(engine, DEMO)
    newest = view.uploads["spending"]
    store.withdraw(engine, newest.id, actor=staff(), reason="แก้ไขยอด", now=datetime.now(UTC))
    page = new_page()
    seen = then.isoformat().replace("+00:00", "Z")
    arrive(page, fresh, "director", f"?as_of={newest.as_of.isoformat()}&seen={seen}")

    expect(page.locator("body")).to_contain_text("ตัวเลขของวันเดียวกันในปัจจุบันต่างไป: เบิกจ่ายแล้ว −13,565.50")

    page.goto(f"{fresh.address}/?as_of=2021-05-31&seen={seen}")
    page.locator(".st-key-verdict").wait_for()
    assert "ต่างไป" not in page.locator("body").inner_text()
