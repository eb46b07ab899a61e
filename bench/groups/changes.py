"""A change of a filter on each page with filters, beside empty pages, a page as a beginner writes it, and none else."""

import asyncio
from contextlib import ExitStack

from bench import serving
from bench.change import Turns, Walker, side_by_side, visitor
from bench.lines import Bar, Found
from bench.run import Run
from bench.sizes.making import template
from bench.stats import middle, of_pairs
from bench.walks import ROUND

_HOW = "over the websocket, 0.4 s between changes, a filter that the server has not seen"
BARS = (
    Bar("filter change, overview ÷ stock empty page", 0.5, 0.3, about=_HOW),
    Bar("filter change, overview ÷ tuned empty page", 4.0, 2.5, about=_HOW),
    Bar("filter change, groups ÷ stock empty page", 0.6, 0.4, about=_HOW),
    Bar("filter change, products ÷ stock empty page", 0.6, 0.4, about=_HOW),
    Bar("filter change, budget ÷ stock empty page", 0.6, 0.4, about=_HOW),
    Bar("filter change, naive page ÷ stock empty page", about="pandas reads every row in each run, six charts"),
    Bar("filter change, overview again ÷ new", about="the same filters once more, by another visitor"),
)
PAGES = {"overview": "", "groups": "groups", "products": "products", "budget": "budget"}


def measure(run: Run) -> dict[str, Found]:
    """All pages and floors by turns, each on a server of its own; servers are new for each repeat."""
    repeats = 1 if run.quick else min(run.repeats, 3)
    turns: dict[str, list[Turns]] = {}
    for _ in range(repeats):
        for name, walker in _once(2 * ROUND if run.quick else 4 * ROUND).items():
            turns.setdefault(name, []).append(walker.turns)
    held = {name: _together(found) for name, found in turns.items()}
    found = {}
    for bar in BARS[:5]:
        page, _, floor = bar.name.removeprefix("filter change, ").removesuffix(" empty page").partition(" ÷ ")
        found[bar.name] = Found(of_pairs(held[page].turn_ms, held[floor].turn_ms), _told(held, page, floor))
    naive, again = BARS[5].name, BARS[6].name
    found[naive] = Found(of_pairs(held["naive"].turn_ms, held["stock"].turn_ms), _told(held, "naive", "stock"))
    ratio = middle(held["again"].ms) / middle(held["overview"].ms)
    found[again] = Found(ratio, {"again ms": middle(held["again"].ms), "new ms": middle(held["overview"].ms)})
    return found


def _once(changes: int) -> dict[str, Walker]:
    folder = template("mission")
    with ExitStack() as ending:
        ours = ending.enter_context(serving.Product(folder).running())
        floors = {
            "stock": ending.enter_context(serving.rival("empty.py")),
            "tuned": ending.enter_context(serving.rival("tuned.py")),
            "naive": ending.enter_context(serving.rival("naive.py", str(folder / "otop.db"))),
        }
        new = {name: visitor(ours, page) for name, page in PAGES.items()}
        new |= {name: visitor(running, None) for name, running in floors.items()}
        again = {"again": visitor(ours, "")}
        asyncio.run(_walk(new, again, changes))
        return {**new, **again}


async def _walk(new: dict[str, Walker], again: dict[str, Walker], changes: int) -> None:
    await side_by_side(new, changes)
    await side_by_side(again, changes)


def _together(found: list[Turns]) -> Turns:
    return Turns(
        [answer for one in found for answer in one.answers],
        [ms for one in found for ms in one.turn_ms],
        [ms for one in found for ms in one.cpu_ms],
    )


def _told(held: dict[str, Turns], page: str, floor: str) -> dict[str, float]:
    ours, theirs = held[page].figures(), held[floor].figures()
    return {
        f"{page} ms": ours["ms"],
        f"{page} p95 ms": ours["p95"],
        f"{page} CPU ms": ours["cpu_ms"],
        f"{floor} ms": theirs["ms"],
        f"{floor} CPU ms": theirs["cpu_ms"],
        "KB": ours["bytes"] / 1e3,
        "messages": ours["messages"],
        "elements": ours["elements"],
        "charts": ours["charts"],
    }
