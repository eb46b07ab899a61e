"""``python -m bench.monday``: what a Monday of many offices costs, and what they need for it.

First each thing that people do is done alone, again and again, and its processor time taken: a sign-in, a visit, a
change of a filter, a glance of a phone, a file loaded, a brief made, a table read by a program. Then the phases of
``monday.toml`` are replayed by a share of its people, on servers of one PostgreSQL database behind nginx; what that
took is set beside what the single costs foretell. The needs follow from the single costs, times what the replay took
of them.

``OTOP_TEST_POSTGRES`` names a server of this machine where databases may be made. Kept under ``monday`` in
``bench/results.json``; ``bench.needs`` says what follows.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench import machine
from bench.lines import read, write
from bench.needs import Phase, told
from bench.stats import middle, percentile
from bench.town import DEEDS, HERE, Town, settle, walker
from bench.walks import FilterWalk
from bench.wire import WireError
from core.calendar import bangkok_day
from db.chain import keys
from db.programs import issued
from tests.support.actors import admin
from tests.support.databases import CHAIN_KEY
from tests.support.server import READY
from tests.support.several import office
from ui.auth import door

PLAN = Path(__file__).with_name("monday.toml")
ALONE = 20  # times that each thing is done alone
PAGES = 100  # open at once for the memory of one: fewer find room in what earlier visits have left
STEPS, STEP_S, PATIENCE_MS = (5, 10, 20, 30, 40, 60, 80), 15.0, 2_000.0


@dataclass
class Costs:
    """Processor seconds of the servers and the database for one of each, and MiB of memory of one open page."""

    cpu_s: dict[str, float] = field(default_factory=dict)
    database_s: dict[str, float] = field(default_factory=dict)  # of it the database's
    session_mib: float = 0.0
    server_mib: float = 0.0  # of a server that nobody looks at
    store_s: float = 0.0  # seconds that the storing of a load takes: nobody else writes meanwhile


async def alone(town: Town, times: int) -> Costs:
    """The cost of each thing, done alone; the first of each is not counted."""
    found = Costs(server_mib=town.mib() / len(town.office.members))

    async def cost(name: str, deed: Callable[[int], Awaitable[object]]) -> None:
        for number in range(2 * len(town.office.members)):
            await deed(number)
        (before, stored), here = town.cpu_s(), time.process_time()
        for number in range(times):
            await deed(number)
        (after, now_stored), mine = town.cpu_s(), time.process_time() - here
        database = (now_stored - stored) / times
        found.cpu_s[name] = (after - before + (mine if name in HERE else 0.0)) / times + database
        found.database_s[name] = database

    for name, deed in DEEDS.items():
        await cost(name, lambda number, deed=deed: deed(town, number))  # type: ignore[misc]
    found.store_s = middle(town.storing)
    empty = town.mib()
    pages = [await walker(town, number % times) for number in range(PAGES)]
    found.session_mib = (town.mib() - empty) / PAGES
    for page in pages[times:]:
        await page.tab.close()
    walks = pages[:times]
    for walk in walks:
        await walk.change()  # the first one of each is not counted
    await cost("change", lambda number: walks[number].change())
    for walk in walks:
        await walk.tab.close()
    return found


@dataclass
class Replayed:
    """What became of one phase. Milliseconds are from when a thing was due; ``foretold`` by the single costs."""

    name: str
    seconds: float
    done: dict[str, int]
    failed: dict[str, int]
    p95_ms: dict[str, float]
    median_ms: dict[str, float]
    cpu_s: float
    foretold_s: float


async def replay(town: Town, phase: Phase, share: float, seconds: float, costs: Costs) -> Replayed:
    """A share of the people of a phase, for so many seconds of it."""
    done, failed, late = Counter[str](), Counter[str](), defaultdict[str, list[float]](list)
    crowd = [await walker(town, number) for number in range(max(1, round(phase.present / share)))]
    chance = random.Random(2564)
    (before, stored), here = town.cpu_s(), time.process_time()
    begun = time.perf_counter()

    async def one(name: str, due: float, deed: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(max(0.0, begun + due - time.perf_counter()))
        try:
            await deed()
        except (OSError, TimeoutError, WireError, IndexError, EOFError) as error:
            failed[name] += 1
            print(f"  {name}: {error}", flush=True)
        else:
            done[name] += 1
            late[name].append((time.perf_counter() - begun - due) * 1e3)

    async def sits(number: int) -> None:
        for turn in range(int(seconds / phase.pause_s)):
            await one("change", (turn + number / len(crowd)) * phase.pause_s, crowd[number].change)

    due = [
        one(name, chance.uniform(0.0, seconds), lambda name=name, number=number: DEEDS[name](town, number % len(crowd)))  # type: ignore[misc]
        for name, rate in phase.per_hour.items()
        for number in range(max(1, round(rate * seconds / 3_600 / share)))
    ]
    await asyncio.gather(*due, *(sits(number) for number in range(len(crowd))))
    took = time.perf_counter() - begun
    (after, now_stored), mine = town.cpu_s(), time.process_time() - here
    for walk in crowd:
        await walk.tab.close()
    here_s = sum(done[name] * costs.cpu_s[name] for name in HERE) - sum(done[n] * costs.database_s[n] for n in HERE)
    cpu = after - before + now_stored - stored + min(here_s, mine)  # this process is also the crowd itself
    foretold = sum(count * costs.cpu_s[name] for name, count in done.items())
    return Replayed(
        phase.name, took, dict(done), dict(failed), {name: percentile(ms, 95) for name, ms in late.items()},
        {name: middle(ms) for name, ms in late.items()}, cpu, foretold,
    )  # fmt: skip


@dataclass
class Step:
    """So many changes a second asked of all servers, and how late they came."""

    each_second: int
    due: int
    median_ms: float
    p95_ms: float
    busy: float  # processors of the servers and the database


async def _sits(walk: FilterWalk, dues: list[float]) -> list[float]:
    """The changes of one person, each when it is due or once the one before has come; ms from when it was due."""
    late = []
    for due in dues:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await walk.change()
        late.append((time.perf_counter() - due) * 1e3)
    return late


async def ramp(town: Town, people: int) -> list[Step]:
    """More and more changes a second, until a tenth of them comes later than the patience of a person."""
    crowd, steps = [await walker(town, number) for number in range(people)], list[Step]()
    for rate in STEPS:
        late: list[float] = []
        before, begun = sum(town.cpu_s()), time.perf_counter()
        each = max(1, round(rate * STEP_S / people))

        dues = [[begun + (turn * people + number) / rate for turn in range(each)] for number in range(people)]
        for one in await asyncio.gather(*(_sits(walk, due) for walk, due in zip(crowd, dues, strict=True))):
            late += one
        took = time.perf_counter() - begun
        busy = (sum(town.cpu_s()) - before) / took
        steps.append(Step(rate, each * people, middle(late), percentile(late, 95), busy))
        if percentile(late, 90) > PATIENCE_MS:
            break
    for walk in crowd:
        await walk.tab.close()
    return steps


def run(asked: argparse.Namespace) -> dict[str, Any]:
    """All of it: the single costs, the phases, the needs."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    phases = [Phase(**phase) for phase in plan["phase"]]
    people = max(ALONE, *(round(phase.present / plan["share"]) for phase in phases))
    with tempfile.TemporaryDirectory(prefix="otop-monday-") as name:
        os.environ |= {keys.VARIABLE: CHAIN_KEY, "OTOP_DATA": f"{name}/data"}
        folder = Path(name) / "projects"
        folder.mkdir()
        with office(Path(name), asked.servers) as running:
            os.environ["SSL_CERT_FILE"] = str(running.nginx.chain)
            codes = settle(running.engine, folder, people)
            now = door.utc_now()
            secret = issued.new(
                running.engine, "monday", "director", owner=READY["director"],
                until=bangkok_day(now) + timedelta(days=30), projects=codes, actor=admin(), now=now,
            )  # fmt: skip
            with running.engine.connect() as connection:
                backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            postmaster = int(Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()[1])
            town = Town(running, codes, secret, postmaster)
            costs = asyncio.run(alone(town, ALONE))
            steps = asyncio.run(ramp(town, people))
            found = [asyncio.run(replay(town, phase, plan["share"], asked.seconds, costs)) for phase in phases]
    return {
        **{name: value for name, value in machine.described().items() if name in ("date", "commit", "machine")},
        "plan": plan, "servers": asked.servers, "costs": asdict(costs),
        "ramp": [asdict(one) for one in steps], "replayed": [asdict(one) for one in found],
    }  # fmt: skip


def main() -> None:
    """Print what was found, and keep it."""
    parser = argparse.ArgumentParser(prog="python -m bench.monday", description=__doc__)
    parser.add_argument("--servers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=420.0, help="of each phase")
    parser.add_argument("--no-write", action="store_true", help="leave bench/results.json as it is")
    asked = parser.parse_args()
    found = run(asked)
    print(told(found))
    if not asked.no_write:
        write(read() | {"monday": found})


if __name__ == "__main__":
    main()
