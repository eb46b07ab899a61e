"""Each field of each page is given what it can not read: nothing is stored, a sentence says so, and the text stays.

Fields are found on the pages, not listed: one that nobody has thought of fails here until ``FIELDS`` knows what it must
refuse.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from core.model.lessons import PARTS
from core.model.meetings.resolutions import ResolutionText
from core.model.roles import user_roles
from db.notebook import notes, remarks, resolutions
from db.tables import metadata
from tests.support.actors import staff
from tests.support.browser import NewPage, arrive, press_cell, until
from tests.support.intakes import csv_file, headers, sample
from tests.support.load_page import PROJECT, choose, settle
from tests.support.server import PASSWORD, Server
from ui.auth import menu
from ui.text.words import t

Open = Callable[[Page, Server], None]
CHOSEN = "[type=checkbox], [type=radio], [type=file], [type=range], [role=combobox]"  # picked, never typed
TYPED = f"input:visible:not({CHOSEN}), textarea:visible"
POPOVERS = "[data-testid=stPopover] button:visible"
OF_SIGNING_IN = {"sign_in", "user", "audit_event", "chain_link"}  # a wrong password is written down
NOBODY_S = "1103700000003"  # a citizen's number by its check digit, borne by nobody
NOT_KEPT = "เลขประจำตัวประชาชน"


@dataclass(frozen=True)
class Field:
    """What a field takes, what it can not take, and what is then said."""

    good: str
    bad: str
    said: str


DAY = Field("31/07/2564", "31/04/2564", "ไม่มีวันที่ “31/04/2564” ในปฏิทิน")
DAY_OF_LOG = Field("", "31/04/2564", "อ่านวันที่ “31/04/2564” ไม่ได้")
DAY_TO_COME = Field("31/07/2564", "31/04/2564", "อ่านวันที่ “31/04/2564” ไม่ได้")
AMOUNT = Field("1,200.00", "25,", "อ่านจำนวนเงิน “25,” ไม่ได้")
PROSE = Field("ทดลอง", NOBODY_S, NOT_KEPT)
SEARCH = Field("", "ฬฬฬ", t("table.nothing"))
WRONG = Field(PASSWORD, "ไม่ใช่รหัสนี้-๖๔", t("signin.wrong_password"))
FIELDS: dict[str, Field] = {
    t("upload.asof"): DAY,
    t("overview.meeting_on"): DAY,
    t("overview.meeting_name", eg_year="2564"): PROSE,
    t("budget.gfmis_on"): DAY,
    t("budget.gfmis_amount"): AMOUNT,
    t("budget.amount"): AMOUNT,
    t("budget.gfmis_reason"): PROSE,
    t("budget.search"): SEARCH,
    t("groups.search"): SEARCH,
    t("products.search"): SEARCH,
    t("projects.find"): SEARCH,
    t("upload.search"): SEARCH,
    t("upload.map_constant", col="วันที่"): Field("31/07/2564", "31/04/2564", "คือ “31/04/2564” ใช้ไม่ได้"),
    t("history.reason"): Field("ทดลอง", "   ", t("history.reason_missing")),
    **{t(f"lesson_part.{part}"): PROSE for part in (*PARTS, "remark", "decided", "who", "became")},
    t("resolutions.due"): DAY_TO_COME,
    t("resolutions.on"): DAY_TO_COME,
    t("remarks.reason"): PROSE,
    t("log.since"): DAY_OF_LOG,
    t("log.until"): DAY_OF_LOG,
    t("log.text"): Field("", "ฬฬฬ", t("log.none")),
    t("personal.erase_days"): Field("1825", "ห้าปี", t("personal.erase_days_bad", val="ห้าปี")),
    **{
        t(f"settings.{form}", name=t(f"setting_name.{name}")): Field("ทดลอง", NOBODY_S, t("setting_typed.typed_id13"))
        for name in ("name", "full_name", "office", "committee")
        for form in ("thai", "english")
    },
    t("setting_name.target_groups"): Field("30", "สามสิบ", t("setting_typed.typed_whole")),
    t("setting_name.budget_baht"): Field("885,000", "25,", t("setting_typed.typed_number")),
    t("signin.password"): WRONG,
    t("signin.old"): WRONG,
    t("signin.new"): Field("another-long-64", "สั้น", t("signin.differ")),
    t("signin.again"): Field("another-long-64", "อีกคำหนึ่ง-๖๔", t("signin.differ")),
}


def role_of(path: str) -> str:
    allowed = user_roles(menu.known()[path].right)
    return "staff" if "staff" in allowed else allowed[0]


def a_page(path: str) -> Open:
    return lambda page, server: arrive(page, server, role_of(path), f"{path}?project={PROJECT}")


def a_card(page: Page, server: Server) -> None:
    arrive(page, server, "staff", f"groups?project={PROJECT}&group=G07")


def a_file(page: Page, server: Server) -> None:
    arrive(page, server, "staff", f"upload?project={PROJECT}")
    choose(page, "groups", [sample("2021-08-31", "groups")])


def a_file_with_faults(page: Page, server: Server) -> None:
    """No column of days, and a dozen amounts that can not be read."""
    arrive(page, server, "staff", f"upload?project={PROJECT}")
    rows = [[f"ฎ.64-{n}", "เบิกจ่าย", "25,"] for n in range(12)]
    choose(page, "spending", [csv_file(headers("spending", "doc_no", "entry", "amount_baht"), *rows)])


def a_set(page: Page, server: Server) -> None:
    arrive(page, server, "staff", f"history?project={PROJECT}")
    press_cell(page, "[class*='st-key-history-table']", 15)
    page.get_by_label(t("history.reason")).wait_for()


def a_lesson(page: Page, server: Server) -> None:
    arrive(page, server, "staff", f"lessons?project={PROJECT}")
    page.get_by_role("button", name=t("lessons.write")).click()
    page.locator(".st-key-lesson-form").wait_for()


def a_resolution(page: Page, server: Server) -> None:
    """A meeting, what it decided, and a remark."""
    by = {"actor": staff(), "now": datetime.now(UTC)}
    day = date(2021, 7, 1)
    notes.write(server.engine, PROJECT, "meeting", "", text="ประชุม", on_date=day, **by)  # type: ignore[arg-type]
    text = ResolutionText("เร่งตรวจรับ", "คณะกรรมการตรวจรับพัสดุ")
    resolutions.record(server.engine, PROJECT, text, met_on=day, **by)  # type: ignore[arg-type]
    remarks.write(server.engine, PROJECT, "group", "G01", "ขอเหตุผล", as_of=day, **by)  # type: ignore[arg-type]
    arrive(page, server, "staff", f"resolutions?project={PROJECT}")


def a_total(page: Page, server: Server) -> None:
    options = {"on_date": date(2021, 7, 31), "amount_satang": 1, "actor": staff(), "now": datetime.now(UTC)}
    notes.write(server.engine, PROJECT, "official_total", "GFMIS", **options)  # type: ignore[arg-type]
    arrive(page, server, "staff", f"budget?project={PROJECT}")


def a_change_of_password(page: Page, server: Server) -> None:
    arrive(page, server, "staff")
    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("signin.change")).click()
    page.get_by_label(t("signin.old")).wait_for()


STATES: dict[str, Open] = {f"/{path}": a_page(path) for path in sorted(menu.known())} | {
    "a group's card": a_card,
    "a file": a_file,
    "a file with faults": a_file_with_faults,
    "a set": a_set,
    "a lesson": a_lesson,
    "a resolution": a_resolution,
    "a total of GFMIS": a_total,
    "a change of password": a_change_of_password,
}
HAVE_FIELDS = {
    "/",
    "/groups",
    "/products",
    "/projects",
    "/budget",
    "/users",
    "/audit",
    "/resolutions",
    "/settings",
    *(name for name in STATES if not name.startswith("/")),
}

ALONE = {"a file", "a file with faults", "a change of password"}  # they leave a draft, or wrong tries


@pytest.fixture(scope="module")
def shared(new_server: Callable[..., Server]) -> Iterator[Server]:
    """A server whose data only those states change that are opened on it later than the pages."""
    server = new_server().start().wait()
    yield server
    server.stop()


def rows_of(server: Server) -> dict[str, int]:
    """How many rows each table holds, those of signing in aside."""
    with server.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
            if name not in OF_SIGNING_IN
        }


def drawn(page: Page) -> None:
    """Wait until the page grows no more: what is drawn late is looked at too."""
    seen = -1
    while (now := page.locator(f"{POPOVERS}, {TYPED}, [data-testid=stExpander]").count()) != seen:
        seen = now
        page.wait_for_timeout(700)
        settle(page)


def unfold(page: Page) -> None:
    """Open whatever is folded."""
    for _ in range(40):
        closed = page.locator("[data-testid=stExpander] details:not([open]) > summary")
        if not closed.count():
            return
        closed.first.click()
        settle(page)


@contextmanager
def opened(page: Page, popover: int | None) -> Iterator[Locator]:
    """The page itself, or one of its popovers while it is open."""
    if popover is None:
        unfold(page)
        yield page.locator("[data-testid=stMain]")
        return
    body = page.locator("[data-testid=stPopoverBody]")
    if not body.count():
        page.locator(POPOVERS).nth(popover).click()
    body.wait_for()
    settle(page)
    yield body
    page.keyboard.press("Escape")
    expect(body).to_have_count(0)


def labels_in(place: Locator) -> list[str]:
    return [str(one.get_attribute("aria-label")) for one in place.locator(TYPED).all()]


def refuse(page: Page, place: Locator, label: str, nth: int) -> None:
    """Type what the ``nth`` field of a label can not take, good values beside it, and press its button."""
    box = place.get_by_label(label, exact=True).nth(nth)
    form = box.locator("xpath=ancestor::*[@data-testid='stForm']")
    within = form if form.count() else None
    for other in labels_in(within) if within else []:
        within.get_by_label(other, exact=True).fill(FIELDS[other].good)
    box.fill(FIELDS[label].bad)
    if within:
        within.locator("[data-testid=stFormSubmitButton] button").first.click()
    else:
        box.press("Enter")
    settle(page)
    expect(page.get_by_text(FIELDS[label].said).first).to_be_visible()
    assert box.input_value() == FIELDS[label].bad
    if not FIELDS[label].good:  # it only chooses what is shown: others beside it are tried without it
        box.fill("")
        box.press("Enter")
        settle(page)


@pytest.mark.parametrize("state", STATES)
def test_no_field_stores_what_it_can_not_read_nor_puts_another_value_there(
    new_page: NewPage, request: pytest.FixtureRequest, state: str
) -> None:
    page = new_page()
    server: Server = request.getfixturevalue("fresh" if state in ALONE else "shared")
    STATES[state](page, server)
    if state in HAVE_FIELDS:
        until(page, lambda: page.locator(f"{POPOVERS}, {TYPED}, [data-testid=stExpander]").count() > 0)
    drawn(page)
    before, tried = rows_of(server), 0
    unfold(page)
    drawn(page)

    for popover in (None, *range(page.locator(POPOVERS).count())):
        with opened(page, popover) as place:
            labels = labels_in(place)
        assert set(labels) <= set(FIELDS), "a field without a value that it must refuse"
        for n, label in enumerate(labels):
            with opened(page, popover) as place:
                refuse(page, place, label, labels[:n].count(label))
            tried += 1
            assert rows_of(server) == before, label

    assert bool(tried) == (state in HAVE_FIELDS)
