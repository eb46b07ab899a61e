"""Every function of the store that changes or hands out something refuses an actor without the right, first of all."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

import db
from core.model import OF_PERSONS, ROLES, Actor, Right
from core.model.lessons import LessonText
from core.model.roles import Role
from db.accounts import actors, audit, users
from db.errors import NameRefused, NoAuthor, NotAllowed
from db.maintenance.migrate import migrate
from db.notebook import lessons
from db.snapshots import store
from db.tables import metadata
from db.transactions import as_seen_by, reading
from tests.support.actors import OPERATOR, admin, staff
from tests.support.asked import ASKED
from tests.support.said import english, thai
from tests.support.uploads import CODE, NOW, group, put

JUNE = date(2021, 6, 30)
NOBODY = Actor("nobody", "no-role")
Acting = Callable[..., Any]


def acting_functions() -> dict[str, Acting]:
    """Every public function below ``db`` that acts for somebody in a transaction of its own; a handle does nothing."""
    found = {}
    for module in pkgutil.walk_packages(db.__path__, "db."):
        if not module.name.startswith(("db.migrations", "db.__main__")):
            for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
                if function.__module__ == module.name and not name.startswith("_"):
                    names = list(inspect.signature(function).parameters)
                    if "actor" in names and names[0] == "engine" and function is not as_seen_by:
                        found[f"{module.name}.{name}"] = function
    return found


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table."""
    with reading(engine) as session:
        return {
            table.name: sorted(map(repr, session.connection().execute(table.select())))
            for table in metadata.sorted_tables
        }


def unlogged(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """All but the log, its links of the chain, and the number that is drawn with each change."""
    return {table: rows for table, rows in found.items() if table not in ("audit_event", "chain_link", "generation")}


def asked_of(name: str) -> Right:
    """The right that is recorded of a refusal: the first start begins with the files of projects."""
    return ASKED.get(name, Right.MAINTAIN)


def call(function: Acting, engine: Engine, actor: Actor) -> None:
    """With a name where a user is meant, and something unusable for every other argument."""
    required = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    values = {p.name: object() for p in required} | {"engine": engine, "actor": actor}
    function(**{name: "clerk" if name == "name" else value for name, value in values.items()})


def test_the_functions_that_act_are_those_of_the_list() -> None:
    """The first start is made of others, each of which asks."""
    assert sorted(acting_functions()) == sorted([*ASKED, "db.maintenance.setup.prepare"])


@pytest.mark.parametrize("name", [*ASKED, "db.maintenance.setup.prepare"])
def test_an_actor_without_the_right_is_refused_and_nothing_but_the_refusal_is_stored(engine: Engine, name: str) -> None:
    before = rows(engine)

    with pytest.raises(NotAllowed):
        call(acting_functions()[name], engine, NOBODY)

    after = rows(engine)
    refusals = [event for event in after["audit_event"] if event not in before["audit_event"]]
    (event,) = audit.recent(engine, limit=1)
    assert (event.action, event.by, event.detail) == ("refused", "nobody", asked_of(name))
    assert len(refusals) == 1
    assert unlogged(after) == unlogged(before)


@pytest.mark.parametrize("name", ASKED)
def test_each_asks_for_one_right_and_no_other_opens_it(
    engine: Engine, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the right it goes on, and stumbles over arguments that nobody could use."""
    opened = []
    for right in Right:
        monkeypatch.setitem(ROLES, "one-right", Role("one-right", frozenset({right}), days=1))
        try:
            call(acting_functions()[name], engine, Actor("somebody", "one-right", reviews=right in OF_PERSONS))
        except NotAllowed:
            continue
        except Exception:
            pass
        opened.append(right)

    assert opened == [ASKED[name]]


def test_a_project_outside_the_scope_is_refused_by_its_code_and_by_the_number_of_its_upload(engine: Engine) -> None:
    stored = put(engine, "groups", [group("G01")], JUNE)
    elsewhere = replace(staff(), scope=frozenset({"another"}))
    before = rows(engine)

    with pytest.raises(NotAllowed):
        put(engine, "groups", [group("G02")], JUNE, actor=elsewhere)
    with pytest.raises(NotAllowed):
        store.withdraw(engine, stored.id, actor=elsewhere, reason="ผิด", now=NOW)

    assert unlogged(rows(engine)) == unlogged(before)
    refusals = [(e.action, e.project, e.detail) for e in audit.recent(engine, limit=2)]
    assert refusals == [("refused", None, Right.WITHDRAW), ("refused", CODE, Right.UPLOAD)]
    assert store.withdraw(engine, stored.id, actor=replace(elsewhere, scope=frozenset({CODE})), reason="ผิด", now=NOW)


def test_the_log_says_who_in_which_role_and_from_where(engine: Engine) -> None:
    put(engine, "groups", [group("G01")], JUNE, actor=replace(staff(), via="command"))
    lessons.write(engine, CODE, LessonText("ก", "ข", "ค"), as_of=JUNE, actor=staff("colleague"), now=NOW)
    users.add(engine, "newcomer", "committee", actor=OPERATOR, now=NOW)

    found = [(e.action, e.by, e.role, e.via, e.account) for e in audit.recent(engine)[:3]]

    assert found == [
        ("user.add", "operator", "operator", "command", OPERATOR.account),
        ("lesson.write", "colleague", "staff", "screen", None),
        ("upload.apply", "clerk", "staff", "command", None),
    ]


def test_what_a_person_does_with_their_own_sign_in_is_logged_in_their_role(engine: Engine) -> None:
    from db.accounts import sessions

    password = users.add(engine, "chief", "director", actor=OPERATOR, now=NOW)
    sessions.verify_credentials(engine, "chief", password, NOW)
    sessions.sign_out(engine, sessions.public_id(sessions.sign_in(engine, "chief", NOW)), NOW)
    users.change_password(engine, "chief", password, "long-enough-64", now=NOW)

    found = [(e.action, e.by, e.role) for e in audit.recent(engine)[:3]]
    assert found == [(action, "chief", "director") for action in ("user.password", "sign_out", "sign_in.ok")]


def test_somebody_signs_out_everywhere_by_themselves_but_not_others(engine: Engine) -> None:
    from db.accounts import sessions

    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    sessions.sign_in(engine, "clerk", NOW)

    with pytest.raises(NotAllowed):
        sessions.sign_out_everywhere(engine, "clerk", actor=staff("other"), now=NOW)
    assert sessions.sign_out_everywhere(engine, "Clerk", actor=staff(), now=NOW) == 1


@pytest.mark.parametrize("name", ["operator", "samples", "system", " Operator ", "SYSTEM"])
def test_a_reserved_name_is_no_account_and_acts_for_nobody(engine: Engine, name: str) -> None:
    with pytest.raises(NameRefused) as refused:
        users.add(engine, name, "staff", actor=admin(), now=NOW)

    assert name.strip().casefold() in thai(refused.value)
    assert "สงวน" in thai(refused.value) and "kept for the program" in english(refused.value)
    with pytest.raises(NotAllowed):
        users.acting(engine, name, Right.EXPORT, "command")


def test_a_name_acts_while_it_is_enabled_and_in_its_role_of_now(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    assert users.acting(engine, " Clerk ", Right.UPLOAD, "command") == Actor("clerk", "staff", via="command")

    users.set_role(engine, "clerk", "committee", actor=OPERATOR, now=NOW)
    with pytest.raises(NotAllowed):
        users.acting(engine, "clerk", Right.UPLOAD, "command")
    assert users.acting(engine, "clerk", Right.EXPORT, "command").role == "committee"

    users.disable(engine, "clerk", actor=OPERATOR, now=NOW)
    with pytest.raises(NotAllowed, match="clerk"):
        users.acting(engine, "clerk", Right.EXPORT, "command")


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_is_nobody(engine: Engine, name: str) -> None:
    with pytest.raises(NoAuthor):
        users.acting(engine, name, Right.EXPORT, "command")


def test_the_operator_is_recorded_by_the_account_of_the_process_not_by_a_name_that_can_be_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pwd = pytest.importorskip("pwd")
    import os

    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("USER", "somebody-else")

    assert actors.operator().account == pwd.getpwuid(os.getuid()).pw_name


def test_an_account_that_the_system_can_not_name_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    pwd = pytest.importorskip("pwd")

    def unknown(*_: object) -> str:
        raise KeyError("no such account")

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(getpass, "getuser", unknown)

    assert actors.operator().account == "?"


def test_last_who_may_keep_users_stays_whatever_the_role_is_called(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "committee", Role("committee", frozenset({Right.USERS}), days=30))
    users.add(engine, "chief", "admin", actor=OPERATOR, now=NOW)
    users.add(engine, "panel", "committee", actor=OPERATOR, now=NOW)

    users.disable(engine, "chief", actor=OPERATOR, now=NOW)

    with pytest.raises(Exception, match="last admin"):
        users.disable(engine, "panel", actor=OPERATOR, now=NOW)


def test_an_event_of_the_release_before_has_no_role_and_the_next_one_has(release_before: Engine) -> None:
    migrate(release_before)
    users.add(release_before, "newcomer", "staff", actor=OPERATOR, now=NOW)

    newest, *older = audit.recent(release_before)
    assert (newest.role, newest.via, newest.account) == ("operator", "command", OPERATOR.account)
    assert older and {(e.role, e.via, e.account) for e in older} == {(None, None, None)}
