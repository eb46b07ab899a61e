"""A Chromium that notes when what is drawn changes: charts and texts after a click, jumps of the layout, long tasks."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.serving import Running
from tests.support.chromium import FLAGS, find_browser

WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SETTLED_MS, PATIENCE_MS = 500, 15_000
# What counts as drawn: marks of charts of Streamlit and of plotly, and the lines that say the filter.
DRAWN = ".vega-embed, [data-testid=stVegaLiteChart], .js-plotly-plot, .chips, #done"
PROBE = """
(() => {
  const held = window.__bench = {down: 0, last: 0, frames: 0, framesAtLast: 0, clicked: 0, shift: 0, task: 0,
                              said: 0, looked: false, charts: 0, charted: 0};
  const drawn = () => {
    held.last = performance.now(); held.framesAtLast = held.frames;
  };
  addEventListener('pointerdown', () => {
    Object.assign(held, {down: performance.now(), last: 0, frames: 0, framesAtLast: 0, clicked: 0, shift: 0, task: 0});
  }, true);
  addEventListener('click', () => { held.clicked = held.frames; }, true);
  const plain = text => text.replace(/\\s/g, '').replace(/[๐-๙]/g, digit => '๐๑๒๓๔๕๖๗๘๙'.indexOf(digit));
  const look = () => {  // what a first visit waits for: a sentence, and charts with marks in them
    if (held.looked) { held.said = performance.now(); held.looked = false; }
    if (!held.said && document.body && plain(document.body.innerText).includes(plain(WANTED))) { held.looked = true; }
    const marks = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
      .filter(chart => chart.querySelector('svg [class*=mark-] > *, canvas'));
    if (marks.length > held.charts) { held.charts = marks.length; held.charted = performance.now(); }
  };
  const tick = () => { held.frames += 1; if (WANTED) { look(); } requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  const element = node => node.nodeType === 1 ? node : node.parentElement;
  const within = node => element(node) && element(node).closest('DRAWN');
  const added = node => within(node) || (node.querySelector && node.querySelector('DRAWN'));
  new MutationObserver(records => {
    if (records.some(record => within(record.target) || [...record.addedNodes].some(added))) { drawn(); }
  }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true,
                        attributeFilter: ['d', 'transform', 'x', 'y', 'width', 'height', 'fill', 'opacity', 'style']});
  for (const name of ['fillRect', 'fill', 'stroke', 'fillText', 'drawImage', 'putImageData']) {
    const own = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      if (this.canvas.isConnected && this.canvas.closest('DRAWN')) { drawn(); }
      return own.apply(this, given);
    };
  }
  const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
    .observe({type, buffered: true});
  watch('layout-shift', entry => { held.shift += entry.value; });
  watch('longtask', entry => { held.task = Math.max(held.task, entry.duration); });
})();
""".replace("DRAWN", DRAWN)


@dataclass(frozen=True)
class Drawn:
    """What followed one click."""

    ms: float  # from the press to the last change of what is drawn
    frames: float  # animation frames that began between the click and it
    shift: float  # cumulative layout shift, whatever the reason
    task_ms: float  # the longest task of the main thread, 0 where none took 50 ms


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium. ``RuntimeError`` where there is none."""
    found = find_browser()
    if found is None:
        raise RuntimeError("no Chromium on this machine")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def context(
    browser: Browser, running: Running, options: dict[str, Any] | None = None, wanted: str = ""
) -> BrowserContext:
    """A fresh profile with the server's cookie and the probe in every page; it waits for the sentence ``wanted``."""
    made = browser.new_context(**(options or WIDE))
    if running.cookie:
        name, _, value = running.cookie.partition("=")
        made.add_cookies([{"name": name, "value": value, "url": running.address}])
    made.add_init_script(PROBE.replace("WANTED", json.dumps(wanted)))
    return made


def slow(page: Page) -> CDPSession:
    """The page over slow 4G, as a browser that knows gzip alone."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "gzip"}})
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    return session


def probe(page: Page) -> dict[str, Any]:
    """What the probe holds."""
    return dict(page.evaluate("window.__bench"))


def settle(page: Page) -> None:
    """Wait until nothing has been drawn for half a second."""
    waited = 0
    while waited < PATIENCE_MS:
        page.wait_for_timeout(100)
        waited += 100
        if page.evaluate(f"performance.now() - Math.max(window.__bench.last, window.__bench.down) > {SETTLED_MS}"):
            return


def clicked(page: Page, selector: str, place: int = 0) -> Drawn:
    """Press an element, and what was drawn then. ``RuntimeError`` where nothing was."""
    box = page.locator(selector).nth(place).bounding_box()
    if box is None:
        raise RuntimeError(f"{selector} is not on the page")
    return clicked_at(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def clicked_at(page: Page, x: float, y: float) -> Drawn:
    """Press a place, and what was drawn then."""
    page.mouse.click(x, y)
    waited = 0
    while not page.evaluate("window.__bench.last") and waited < PATIENCE_MS:
        page.wait_for_timeout(20)
        waited += 20
    settle(page)
    held = probe(page)
    if not held["last"]:
        raise RuntimeError("the click changed nothing that is drawn")
    return Drawn(held["last"] - held["down"], held["framesAtLast"] - held["clicked"], held["shift"], held["task"])


def middle_of(found: Sequence[Drawn], name: str) -> list[float]:
    """One figure of several clicks."""
    return [float(getattr(one, name)) for one in found]
