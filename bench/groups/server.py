"""The server itself: how long until its first page, what it holds in memory, and what a visitor adds."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, AsyncExitStack

from bench import serving
from bench.lines import Bar, Found
from bench.run import Run
from bench.serving import Running
from bench.sizes.making import template
from bench.stats import middle, of_pairs
from bench.wire import Tab

SESSIONS = 50
START, MEMORY = "server start to first page ÷ stock empty page", "memory of all processes idle ÷ stock empty page"
SESSION = "memory of a session"
BARS = (
    Bar(START, 1.4, 1.2, about="from the start of the process to the end of the first run"),
    Bar(MEMORY, 1.4, 1.2, about="sum of PSS after the first visit, idle"),
    Bar(SESSION, 0.4, None, "MB", about=f"overview, {SESSIONS} sessions open at once"),
)


async def _first(running: Running, page: str) -> None:
    async with Tab(running.address, running.cookie, page) as tab:
        await tab.open()


async def _session_mb(running: Running) -> float:
    """Memory that each of fifty sessions adds, all open; the first few, which fill what is kept once, do not count."""
    async with AsyncExitStack() as open_tabs:
        for _ in range(3):
            await (await open_tabs.enter_async_context(Tab(running.address, running.cookie_of_another()))).open()
        await asyncio.sleep(1)
        before = running.pss_mib()
        for number in range(SESSIONS):
            tab = Tab(running.address, running.cookie_of_another(number))
            await (await open_tabs.enter_async_context(tab)).open()
        await asyncio.sleep(1)
        return (running.pss_mib() - before) * 2**20 / 1e6 / SESSIONS


def measure(run: Run) -> dict[str, Found]:
    """Starts by turns; memory of the last of each."""
    with serving.Product(template("mission")).running():
        pass  # what is made once, as files that are compressed, is made before a clock runs
    started: dict[str, list[float]] = {"product": [], "stock": []}
    held: dict[str, list[float]] = {"product": [], "stock": []}
    sessions: dict[str, list[float]] = {"product": [], "stock": []}
    servers: dict[str, Callable[[], AbstractContextManager[Running]]] = {
        "product": lambda: serving.Product(template("mission")).running(),
        "stock": lambda: serving.rival("empty.py"),
    }
    repeats = 3 if run.quick else max(run.repeats, 5)
    for number in range(repeats):
        for name, server in servers.items():
            start = time.perf_counter()
            with server() as running:
                asyncio.run(_first(running, ""))
                started[name].append(time.perf_counter() - start)
                time.sleep(2)
                held[name].append(running.pss_mib())
                if number == repeats - 1:
                    sessions[name].append(asyncio.run(_session_mb(running)))
    times = {f"{name} s": middle(found) for name, found in started.items()}
    memory = {f"{name} MiB": middle(found) for name, found in held.items()}
    return {
        START: Found(of_pairs(started["product"], started["stock"]), times),
        MEMORY: Found(of_pairs(held["product"], held["stock"]), memory),
        SESSION: Found(sessions["product"][0], {"stock MB": sessions["stock"][0]}),
    }
