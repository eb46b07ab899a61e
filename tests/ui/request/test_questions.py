"""A page run asks the database one question: which state it is in. What it shows was read before."""

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

ROUTER = menu.FOLDER.parent / "ui" / "router.py"
DRAFTS = ("upload",)  # a load that is not saved yet changes no data: it is asked for beside, by its user alone
PAGES = ("overview", "groups", "products", "budget", "upload", "history", "reports", "lessons", "resolutions")


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
    assert len(beside) == (2 if name in DRAFTS else 0)
    assert all("FROM draft" in " ".join(one.split()) for one in beside)
    assert question.startswith("SELECT generation.number, (SELECT chain_link.hash")

    looks.exported(databases.engine(), actor=staff(), project=SAMPLE_PROJECT, detail="groups", now=NOW)
    assert len(asked(test)) > 1  # something was written meanwhile
