"""Twenty people who each change a filter every second, whether or not the answer to the one before has come."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

from bench import serving
from bench.change import visitor
from bench.lines import Bar, Found
from bench.run import Run
from bench.serving import Running
from bench.sizes.making import template
from bench.stats import middle, of_pairs, percentile
from bench.walks import FilterWalk

PEOPLE, SECONDS, GRACE_S, LAST_S = 20, 15, 1.0, 60.0
ANSWERED, SLOWEST = "20 people, answered of 300", "20 people, p95 from schedule ÷ tuned empty page"
TWO_ANSWERED, TWO_SLOWEST = f"{ANSWERED}, two workers", f"{SLOWEST}, two workers"
STOCK = f"{ANSWERED}, stock empty page"
_HOW, _DUE = "20 × 1 change/s for 15 s; in time: within a second of the end", "from when a change was due"
BARS = (
    Bar(ANSWERED, 300, 300, "", at_least=True, about=f"`streamlit run`; {_HOW}"),
    Bar(SLOWEST, 6.0, 3.0, about=f"`streamlit run`; {_DUE}"),
    Bar(TWO_ANSWERED, 300, 300, "", at_least=True, about=f"`python -m ui.serve --workers 2`; {_HOW}"),
    Bar(TWO_SLOWEST, 6.0, 3.0, about=f"`python -m ui.serve --workers 2`; {_DUE}"),
    Bar(STOCK, unit="", at_least=True, about="Streamlit as it comes"),
)


MODES = {"one": 0, "two": 2}


@dataclass
class Crowd:
    """What became of the changes that were due: milliseconds from the schedule, and how many came in time."""

    late_ms: list[float] = field(default_factory=list)
    in_time: int = 0
    cpu_ms: float = 0.0  # of a change

    @property
    def p95(self) -> float:
        """Of all that were due; those that never came are as late as the last that was waited for."""
        missing = PEOPLE * SECONDS - len(self.late_ms)
        return percentile([*self.late_ms, *[LAST_S * 1e3] * missing], 95)


async def crowd(running: Running, page: str | None) -> Crowd:
    """Everybody opens the page, warms up, and then keeps to their own second."""
    found = Crowd()
    people = [visitor(running, page, number, number) for number in range(PEOPLE)]
    for person in people:
        if isinstance(person.walk, FilterWalk):
            person.walk.only = "amphoe"
        await person.warm(2)
        await person.walk.ready()
    begun, cpu = time.perf_counter() + 0.5, running.cpu_s()

    async def walk(number: int) -> None:
        for second in range(SECONDS):
            due = begun + second + number / PEOPLE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await people[number].walk.change()
            now = time.perf_counter()
            found.late_ms.append((now - due) * 1e3)
            found.in_time += now <= begun + SECONDS + GRACE_S

    with suppress(TimeoutError):  # what has not come by then counts as never come
        async with asyncio.timeout(SECONDS + LAST_S):
            await asyncio.gather(*(walk(number) for number in range(PEOPLE)))
    found.cpu_ms = (running.cpu_s() - cpu) * 1e3 / max(len(found.late_ms), 1)
    for person in people:
        await person.walk.tab.close()
    return found


def measure(run: Run) -> dict[str, Found]:
    """The product in one process and in two, and the tuned empty page, by turns; the stock one once."""
    found: dict[str, list[Crowd]] = {"one": [], "two": [], "tuned": [], "stock": []}
    for number in range(1 if run.quick else min(run.repeats, 3)):
        for name, workers in MODES.items():
            with serving.Product(template("mission"), workers=workers).running() as ours:
                found[name].append(asyncio.run(crowd(ours, "")))
        with serving.rival("tuned.py") as floor:
            found["tuned"].append(asyncio.run(crowd(floor, None)))
        if number == 0 and not run.quick:  # once is enough of what is only told
            with serving.rival("empty.py") as floor:
                found["stock"].append(asyncio.run(crowd(floor, None)))
    lines = {ANSWERED: _answered(found, "one"), TWO_ANSWERED: _answered(found, "two")}
    lines |= {SLOWEST: _slowest(found, "one"), TWO_SLOWEST: _slowest(found, "two")}
    if found["stock"]:
        lines[STOCK] = _answered(found, "stock")
    return lines


def _answered(found: dict[str, list[Crowd]], name: str) -> Found:
    figures = {"CPU ms a change": middle([one.cpu_ms for one in found[name]])}
    figures["tuned page answered"] = middle([one.in_time for one in found["tuned"]])
    return Found(middle([one.in_time for one in found[name]]), figures)


def _slowest(found: dict[str, list[Crowd]], name: str) -> Found:
    p95 = {who: [one.p95 for one in found[who]] for who in (name, "tuned")}
    return Found(
        of_pairs(p95[name], p95["tuned"]), {"p95 ms": middle(p95[name]), "tuned page p95 ms": middle(p95["tuned"])}
    )
