"""Service tokens: what one opens, when it opens nothing, and what is refused when one is made."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from core.calendar import bangkok_day, day_ends
from core.model import Actor, Right, token_roles
from db import generation
from db.accounts import audit, users
from db.accounts.tries import FREE
from db.errors import NameRefused, NotAllowed, Refused, UnknownProject, UnknownUser
from db.maintenance import person
from db.maintenance.backup import put_back, take
from db.maintenance.chain import check
from db.programs import issued, presented
from db.programs.presented import Shown
from db.programs.tries import tries
from db.projects.versions import SAMPLE_PROJECT
from db.tables import ServiceToken
from db.transactions import reading
from tests.support.actors import OPERATOR, admin, staff
from tests.support.door import Run
from tests.support.uploads import CODE, NOW

UNTIL = date(2022, 1, 31)
HERE = "192.0.2.7"


@pytest.fixture(autouse=True)
def _no_tries() -> None:
    tries.clear()


@pytest.fixture
def office(engine: Engine) -> Engine:
    """A database with somebody who answers for tokens."""
    users.add(engine, "keeper", "director", actor=admin(), now=NOW)
    return engine


def made(engine: Engine, name: str = "power-bi", role: str = "committee", **more: Any) -> str:
    given: dict[str, Any] = {"owner": "keeper", "until": UNTIL, "actor": admin(), "now": NOW, **more}
    return issued.new(engine, name, role, **given)


def shown(engine: Engine, token: str, **more: Any) -> Shown:
    return presented.show(engine, token, HERE, more.pop("now", NOW), **more)


def test_a_token_acts_in_its_role_on_its_projects_until_the_end_of_its_last_day(office: Engine) -> None:
    token = made(office, projects=[CODE])

    actor = shown(office, token).actor
    assert actor == Actor("token:power-bi", "committee", frozenset({CODE}), via="api", address=HERE)
    assert actor.may(Right.EXPORT, CODE) and not actor.may(Right.EXPORT, SAMPLE_PROJECT)
    assert not actor.may(Right.UPLOAD)
    last = day_ends(UNTIL)
    assert shown(office, token, now=last - timedelta(seconds=1)).status == "good"
    assert shown(office, token, now=last).status == "ended"


def test_the_secret_is_kept_nowhere(office: Engine) -> None:
    token = made(office)

    assert token.startswith(issued.PREFIX) and len(token) == len(issued.PREFIX) + 43
    with reading(office) as session:
        (row,) = session.exec(select(ServiceToken))
    assert token not in repr(row) and len(row.id) == 64
    assert token not in repr(audit.recent(office)) and token not in repr(issued.listed(office))


def test_what_is_done_with_tokens_is_in_the_log_and_in_the_chain(office: Engine) -> None:
    made(office, projects=[CODE])
    issued.revoke(office, "power-bi", actor=admin(), now=NOW)
    issued.revoke(office, "power-bi", actor=admin(), now=NOW)

    found = [(e.action, e.by, e.detail) for e in audit.recent(office) if e.action.startswith("token.")]
    assert found == [
        ("token.revoke", "admin", "power-bi"),
        ("token.new", "admin", f"power-bi committee keeper 2022-01-31 {CODE}"),
    ]
    assert check(office).findings == ()


def test_a_token_opens_nothing_once_revoked_or_its_user_is_disabled(office: Engine) -> None:
    token, other = made(office), made(office, "excel")
    issued.revoke(office, "power-bi", actor=admin(), now=NOW)
    assert shown(office, token).status == "revoked"
    assert shown(office, other).status == "good"

    users.disable(office, "keeper", actor=admin(), now=NOW)
    over = shown(office, other)
    assert (over.status, over.actor and over.actor.user) == ("owner_off", "token:excel")
    users.enable(office, "keeper", actor=admin(), now=NOW)
    assert shown(office, other).status == "good"


@pytest.mark.parametrize(("mine", "theirs", "both"), [
    ([], [], None), ([CODE], [], {CODE}), ([], [CODE], {CODE}), ([CODE], [CODE, SAMPLE_PROJECT], {CODE}),
])  # fmt: skip
def test_a_token_opens_no_project_that_its_user_does_not_see(
    office: Engine, mine: list[str], theirs: list[str], both: set[str] | None
) -> None:
    token = made(office, projects=mine)
    users.set_scope(office, "keeper", theirs, actor=admin(), now=NOW)

    actor = shown(office, token).actor
    assert actor is not None
    assert actor.scope == both


def test_a_user_who_is_kept_to_other_projects_takes_the_token_s_away(office: Engine) -> None:
    token = made(office, projects=[CODE])
    users.set_scope(office, "keeper", [SAMPLE_PROJECT], actor=admin(), now=NOW)

    actor = shown(office, token).actor
    assert actor is not None and actor.scope == frozenset()


@pytest.mark.parametrize(("given", "error", "says"), [
    ({"role": "admin"}, Refused, "director, committee, staff"),
    ({"role": "operator"}, Refused, "director, committee, staff"),
    ({"until": date(2021, 6, 1)}, Refused, "Choose a day from today"),
    ({"until": date(2031, 1, 1)}, Refused, "Choose a day from today"),
    ({"owner": "nobody"}, UnknownUser, "nobody"),
    ({"owner": "gone"}, Refused, "disabled"),
    ({"owner": "elsewhere", "projects": [CODE]}, Refused, "does not see"),
    ({"projects": ["made-up"]}, UnknownProject, "made-up"),
    ({"name": "two words"}, NameRefused, "no space"),
    ({"name": "POWER-BI"}, NameRefused, "already"),
    ({"actor": staff()}, NotAllowed, "clerk"),
    ({"actor": Actor("token:power-bi", "committee", via="api")}, NotAllowed, "token:power-bi"),
])  # fmt: skip
def test_what_no_token_may_have_is_refused_and_nothing_is_made(
    office: Engine, given: dict[str, Any], error: type[Exception], says: str
) -> None:
    users.add(office, "gone", "staff", actor=admin(), now=NOW)
    users.disable(office, "gone", actor=admin(), now=NOW)
    users.add(office, "elsewhere", "staff", actor=admin(), now=NOW)
    users.set_scope(office, "elsewhere", [SAMPLE_PROJECT], actor=admin(), now=NOW)
    made(office)

    with pytest.raises(error, match=says):
        made(office, **{"name": "other", **given})
    assert [one.name for one in issued.listed(office)] == ["power-bi"]


def test_the_table_takes_the_roles_of_the_table_of_rights() -> None:
    assert token_roles() == ["director", "committee", "staff"]


def test_a_made_up_token_is_wrong_and_whoever_keeps_trying_waits_but_a_good_one_never(office: Engine) -> None:
    token = made(office)
    for _ in range(FREE):
        assert shown(office, "otop_made-up").status == "wrong"
    assert shown(office, "otop_made-up").status == "wait"
    assert shown(office, token).status == "good"
    assert shown(office, "otop_made-up").status == "wait"  # that a good one came tells a guesser nothing
    assert presented.show(office, "otop_made-up", "192.0.2.8", NOW).status == "wrong"


def test_the_name_beside_a_token_is_its_own(office: Engine) -> None:
    token = made(office)
    assert shown(office, token, name="power-bi").status == "good"
    assert shown(office, token, name="excel").status == "wrong"


def test_that_a_token_was_used_is_written_every_few_minutes(office: Engine) -> None:
    token = made(office)

    def use(minutes: int) -> object:
        at = NOW + timedelta(minutes=minutes)
        presented.used(office, shown(office, token, now=at), at)
        return issued.listed(office)[0].seen_at

    assert use(0) == NOW
    assert use(4) == NOW
    assert use(5) == NOW + timedelta(minutes=5)
    assert check(office).findings == ()


def test_of_requests_that_come_at_once_one_writes_that_a_token_was_used(office: Engine) -> None:
    token = made(office)
    at_once = [shown(office, token) for _ in range(3)]
    states = {generation.current(office)}

    for one in at_once:
        presented.used(office, one, NOW)
        states.add(generation.current(office))

    assert len(states) == 2
    assert issued.listed(office)[0].seen_at == NOW


def test_a_restored_backup_opens_by_no_token_of_before(office: Engine, tmp_path: Path) -> None:
    token = made(office)
    take.backup(office, tmp_path / "copy", actor=OPERATOR)
    put_back.restore(office, tmp_path / "copy", actor=OPERATOR, now=NOW)

    assert shown(office, token).status == "revoked"


def test_a_search_for_a_person_finds_a_token_s_name(office: Engine) -> None:
    made(office, "somchai-laptop")

    places = person.search(office, "somchai", actor=admin(), now=NOW)
    assert {(one.table, one.column) for one in places} == {("service_token", "name"), ("audit_event", "detail")}


def test_a_token_that_is_written_over_in_the_table_is_found(office: Engine) -> None:
    made(office)
    with office.begin() as connection:
        connection.exec_driver_sql("UPDATE service_token SET role = 'staff'")

    (found,) = check(office).findings
    assert "service_token" in repr(found)


def test_the_command_line_makes_lists_and_ends_tokens(run: Run) -> None:
    run("users", "add", "keeper", "--role", "director")
    until = f"{bangkok_day(datetime.now(UTC)) + timedelta(days=30):%Y-%m-%d}"
    asked = ("token", "new", "excel", "--role", "director", "--for", "keeper", "--until", until)

    first = run(*asked, "--scope", SAMPLE_PROJECT, "--json")
    assert first.exit == 0 and first.json["token"].startswith("otop_")
    again = run(*asked, "--json")
    assert again.exit == 64 and "excel" in again.json["error"]["message"]
    (one,) = run("token", "list", "--json").json["tokens"]
    assert (one["name"], one["scope"], one["owner"], one["state"]) == ("excel", [SAMPLE_PROJECT], "keeper", "good")
    assert run("token", "revoke", "excel").exit == 0
    assert run("token", "list", "--json").json["tokens"][0]["state"] == "revoked"
    assert run("token", "revoke", "nothing", "--json").exit == 64
    shown_list = run("token", "list")
    assert "excel" in shown_list.out and first.json["token"] not in shown_list.out
