"""The thread inside the server: there where something is set up, in one process alone, gone with the server."""

import asyncio
import threading
from pathlib import Path

import pytest

from ui.jobs import loop, settings
from ui.jobs.loop import Place, Teller, telling


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "telling"]


@pytest.fixture(autouse=True)
def line_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.TOKEN, "a-token")
    monkeypatch.setattr(loop, "place", Place())


async def _within() -> list[str]:
    async with telling():
        return threads()


def test_it_runs_with_the_server_and_ends_with_it() -> None:
    assert asyncio.run(_within()) == ["telling"]
    assert threads() == []


def test_it_is_not_there_where_nothing_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.TOKEN)
    assert asyncio.run(_within()) == []


def test_it_is_not_there_where_a_command_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.JOBS, "command")
    assert asyncio.run(_within()) == []


def test_of_several_processes_one_alone_does_it() -> None:
    loop.place.stay_out()
    assert asyncio.run(_within()) == []


def test_it_goes_on_after_a_fault_and_asks_one_question_where_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, done = [], threading.Event()

    def idle(_engine: object) -> bool:
        asked.append(1)
        if len(asked) == 1:
            raise ValueError("a fault")
        done.set()
        return True

    monkeypatch.setattr(loop.queue, "is_idle", idle)
    monkeypatch.setattr(loop, "EVERY_S", 0.01)
    teller = Teller()
    teller.start()
    assert done.wait(10)
    teller.stop()
    assert len(asked) >= 2 and not teller.is_alive()
