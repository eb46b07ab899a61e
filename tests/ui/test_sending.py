"""When the messages of a run leave for the browser."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from ui import framework


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
    for name in ("flush_browser_queue", "_enqueue_forward_msg"):
        monkeypatch.setattr(AppSession, name, getattr(AppSession, name))
    framework.send_together()
    return Session()


def test_what_a_fragment_draws_leaves_together_when_its_run_ends(session: Session) -> None:
    async def run() -> None:
        assert session.leaves("new_session", fragments=["filtered"]) == []
        assert session.leaves("session_status_changed", "delta") == []
        assert session.wakes == 1  # the loop that sends is woken by the beginning and the end alone
        drawn = ["new_session", "session_status_changed", "delta", "script_finished"]
        assert session.leaves("script_finished") == drawn
        assert session.wakes == 2
        await asyncio.sleep(2 * framework.HELD_S)
        assert session.wakes == 2

    asyncio.run(run())


def test_what_a_fragment_draws_for_long_leaves_as_it_comes(session: Session) -> None:
    async def run() -> None:
        assert session.leaves("new_session", fragments=["filtered"]) == []
        assert session.leaves("delta") == []
        await asyncio.sleep(2 * framework.HELD_S)
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
