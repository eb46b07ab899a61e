"""What a Monday needs, from what its parts were measured to cost; pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.lines import number

BUSY = 0.6  # a processor is planned to be busy for so much of the time: beyond it people wait for one another
CORES, GIB = 4, 8  # of one server
SYSTEM_GIB = 1.0  # of it for its system and nginx
ENTRIES = 500  # of a register that is loaded
CONNECTIONS = 15  # to the database, at most, of one process: five that stay and ten for a moment
HEAVY = 2  # papers and files at once of a server (``OTOP_WORKERS``), each in a process with one connection
NAMES = {
    "sign_in": "a sign-in (form, password)",
    "visit": "a visit (page, socket, overview drawn)",
    "change": "a change of a filter",
    "glance": "a glance of a phone",
    "upload": "a register of 500 entries loaded",
    "paper": "a brief made",
    "read": "a register read by a program",
}


@dataclass(frozen=True)
class Phase:
    """Some hours of a Monday. ``present`` people have a page open and change a filter every ``pause_s`` seconds."""

    name: str
    hours: float
    present: int
    pause_s: float
    per_hour: Mapping[str, float]

    @property
    def each_second(self) -> dict[str, float]:
        """How many of each thing are done in a second."""
        return {"change": self.present / self.pause_s, **{name: rate / 3_600 for name, rate in self.per_hour.items()}}


@dataclass(frozen=True)
class Needs:
    """What one phase asks for. Cores are busy ones, before ``BUSY``; ``servers`` holds one more, which may fail."""

    server_cores: float
    database_cores: float
    memory_gib: float
    servers: int
    connections: int


def needs(phase: Phase, costs: Mapping[str, Any], *, times: float = 1.0, factor: float = 1.0) -> Needs:
    """``times`` as many people as the phase has; ``factor``: processor time of a replay ÷ that of its parts alone."""
    rates = phase.each_second
    whole = factor * times * sum(rate * costs["cpu_s"][name] for name, rate in rates.items())
    database = factor * times * sum(rate * costs["database_s"][name] for name, rate in rates.items())
    open_pages = times * phase.present * costs["session_mib"] / 1_024
    by_cores = (whole - database) / (CORES * BUSY)
    by_memory = open_pages / (GIB - SYSTEM_GIB - CORES * costs["server_mib"] / 1_024)
    servers = max(1, math.ceil(by_cores), math.ceil(by_memory))
    memory = open_pages + (servers + 1) * CORES * costs["server_mib"] / 1_024
    each = (CORES + 1) * CONNECTIONS + HEAVY  # the parent of a server's processes has a pool too
    return Needs(whole - database, database, memory, servers + 1, (servers + 1) * each)


def factor_of(replayed: Mapping[str, Any]) -> float:
    """How much more processor time a replay took than its parts alone; at least one."""
    return max(1.0, float(replayed["cpu_s"]) / float(replayed["foretold_s"]))


def told(found: Mapping[str, Any]) -> str:
    """The tables of ``docs/scale.md``."""
    return "\n\n".join((_costs(found["costs"]), _ramp(found["ramp"]), _replayed(found["replayed"]), _needed(found)))


def _costs(costs: Mapping[str, Any]) -> str:
    rows = ["| what is done | processor ms | of it the database |", "| --- | ---: | ---: |"]
    for name, seconds in sorted(costs["cpu_s"].items(), key=lambda pair: -pair[1]):
        rows.append(f"| {NAMES[name]} | {number(seconds * 1e3)} | {number(costs['database_s'][name] * 1e3)} |")
    memory = (
        f"An open page holds {number(costs['session_mib'])} MiB, a server process {number(costs['server_mib'])} MiB."
    )
    row = f"A row of a register takes {number(costs['cpu_s']['upload'] * 1e3 / ENTRIES)} ms when it is loaded."
    lock = f"Storing a load takes {number(costs['store_s'] * 1e3)} ms, and nobody else writes meanwhile."
    return "\n".join([*rows, "", memory, row, lock])


def _ramp(steps: list[Mapping[str, Any]]) -> str:
    rows = ["| changes a second | due | median ms | p95 ms | busy cores |", "| ---: | ---: | ---: | ---: | ---: |"]
    for one in steps:
        cells = map(number, (one["each_second"], one["due"], one["median_ms"], one["p95_ms"], one["busy"]))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _replayed(replayed: list[Mapping[str, Any]]) -> str:
    rows = [
        "| phase, a share of it | failed | change, median ms | p95 ms | visit, p95 ms | processor ÷ foretold |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in replayed:
        times = (one["median_ms"]["change"], one["p95_ms"]["change"], one["p95_ms"].get("visit", math.nan))
        failed = f"{sum(one['failed'].values()):,}"
        cells = (one["name"], failed, *map(number, times), number(one["cpu_s"] / one["foretold_s"], "×"))
        rows.append(f"| {' | '.join(cells)} |")
    heads = ("phase", "minutes", *NAMES.values())
    held = [f"| {' | '.join(heads)} |", f"| --- {'| ---: ' * (len(heads) - 1)}|"]
    for one in replayed:
        counts = (f"{one['done'].get(name, 0):,}" for name in NAMES)
        held.append(f"| {' | '.join((one['name'], number(one['seconds'] / 60), *counts))} |")
    return "\n".join([*rows, "", *held])


def _needed(found: Mapping[str, Any]) -> str:
    plan = found["plan"]
    rows = [
        "| offices | people at once | phase | busy cores, servers | database | memory GiB | servers | connections |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for times in (1, 10):
        for phase, replayed in zip(plan["phase"], found["replayed"], strict=True):
            asked = Phase(**phase)
            need = needs(asked, found["costs"], times=times, factor=factor_of(replayed))
            cells = (
                f"{plan['offices'] * times:,}", f"{asked.present * times:,}", asked.name, number(need.server_cores),
                number(need.database_cores), number(need.memory_gib), str(need.servers), str(need.connections),
            )  # fmt: skip
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
