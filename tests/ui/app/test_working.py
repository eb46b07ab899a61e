"""Work in a thread of its own: finished whatever becomes of the script, waited for when the server ends."""

import threading
from collections.abc import Iterator

import pytest

from ui.app import working


@pytest.fixture(autouse=True)
def open_desk() -> Iterator[None]:
    working.open_again()
    yield
    working.open_again()


def test_the_result_comes_back_and_every_share_is_drawn_in_order() -> None:
    drawn: list[float] = []

    def work(report: working.Progress) -> str:
        for tenth in range(1, 11):
            report(tenth / 10)
        return "done"

    assert working.apart(work, drawn.append) == "done"
    assert drawn == [tenth / 10 for tenth in range(1, 11)]


def test_a_fault_in_the_work_reaches_the_one_who_waits() -> None:
    def work(_report: working.Progress) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        working.apart(work)


def test_the_work_goes_on_when_its_script_is_stopped() -> None:
    drawing, finish, finished = threading.Event(), threading.Event(), threading.Event()

    def work(report: working.Progress) -> None:
        report(0.5)
        assert finish.wait(5)
        finished.set()

    def stopped(_share: float) -> None:
        drawing.set()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        working.apart(work, stopped)
    assert drawing.is_set()
    assert not working.close(timeout_s=0)
    finish.set()
    assert working.close(timeout_s=5)
    assert finished.is_set()


def test_an_ending_server_takes_on_no_new_work() -> None:
    assert working.close(timeout_s=0)

    with pytest.raises(working.Closing):
        working.apart(lambda _report: None)
