"""The script that hands what a run of a fragment draws to the page in one piece, with sockets that are none."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg, ForwardMsgMetadata

from tests.support.browser import NewPage, arrive, settle
from tests.support.server import Server
from ui.visit import written

SCRIPT = written.together().decode()
FAKES = "window.WebSocket = class extends EventTarget {};"  # sockets that are none
LISTEN = """
() => {
  window.socket = new WebSocket();
  window.turns = [];  // how many frames were heard in each turn of the browser
  let now = null;
  socket.addEventListener('message', event => {
    if (now === null) { now = []; turns.push(now); setTimeout(() => { now = null; }); }
    now.push(event.data.byteLength ?? event.data);
  });
}
"""
SEND = """
async frames => {
  for (const frame of frames) {
    const data = typeof frame === 'string' ? frame : new Uint8Array(frame).buffer;
    socket.dispatchEvent(new MessageEvent('message', {data}));
    await new Promise(done => setTimeout(done, 1));
  }
}
"""
FRAGMENT, PAGE = ("a fragment",), ()


def message(kind: str, fragments: Sequence[str] = ()) -> list[int]:
    made = ForwardMsg()
    if kind == "script_finished":
        made.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
    elif kind == "session_status_changed":
        made.session_status_changed.run_on_save = True
    else:
        getattr(made, kind).SetInParent()
    made.metadata.run.script_run_id = "x" * 300
    made.metadata.run.fragment_ids.extend(fragments)
    return list(made.SerializeToString())


def of(*kinds: str, fragments: Sequence[str] = FRAGMENT) -> list[Any]:
    return [message(kind, fragments) for kind in kinds]


RUN = ("new_session", "session_status_changed", "delta", "delta", "script_finished", "session_status_changed")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=FAKES + SCRIPT)
    page.evaluate(LISTEN)
    yield page
    page.close()


def heard(page: Page, frames: list[Any], wait_ms: float = 0) -> list[int]:
    """How many frames the page has heard in each turn."""
    page.evaluate(SEND, frames)
    if wait_ms:
        page.wait_for_timeout(wait_ms)
    return [len(turn) for turn in page.evaluate("turns")]


def test_a_run_of_a_fragment_is_heard_in_one_turn_and_in_its_order(page: Page) -> None:
    frames = of(*RUN)

    assert heard(page, frames[:4]) == []
    assert heard(page, frames[4:]) == [6]
    assert page.evaluate("turns.flat()") == [len(frame) for frame in frames]


def test_a_run_of_the_page_is_heard_as_it_comes(page: Page) -> None:
    assert heard(page, of(*RUN, fragments=PAGE)) == [1] * 6


def test_a_run_without_a_last_word_is_heard_soon_after_its_end(page: Page) -> None:
    assert heard(page, of(*RUN[:5]), wait_ms=100) == [5]
    assert heard(page, of("delta")) == [5, 1]


def test_a_run_that_lasts_is_heard_while_it_runs(page: Page) -> None:
    assert heard(page, of("new_session", "delta"), wait_ms=500) == [2]
    assert heard(page, of("delta", "script_finished")) == [2, 1, 1]


def test_two_runs_at_once_are_heard_each_in_one_turn(page: Page) -> None:
    assert heard(page, [*of(*RUN[:5]), *of(*RUN)]) == [5, 6]


@pytest.mark.parametrize("end", ["error", "close"])
def test_what_waits_is_heard_before_the_socket_ends(end: str, page: Page) -> None:
    page.evaluate("end => socket.addEventListener(end, () => turns.push(['ended']))", end)
    page.evaluate(
        "([frames, end]) => { for (const frame of frames) socket.dispatchEvent(new MessageEvent('message', "
        "{data: new Uint8Array(frame).buffer})); socket.dispatchEvent(new Event(end)); }",
        [of("new_session", "delta"), end],
    )
    assert heard(page, []) == [2, 1]


def test_a_message_that_is_not_understood_keeps_no_other_from_being_heard(page: Page) -> None:
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.evaluate(
        """() => { window.calls = 0; window.socket = new WebSocket();
        socket.addEventListener('message', () => { calls += 1; if (calls === 2) throw Error('what?'); }); }"""
    )
    page.evaluate(SEND, of(*RUN))
    assert page.evaluate("calls") == 6
    assert told == ["what?"]


@pytest.mark.parametrize("frame", ["words", [], [0], [255] * 40, [34, 127], [8, 128, 128], [18, 3, 50, 200, 1]])
def test_what_is_no_message_is_heard_as_it_comes(page: Page, frame: Any) -> None:
    assert heard(page, [frame, frame]) == [1, 1]


def test_the_numbers_of_the_script_are_those_of_the_frameworks_fields() -> None:
    told = {name: int(number) for name, number in re.findall(r"\b([A-Z]+) = (\d+)[,;]", SCRIPT)}
    fields, beside = ForwardMsg.DESCRIPTOR.fields_by_name, ForwardMsgMetadata.DESCRIPTOR.fields_by_name

    assert {name: told[name] for name in ("BEGINS", "ENDS", "STATUS", "METADATA", "RUN", "FRAGMENTS")} == {
        "BEGINS": fields["new_session"].number,
        "ENDS": fields["script_finished"].number,
        "STATUS": fields["session_status_changed"].number,
        "METADATA": fields["metadata"].number,
        "RUN": beside["run"].number,
        "FRAGMENTS": beside["run"].message_type.fields_by_name["fragment_ids"].number,
    }


def test_a_change_of_a_filter_is_one_change_of_the_page(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "staff", "")
    settle(page)
    page.locator(".st-key-filters [data-testid=stPopover] button").first.click()
    pills = page.locator("[data-testid=stPopoverBody] button")
    pills.first.wait_for()
    settle(page)
    page.evaluate(
        """() => { window.states = [];
        const app = document.querySelector('[data-testid=stApp]');
        new MutationObserver(() => states.push(app.dataset.testScriptState)).observe(app,
          {attributes: true, attributeFilter: ['data-test-script-state']}); }"""
    )
    seen: list[list[str]] = []
    for _ in range(8):  # a run that a busy machine draws out is seen to run
        page.evaluate("states.length = 0")
        pills.first.click()
        page.wait_for_timeout(200)
        settle(page)
        seen.append(page.evaluate("states"))
        if not seen[-1]:
            break

    assert seen[-1] == []  # one that is short is not
