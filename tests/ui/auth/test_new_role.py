"""A role is one row of the table of rights: menu, guard, store, command line and papers follow it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

import words
from core.model.lessons import LessonText
from core.model.roles import ROLES, Actor, Right, Role, user_roles
from db import commands
from db import engine as databases
from db.accounts import users
from db.errors import NotAllowed
from db.notebook import lessons
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import OPERATOR
from tests.support.databases import NOW, PASSWORD
from tests.support.pages import page
from ui.auth import menu
from ui.reports import cli, material
from ui.text.words import t

TEACHER = "teacher"  # writes lessons and takes files; loads nothing


@pytest.fixture
def teacher(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The row, its words, and what its migration would do: the table of users knows the role."""
    rights = frozenset({Right.LESSON, Right.EXPORT})
    monkeypatch.setitem(ROLES, TEACHER, Role(TEACHER, rights, days=7))
    monkeypatch.setitem(words.catalogue(), ROLES[TEACHER].label, {"th": "วิทยากร", "en": "Teacher"})  # type: ignore[arg-type]
    engine = databases.engine()
    engine.dispose()
    event.listen(engine, "connect", _no_checks)
    if "visitor" not in [user.name for user in users.list_users(engine)]:
        users.add(engine, "visitor", TEACHER, actor=OPERATOR, now=NOW, password=PASSWORD)
    yield "visitor"
    event.remove(engine, "connect", _no_checks)
    engine.dispose()


def _no_checks(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA ignore_check_constraints = ON")


def test_the_menu_shows_what_the_role_may_open(teacher: str) -> None:
    actor = Actor(teacher, TEACHER)

    shown = {entry.name for entry in menu.ENTRIES if entry.open_to(actor)}

    assert "upload" not in shown
    assert {"overview", "reports", "lessons"} <= shown


def test_the_guard_opens_a_page_and_refuses_another_in_the_role_s_own_name(teacher: str) -> None:
    opened, refused = page("lessons.py", teacher), page("upload.py", teacher)

    assert not opened.exception and not opened.info
    sentence = t("app.refused", roles=t("role.staff"), role="วิทยากร")
    assert sentence in [note.value for note in refused.info]


def test_whom_a_page_is_for_is_read_from_the_table(teacher: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rights = ROLES[TEACHER].rights | {Right.UPLOAD}
    monkeypatch.setitem(ROLES, TEACHER, Role(TEACHER, rights, days=7))

    refused = page("upload.py", "director")

    sentence = t("app.refused", roles=f"{t('role.staff')}, วิทยากร", role=t("role.director"))
    assert sentence in [note.value for note in refused.info]
    assert not page("upload.py", teacher).exception


def test_the_store_lets_the_role_do_what_its_row_says(teacher: str) -> None:
    engine, actor = databases.engine(), users.acting(databases.engine(), teacher, Right.LESSON, "screen")

    text, day = LessonText("ก", "ข", "ค"), date(2021, 7, 31)
    written = lessons.write(engine, SAMPLE_PROJECT, text, as_of=day, actor=actor, now=NOW)

    assert written.live
    with pytest.raises(NotAllowed):
        users.disable(engine, "director", actor=actor, now=NOW)


def test_the_command_line_knows_the_role(teacher: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = ["export", "groups", str(tmp_path / "groups.csv"), "--project", SAMPLE_PROJECT]
    load = ["load", "groups", "x.csv", "--as-of", "2021-07-31", "--project", SAMPLE_PROJECT]

    assert commands.main(["users", "add", "visitor2", "--role", TEACHER]) == 0
    assert commands.main([*export, "--by", teacher]) == 0
    assert commands.main([*load, "--by", teacher]) == 1
    assert commands.main(["users", "disable", "director", "--by", teacher]) == 1
    assert TEACHER in user_roles()
    assert "staff" in capsys.readouterr().err


def test_papers_are_made_for_the_role_without_what_it_may_not_see(
    teacher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, line = str(tmp_path / "book.xlsx"), str(tmp_path / "line.txt")
    asked: list[bool] = []
    gather = material.gather
    monkeypatch.setattr(cli, "gather", lambda engine, order: asked.append(order.payees) or gather(engine, order))

    assert cli.main(["workbook", workbook, "--project", SAMPLE_PROJECT, "--by", teacher]) == 0
    assert cli.main(["line", line, "--project", SAMPLE_PROJECT, "--by", "staff"]) == 0

    assert asked == [False, True]
    monkeypatch.setitem(ROLES, TEACHER, Role(TEACHER, frozenset({Right.LESSON}), days=7))
    assert cli.main(["line", line, "--project", SAMPLE_PROJECT, "--by", teacher]) == 1
