"""Pages run by themselves, without a server, as somebody who signed in; and what they say."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from db import engine as databases
from db.accounts import sessions
from tests.support.databases import NOW
from ui.auth import menu, signin, tokens

TIMEOUT_S = 60  # a slow machine is no fault of the program
ROUTER = menu.FOLDER.parent / "ui" / "router.py"


def claims(user: str) -> tokens.Claims:
    """A new sign-in of a user, of one day."""
    sid = sessions.sign_in(databases.engine(), user, NOW, 1)
    return tokens.Claims(user, sid, NOW, NOW + timedelta(days=1))


def cookie(home: Path, user: str) -> str:
    """The header of a request of somebody who signed in; ``home`` holds the signing key."""
    return f"{tokens.COOKIE}={tokens.encode(claims(user), tokens.signing_key(home))}"


def tab(script: Path | str, user: str | None = None, **query: str) -> AppTest:
    """A script that has not run yet: a page by the name of its file, or any script by its path.

    As somebody who signed in in this tab, or as a stranger; ``query`` is the link.
    """
    test = AppTest.from_file(str(menu.FOLDER / script), default_timeout=TIMEOUT_S)
    if user:
        test.session_state[signin.MINE] = claims(user)
    test.query_params.update(query)
    return test


def page(script: Path | str, user: str | None = None, **query: str) -> AppTest:
    """The same, once it has run."""
    return tab(script, user, **query).run()


def said(shown: AppTest) -> str:
    """Every text of a page, a line each."""
    return "\n".join(str(e.value) for e in (*shown.markdown, *shown.caption, *shown.success, *shown.error, *shown.info))


def elements(shown: AppTest) -> Iterator[Any]:
    """Everything that a page draws, from its root down."""
    waiting: list[Any] = [shown._tree]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += getattr(node, "children", {}).values()
