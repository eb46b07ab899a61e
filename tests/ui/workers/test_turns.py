"""The line for heavy work: so many at work, so many waiting in order, and nobody beyond."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.workers import settings
from ui.workers.turns import Busy, Line


@pytest.fixture(autouse=True)
def two_and_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.AT_ONCE.variable, "2")
    monkeypatch.setenv(settings.IN_LINE.variable, "2")


def test_two_work_two_wait_in_order_and_the_fifth_is_refused() -> None:
    line, begun, waiting = Line(), list[int](), threading.Semaphore(0)
    at_work, may_end = threading.Semaphore(0), [threading.Event() for _ in range(4)]

    def job(number: int) -> None:
        with line.turn(lambda before: waiting.release()):
            begun.append(number)
            at_work.release()
            assert may_end[number].wait(30)

    with ThreadPoolExecutor(4) as pool:
        jobs = []
        for number in range(4):
            jobs.append(pool.submit(job, number))
            assert (at_work if number < 2 else waiting).acquire(timeout=30)
        with pytest.raises(Busy), line.turn():
            raise AssertionError("the fifth came in")
        assert begun == [0, 1]

        may_end[1].set()
        assert at_work.acquire(timeout=30)
        may_end[2].set()
        assert at_work.acquire(timeout=30)
        assert begun == [0, 1, 2, 3]
        may_end[0].set()
        may_end[3].set()
        for one in jobs:
            one.result(30)
    with line.turn(lambda before: pytest.fail("nobody is there any more")):
        pass


def test_who_leaves_while_waiting_gives_up_the_place() -> None:
    line = Line()

    def left(before: int) -> None:
        raise KeyboardInterrupt

    with line.turn(), line.turn():
        with pytest.raises(KeyboardInterrupt), line.turn(left):
            raise AssertionError("it was no turn")
        with pytest.raises(KeyboardInterrupt), line.turn(left):
            raise AssertionError("it was no turn")
    with line.turn(left), line.turn(left):
        pass


@pytest.mark.parametrize("text", ["many", "-1", "0", "1.5", "65", "๒"])
def test_a_setting_that_is_no_such_number_counts_as_not_set(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.AT_ONCE.variable, text)
    assert (settings.AT_ONCE.value, settings.AT_ONCE.unread) == (2, text)


def test_a_setting_is_read_and_none_is_the_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.AT_ONCE.variable, " 5 ")
    assert (settings.AT_ONCE.value, settings.AT_ONCE.unread) == (5, "")
    for text in ("", " "):
        monkeypatch.setenv(settings.AT_ONCE.variable, text)
        assert (settings.AT_ONCE.value, settings.AT_ONCE.unread) == (2, "")
