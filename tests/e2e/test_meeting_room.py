"""A screen shown to a room, a number that is looked up, a frozen link that says what has become of its figures."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from playwright.sync_api import Page, expect

from core.kinds import Kind
from core.rows import from_records
from db import audit, store
from tests.db.making import intake_of
from tests.e2e.server import Server
from tests.e2e.test_browser import address, arrive, until
from ui.words import t

NewPage = Callable[..., Page]
SECOND_LOOK = ".st-key-second-look"
DEMO = "demo-phetchaburi-2564"


def load(server: Server, kind: Kind, records: list[dict[str, Any]], by: str = "clerk") -> None:
    """A set of rows of the newest day, as a clerk would load it."""
    view = store.base_view(server.engine, DEMO)
    assert view.day is not None
    intake = intake_of(from_records(kind, records), view, as_of=view.day)
    store.apply(server.engine, intake, project=DEMO, as_of=view.day, by=by, now=datetime.now(UTC))


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
    page.get_by_role("link", name=t("nav.overview")).first.click()
    page.locator(".st-key-needs").wait_for()
    assert address(page)[1]["present"] == ["1"]


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
    store.withdraw(engine, newest.id, by="clerk", reason="แก้ไขยอด", now=datetime.now(UTC))
    page = new_page()
    seen = then.isoformat().replace("+00:00", "Z")
    arrive(page, fresh, "director", f"?as_of={newest.as_of.isoformat()}&seen={seen}")

    expect(page.locator("body")).to_contain_text("ตัวเลขของวันเดียวกันในปัจจุบันต่างไป: เบิกจ่ายแล้ว −13,565.50")

    page.goto(f"{fresh.address}/?as_of=2021-05-31&seen={seen}")
    page.locator(".st-key-verdict").wait_for()
    assert "ต่างไป" not in page.locator("body").inner_text()
