"""Signing in: known devices wait for their own wrong tries, nobody for others'; sign-ins end at the next click."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from db.accounts import audit, idle, passwords, refusals, sessions, tries, users
from db.accounts.sessions import Device, Outcome
from db.accounts.tries import waits_until
from db.engine import new_engine
from db.tables import WrongTry
from db.transactions import reading
from tests.support.actors import admin
from tests.support.uploads import NOW

GOOD = "a password of mine"
OFFICE = "192.0.2.7"
HOME = Device("a browser at home", OFFICE, "Firefox · Linux")
NEW = Device("a new browser", OFFICE)


@pytest.fixture
def clerk(engine: Engine) -> Engine:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW, password=GOOD)
    return engine


@pytest.fixture
def at_home(clerk: Engine) -> Engine:
    """The clerk has signed in at home before, and is signed out there."""
    sessions.sign_out(clerk, sessions.public_id(sessions.sign_in(clerk, "clerk", NOW, HOME)), NOW)
    return clerk


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def tried(engine: Engine, password: str, now: datetime = NOW, device: Device = HOME) -> Outcome:
    return sessions.verify_credentials(engine, "clerk", password, now, device)


def test_wrong_passwords_on_a_known_device_wait_longer_each_time(at_home: Engine) -> None:
    now, waits = NOW, []
    for _ in range(12):
        outcome = tried(at_home, "not that one", now)
        if outcome.until is not None:
            waits.append((outcome.until - now).total_seconds())
            now = outcome.until

    assert waits == sorted(waits)
    assert waits[:4] == [1, 2, 4, 8]


def test_no_wait_is_longer_than_a_minute() -> None:
    assert waits_until(500, NOW, NOW) == NOW + seconds(60)
    assert waits_until(500, NOW, NOW + seconds(61)) is None


def test_a_clock_that_ran_ahead_makes_nobody_wait_once_it_is_right_again(at_home: Engine) -> None:
    ahead = NOW + timedelta(days=30)
    for _ in range(8):
        tried(at_home, "not that one", ahead)

    assert waits_until(500, ahead, NOW) is None
    assert tried(at_home, GOOD, NOW).status == "ok"


def test_right_password_is_not_looked_at_while_its_own_device_waits_and_works_after(at_home: Engine) -> None:
    for _ in range(3):
        tried(at_home, "not that one")

    waiting = tried(at_home, GOOD)
    assert (waiting.status, waiting.until) == ("wait", NOW + seconds(1))
    assert tried(at_home, GOOD, NOW + seconds(2)).status == "ok"
    assert tried(at_home, "not that one", NOW + seconds(3)).status == "wrong"


def test_a_stranger_makes_nobody_wait_from_the_same_address_or_another(at_home: Engine) -> None:
    """An hour of one wrong try a second; the right password, on a device that nobody knows, opens at once."""
    stranger = Device("", OFFICE)
    for second in range(3_600):
        assert tried(at_home, "not that one", NOW + seconds(second), stranger).status == "wrong"
        if second % 8 == 0:  # 450 times
            assert tried(at_home, GOOD, NOW + seconds(second), NEW) == Outcome("ok", user="clerk")
    after = NOW + seconds(3_600)

    assert tried(at_home, GOOD, after, HOME).status == "ok"
    assert tried(at_home, GOOD, after, stranger).status == "ok"


def test_known_device_waits_for_its_own_wrong_tries_alone(at_home: Engine) -> None:
    for _ in range(3):
        tried(at_home, "not that one")

    assert tried(at_home, GOOD).status == "wait"
    assert tried(at_home, GOOD, device=NEW).status == "ok"


def test_wrong_tries_of_a_device_count_in_every_server_of_the_database(at_home: Engine) -> None:
    """Another server has an engine of its own; a right password there ends the count here."""
    other = new_engine(at_home.url.render_as_string(hide_password=False))
    try:
        for engine in (at_home, other, at_home):
            assert tried(engine, "not that one").status == "wrong"
        waits = [tried(engine, GOOD) for engine in (at_home, other)]
        later = NOW + seconds(5)
        assert tried(other, GOOD, later).status == "ok"
        again = [tried(at_home, "not that one", later).status for _ in range(3)]
    finally:
        other.dispose()

    assert waits == [Outcome("wait", until=NOW + seconds(1))] * 2
    assert again == ["wrong"] * 3


def test_a_burst_on_several_servers_has_three_tries(at_home: Engine) -> None:
    url = at_home.url.render_as_string(hide_password=False)
    engines = [new_engine(url) for _ in range(4)]
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda engine: tried(engine, "not that one").status, engines * 3))
    finally:
        for engine in engines:
            engine.dispose()

    assert sorted(found) == ["wait"] * 9 + ["wrong"] * 3


def test_twenty_wrong_tries_at_once_are_each_answered(at_home: Engine) -> None:
    """Each user on a device of their own, while rows of others are written; then one of them on twenty connections."""
    names = [f"clerk{number}" for number in range(20)]
    for name in names:
        users.add(at_home, name, "staff", actor=admin(), now=NOW, password=GOOD)
        sessions.sign_in(at_home, name, NOW, HOME)

    def status(name: str) -> str:
        return sessions.verify_credentials(at_home, name, "not that one", NOW, HOME).status

    with ThreadPoolExecutor(20) as pool:
        each = list(pool.map(status, names))
        one = list(pool.map(status, ["clerk"] * 20))
        begun = list(pool.map(lambda name: sessions.sign_in(at_home, name, NOW, HOME), names))

    assert each == ["wrong"] * 20
    assert sorted(one) == ["wait"] * 17 + ["wrong"] * 3
    assert all(begun)


def test_who_waits_is_in_no_table_by_name_and_what_is_old_goes(at_home: Engine) -> None:
    def kept() -> list[WrongTry]:
        with reading(at_home) as session:
            return list(session.exec(select(WrongTry)))

    users.add(at_home, "other", "staff", actor=admin(), now=NOW, password=GOOD)
    sessions.sign_in(at_home, "other", NOW, HOME)
    tried(at_home, "not that one")
    (row,) = kept()
    later = NOW + timedelta(minutes=50)
    sessions.verify_credentials(at_home, "other", "not that one", later, HOME)
    tries.end_old(at_home, NOW + timedelta(hours=1))
    both = kept()
    tries.end_old(at_home, NOW + timedelta(hours=1, seconds=1))

    assert "clerk" not in repr(row)
    assert HOME.id not in repr(row)
    assert (len(both), [one.at for one in kept()]) == (2, [later])


def test_a_user_of_long_ago_begins_anew(at_home: Engine) -> None:
    for _ in range(3):
        tried(at_home, "not that one")

    later = [tried(at_home, "not that one", NOW + timedelta(hours=2)).status for _ in range(4)]

    assert later == ["wrong"] * 3 + ["wait"]


def test_device_of_somebody_else_is_an_unknown_one(at_home: Engine) -> None:
    users.add(at_home, "other", "staff", actor=admin(), now=NOW, password=GOOD)
    for _ in range(5):
        sessions.verify_credentials(at_home, "other", "not that one", NOW, HOME)

    assert sessions.verify_credentials(at_home, "other", GOOD, NOW, HOME).status == "ok"


def test_unknown_names_are_told_what_known_ones_are(clerk: Engine) -> None:
    known = [sessions.verify_credentials(clerk, "clerk", "not that one", NOW, NEW) for _ in range(8)]
    unknown = [sessions.verify_credentials(clerk, "nobody-here", "not that one", NOW, NEW) for _ in range(8)]

    assert known == unknown == [Outcome("wrong")] * 8


@pytest.mark.parametrize("name", ["someone-else", "", "x" * 200, "a b"])
def test_unknown_user_costs_a_hash_too(clerk: Engine, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    hasher = passwords._hasher()
    real = hasher.check_pw
    monkeypatch.setattr(hasher, "check_pw", lambda typed, kept: checked.append(kept) or real(typed, kept))

    sessions.verify_credentials(clerk, name, "not that one", NOW)
    sessions.verify_credentials(clerk, "clerk", "not that one", NOW)

    assert len(checked) == 2
    assert checked[0][:7] == checked[1][:7]  # the same cost


@pytest.mark.parametrize("password", ["", "x" * 1000, "\x00", "\ud800", "ก" * 24 + "\ud800"])
def test_odd_passwords_are_simply_wrong(clerk: Engine, password: str) -> None:
    assert sessions.verify_credentials(clerk, "clerk", password, NOW).status == "wrong"


def test_wrong_tries_are_written_in_one_event_for_each_name_and_address(clerk: Engine) -> None:
    for name, address in [("clerk", OFFICE)] * 3 + [("clerk", "192.0.2.9"), ("secret typed here", OFFICE)]:
        sessions.verify_credentials(clerk, name, "not that one", NOW, Device("", address))
    before = len(audit.recent(clerk))

    refusals.write(clerk, NOW)
    refusals.write(clerk, NOW)

    written = audit.recent(clerk)[: len(audit.recent(clerk)) - before]
    assert {(e.action, e.by, e.detail) for e in written} == {
        ("sign_in.wrong", "clerk", f"3 {OFFICE}"), ("sign_in.wrong", "clerk", "1 192.0.2.9"),
        ("sign_in.wrong", "?", f"1 {OFFICE}"),
    }  # fmt: skip
    assert len(written) == 3


def test_disabled_user_can_not_sign_in(clerk: Engine) -> None:
    users.disable(clerk, "clerk", actor=admin(), now=NOW)

    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW).status == "wrong"


def test_a_one_time_password_is_good_for_seven_days(clerk: Engine) -> None:
    one_time = users.add(clerk, "newcomer", "staff", actor=admin(), now=NOW)
    just, over = NOW + timedelta(days=7) - seconds(1), NOW + timedelta(days=7)

    assert sessions.verify_credentials(clerk, "newcomer", one_time, just).status == "ok"
    assert sessions.verify_credentials(clerk, "newcomer", one_time, over).status == "over"
    assert sessions.verify_credentials(clerk, "newcomer", "not that one", over).status == "wrong"
    again = users.reset_password(clerk, "newcomer", actor=admin(), now=over)
    assert sessions.verify_credentials(clerk, "newcomer", again, over + timedelta(days=6)).status == "ok"
    assert sessions.verify_credentials(clerk, "clerk", GOOD, NOW + timedelta(days=700)).status == "ok"


def test_the_table_holds_nothing_that_a_cookie_could_hold(clerk: Engine) -> None:
    token = sessions.sign_in(clerk, "clerk", NOW, HOME)

    found = sessions.own(clerk, "clerk", NOW)
    assert [(one.name, one.device) for one in found] == [("clerk", HOME)]
    assert sessions.signed_in(clerk, token, NOW) is None
    assert token not in repr(found)


def test_session_tells_the_role_as_it_is_now(clerk: Engine) -> None:
    sign_in = sessions.public_id(sessions.sign_in(clerk, "clerk", NOW))
    users.set_role(clerk, "clerk", "director", actor=admin(), now=NOW)

    session = sessions.signed_in(clerk, sign_in, NOW + seconds(1))

    assert session is not None
    assert (session.name, session.role, session.issued_at) == ("clerk", "director", NOW)


@pytest.mark.parametrize("end", ["disable", "password", "sign_out", "everywhere", "expiry", "unknown", "ahead"])
def test_session_ends(clerk: Engine, end: str) -> None:
    sign_in, later = sessions.public_id(sessions.sign_in(clerk, "clerk", NOW)), NOW + seconds(5)
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
        later = NOW + timedelta(days=7)
        sessions.write_seen(clerk, {sign_in: later - seconds(1)})
    elif end == "ahead":
        later = NOW - seconds(1)
    else:
        sign_in = "no-such-sign-in"

    assert sessions.signed_in(clerk, sign_in, later) is None


@pytest.mark.parametrize("end", ["disable", "password", "sign_out", "role"])
def test_a_number_put_back_in_the_database_revives_no_sign_in(clerk: Engine, end: str) -> None:
    sign_in = sessions.public_id(sessions.sign_in(clerk, "clerk", NOW))
    with clerk.connect() as connection:
        number = connection.scalar(text("SELECT number FROM generation"))
    before = sessions.signed_in(clerk, sign_in, NOW)
    assert before is not None and before.role == "staff"

    if end == "disable":
        users.disable(clerk, "clerk", actor=admin(), now=NOW)
    elif end == "password":
        users.change_password(clerk, "clerk", GOOD, "another one of mine", now=NOW)
    elif end == "sign_out":
        sessions.sign_out(clerk, sign_in, NOW)
    else:
        users.set_role(clerk, "clerk", "director", actor=admin(), now=NOW)
    with clerk.begin() as connection:
        connection.execute(text("UPDATE generation SET number = :number"), {"number": number})

    after = sessions.signed_in(clerk, sign_in, NOW)
    assert (after and after.role) == ("director" if end == "role" else None)


def test_own_change_of_password_keeps_the_device_it_is_made_on(clerk: Engine) -> None:
    here, there = (sessions.public_id(sessions.sign_in(clerk, "clerk", NOW)) for _ in range(2))

    users.change_password(clerk, "clerk", GOOD, "another one of mine", now=NOW, keep=here)

    assert sessions.signed_in(clerk, here, NOW) is not None
    assert sessions.signed_in(clerk, there, NOW) is None


@pytest.mark.parametrize(("role", "hours"), [("director", 720), ("committee", 720), ("staff", 12), ("admin", 1)])
def test_an_unused_sign_in_ends_after_the_hours_of_its_role(engine: Engine, role: str, hours: int) -> None:
    users.add(engine, "somebody", role, actor=admin(), now=NOW, password=GOOD)
    sign_in = sessions.public_id(sessions.sign_in(engine, "somebody", NOW))
    last = NOW + timedelta(hours=hours) - seconds(1)

    assert sessions.signed_in(engine, sign_in, last) is not None
    assert sessions.signed_in(engine, sign_in, last + seconds(1)) is None
    if role in ("staff", "admin"):
        assert sessions.signed_in(engine, sign_in, last + seconds(1), seen=last) is not None
        sessions.write_seen(engine, {sign_in: last})
        assert sessions.signed_in(engine, sign_in, last + seconds(1)) is not None


def test_the_hours_are_a_setting_of_the_server(clerk: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(idle.VARIABLE, "staff=0.5, admin=x, king=3, director=0")
    sign_in = sessions.public_id(sessions.sign_in(clerk, "clerk", NOW))

    assert sessions.signed_in(clerk, sign_in, NOW + timedelta(minutes=31)) is None
    assert idle.unread() == "admin=x, king=3, director=0"
    assert idle.limit("admin") == timedelta(hours=1)


def test_own_sign_ins_are_those_that_are_good_the_last_seen_first(clerk: Engine) -> None:
    users.add(clerk, "other", "staff", actor=admin(), now=NOW, password=GOOD)
    sessions.sign_in(clerk, "other", NOW)
    first, second, ended = (
        sessions.public_id(sessions.sign_in(clerk, "clerk", NOW, Device(name))) for name in ("a", "b", "c")
    )
    sessions.sign_out(clerk, ended, NOW)
    sessions.write_seen(clerk, {first: NOW + seconds(60), second: NOW + seconds(30)})

    listed = sessions.own(clerk, "clerk", NOW + seconds(90))

    assert [one.device.id for one in listed] == ["a", "b"]
    assert {user.name: user.last_seen for user in users.list_users(clerk)} == {"clerk": NOW + seconds(60), "other": NOW}
    assert sessions.sign_out_everywhere(clerk, "clerk", actor=admin("clerk"), now=NOW, keep=first) == 1
    assert [one.device.id for one in sessions.own(clerk, "clerk", NOW + seconds(90))] == ["a"]


def test_enabling_again_does_not_revive_old_sessions(clerk: Engine) -> None:
    sign_in = sessions.public_id(sessions.sign_in(clerk, "clerk", NOW))
    users.disable(clerk, "clerk", actor=admin(), now=NOW)
    users.enable(clerk, "clerk", actor=admin(), now=NOW)

    assert sessions.signed_in(clerk, sign_in, NOW) is None


def test_signing_out_twice_is_harmless(clerk: Engine) -> None:
    sign_in = sessions.public_id(sessions.sign_in(clerk, "clerk", NOW))

    sessions.sign_out(clerk, sign_in, NOW)
    sessions.sign_out(clerk, sign_in, NOW)
