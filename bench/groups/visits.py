"""The first visit of a browser that knows nothing yet: bytes, and how long over slow 4G (1.6 Mbit/s, 150 ms)."""

import http.client
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from bench import serving
from bench.browsing import chromium, context, probe, slow
from bench.lines import Bar, Found
from bench.relay import relay
from bench.run import Run
from bench.serving import Running
from bench.sizes.making import template
from bench.stats import middle
from core.figures import compute
from db.snapshots import store
from tests.support.browser import PHONE
from words.rendering import render

BYTES, VERDICT, CHARTS = (
    "first visit, bytes with gzip",
    "first visit on slow 4G, verdict",
    "first visit on slow 4G, charts",
)
GLANCE, GLANCE_BYTES, WARM = (
    "/glance on slow 4G, verdict painted",
    "/glance, bytes with gzip",
    "/glance, server time warm",
)
BARS = (
    Bar(BYTES, 1.0, 0.9, "MB", about="everything until the charts stand, the socket too"),
    Bar(VERDICT, 1.0, 0.5, "s", about="the sentence can be read, by the next frame"),
    Bar(CHARTS, 7.5, 6.5, "s", about="the last chart of the page has its marks"),
    Bar(GLANCE, 0.8, 0.5, "s", about="as a phone asks for it"),
    Bar(GLANCE_BYTES, 45.0, 40.0, "KB", about="everything that it loads"),
    Bar(WARM, 5.0, None, "ms", about="one connection, median of 50"),
)
PROJECT = "demo-phetchaburi-2564"
DESK = {"viewport": {"width": 390, "height": 844}}  # a phone's width; by its name a phone is led to /glance
PATIENCE_S, QUIET_S = 90, 3.0


@dataclass
class Visit:
    """What a first visit took."""

    verdict_s: float = 0.0
    charts_s: float = 0.0
    charts: int = 0
    requests: int = 0
    http: int = 0  # bytes of answers over the network, headers too
    all: int = 0  # bytes that came over the network, the websocket's too


def visited(browser: Browser, running: Running, path: str, wanted: str, *, phone: bool) -> Visit:
    """Open an address in a fresh profile over slow 4G; wait until nothing comes any more."""
    with relay(running.port) as between:
        found = _visited(browser, running.at(between.address), path, wanted, phone=phone)
        found.all = between.sent
    return found


def _visited(browser: Browser, running: Running, path: str, wanted: str, *, phone: bool) -> Visit:
    found, last = Visit(), [time.monotonic()]
    made = context(browser, running, _phone() if phone else DESK, wanted)
    page = made.new_page()
    session = slow(page)

    def loaded(event: dict[str, Any]) -> None:
        found.http += int(event["encodedDataLength"])
        found.requests += 1
        last[0] = time.monotonic()

    def heard(_event: object) -> None:
        last[0] = time.monotonic()

    session.on("Network.loadingFinished", loaded)
    session.on("Network.webSocketFrameReceived", heard)
    page.goto(running.address + path, wait_until="commit", timeout=60_000)
    until = time.monotonic() + PATIENCE_S
    held: dict[str, Any] = {}
    while time.monotonic() < until:
        page.wait_for_timeout(250)
        held = probe(page)
        came = held["said"] and (held["charts"] or phone)
        if came and time.monotonic() - last[0] > QUIET_S:
            break
    made.close()
    if not held.get("said"):
        raise RuntimeError(f"{path} never said: {wanted}")
    found.verdict_s, found.charts_s, found.charts = held["said"] / 1e3, held["charted"] / 1e3, held["charts"]
    return found


def _phone() -> dict[str, Any]:
    size = {"width": PHONE["width"], "height": PHONE["height"]}
    return {"viewport": size, **{k: PHONE[k] for k in ("is_mobile", "has_touch", "user_agent")}}


def _sentence(running: Running) -> str:
    """The verdict as ``python -m db summary`` says it."""
    assert running.server is not None
    verdict = compute(store.view(running.server.engine, PROJECT)).summary(render)["verdict"]
    return str(verdict["th"])


def _server_ms(running: Running, path: str) -> list[float]:
    """Milliseconds of answers over one connection, the first ten left out."""
    connection = http.client.HTTPConnection(urlsplit(running.address).netloc, timeout=60)
    took = []
    for _ in range(60):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": running.cookie or "", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - start) * 1e3)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    connection.close()
    return took[10:]


def measure(run: Run) -> dict[str, Found]:
    """Visits by turns on one server, which others have visited before."""
    repeats = 1 if run.quick else run.repeats
    with chromium() as browser, serving.Product(template("mission")).running() as ours:
        wanted = _sentence(ours)
        for options, path in ((DESK, "/"), (_phone(), "/glance")):
            made = context(browser, ours, options)
            page = made.new_page()
            page.goto(ours.address + path)
            page.wait_for_timeout(4_000)
            made.close()
        full, glance = [], []
        for _ in range(repeats):
            full.append(visited(browser, ours, "/", wanted, phone=False))
            glance.append(visited(browser, ours, "/glance", wanted, phone=True))
        took = _server_ms(ours, "/glance")
    return {
        BYTES: Found(
            middle([one.all for one in full]) / 1e6,
            {
                "requests": middle([one.requests for one in full]),
                "files KB": middle([one.http for one in full]) / 1e3,
                "the rest, KB": middle([one.all - one.http for one in full]) / 1e3,
            },
        ),
        VERDICT: Found(middle([one.verdict_s for one in full]), {"slowest s": max(one.verdict_s for one in full)}),
        CHARTS: Found(middle([one.charts_s for one in full]), {"charts": middle([one.charts for one in full])}),
        GLANCE: Found(middle([one.verdict_s for one in glance]), {"slowest s": max(v.verdict_s for v in glance)}),
        GLANCE_BYTES: Found(
            middle([one.http for one in glance]) / 1e3, {"requests": middle([one.requests for one in glance])}
        ),
        WARM: Found(middle(took), {"slowest ms": max(took)}),
    }
