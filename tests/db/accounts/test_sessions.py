"""Signing in: waits that grow and never lock out; sessions that the tables can end at the next click."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db.accounts import passwords, sessions, users
from tests.support.actors import admin
from tests.support.uploads import NOW

GOOD = "a password of mine"


@pytest.fixture
def clerk(engine: Engine) -> Engine:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW, password=GOOD)
    return engine


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_wrong_passwords_wait_longer_each_time(clerk: Engine) -> None:
    now, waits = NOW, []
    for _ in range(12):
        outcome = sessions.verify_credentials(clerk, "clerk", "not that one", now)
        if outcome.until is not None:
            waits.append((outcome.until - now).total_seconds())
            now = outcome.until

    assert waits == sorted(waits)
    assert waits[:4] == [1, 2, 4, 8]


def test_no_wait_is_longer_than_a_minute(clerk: Engine) -> None:
    assert passwords.waits_until(500, NOW, NOW) == NOW + seconds(60)
    assert passwords.waits_until(500, NOW, NOW + seconds(61)) is None


def test_right_password_is_not_looked_at_while_waiting_and_works_after(clerk: Engine) -> None:
    for _ in range(3):
        sessions.verify_credentials(clerk, "clerk", "not that one", NOW)

    waiting = sessions.verify_credentials(clerk, "clerk", GOOD, NOW)
    assert (waiting.status, waiting.until) == ("wait", NOW + seconds(1))
    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW + seconds(2)).status == "ok"
    assert sessions.verify_credentials(clerk, "clerk", "not that one", NOW + seconds(3)).status == "wrong"


def test_stranger_can_not_make_a_known_device_wait(clerk: Engine) -> None:
    device = sessions.sign_in(clerk, "clerk", NOW, days=30)
    for _ in range(5):
        sessions.verify_credentials(clerk, "clerk", "not that one", NOW)

    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW).status == "wait"
    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW, device=device).status == "ok"


def test_known_device_waits_for_its_own_wrong_tries(clerk: Engine) -> None:
    device = sessions.sign_in(clerk, "clerk", NOW, days=30)
    for _ in range(3):
        sessions.verify_credentials(clerk, "clerk", "not that one", NOW, device=device)

    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW, device=device).status == "wait"
    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW).status == "ok"


def test_device_of_somebody_else_gives_no_second_count(clerk: Engine) -> None:
    users.add(clerk, "other", "staff", actor=admin(), now=NOW, password=GOOD)
    foreign = sessions.sign_in(clerk, "other", NOW, days=30)
    for _ in range(3):
        sessions.verify_credentials(clerk, "clerk", "not that one", NOW)

    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW, device=foreign).status == "wait"


def test_unknown_names_wait_as_known_ones_do(clerk: Engine) -> None:
    known = [sessions.verify_credentials(clerk, "clerk", "not that one", NOW).status for _ in range(5)]
    unknown = [sessions.verify_credentials(clerk, "nobody-here", "not that one", NOW).status for _ in range(5)]

    assert known == unknown == ["wrong", "wrong", "wrong", "wait", "wait"]


def test_unknown_user_costs_a_hash_too(clerk: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bytes] = []
    real = passwords.bcrypt.checkpw
    monkeypatch.setattr(passwords.bcrypt, "checkpw", lambda p, h: checked.append(h) or real(p, h))

    sessions.verify_credentials(clerk, "someone-else", "not that one", NOW)
    sessions.verify_credentials(clerk, "clerk", "not that one", NOW)

    assert len(checked) == 2
    assert checked[0][:7] == checked[1][:7]  # the same cost


@pytest.mark.parametrize("password", ["", "x" * 1000, "\x00", "\ud800"])
def test_odd_passwords_are_simply_wrong(clerk: Engine, password: str) -> None:
    assert sessions.verify_credentials(clerk, "clerk", password, NOW).status == "wrong"


def test_disabled_user_can_not_sign_in(clerk: Engine) -> None:
    users.disable(clerk, "clerk", actor=admin(), now=NOW)

    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW).status == "wrong"


def test_session_tells_the_role_as_it_is_now(clerk: Engine) -> None:
    sign_in = sessions.sign_in(clerk, "clerk", NOW, days=1)
    users.set_role(clerk, "clerk", "director", actor=admin(), now=NOW)

    session = sessions.signed_in(clerk, sign_in, NOW + seconds(1))

    assert session is not None
    assert (session.name, session.role, session.issued_at) == ("clerk", "director", NOW)


@pytest.mark.parametrize("end", ["disable", "password", "sign_out", "everywhere", "expiry", "unknown"])
def test_session_ends(clerk: Engine, end: str) -> None:
    sign_in, later = sessions.sign_in(clerk, "clerk", NOW, days=1), NOW + seconds(5)
    assert sessions.signed_in(clerk, sign_in, later) is not None

    if end == "disable":
        users.disable(clerk, "clerk", actor=admin(), now=NOW)
    elif end == "password":
        users.change_password(clerk, "clerk", GOOD, "another one of mine", now=NOW)
    elif end == "sign_out":
        sessions.sign_out(clerk, sign_in, NOW)
    elif end == "everywhere":
        assert sessions.sign_out_everywhere(clerk, "Clerk", actor=admin(), now=NOW) == 1
    elif end == "expiry":
        later = NOW + timedelta(days=1)
    else:
        sign_in = "no-such-sign-in"

    assert sessions.signed_in(clerk, sign_in, later) is None


def test_enabling_again_does_not_revive_old_sessions(clerk: Engine) -> None:
    sign_in = sessions.sign_in(clerk, "clerk", NOW, days=1)
    users.disable(clerk, "clerk", actor=admin(), now=NOW)
    users.enable(clerk, "clerk", actor=admin(), now=NOW)

    assert sessions.signed_in(clerk, sign_in, NOW) is None


def test_signing_out_twice_is_harmless(clerk: Engine) -> None:
    sign_in = sessions.sign_in(clerk, "clerk", NOW, days=1)

    sessions.sign_out(clerk, sign_in, NOW)
    sessions.sign_out(clerk, sign_in, NOW)
