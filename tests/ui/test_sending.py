"""When the messages of a run leave for the browser."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from ui import sending


class Session:
    """What of a session of the framework its messages wait in."""

    def __init__(self) -> None:
        self._browser_queue = ForwardMsgQueue()
        self._message_enqueued_callback = self._wake
        self.wakes = 0

    def _wake(self) -> None:
        self.wakes += 1

    def leaves(self, *kinds: str, fragments: Sequence[str] = ()) -> list[str]:
        """The kinds of messages that leave once these have come."""
        as_one: Any = self
        for kind in kinds:
            message = ForwardMsg()
            if kind == "script_finished":
                message.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
            else:
                getattr(message, kind).SetInParent()
            message.metadata.run.fragment_ids.extend(fragments)
            AppSession._enqueue_forward_msg(as_one, message)
        return [str(message.WhichOneof("type")) for message in AppSession.flush_browser_queue(as_one)]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    for name in ("flush_browser_queue", "_enqueue_forward_msg", "_call_soon_on_event_loop"):
        monkeypatch.setattr(AppSession, name, getattr(AppSession, name))
    sending.send_together()
    return Session()


def test_what_a_fragment_draws_leaves_together_when_its_run_ends(session: Session) -> None:
    async def run() -> None:
        assert session.leaves("new_session", fragments=["filtered"]) == []
        assert session.leaves("session_status_changed", "delta") == []
        assert session.wakes == 1  # the loop that sends is woken by the beginning and the end alone
        drawn = ["new_session", "session_status_changed", "delta", "script_finished"]
        assert session.leaves("script_finished") == drawn
        assert session.wakes == 2
        await asyncio.sleep(2 * sending.HELD_S)
        assert session.wakes == 2

    asyncio.run(run())


def test_what_a_fragment_draws_for_long_leaves_as_it_comes(session: Session) -> None:
    async def run() -> None:
        assert session.leaves("new_session", fragments=["filtered"]) == []
        assert session.leaves("delta") == []
        await asyncio.sleep(2 * sending.HELD_S)
        assert session.wakes == 2
        assert session.leaves() == ["new_session", "delta"]
        assert session.leaves("delta") == ["delta"]
        assert session.wakes == 3
        assert session.leaves("script_finished") == ["script_finished"]
        assert session.leaves("new_session", fragments=["filtered"]) == []

    asyncio.run(run())


def test_what_a_page_draws_leaves_as_it_comes(session: Session) -> None:
    async def run() -> None:
        assert session.leaves("new_session") == ["new_session"]
        assert session.leaves("delta") == ["delta"]
        assert session.wakes == 2

    asyncio.run(run())


class Loop:
    """What of an event loop a session's threads know; it looks when it is told to."""

    def __init__(self) -> None:
        self.woken: list[Any] = []

    def call_soon_threadsafe(self, call: Any) -> None:
        self.woken.append(call)

    def look(self) -> None:
        calls, self.woken = self.woken, []
        for call in calls:
            call()


class Calling(Session):
    """A session whose loop looks when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self._event_loop = Loop()

    def soon(self, call: Any) -> None:
        as_one: Any = self
        AppSession._call_soon_on_event_loop(as_one, call)


def test_the_loop_is_woken_once_for_all_that_comes_until_it_looks(session: Session) -> None:
    calling, made = Calling(), list[int]()
    for number in range(5):
        calling.soon(lambda number=number: made.append(number))
    assert len(calling._event_loop.woken) == 1
    calling._event_loop.look()
    assert made == [0, 1, 2, 3, 4]

    calling.soon(lambda: calling.soon(lambda: made.append(6)))  # what comes while it looks is made by the same look
    calling._event_loop.look()
    assert made[5:] == [6] and not calling._event_loop.woken
    calling.soon(lambda: made.append(7))
    assert len(calling._event_loop.woken) == 1


def test_a_call_that_fails_keeps_no_other_from_being_made(session: Session) -> None:
    async def run() -> None:
        told: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context["exception"]))
        calling, made = Calling(), list[int]()
        calling.soon(lambda: made.append(1 // 0))
        calling.soon(lambda: made.append(2))
        calling._event_loop.look()
        assert made == [2] and [type(one) for one in told] == [ZeroDivisionError]

    asyncio.run(run())


def test_no_call_of_several_threads_is_lost(session: Session) -> None:
    calling, made = Calling(), list[tuple[int, int]]()
    stop = threading.Event()

    def hand_in(thread: int) -> None:
        for number in range(2_000):
            calling.soon(lambda number=number: made.append((thread, number)))

    def look() -> None:
        while not stop.is_set():
            calling._event_loop.look()

    threads = [threading.Thread(target=hand_in, args=(thread,)) for thread in range(3)]
    looking = threading.Thread(target=look)
    for one in (looking, *threads):
        one.start()
    for one in threads:
        one.join()
    stop.set()
    looking.join()
    calling._event_loop.look()

    assert [[number for at, number in made if at == thread] for thread in range(3)] == [list(range(2_000))] * 3


@pytest.mark.parametrize("section", ["theme", *(f"theme.{one.value}" for one in config.CustomThemeCategories)])
def test_a_section_of_the_theme_is_what_the_framework_makes_of_it(section: str) -> None:
    ours, own = NewSession().custom_theme, NewSession().custom_theme
    for _ in range(2):
        ours.Clear()
        sending._populate_theme(ours, section)
    sending._POPULATE_THEME(own, section)

    assert ours == own
    assert (section in ("theme", "theme.light", "theme.dark")) is (ours != CustomThemeConfig())
