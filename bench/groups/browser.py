"""What a click costs where it is seen: until the last chart is drawn anew, in jumps of the layout, in long tasks."""

from contextlib import ExitStack
from statistics import mean

from playwright.sync_api import Browser, Page

from bench import serving
from bench.browsing import Drawn, chromium, clicked, context, middle_of, settle
from bench.lines import Bar, Found
from bench.rivals.installed import dash
from bench.run import Run
from bench.serving import Running
from bench.sizes.making import template
from bench.stats import middle, of_pairs, percentile

REPAINT, SHIFT, TASK = (
    "click → last repaint, overview ÷ Dash page with six plotly charts",
    "layout shift of a change",
    "longest task of a change",
)
FRAMES, MESSAGES = "cross-filter, frames until it is drawn", "cross-filter, messages sent"
BARS = (
    Bar(REPAINT, 0.8, 0.45, about="Chromium, from the press to the last change of what is drawn"),
    Bar(SHIFT, 0.05, None, "", about="cumulative, the largest of all changes"),
    Bar(TASK, 50.0, None, "ms", about="of the main thread, the median change; shorter than 50 ms counts as 0"),
    Bar(FRAMES, 1.0, None, "", about="a press on a tile of the linked view, the median"),
    Bar(MESSAGES, 0.0, None, "", about="over the websocket, of all presses"),
)
PILLS = "[data-testid=stPopoverBody] button"
ROUND = (0, 1, 0, 2, 1, 2)  # on, on, off, on, off, off
TILES = ".st-key-linked svg text"


def measure(run: Run) -> dict[str, Found]:
    """Rounds of six clicks by turns in one browser; then presses on the linked view."""
    rounds = 3 if run.quick else 2 * run.repeats
    folder = template("mission")
    with ExitStack() as ending:
        browser = ending.enter_context(chromium())
        ours = ending.enter_context(serving.Product(folder).running())
        page = _overview(browser, ours)
        own, floor = [], []
        try:
            theirs = _dash(browser, ending.enter_context(dash(folder / "otop.db")))
        except RuntimeError as error:
            print(error, flush=True)
            theirs = None
        for number in range(rounds + 1):  # the first warms both
            pills = [_pressed(page, PILLS, place) for place in ROUND]
            radios = [_pressed(theirs, "#amphoe label", place + 1) for place in ROUND] if theirs else []
            own += [pills] if number else []
            floor += [radios] if number and radios else []
        linked = _linked(browser, ours, 6 if run.quick else 12)
    every = [one for found in own for one in found]
    found = {
        SHIFT: Found(max(middle_of(every, "shift")), {"median": middle(middle_of(every, "shift"))}),
        TASK: Found(middle(middle_of(every, "task_ms")), {"p95 ms": percentile(middle_of(every, "task_ms"), 95)}),
        **linked,
    }
    if floor:
        rivals = [one for held in floor for one in held]
        ratio = of_pairs([_median(one) for one in own], [_median(one) for one in floor])
        found[REPAINT] = Found(ratio, {"overview ms": _median(every), "Dash ms": _median(rivals)})
    return found


def _median(found: list[Drawn]) -> float:
    return middle(middle_of(found, "ms"))


def _overview(browser: Browser, ours: Running) -> Page:
    """The overview with the filter of districts open."""
    page = context(browser, ours).new_page()
    page.goto(ours.address)
    page.locator(".st-key-linked svg").first.wait_for(timeout=60_000)
    settle(page)
    page.locator(".st-key-filters [data-testid=stPopover] button").first.click()
    page.locator(PILLS).first.wait_for(timeout=30_000)
    page.wait_for_timeout(1000)
    return page


def _dash(browser: Browser, theirs: Running) -> Page:
    page = context(browser, theirs).new_page()
    page.goto(theirs.address)
    page.locator(".js-plotly-plot svg").first.wait_for(timeout=60_000)
    settle(page)
    return page


def _pressed(page: Page, selector: str, place: int) -> Drawn:
    """A click in the page that is in front, after half a second of thought."""
    page.bring_to_front()
    page.wait_for_timeout(400)
    return clicked(page, selector, place)


def _linked(browser: Browser, ours: Running, presses: int) -> dict[str, Found]:
    """Presses on the tiles of the linked view: frames and messages."""
    page = context(browser, ours).new_page()
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.extend([frame])))
    page.goto(ours.address)
    page.locator(TILES).first.wait_for(timeout=60_000)
    settle(page)
    page.locator(TILES).first.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    before = len(sent)
    drawn = []
    for _ in range(presses):
        page.wait_for_timeout(200)
        drawn.append(clicked(page, TILES, 0))
    return {
        FRAMES: Found(
            middle(middle_of(drawn, "frames")),
            {"ms": _median(drawn), "most": max(middle_of(drawn, "frames")), "mean": mean(middle_of(drawn, "frames"))},
        ),
        MESSAGES: Found(float(len(sent) - before)),
    }
