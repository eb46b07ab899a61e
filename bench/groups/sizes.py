"""The same change of a filter however much the database holds: more projects, more rows, a longer history."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

from bench import serving
from bench.change import side_by_side, visitor
from bench.lines import Bar, Found
from bench.run import Run
from bench.serving import Running
from bench.sizes.making import template
from bench.stats import middle, of_pairs
from bench.walks import ROUND
from bench.wire import TABLES, Tab, WireError

COUNTRY, UPLOADS = "filter change, country ÷ mission", "filter change, 1,000 uploads ÷ 3 uploads"
PROVINCE = "filter change, province ÷ mission"
PROJECTS = "/projects opened, country ÷ tuned empty page"
BARS = (
    Bar(COUNTRY, 1.15, 1.05, about="380 projects and 5,000,000 entries beside the samples"),
    Bar(UPLOADS, 1.1, 1.05, about="the same rows in force, the history behind them longer"),
    Bar(PROVINCE, about="one project of 1,000 groups and 50,000 entries: more is drawn"),
    Bar(PROJECTS, 4.0, None, about="a new visitor, 380 projects and 5,000,000 entries"),
)
VISITS = 12  # of each page
ROUNDS = 8  # of a repeat: with five, one and the same ratio was 0.97, 1.09 and 1.13
PAIRS = {COUNTRY: ("country", "mission"), UPLOADS: ("1000 uploads", "3 uploads"), PROVINCE: ("province", "mission")}


def measure(run: Run) -> dict[str, Found]:
    """All sizes by turns, each on a server of its own; the short run leaves the country out."""
    pairs = {name: pair for name, pair in PAIRS.items() if not (run.quick and name == COUNTRY)}
    names = sorted({size for pair in pairs.values() for size in pair})
    folders = {name: template(name) for name in names}  # made before a server runs beside
    turns: dict[str, list[float]] = {name: [] for name in names}
    opened: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(1 if run.quick else min(run.repeats, 3)):
        with ExitStack() as ending:
            servers = {name: ending.enter_context(serving.Product(folders[name]).running()) for name in names}
            walkers = {name: visitor(running, "") for name, running in servers.items()}
            asyncio.run(side_by_side(walkers, (2 if run.quick else ROUNDS) * ROUND))
            for name, walker in walkers.items():
                turns[name] += walker.turns.turn_ms
                opened[name].append(walker.opened_ms)
    lists = {} if run.quick else {PROJECTS: projects(folders["country"])}
    return lists | {
        name: Found(
            of_pairs(turns[large], turns[small]),
            {
                f"{large} ms": sum(turns[large]) / len(turns[large]),
                f"{small} ms": sum(turns[small]) / len(turns[small]),
                f"{large} first opening ms": min(opened[large]),
                f"{small} first opening ms": min(opened[small]),
            },
        )
        for name, (large, small) in pairs.items()
    }


def projects(folder: Path, visits: int = VISITS) -> Found:
    """New visitors of the list of all projects and of the tuned empty page, by turns; the first of each warms it."""
    with ExitStack() as ending:
        product = ending.enter_context(serving.Product(folder).running())
        tuned = ending.enter_context(serving.rival("tuned.py"))
        pairs = [asyncio.run(_opened(product, tuned, number)) for number in range(visits + 1)][1:]
    listed, empty = ([pair[side] for pair in pairs] for side in (0, 1))
    return Found(of_pairs(listed, empty), {"projects ms": middle(listed), "tuned ms": middle(empty)})


async def _opened(product: Running, tuned: Running, number: int) -> tuple[float, float]:
    """How long each page takes to open, ms. The list must hold its table."""
    async with Tab(product.address, product.cookie_of_another(number), "projects") as tab:
        listed = await tab.open()
        if not any(node.kind in TABLES for node in tab.nodes.values()):
            raise WireError(f"no table of projects: {list(tab.texts())}")
    async with Tab(tuned.address) as tab:
        return listed.ms, (await tab.open()).ms
