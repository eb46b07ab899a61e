"""What a change of a filter costs: ``python -m bench.change [PAGE] [--changes N]``."""

import argparse
import asyncio
import json
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import mean

from bench import serving
from bench.serving import Running
from bench.sizes.making import template
from bench.stats import middle, of_pairs, percentile, ratio
from bench.walks import ROUND, ChoiceWalk, FilterWalk
from bench.wire import Answer, Tab

THINK_S = 0.4
WARMING = ROUND  # changes before the clock counts
ABOUT = """\
Starts the product on the samples, Streamlit's own empty page (three choices, one line) and the same page tuned (frozen
after its imports, Nagle off), each a server of its own, and walks through the filters of PAGE over the real websocket:
one value, a second, the first off, a third on, the second off, none; then the next filter. The three take turns, six
changes each, 0.4 s between changes, so that a busy moment of the machine falls on all. Every change is checked: the
line of chips says the filter, the charts follow it, without a filter they are again what they were, no exception came.

How to read it:
  ms, p95      from the request to the end of its last run. On a busy machine look at the ratios instead: "/ stock" and
               "/ tuned" are medians of ratios of neighbouring turns. Three runs that agree say more than one long one.
  CPU ms       what the server's processes used for one change; it is the steadiest figure. Sockets, collection and
               threads are in it. Taken over each turn (ticks of 10 ms: many changes make it exact).
  KB, messages, elements, charts, cached   of one change, without noise. "cached": sent as a pointer to what the browser
               holds. "fragment": whether the change ran only a part of the page.
  new, again   the same walk a first time, and once more by another visitor of the same server, when every filter has
               been seen. The ratios are of "new".
  opening      opening a popover of a filter, where the server is asked for what it holds (not part of a change).
"""


@dataclass
class Turns:
    """What one server's changes cost, turn by turn."""

    answers: list[Answer] = field(default_factory=list)
    turn_ms: list[float] = field(default_factory=list)  # the median of each turn
    cpu_ms: list[float] = field(default_factory=list)  # of one change, the mean of each turn

    @property
    def ms(self) -> list[float]:
        """Of every change."""
        return [answer.ms for answer in self.answers]

    def figures(self) -> dict[str, float]:
        """The usual figures of one change."""
        counted = ("bytes", "messages", "elements", "charts", "cached", "runs", "fragment")
        means = {name: mean(float(getattr(answer, name)) for answer in self.answers) for name in counted}
        return {"ms": middle(self.ms), "p95": percentile(self.ms, 95), "cpu_ms": mean(self.cpu_ms), **means}


@dataclass
class Walker:
    """A visitor at one server, who walks when it is their turn."""

    running: Running
    walk: FilterWalk | ChoiceWalk
    turns: Turns = field(default_factory=Turns)
    opened_ms: float = 0.0  # what the page took when it was first opened

    async def warm(self, changes: int) -> None:
        """Open the page and make changes that do not count."""
        await self.walk.tab.__aenter__()
        self.opened_ms = (await self.walk.begin()).ms
        for _ in range(changes):
            await self.walk.change()
            await asyncio.sleep(0.05)

    async def turn(self, changes: int, think_s: float = THINK_S) -> None:
        """So many changes that count, with a pause before each."""
        await self.walk.ready()
        answers, before = [], self.running.cpu_s()
        for _ in range(changes):
            await asyncio.sleep(think_s)
            answers.append(await self.walk.change())
        await asyncio.sleep(0.1)  # what follows the last message: the collection after the run
        self.turns.cpu_ms.append((self.running.cpu_s() - before) * 1e3 / changes)
        self.turns.turn_ms.append(middle([answer.ms for answer in answers]))
        self.turns.answers += answers


def visitor(running: Running, page: str | None, seed: int = 2564, number: int = 0) -> Walker:
    """Who walks through the filters of a page of the product, or (``None``) through the choices of a rival."""
    tab = Tab(running.address, running.cookie_of_another(number), page or "")
    return Walker(running, ChoiceWalk(tab, seed) if page is None else FilterWalk(tab, seed))


async def side_by_side(walkers: dict[str, Walker], changes: int, think_s: float = THINK_S) -> None:
    """All walk by turns, a round each time, until each has made so many changes."""
    for walker in walkers.values():
        await walker.warm(WARMING)
    try:
        for _ in range(max(1, round(changes / ROUND))):
            for walker in walkers.values():
                await walker.turn(ROUND, think_s)
    finally:
        for walker in walkers.values():
            await walker.walk.tab.close()


async def _measure(servers: dict[str, Running], page: str, changes: int) -> dict[str, Walker]:
    new = {name: visitor(running, page if name == "product" else None) for name, running in servers.items()}
    await side_by_side(new, changes)
    again = {"again": visitor(servers["product"], page)}
    await side_by_side(again, changes)
    return {**new, **again}


def measure(page: str, changes: int) -> dict[str, Walker]:
    """Walkers named ``product``, ``stock``, ``tuned`` and ``again`` after their walks."""
    with ExitStack() as ending:
        folder = template("mission")
        servers = {
            "product": ending.enter_context(serving.Product(folder).running()),
            "stock": ending.enter_context(serving.rival("empty.py")),
            "tuned": ending.enter_context(serving.rival("tuned.py")),
        }
        time.sleep(1)
        return asyncio.run(_measure(servers, page, changes))


def told(walkers: dict[str, Walker]) -> dict[str, dict[str, float]]:
    """The figures of each, and the ratios of the product."""
    found = {name: walker.turns.figures() for name, walker in walkers.items()}
    ours = walkers["product"].turns
    for floor in ("stock", "tuned"):
        found["product"][f"/ {floor}"] = of_pairs(ours.turn_ms, walkers[floor].turns.turn_ms)
        found["product"][f"CPU / {floor}"] = ratio(mean(ours.cpu_ms), mean(walkers[floor].turns.cpu_ms))
    opened = getattr(walkers["product"].walk, "opened", [])
    if opened:
        found["opening"] = Turns(opened, cpu_ms=[0.0]).figures()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.change", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", nargs="?", default="", help="overview (default), groups, products or budget")
    parser.add_argument("--changes", type=int, default=36, help="changes that count, a multiple of six; default 36")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    page = "" if options.page in ("overview", "/") else options.page.strip("/")
    found = told(measure(page, options.changes))
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        return 0
    names = {"product": f"/{page} new", "again": f"/{page} again", "stock": "stock empty", "tuned": "tuned empty"}
    print(f"{'':15}     ms    p95  CPU ms      KB messages elements charts cached runs fragment")
    for name, held in found.items():
        row = "{ms:7.1f}{p95:7.1f}{cpu_ms:8.1f}{kb:8.1f}{messages:9.1f}{elements:9.1f}{charts:7.1f}{cached:7.1f}"
        row += "{runs:5.1f}{fragment:9.1f}"
        print(f"{names.get(name, name):15}" + row.format(kb=held["bytes"] / 1e3, **held))
    ours = found["product"]
    for floor in ("stock", "tuned"):
        print(f"time / {floor}: {ours[f'/ {floor}']:.2f}    CPU / {floor}: {ours[f'CPU / {floor}']:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
