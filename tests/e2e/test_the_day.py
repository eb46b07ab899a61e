"""The day of a load, on the page and past it: what is refused stores nothing, and nothing stands in for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from core.calendar import month_end
from core.text.thai import write_date
from db.snapshots import store
from tests.support.browser import NewPage, until
from tests.support.intakes import sample
from tests.support.load_page import PROJECT, SAVE, choose, of_day, open_form, save, save_button, settle, tick
from tests.support.server import Server
from ui.text.words import t
from words import rendering

JUNE, JULY, AUGUST, SEPTEMBER = date(2021, 6, 30), date(2021, 7, 31), date(2021, 8, 31), date(2021, 9, 30)
NEXT_MONTH = month_end(month_end(datetime.now(UTC).date()) + timedelta(days=1))
BAD = {  # what is typed, and what the page then says
    "31/04/2564": "ไม่มีวันที่ “31/04/2564” ในปฏิทิน",
    "31032564": "อ่านวันที่ “31032564” ไม่ได้",
    "": t("upload.asof_choose"),
    "31/08/2574": "31 สิงหาคม 2574",
    write_date(NEXT_MONTH): f"{rendering.day(NEXT_MONTH, style='long')} ยังมาไม่ถึง",
}


def sets(server: Server, kind: str = "groups") -> list[date]:
    """The days of the stored sets of a kind, the newest set first."""
    return [upload.as_of for upload in store.history(server.engine, PROJECT) if upload.kind == kind]


def type_day(page: Page, text: str) -> None:
    """Type into the field of the day and leave it."""
    box = page.get_by_role("textbox", name=t("upload.asof"))
    box.fill(text)
    box.press("Enter")
    settle(page)


def test_a_day_that_can_not_be_is_said_leaves_no_button_and_stores_nothing(new_page: NewPage, fresh: Server) -> None:
    page, before = new_page(), sets(fresh)
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-08-31", "groups")])
    expect(save_button(page, AUGUST)).to_be_visible()

    for text, said in BAD.items():
        type_day(page, text)

        expect(page.get_by_text(said)).to_be_visible()
        expect(page.locator(SAVE)).to_have_count(0)
        expect(page.get_by_text(t("upload.asof_first"))).to_be_visible()
    assert sets(fresh) == before

    type_day(page, "๓๑ ส.ค. ๖๔")
    tick(page)
    save(page)
    assert sets(fresh) == [AUGUST, *before]


@pytest.mark.parametrize("text", ["31/04/2564", "30/09/2564"])  # no day at all, and another than the button says
def test_another_text_typed_and_the_button_pressed_in_one_go_stores_nothing(
    new_page: NewPage, fresh: Server, text: str
) -> None:
    page, before = new_page(), sets(fresh)
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-08-31", "groups")])
    tick(page)
    expect(page.locator(SAVE)).to_be_enabled()

    page.get_by_role("textbox", name=t("upload.asof")).fill(text)
    page.locator(SAVE).click(force=True)  # leaving the field sends its text, the press follows at once
    settle(page)
    page.wait_for_timeout(1000)

    assert sets(fresh) == before


class Tab:
    """A tab whose messages to the server are read on their way, so that one of them can be made up."""

    def __init__(self, page: Page) -> None:
        self.last, self.ended, self.buttons, self.field = BackMsg(), 0, list[str](), ""
        self.boxes, self.fragment, self.behind = set[str](), "", ""
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, tab: WebSocketRoute) -> None:
        self.server = tab.connect_to_server()
        tab.on_message(self._sent)
        self.server.on_message(lambda message: self._received(tab, message))

    def _sent(self, message: str | bytes) -> None:
        found = BackMsg()
        found.ParseFromString(message if isinstance(message, bytes) else message.encode())
        if found.WhichOneof("type") == "rerun_script":
            self.last = found
        self.server.send(message)
        if self.behind and found.WhichOneof("type") == "rerun_script":
            self.server.send(self.ticked(self.behind))
            self.behind = ""

    def _received(self, tab: WebSocketRoute, message: str | bytes) -> None:
        found = ForwardMsg()
        found.ParseFromString(message if isinstance(message, bytes) else message.encode())
        if found.WhichOneof("type") == "script_finished":
            self.ended += 1
        element = found.delta.new_element
        if element.WhichOneof("type") == "button":
            self.buttons.append(element.button.id)
        elif element.WhichOneof("type") == "text_input" and "-asof-groups-" in element.text_input.id:
            self.field = element.text_input.id
        elif element.WhichOneof("type") == "checkbox":
            self.boxes.add(element.checkbox.id)
        self.fragment = found.delta.fragment_id or self.fragment
        tab.send(message)

    def ticked(self, fragment: str) -> bytes:
        """What a browser would send, had every box been ticked that stood in a fragment."""
        message = BackMsg()
        message.CopyFrom(self.last)
        message.rerun_script.fragment_id = fragment
        for box in self.boxes:
            message.rerun_script.widget_states.widgets.add(id=box).bool_value = True
        return message.SerializeToString()

    def forge(self, page: Page, text: str, button: str) -> None:
        """Send what a browser would send, had ``text`` been typed and the button been pressed."""
        message, ended = BackMsg(), self.ended
        message.CopyFrom(self.last)
        states = message.rerun_script.widget_states.widgets
        typed = next((state for state in states if state.id == self.field), None) or states.add(id=self.field)
        typed.string_value = text
        states.add(id=button, trigger_value=True)
        self.server.send(message.SerializeToString())
        until(page, lambda: self.ended > ended)


@pytest.mark.parametrize("text", [*BAD, "31/08/2564"])
def test_a_press_that_the_page_never_offered_stores_nothing(new_page: NewPage, fresh: Server, text: str) -> None:
    page, before = new_page(), sets(fresh)
    tab = Tab(page)
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-08-31", "groups")])
    tick(page)
    button = next(name for name in reversed(tab.buttons) if name.endswith("-upload-apply-2021-08-31"))

    tab.forge(page, text, button)
    settle(page)

    assert sets(fresh) == (before if text in BAD else [AUGUST, *before])  # the same press as of a day that may be


@pytest.mark.parametrize("text", ["", "30/09/2564", "31/08/2564"])
def test_a_press_after_a_tick_is_of_the_day_that_stands_in_the_field(
    new_page: NewPage, fresh: Server, text: str
) -> None:
    """A tick draws the last steps alone; what they hold of the day is not older than the field."""
    page, before = new_page(), sets(fresh)
    tab = Tab(page)
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-06-30", "groups")])
    of_day(page, AUGUST)
    tick(page)
    expect(page.locator(SAVE)).to_be_enabled()
    assert tab.last.rerun_script.fragment_id

    tab.forge(page, text, next(b for b in reversed(tab.buttons) if b.endswith("-upload-apply-2021-08-31")))
    settle(page)

    assert sets(fresh) == ([AUGUST, *before] if text == "31/08/2564" else before)


@pytest.mark.parametrize("when", ["while the page is drawn anew", "once it is drawn"])
def test_a_tick_of_the_steps_where_they_stood_before_is_not_lost(new_page: NewPage, fresh: Server, when: str) -> None:
    """Another day draws the page anew, and the last steps further down: the tick is of what the browser still shows."""
    page = new_page()
    tab = Tab(page)
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-06-30", "groups")])
    of_day(page, AUGUST)  # its boxes are known from now on
    below = tab.fragment
    of_day(page, JUNE)
    assert tab.fragment != below
    above, ended = tab.fragment, tab.ended

    if when == "once it is drawn":
        of_day(page, AUGUST)
        expect(page.locator(SAVE)).to_be_disabled()
        tab.server.send(tab.ticked(above))
    else:
        tab.behind = above
        of_day(page, AUGUST)
    until(page, lambda: tab.ended >= ended + 2)

    expect(page.locator(SAVE)).to_be_enabled()


def test_a_press_of_the_button_before_everything_is_ticked_stores_nothing(new_page: NewPage, fresh: Server) -> None:
    page, before = new_page(), sets(fresh)
    tab = Tab(page)
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-06-30", "groups")])
    of_day(page, AUGUST)
    expect(page.locator(SAVE)).to_be_disabled()

    tab.forge(page, "31/08/2564", next(b for b in reversed(tab.buttons) if b.endswith("-upload-apply-2021-08-31")))
    settle(page)

    assert sets(fresh) == before


def test_after_the_end_spending_alone_is_taken_and_asked_about(new_page: NewPage, fresh: Server) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-08-31", "groups")])
    of_day(page, date(2021, 10, 18), taken=False)
    expect(page.get_by_text("รับเฉพาะการใช้จ่ายและงวดงาน")).to_be_visible()
    expect(page.locator(SAVE)).to_have_count(0)

    open_form(page, fresh)
    choose(page, "spending", [sample("2021-08-31", "spending")])
    of_day(page, date(2021, 10, 18))
    expect(page.get_by_text("ข้อมูลหลังสิ้นปีงบประมาณ")).to_be_visible()
    expect(page.locator(SAVE)).to_be_disabled()
    tick(page)
    save(page)
    assert sets(fresh, "spending")[0] == date(2021, 10, 18)


def test_a_day_loaded_before_stands_beside_the_file_s_own_and_the_kinds_apart_are_named(
    new_page: NewPage, fresh: Server
) -> None:
    page = new_page()
    open_form(page, fresh)
    choose(page, "groups", [sample("2021-08-31", "groups")])
    expect(page.get_by_text("คนละวัน: กลุ่มอาชีพ ณ 31 ส.ค. 64 · ผลิตภัณฑ์, การใช้จ่าย, งวดงาน ณ 31 ก.ค. 64")).to_be_visible()
    tick(page)
    save(page)

    choose(page, "spending", [sample("2021-09-30", "spending")])
    expect(page.locator(SAVE)).to_have_count(0)
    expect(page.get_by_role("button", name=t("upload.asof_used", day="31 ส.ค. 64"))).to_be_visible()
    page.get_by_role("button", name=t("upload.asof_own", day="30 ก.ย. 64")).click()
    expect(save_button(page, SEPTEMBER)).to_be_visible()
    page.get_by_role("button", name=t("upload.asof_used", day="31 ส.ค. 64")).click()
    expect(save_button(page, AUGUST)).to_be_visible()
