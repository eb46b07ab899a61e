"""Refusals in the log: who, from where, how often; a flood of them is a few events, and waits for nothing."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from core.model import Actor, Right
from db.accounts import audit, refusals, users
from db.accounts.actors import operator
from db.engine import new_engine
from db.errors import DatabaseBusy, NotAllowed
from db.tables import AuditEvent
from tests.support.actors import OPERATOR, staff
from tests.support.databases import address
from tests.support.uploads import NOW

AT = "192.0.2.7"
HOUR = refusals.TOGETHER


def told(engine: Engine) -> list[AuditEvent]:
    """What the log has of refusals, the newest first."""
    kinds = (refusals.BY_RIGHT, refusals.BY_PASSWORD, refusals.BY_DOOR)
    return [event for event in audit.recent(engine, limit=2_000) if event.action in kinds]


def test_who_is_refused_by_the_door_is_told_with_name_address_and_reason(engine: Engine) -> None:
    refusals.by_door(engine, "origin", Actor("clerk", "staff", frozenset({"x"})), AT, NOW)
    refusals.by_door(engine, "host", None, "", NOW)
    assert told(engine) == []

    refusals.write(engine, NOW)

    found = {(e.action, e.by, e.role, e.address, e.detail, e.at) for e in told(engine)}
    assert found == {
        ("refused.request", "clerk", "staff", AT, "origin", NOW),
        ("refused.request", "?", "", None, "host", NOW),
    }


def test_repeats_within_the_hour_are_one_number(engine: Engine) -> None:
    for minute in range(180):
        for _ in range(10):
            refusals.by_door(engine, "origin", None, AT, NOW + timedelta(minutes=minute))
        refusals.write(engine, NOW + timedelta(minutes=minute))

    assert [event.detail for event in told(engine)] == ["origin 600", "origin 600", "origin 10"]
    refusals.write(engine, NOW + timedelta(minutes=179), at_the_end=True)
    assert told(engine)[0].detail == "origin 590"
    assert sum(int(event.detail.split()[1]) for event in told(engine)) == 1_800


def test_each_actor_address_and_reason_is_told_apart(engine: Engine) -> None:
    for user in ("clerk", "chief"):
        for place in (AT, "192.0.2.8"):
            for why in ("origin", "form"):
                refusals.by_door(engine, why, Actor(user, "staff"), place, NOW)
    refusals.write(engine, NOW)

    assert len({(e.by, e.address, e.detail) for e in told(engine)}) == len(told(engine)) == 8


def test_a_flood_from_everywhere_fills_nothing_and_loses_no_number(engine: Engine) -> None:
    for place in range(5_000):
        refusals.by_door(engine, "cookie", None, f"2001:db8::{place:x}", NOW)
        refusals.by_password(engine, "clerk", "staff", f"2001:db8::{place:x}", NOW)
    refusals.write(engine, NOW)

    written = told(engine)
    assert len(written) == refusals.KEPT + 2
    doors = [e for e in written if e.action == refusals.BY_DOOR]
    assert sum(int([*e.detail.split(), "1"][1]) for e in doors) == 5_000
    words = [e for e in written if e.action == refusals.BY_PASSWORD]
    assert sum(int(e.detail.split()[0]) for e in words) == 5_000


def test_a_flood_hides_no_refusal_of_somebody_signed_in(engine: Engine) -> None:
    for place in range(refusals.KEPT + 50):
        refusals.by_door(engine, "cookie", None, f"2001:db8::{place:x}", NOW)

    refusals.by_right(engine, of=staff(), right=Right.USERS, project=None, now=NOW)

    assert ("refused", staff().user, "users") in {(e.action, e.by, e.detail) for e in told(engine)}


def test_an_action_without_the_right_is_told_at_once_and_its_repeats_as_a_number(engine: Engine) -> None:
    for minute in range(61):
        with pytest.raises(NotAllowed):
            users.disable(engine, "x", actor=staff(), now=NOW + timedelta(minutes=minute))
        refusals.write(engine, NOW + timedelta(minutes=minute))
        if minute < 60:
            assert [event.detail for event in told(engine)] == ["users"]

    assert [event.detail for event in told(engine)] == ["users 60", "users"]


def test_what_is_noted_waits_for_no_database(engine: Engine) -> None:
    asked: list[object] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args))
    begun = time.perf_counter()

    for place in range(10_000):
        refusals.by_door(engine, "origin", None, f"192.0.2.{place % 250}", NOW)

    assert asked == []
    assert time.perf_counter() - begun < 2


def test_what_cannot_be_written_is_written_the_next_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_args: object, **_more: object) -> None:
        raise DatabaseBusy

    refusals.by_door(engine, "form", None, AT, NOW)
    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", busy)
        with pytest.raises(DatabaseBusy):
            refusals.write(engine, NOW)
        refusals.by_right(engine, of=staff(), right=Right.USERS, project=None, now=NOW)  # the refusal stands
    refusals.by_door(engine, "form", None, AT, NOW)
    refusals.write(engine, NOW)

    assert {event.detail for event in told(engine)} == {"form 2", "users"}


def test_a_clock_that_ran_ahead_silences_nothing(engine: Engine) -> None:
    refusals.by_door(engine, "form", None, AT, NOW + timedelta(days=30))
    refusals.write(engine, NOW + timedelta(days=30))
    refusals.by_door(engine, "form", None, AT, NOW)
    refusals.write(engine, NOW)

    assert len(told(engine)) == 2


def test_what_is_told_of_one_database_is_kept_from_another(engine: Engine, tmp_path: Path) -> None:
    refusals.by_door(engine, "form", None, AT, NOW)
    other = new_engine(address(tmp_path / "other.db"))  # never connected

    assert refusals.refusals.due(other, NOW) == {}
    assert len(refusals.refusals.due(engine, NOW)) == 1


@pytest.mark.parametrize("name", ["nobody", "two words", "x\x1b[31m\r\nroot", "ก" * 300, "a@b"])
def test_a_command_in_a_name_that_nobody_has_is_told_by_the_account_of_the_system_alone(
    name: str, engine: Engine
) -> None:
    with pytest.raises(NotAllowed):
        users.acting(engine, name, Right.UPLOAD, "command")

    (event,) = told(engine)
    assert (event.action, event.by, event.via, event.detail) == ("refused", "?", "command", "upload")
    assert event.account == operator().account


def test_a_command_in_the_name_of_somebody_without_the_right_tells_the_account_too(engine: Engine) -> None:
    users.add(engine, "chief", "director", actor=OPERATOR, now=NOW)
    users.add(engine, "gone", "staff", actor=OPERATOR, now=NOW)
    users.disable(engine, "gone", actor=OPERATOR, now=NOW)
    for name in ("chief", "gone"):
        with pytest.raises(NotAllowed):
            users.acting(engine, name, Right.UPLOAD, "command")

    assert {(e.by, e.via, e.account) for e in told(engine)} == {
        (name, "command", operator().account) for name in ("chief", "gone")
    }
