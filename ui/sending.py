"""When what a page draws leaves for the browser, and what of it the framework works out once and not at each run.

Like ``ui.framework``, it knows what Streamlit has no public name for: try it before raising a version.
"""

import asyncio
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from weakref import WeakKeyDictionary

from streamlit import string_util
from streamlit.elements import vega_charts
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession

HELD_S = 0.25  # later, a reader would rather see what is there
SPECS = 200  # of charts, in all their sizes and words
TEXTS = 2_000  # of options, of which it is kept whether they begin with an emoji
THAI = "\u0e00", "\u0e7f"  # the first and the last of its letters
_TURNS = ("new_session", "script_finished")  # the messages with which a run begins and ends
_POPULATE_THEME = app_session._populate_theme_msg
_FLUSH, _CALL_SOON = AppSession.flush_browser_queue, AppSession._call_soon_on_event_loop
_HELD: WeakKeyDictionary[AppSession, asyncio.TimerHandle | None] = WeakKeyDictionary()  # None: no longer


def send_together() -> None:
    """Have what a run of a fragment draws leave together when the run ends, at the latest ``HELD_S`` after its start.

    A browser renders every element of the page anew when a run begins, when it ends, and for each handful of messages
    that comes between; once, where all of them come at once. Nor is the loop that sends woken for each of them.
    """
    owns = {"flush_browser_queue": _flush_together, "_enqueue_forward_msg": _enqueue, "_call_soon_on_event_loop": _soon}
    for name, own in owns.items():
        setattr(AppSession, name, own)


class _Coming:
    """What a session's threads hand to its event loop, in its order. The loop is woken once for all that has come until
    it looks, and not for each message: whenever it wakes, the script's thread stands still.
    """

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []
        self._woken = False
        self._lock = threading.Lock()

    def add(self, call: Callable[[], None]) -> bool:
        """Keep a call; whether the loop is to be woken for it."""
        with self._lock:
            self._calls.append(call)
            before, self._woken = self._woken, True
        return not before

    def make(self) -> None:
        """Make the calls, those too that come meanwhile. On the event loop."""
        while calls := self._take():
            for call in calls:
                try:
                    call()
                except Exception as error:  # one that fails keeps no other from being made
                    told = {"message": "Exception in a call of a session", "exception": error}
                    asyncio.get_running_loop().call_exception_handler(told)

    def _take(self) -> list[Callable[[], None]]:
        with self._lock:
            calls, self._calls = self._calls, []
            self._woken = bool(calls)
        return calls


def _soon(session: AppSession, call: Callable[[], None]) -> None:
    coming: _Coming | None = session.__dict__.get("_otop_coming")
    if coming is None:  # two threads at once get the same one
        coming = session.__dict__.setdefault("_otop_coming", _Coming())
    if coming.add(call):
        _CALL_SOON(session, coming.make)


def _enqueue(session: AppSession, msg: ForwardMsg) -> None:
    session._browser_queue.enqueue(msg)
    wake = session._message_enqueued_callback
    if wake is not None and (_HELD.get(session) is None or msg.WhichOneof("type") in _TURNS):
        wake()


def _flush_together(session: AppSession) -> list[ForwardMsg]:
    """The messages of a session that leave now. On the event loop."""
    wake = session._message_enqueued_callback
    if wake is not None and _draws_fragment(session):
        if session not in _HELD:
            _HELD[session] = asyncio.get_running_loop().call_later(HELD_S, _let_go, session, wake)
        if _HELD[session] is not None:
            return []
    if timer := _HELD.pop(session, None):
        timer.cancel()
    return _FLUSH(session)


def _let_go(session: AppSession, wake: Callable[[], None]) -> None:
    _HELD[session] = None
    wake()


def _draws_fragment(session: AppSession) -> bool:
    """Whether the messages that wait hold the beginning of a fragment's run and not its end."""
    for message in reversed(session._browser_queue._queue):
        if (kind := message.WhichOneof("type")) in _TURNS:
            return kind == "new_session" and bool(message.metadata.run.fragment_ids)
    return False


def marshall_once() -> None:
    """Have what each run sends in the same words be worked out once: the colours and faces of the theme, of which a run
    begins with six sections, and the names of marks in a chart's spec.
    """
    app_session._populate_theme_msg = _populate_theme
    vega_charts._stabilize_vega_json_spec = lru_cache(SPECS)(vega_charts._stabilize_vega_json_spec)


def _populate_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    if (known := _theme(section)).ByteSize():  # else the section is not there at all
        msg.MergeFrom(known)


@cache
def _theme(section: str) -> CustomThemeConfig:
    """A section of the theme, which nothing changes while the server runs."""
    found = CustomThemeConfig()
    _POPULATE_THEME(found, section)
    return found


def look_for_emoji_once() -> None:
    """Have an option's text be searched once for an emoji that it begins with: the framework searches each text that is
    not plain ASCII for thousands of them, at each run. One in Thai begins with none, and the list of them, 5 MB, is not
    read for it.
    """
    searched = lru_cache(TEXTS)(string_util.extract_leading_emoji)

    def extracted(text: str) -> tuple[str, str]:
        return ("", text) if THAI[0] <= text[:1] <= THAI[1] else searched(text)

    string_util.extract_leading_emoji = extracted
