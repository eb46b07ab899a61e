"""Old memory leaves the collector once it is felt, and what has died of it is found the next time."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from ui import freezing
from ui.freezing import FELT, PAUSED_EVERY_S, RESTED_S, Freezer

SOON, LATER = 1.0, 100 * PAUSED_EVERY_S


class Tab:
    """What a closed tab leaves behind: something that holds itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def freezer() -> Iterator[Freezer]:
    yield Freezer()
    gc.collect()
    gc.freeze()  # as the tests began


def test_little_is_left_as_it_is(freezer: Freezer) -> None:
    assert not freezer.look(LATER)


def test_what_came_since_is_frozen_once_it_is_felt(freezer: Freezer) -> None:
    came = [[number] for number in range(2 * FELT)]
    assert len(gc.get_objects()) >= FELT

    assert freezer.look(LATER)

    assert len(gc.get_objects()) < FELT
    assert len(came) == 2 * FELT


def test_pauses_keep_their_distance_and_what_comes_between_is_frozen(
    freezer: Freezer, monkeypatch: pytest.MonkeyPatch
) -> None:
    thawed: list[float] = []
    monkeypatch.setattr(gc, "unfreeze", lambda: thawed.append(now))
    monkeypatch.setattr(freezing, "GROWN", 1.0)
    monkeypatch.setattr(freezing, "PAUSE_SHARE", 1e6)  # however slow the machine
    came = []
    for now in (SOON, 2 * SOON, PAUSED_EVERY_S, SOON + PAUSED_EVERY_S, LATER):
        came.append([[number] for number in range(2 * FELT)])
        assert freezer.look(now)
        assert len(gc.get_objects()) < FELT

    assert thawed == [SOON, SOON + PAUSED_EVERY_S, LATER]
    assert len(came) == 5


def test_what_was_frozen_and_died_is_gone_once_much_has_come(freezer: Freezer, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab()
    gone = weakref.ref(tab)
    came = [[number] for number in range(2 * FELT)]
    assert freezer.look(LATER)
    del tab
    gc.collect()
    assert gone() is not None  # the collector does not look at what is frozen

    more = [[number] for number in range(2 * FELT)]
    monkeypatch.setattr(freezing, "GROWN", 1.0)
    assert freezer.look(2 * LATER)

    assert gone() is None
    assert len(came) == len(more)


def test_what_died_is_gone_once_the_server_rests(freezer: Freezer) -> None:
    tab = Tab()
    gone = weakref.ref(tab)
    came = [[number] for number in range(2 * FELT)]
    assert freezer.look(SOON)
    del tab

    assert not freezer.look(SOON + RESTED_S / 2)
    assert gone() is not None
    assert freezer.look(SOON + RESTED_S)
    assert gone() is None
    assert not freezer.look(SOON + 2 * RESTED_S)  # it rests on: nothing was kept since
    assert len(came) == 2 * FELT


def test_shared_memory_is_left_alone_while_little_has_come(freezer: Freezer, monkeypatch: pytest.MonkeyPatch) -> None:
    thawed: list[None] = []
    monkeypatch.setattr(gc, "unfreeze", lambda: thawed.append(None))
    came = [[number] for number in range(2 * FELT)]
    assert len(came) < gc.get_freeze_count() * (freezing.GROWN - 1)

    assert freezer.look(LATER)

    assert not thawed
