"""A long life of the server: ``python -m bench.soak --reruns 10000 --sessions 1000``.

Some visitors stay and change filters without rest; between their changes others come, open the overview and leave.
Memory (PSS of all processes) and the 95th percentile of the changes are told at intervals, and written into
``bench/results.json`` under ``soak``. The exit is 1 where memory at the end is more than a tenth above that at the
start: when every page has been opened, its filters walked through once, and as many have come and left as Streamlit
keeps the sessions of, two minutes long, for whoever returns. What those sessions take is told too.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench import machine, serving
from bench.change import Walker, visitor
from bench.lines import read, write
from bench.serving import Running
from bench.sizes.making import template
from bench.stats import middle, percentile
from bench.wire import Tab

STAYING = 4
INTERVALS = 10
GROWTH = 1.1
RETURNING = 128  # sessions whose socket has closed that Streamlit keeps at most (``MemorySessionStorage``)
PAGES = ("", "groups", "products", "budget")


@dataclass(frozen=True)
class Mark:
    """How the server is after so many reruns and sessions."""

    reruns: int
    sessions: int
    pss_mib: float
    p95_ms: float
    median_ms: float
    minutes: float


async def _pass_by(running: Running, number: int) -> None:
    async with Tab(running.address, running.cookie_of_another(number), PAGES[number % len(PAGES)]) as tab:
        await tab.open()


async def _mark(running: Running, done: tuple[int, int], ms: list[float], begun: float) -> Mark:
    await asyncio.sleep(2)
    minutes = (time.monotonic() - begun) / 60
    mark = Mark(*done, running.pss_mib(), percentile(ms, 95), middle(ms), minutes)
    print(
        f"{mark.reruns:7,} reruns {mark.sessions:6,} sessions  {mark.pss_mib:7.1f} MiB  p95 {mark.p95_ms:6.1f} ms  "
        f"median {mark.median_ms:6.1f} ms  {mark.minutes:5.1f} min",
        flush=True,
    )
    return mark


async def soak(running: Running, reruns: int, sessions: int) -> list[Mark]:
    """The marks of a soak: the first when all pages are warm, then at each tenth."""
    people = [visitor(running, PAGES[number % len(PAGES)], number, number) for number in range(STAYING)]
    for person in people:
        await person.warm(24)
    begun, done, gone = time.monotonic(), 0, 0
    marks = [await _mark(running, (0, 0), await _some(people), begun)]
    for number in range(RETURNING):
        await _pass_by(running, number)
    marks.append(await _mark(running, (0, 0), await _some(people), begun))
    each = max(reruns // INTERVALS, STAYING)
    while done < reruns:
        ms: list[float] = []
        for _ in range(each // STAYING):
            ms += [await _changed(person) for person in people]
            done += STAYING
            if gone < sessions * done / reruns:
                await _pass_by(running, gone)
                gone += 1
        marks.append(await _mark(running, (done, gone), ms, begun))
    for person in people:
        await person.walk.tab.close()
    return marks


async def _some(people: Sequence[Walker]) -> list[float]:
    return [await _changed(person) for person in people for _ in range(6)]


async def _changed(person: Walker) -> float:
    return (await person.walk.change()).ms


def told(marks: list[Mark]) -> dict[str, Any]:
    """What is kept of a soak."""
    nobody_left, start, first_tenth, *_, end = (mark.pss_mib for mark in marks)
    return {
        "growth": round(end / start, 3),
        "growth_after_first_tenth": round(end / first_tenth, 3),
        "growth_with_sessions_kept_for_whoever_returns": round(end / nobody_left, 3),
        "marks": [{name: round(value, 2) for name, value in asdict(mark).items()} for mark in marks],
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--reruns", type=int, default=10_000)
    parser.add_argument("--sessions", type=int, default=1_000)
    parser.add_argument("--no-write", action="store_true", help="leave bench/results.json as it is")
    options = parser.parse_args()
    with serving.Product(template("mission")).running() as running:
        found = told(asyncio.run(soak(running, options.reruns, options.sessions)))
    print(f"memory at the end ÷ at the start: {found['growth']} (at most {GROWTH})")
    print(f"÷ before anybody had left: {found['growth_with_sessions_kept_for_whoever_returns']}")
    if not options.no_write:
        about = {name: value for name, value in machine.described().items() if name in ("date", "commit")}
        write(read() | {"soak": about | found})
    return 0 if found["growth"] <= GROWTH else 1


if __name__ == "__main__":
    raise SystemExit(main())
