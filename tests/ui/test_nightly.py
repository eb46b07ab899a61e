"""The server begins the backup that is due, in a process of its own, and goes on whatever becomes of it."""

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from db import engine as databases
from db.maintenance.scheduled import recorded, schedule
from tests.support.actors import SYSTEM
from tests.support.databases import NOW
from ui import nightly
from ui.auth import door


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "LOOKED_EVERY_S", 0.01)
    monkeypatch.setattr(nightly, "_ENDED_EVERY_S", 0.01)


async def lived(until: Path | None, seconds: float = 30.0) -> None:
    """A server's life, until a file is there."""
    async with nightly.backups():
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while until is None or not until.exists():
                    await asyncio.sleep(0.02)


def test_where_no_folder_is_set_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(schedule.FOLDER, raising=False)
    asked: list[bool] = []
    monkeypatch.setattr(nightly, "is_due", lambda: asked.append(True))

    asyncio.run(lived(None, 0.2))

    assert not asked


def test_what_is_due_is_taken_and_an_error_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    monkeypatch.setenv(schedule.FOLDER, str(tmp_path))
    answers = iter([ValueError, False, True])
    taken = tmp_path / "taken"

    def is_due() -> bool:
        answer = next(answers, False)
        if answer is ValueError:
            raise ValueError
        return bool(answer)

    monkeypatch.setattr(nightly, "is_due", is_due)
    command = (sys.executable, "-c", f"import pathlib; pathlib.Path({str(taken)!r}).touch()")
    monkeypatch.setattr(nightly, "_COMMAND", command)

    asyncio.run(lived(taken))

    assert taken.exists()


def test_a_server_that_ends_takes_the_process_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(schedule.FOLDER, str(tmp_path))
    monkeypatch.setattr(nightly, "is_due", lambda: True)
    begun, ended = tmp_path / "begun", tmp_path / "ended"
    script = (
        f"import pathlib as p, time; p.Path({str(begun)!r}).touch(); time.sleep(20); p.Path({str(ended)!r}).touch()"
    )
    monkeypatch.setattr(nightly, "_COMMAND", (sys.executable, "-c", script))

    asyncio.run(lived(begun))

    assert begun.exists()
    assert not ended.exists()


def test_it_is_due_until_one_was_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path) -> None:
    monkeypatch.setenv(schedule.FOLDER, str(tmp_path))
    monkeypatch.setattr(door, "utc_now", lambda: NOW)
    assert nightly.is_due()

    found = schedule.schedule()
    assert found is not None
    assert recorded.begin(databases.engine(), found.due(NOW), actor=SYSTEM, now=NOW)

    assert not nightly.is_due()
    monkeypatch.setattr(door, "utc_now", lambda: NOW + timedelta(days=1))
    assert nightly.is_due()
