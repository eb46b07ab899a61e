"""The visitor of the bench beside a real server: whole runs, runs of a fragment, popovers that hold nothing."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bench.serving import process
from bench.walks import FilterWalk
from bench.wire import Answer, Tab, WireError
from tests.support.server import free_port

APP = Path(__file__).with_name("apps") / "fragments.py"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}"]
    with process([*command, "--server.address=127.0.0.1"], port, "/_stcore/health") as running:
        yield running.address


def visited(address: str, visit: Callable[[Tab], Awaitable[Answer | None]]) -> tuple[Tab, Answer | None]:
    """The tab after a visit, and the visit's last answer."""

    async def _visit() -> tuple[Tab, Answer | None]:
        async with Tab(address) as tab:
            await tab.open()
            return tab, await visit(tab)

    return asyncio.run(_visit())


def test_a_callback_that_reruns_a_named_fragment_is_waited_for(address: str) -> None:
    async def visit(tab: Tab) -> Answer:
        assert "size" not in tab.bound()
        assert await tab.open_popover(tab.all_popovers()[0]) is not None
        return await tab.choose(tab.bound()["size"][1], ["one", "two"])

    tab, answer = visited(address, visit)

    assert answer is not None
    assert (answer.fragment, answer.charts, tab.query) == (True, 1, {"size": ["one", "two"]})
    assert "one two" in "".join(tab.texts())
    assert "runs of the whole:1" in tab.texts(), "opening the popover ran the whole once more, the choice did not"


def test_a_widget_of_a_fragment_reruns_it_alone(address: str) -> None:
    async def visit(tab: Tab) -> Answer:
        return await tab.choose(tab.bound()["inner"][1], ["three"])

    tab, answer = visited(address, visit)

    assert answer is not None
    assert (answer.fragment, answer.runs) == (True, 1)
    assert {"inner:three", "runs of the whole:0"} <= set(tab.texts())


def test_a_widget_of_the_page_runs_all_of_it_and_an_exception_is_told(address: str) -> None:
    async def visit(tab: Tab) -> Answer:
        return await tab.choose(tab.bound()["kind"][1], ["two"])

    with pytest.raises(WireError, match="a fault"):
        visited(address, visit)


def test_what_a_run_does_not_draw_again_leaves_the_page(address: str) -> None:
    async def visit(tab: Tab) -> Answer:
        await tab.open_popover(tab.all_popovers()[0])
        await tab.choose(tab.bound()["size"][1], ["one"])
        return await tab.choose(tab.bound()["size"][1], [])

    tab, _ = visited(address, visit)

    assert "chips" not in "".join(tab.texts())
    assert tab.query == {}


def test_a_walk_finds_a_filter_in_a_popover_that_holds_nothing(address: str) -> None:
    async def visit(tab: Tab) -> Answer:
        walk = FilterWalk(tab)
        await walk.begin()
        assert walk.names() == ["size"]
        answers = [await walk.change() for _ in range(6)]
        assert len(walk.digests) == 3
        assert len(walk.opened) == 1
        return answers[-1]

    _, answer = visited(address, visit)

    assert answer is not None
    assert answer.fragment
