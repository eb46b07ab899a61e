"""Functions done in a process of their own: results, progress, and what becomes of one that dies, hangs or is left."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import jobs
from ui.workers import asking, process
from ui.workers.process import Bounds, NotDone

Progress = Callable[[float, str], None]
BOUNDS = Bounds(megabytes=400, seconds=60)


def nothing(*_: object) -> None:
    """Progress that nobody draws."""


def asked(function: Callable[..., object], *arguments: object, bounds: Bounds = BOUNDS) -> object:
    return asking.done(function, *arguments, progress=nothing, waits=nothing, bounds=bounds)


def why(function: Callable[..., object], *arguments: object, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(NotDone) as told:
        asked(function, *arguments, bounds=bounds)
    return told.value.why


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_result_comes_back_with_its_progress_from_another_process() -> None:
    shares: list[tuple[float, str]] = []

    result = asking.done(jobs.sums, [1, 2, 3], progress=lambda *share: shares.append(share), waits=nothing)
    assert result == (6, result[1]) and result[1] != os.getpid()
    assert [share for share in shares if share[0]] == [(1 / 3, "read"), (2 / 3, "read"), (1.0, "read")]


def test_what_a_library_prints_is_no_answer() -> None:
    assert asked(jobs.talkative, "word") == "word"


@pytest.mark.skipif(sys.platform != "linux", reason="bounds on memory are Linux's")
def test_one_that_takes_too_much_memory_ends_alone() -> None:
    assert why(jobs.greedy, bounds=Bounds(megabytes=150, seconds=60)) == "memory"
    assert asked(jobs.sums, [1])[0] == 1  # type: ignore[index]


def test_a_result_too_large_for_the_server_is_not_taken() -> None:
    assert why(jobs.large, 40, bounds=Bounds(megabytes=150, seconds=60)) == "memory"
    assert len(asked(jobs.large, 10, bounds=Bounds(megabytes=150, seconds=60))) == 10 << 20  # type: ignore[arg-type]


def test_one_whose_time_is_up_is_killed(tmp_path: Path) -> None:
    assert why(jobs.endless, tmp_path / "here", bounds=Bounds(megabytes=400, seconds=2)) == "time"
    assert not is_there(int((tmp_path / "here").read_text()))


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_one_that_is_killed_gives_its_one_job_a_reason_and_others_go_on(tmp_path: Path) -> None:
    def kill(_share: float, _phase: str) -> None:
        if (tmp_path / "here").exists():
            os.kill(int((tmp_path / "here").read_text()), signal.SIGKILL)

    with pytest.raises(NotDone) as told:
        asking.done(jobs.endless, tmp_path / "here", progress=kill, waits=nothing, bounds=BOUNDS)
    assert (told.value.why, told.value.code) == ("ended", -signal.SIGKILL)
    assert asked(jobs.sums, [1])[0] == 1  # type: ignore[index]


def test_who_leaves_takes_the_process_along(tmp_path: Path) -> None:
    def leave(_share: float, _phase: str) -> None:
        if (tmp_path / "here").exists():
            raise KeyboardInterrupt  # as the framework stops a run: past Exception

    with pytest.raises(KeyboardInterrupt):
        asking.done(jobs.endless, tmp_path / "here", progress=leave, waits=nothing, bounds=BOUNDS)
    assert not is_there(int((tmp_path / "here").read_text()))


def test_a_fault_is_logged_by_its_place_and_not_by_what_the_file_holds(caplog: pytest.LogCaptureFixture) -> None:
    assert why(jobs.faulty, "a cell of the file") == "ended"
    assert "ValueError" in caplog.text and "in faulty" in caplog.text
    assert "a cell of the file" not in caplog.text


def test_each_job_has_a_process_that_knew_none_before() -> None:
    assert [asked(jobs.remembers, word) for word in ("one", "two")] == [["one"], ["two"]]


def test_the_end_of_the_server_ends_those_at_work(tmp_path: Path) -> None:
    def end() -> None:
        until = time.monotonic() + 30
        while not (tmp_path / "here").exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.end_all()

    threading.Thread(target=end).start()
    assert why(jobs.endless, tmp_path / "here") == "ended"
