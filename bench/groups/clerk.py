"""What a clerk waits for who loads a file of 200,000 entries: each step through the page, in a browser.

A step begins with the press and ends with the message that its run is over.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench import serving
from bench.browsing import WIDE, chromium
from bench.data import write_ledger
from bench.lines import Bar, Found
from bench.run import Run, medians
from bench.sizes.making import template
from bench.stats import middle
from tests.support import load_page
from tests.support.server import Server

ROWS = 200_000
TICK, DAY = "a tick after a 200,000-row file ÷ parsing it", "another day after a 200,000-row file ÷ parsing it"
BARS = (
    Bar(TICK, 0.1, 0.03, about="through the page: the warnings are accepted"),
    Bar(DAY, 0.1, 0.03, about="through the page: a day of which nothing is known yet"),
    Bar("the clerk's wait, file to read-out ÷ parsing it", about="upload, parse, check, compare, drawn"),
    Bar("the clerk's wait, save ÷ parsing it", about="until the page says that it is stored"),
)
DAYS = (date(2021, 9, 28), date(2021, 9, 30))  # another than the page offers, and the last of the file
PATIENCE_S = 120
FIXTURES = 0.2  # seconds without a run, after which no other follows


PRESSED = """  // when somebody pressed last, in milliseconds of the clock
window.__pressed = 0;
for (const name of ['pointerdown', 'keydown'])
  addEventListener(name, event => { if (event.isTrusted) window.__pressed = Date.now(); }, true);
"""


class Runs:
    """When the runs of a page's script ended, as its socket tells it, and when something was pressed, as the page does:
    before it presses, the driver of the browser waits until nothing moves.
    """

    def __init__(self, page: Page) -> None:
        self.ended: list[float] = []
        page.add_init_script(PRESSED)
        page.on("websocket", lambda socket: socket.on("framereceived", self._heard))

    def _heard(self, frame: Any) -> None:
        if isinstance(frame, bytes) and len(frame) < 1_000:
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "script_finished":
                self.ended.append(time.time())

    def took(self, page: Page, act: Callable[[], object], there: Callable[[], bool]) -> float:
        """Seconds from a deed, or from its press, to the end of the last run that it asked for."""
        begun = time.time()
        act()
        while time.time() - begun < PATIENCE_S:
            page.wait_for_timeout(50)
            last = self.ended[-1] if self.ended else 0.0
            if last > begun and time.time() - last > FIXTURES and there():
                return last - max(begun, page.evaluate("window.__pressed") / 1e3)
        raise RuntimeError("the page did not come to an end")


def steps(page: Page, server: Server, ledger: Path) -> dict[str, float]:
    """Seconds of each step."""
    runs = Runs(page)
    load_page.open_form(page, server, load_page.EMPTY)
    page.locator(".st-key-upload-kind").get_by_text("การใช้จ่าย", exact=True).click()
    load_page.settle(page)
    chosen = page.locator("input[type=file]")
    found = {"read": runs.took(page, lambda: chosen.set_input_files(ledger), lambda: _says(page, "upload.step_change"))}
    _type_day(page, DAYS[0])
    runs.took(page, lambda: _day_box(page).press("Enter"), lambda: True)
    _type_day(page, DAYS[1])
    found["day"] = runs.took(page, lambda: _day_box(page).press("Enter"), lambda: True)
    boxes = page.locator("[data-testid=stCheckbox] label")
    ticks = [runs.took(page, boxes.nth(number).click, lambda: True) for number in range(boxes.count())]
    if not ticks:
        raise RuntimeError("nothing is to be ticked on the page")
    found["tick"] = middle(ticks)
    button = page.locator(load_page.SAVE)
    found["save"] = runs.took(page, button.click, lambda: not _says(page, "upload.step_change"))
    return found


def _says(page: Page, key: str) -> bool:
    return page.get_by_text(load_page.t(key)).count() > 0


def _day_box(page: Page) -> Any:
    return page.get_by_role("textbox", name=load_page.t("upload.asof"))


def _type_day(page: Page, day: date) -> None:
    _day_box(page).fill(f"{day:%d/%m}/{day.year + 543}")


def measure(run: Run) -> dict[str, Found]:
    """Parsing alone in a process of its own, then the steps in a browser, as often as is repeated."""
    if run.quick:
        return {}
    waits: dict[str, list[float]] = {"read": [], "day": [], "tick": [], "save": []}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ending:
        ledger = write_ledger(Path(folder) / "ledger.csv", ROWS)
        parse = medians(["parse"], ledger, run.repeats)["parse"].seconds
        browser = ending.enter_context(chromium())
        for _ in range(min(run.repeats, 2)):
            with serving.Product(template("mission")).running() as ours:
                assert ours.server is not None
                page = browser.new_context(**WIDE).new_page()
                for name, seconds in steps(page, ours.server, ledger).items():
                    waits[name].append(seconds)
                page.context.close()
    names = dict(zip(("tick", "day", "read", "save"), (bar.name for bar in BARS), strict=True))
    return {
        names[step]: Found(middle(seconds) / parse, {"s": middle(seconds), "parse s": parse})
        for step, seconds in waits.items()
    }
