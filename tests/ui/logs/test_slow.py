"""Runs of pages that took long are noted, however they ended, and written for all processes to see."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.maintenance.status import slow as file_of_all
from ui.logs import slow

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTOP_DATA", str(tmp_path))
    monkeypatch.setattr(slow, "_noted", [])


def clock(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> None:
    monkeypatch.setattr(slow.time, "monotonic", iter(seconds).__next__)


def test_a_run_that_was_stopped_is_noted_and_a_quick_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 0.0, 2.5, 10.0, 10.9)
    with pytest.raises(KeyError), slow.timed("budget"):
        raise KeyError
    with slow.timed("groups"):
        pass
    slow.write(datetime.now(UTC))

    (run,) = file_of_all.kept(datetime.now(UTC))
    assert (run.page, run.seconds) == ("budget", 2.5)


def test_of_very_many_the_slowest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(200):
        slow.note(file_of_all.Slow("budget", float(number), NOW))
    assert len(slow._noted) == file_of_all.KEPT
    slow.write(NOW)

    assert [run.seconds for run in file_of_all.kept(NOW)][:2] == [199.0, 198.0]
    assert slow._noted == []


def test_a_folder_that_takes_nothing_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(file_of_all, "keep", full)
    slow.note(file_of_all.Slow("budget", 3.0, NOW))
    slow.write(NOW)

    assert file_of_all.kept(NOW) == ()
