"""What a Monday needs, from the cost of its parts; and that the page about it says what was measured."""

import tomllib
from typing import Any

import pytest

from bench.lines import read
from bench.machine import ROOT
from bench.monday import PLAN
from bench.needs import NAMES, Phase, factor_of, needs, told
from bench.town import DEEDS

PHASE = Phase("morning", 1, present=300, pause_s=20, per_hour={"visit": 3_600})
COSTS: dict[str, Any] = {
    "cpu_s": {"change": 0.1, "visit": 1.5},
    "database_s": {"change": 0.02, "visit": 0.2},
    "session_mib": 10.24,
    "server_mib": 256.0,
}


def test_needs_are_rates_times_costs() -> None:
    """Fifteen changes and one visit in a second: 3.0 cores, of which the database has 0.5."""
    found = needs(PHASE, COSTS)

    assert found.server_cores == pytest.approx(2.5)
    assert found.database_cores == pytest.approx(0.5)
    assert found.servers == 2 + 1  # 2.5 ÷ (4 × 0.6), and one that may fail
    assert found.memory_gib == pytest.approx(3.0 + 3 * 4 * 0.25)
    assert found.connections == 3 * (5 * 15 + 2)


def test_memory_alone_may_ask_for_more_servers() -> None:
    found = needs(
        PHASE,
        COSTS
        | {"session_mib": 102.4, "cpu_s": {"change": 0.001, "visit": 0.01}, "database_s": {"change": 0, "visit": 0}},
    )

    assert found.servers == 5 + 1  # 30 GiB of pages ÷ (8 − 1 − 4 × 0.25)


def test_ten_times_as_many_need_ten_times_the_cores_and_a_replay_that_took_more_raises_them() -> None:
    once, more = needs(PHASE, COSTS), needs(PHASE, COSTS, times=10, factor=1.5)

    assert more.server_cores == pytest.approx(once.server_cores * 15)
    assert factor_of({"cpu_s": 3.0, "foretold_s": 2.0}) == 1.5
    assert factor_of({"cpu_s": 1.0, "foretold_s": 2.0}) == 1.0


def test_every_deed_of_the_plan_is_known_and_named() -> None:
    phases = tomllib.loads(PLAN.read_text(encoding="utf-8"))["phase"]

    assert {name for phase in phases for name in phase["per_hour"]} == set(DEEDS)
    assert set(NAMES) == {*DEEDS, "change"}


def test_the_page_has_the_figures_that_were_measured() -> None:
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")

    for table in told(read()["monday"]).split("\n\n"):
        assert table in page
