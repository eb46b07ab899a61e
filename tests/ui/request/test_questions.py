"""A page run asks the database one question: which state it is in. What it shows was read before."""

import re
from pathlib import Path

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from db import engine as databases
from db.accounts import looks
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.pages import TIMEOUT_S, sign_in
from ui.auth import menu

FROM = re.compile(r"\sFROM \"?(\w+)")
ROUTER = menu.FOLDER.parent / "ui" / "router.py"
# What changes no data is asked for beside, of these tables and as often: a load that is not saved yet, by its user
# alone; who is told of what, and the queue, which senders write meanwhile.
BESIDE = {
    "upload": ("draft", "draft"),
    "told": ("user", "contact", "subscription", "queued_message", "queued_message"),
}
PAGES = ("overview", "groups", "products", "budget", "upload", "history", "reports", "lessons", "resolutions", "told")


def asked(test: AppTest) -> list[str]:
    """What one run of the page asks."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    event.listen(databases.engine(), "before_cursor_execute", note)
    test.run()
    event.remove(databases.engine(), "before_cursor_execute", note)
    assert not test.exception
    return sent


@pytest.mark.parametrize("name", PAGES)
def test_a_page_run_asks_one_question(name: str, home: Path) -> None:
    test = AppTest.from_file(str(ROUTER), default_timeout=TIMEOUT_S)
    sign_in(test, "staff")
    test.run()
    if name != "overview":
        test.switch_page(str(menu.FOLDER / f"{name}.py"))
    asked(test)

    question, *beside = asked(test)
    assert tuple(FROM.search(one)[1] for one in beside) == BESIDE.get(name, ())  # type: ignore[index]
    assert question.startswith("SELECT generation.number, (SELECT chain_link.hash")

    looks.exported(databases.engine(), actor=staff(), project=SAMPLE_PROJECT, detail="groups", now=NOW)
    assert len(asked(test)) > 1  # something was written meanwhile
