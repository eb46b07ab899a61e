"""Pages run by themselves, without a server, as somebody who signed in; and what they say."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from core.model.roles import Actor
from db import engine as databases
from db.accounts import sessions
from tests.support.databases import NOW
from ui.auth import door, menu

COOKIE = "otop-80"  # of requests to a host without a port
TIMEOUT_S = 60  # a slow machine is no fault of the program
_SAID = re.compile(r'<p class="said">(.*?)</p>')
ROUTER = menu.FOLDER.parent / "ui" / "router.py"


def token(user: str) -> str:
    """The secret of a new sign-in of a user."""
    return sessions.sign_in(databases.engine(), user, NOW)


def cookie(user: str) -> str:
    """The header of a request of somebody who signed in."""
    return f"{COOKIE}={token(user)}"


def sign_in(test: AppTest, user: str) -> AppTest:
    """Let a script run as behind the socket of somebody who signed in."""
    test.user = {"sid": sessions.public_id(token(user))}
    return test


def person(user: str) -> door.Person:
    """A user who signed in, in the role of that name."""
    return door.Person(Actor(user, user), False, sessions.public_id(token(user)), NOW)


def tab(script: Path | str, user: str | None = None, **query: str) -> AppTest:
    """A script that has not run yet: a page by the name of its file, or any script by its path.

    As somebody who signed in, or as nobody; ``query`` is the link.
    """
    test = AppTest.from_file(str(menu.FOLDER / script), default_timeout=TIMEOUT_S)
    if user:
        sign_in(test, user)
    test.query_params.update(query)
    return test


def page(script: Path | str, user: str | None = None, **query: str) -> AppTest:
    """The same, once it has run."""
    return tab(script, user, **query).run()


def said(shown: AppTest) -> str:
    """Every text of a page, a line each."""
    texts = (*shown.markdown, *shown.caption, *shown.success, *shown.error, *shown.info)
    return "\n".join((*(str(e.value) for e in texts), *values(shown), *beneath(shown)))


def values(shown: AppTest) -> list[str]:
    """The figures of a page's cards."""
    return _of_cards(shown, "value")


def beneath(shown: AppTest) -> list[str]:
    """What stands beneath them, where something does."""
    return _of_cards(shown, "quiet")


def _of_cards(shown: AppTest, part: str) -> list[str]:
    found = re.compile(rf'<p class="{part}">(.*?)</p>')
    return [unescape(one) for element in shown.get("html") for one in found.findall(element.proto.body)]


def said_of_charts(shown: AppTest) -> list[str]:
    """What is read aloud above each chart, in their order."""
    return [unescape(found) for one in shown.get("html") for found in _SAID.findall(one.proto.body)]


def elements(shown: AppTest) -> Iterator[Any]:
    """Everything that a page draws, from its root down."""
    waiting: list[Any] = [shown._tree]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += getattr(node, "children", {}).values()
