"""Who may sign in: adding, roles, passwords; what is refused in words."""

import pytest
from sqlalchemy import Engine

from db.accounts import audit, sessions, users
from db.errors import NameRefused, PasswordRefused, Refused, UnknownUser
from tests.support.actors import admin
from tests.support.uploads import NOW

GOOD = "a password of mine"


def test_added_user_gets_a_one_time_password_to_change(engine: Engine) -> None:
    password = users.add(engine, "Clerk", "staff", actor=admin(), now=NOW)

    assert sessions.verify_credentials(engine, "clerk", password, NOW).status == "ok"
    assert users.list_users(engine) == [
        users.UserInfo(name="clerk", role="staff", disabled=False, must_change=True, created_at=NOW)
    ]


def test_one_time_passwords_are_readable_and_differ(engine: Engine) -> None:
    made = {users.add(engine, f"user{i}", "staff", actor=admin(), now=NOW) for i in range(20)}

    assert len(made) == 20
    assert all(len(password) == 14 and not set(password) & set("0o1li") for password in made)


def test_same_name_in_other_letters_is_refused(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)

    with pytest.raises(NameRefused, match="already"):
        users.add(engine, " CLERK ", "staff", actor=admin(), now=NOW)


@pytest.mark.parametrize("name", ["", "x", "two words", "a" * 41, "<b>", "a/b", "tab\tbed"])
def test_unfit_name_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(NameRefused):
        users.add(engine, name, "staff", actor=admin(), now=NOW)


def test_thai_name_is_taken(engine: Engine) -> None:
    users.add(engine, "เจ้าหน้าที่", "staff", actor=admin(), now=NOW)

    assert users.find(engine, "เจ้าหน้าที่").role == "staff"


@pytest.mark.parametrize(
    ("password", "words"),
    [("short", "at least 10"), ("ก" * 25, "25 Thai letters"), ("x" * 73, "25 Thai letters"), ("a" * 12, "repeats")],
)
def test_unfit_password_is_refused_in_words(engine: Engine, password: str, words: str) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)

    with pytest.raises(PasswordRefused, match=words):
        users.set_password(engine, "clerk", password, actor=admin(), now=NOW)


def test_twenty_four_thai_letters_make_a_password(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)
    password = ("กขคง" * 6)[:24]

    users.set_password(engine, "clerk", password, actor=admin(), now=NOW)

    assert sessions.verify_credentials(engine, "clerk", password, NOW).status == "ok"
    assert sessions.verify_credentials(engine, "clerk", password + "จฉชซ", NOW).status == "wrong"


def test_sara_am_typed_either_way_is_one_password(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)
    users.set_password(engine, "clerk", "ทำงานประจำวัน", actor=admin(), now=NOW)

    decomposed = "ทำงานประจำวัน".replace("\u0e33", "\u0e4d\u0e32")

    assert sessions.verify_credentials(engine, "clerk", decomposed, NOW).status == "ok"


def test_own_change_asks_for_the_present_password(engine: Engine) -> None:
    first = users.add(engine, "clerk", "staff", actor=admin(), now=NOW)

    with pytest.raises(PasswordRefused, match="present password"):
        users.change_password(engine, "clerk", "something else", GOOD, now=NOW)
    with pytest.raises(PasswordRefused, match="differ"):
        users.change_password(engine, "clerk", first, first, now=NOW)
    users.change_password(engine, "clerk", first, GOOD, now=NOW)

    assert users.find(engine, "clerk").must_change is False
    assert sessions.verify_credentials(engine, "clerk", GOOD, NOW).status == "ok"
    assert sessions.verify_credentials(engine, "clerk", first, NOW).status == "wrong"


def test_reset_makes_a_new_one_time_password(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW, password=GOOD)

    fresh = users.reset_password(engine, "clerk", actor=admin(), now=NOW)

    assert users.find(engine, "clerk").must_change is True
    assert sessions.verify_credentials(engine, "clerk", fresh, NOW).status == "ok"


def test_last_admin_can_not_be_taken_away(engine: Engine) -> None:
    users.add(engine, "chief", "admin", actor=admin("setup"), now=NOW)

    with pytest.raises(Refused, match="last admin"):
        users.disable(engine, "chief", actor=admin("chief"), now=NOW)
    with pytest.raises(Refused, match="last admin"):
        users.set_role(engine, "chief", "staff", actor=admin("chief"), now=NOW)

    users.add(engine, "second", "admin", actor=admin("chief"), now=NOW)
    users.disable(engine, "chief", actor=admin("second"), now=NOW)
    assert users.find(engine, "chief").disabled


def test_unknown_user_and_role_are_named(engine: Engine) -> None:
    with pytest.raises(UnknownUser, match="nobody"):
        users.enable(engine, "nobody", actor=admin(), now=NOW)
    with pytest.raises(Refused, match="director"):
        users.add(engine, "clerk", "king", actor=admin(), now=NOW)


def test_each_change_is_audited_and_no_password_is(engine: Engine) -> None:
    first = users.add(engine, "clerk", "staff", actor=admin(), now=NOW)
    users.set_role(engine, "clerk", "committee", actor=admin(), now=NOW)
    users.disable(engine, "clerk", actor=admin(), now=NOW)
    users.enable(engine, "clerk", actor=admin(), now=NOW)
    users.change_password(engine, "clerk", first, GOOD, now=NOW)

    events = audit.recent(engine)

    assert [event.action for event in events][:5][::-1] == [
        "user.add", "user.role", "user.disable", "user.enable", "user.password",
    ]  # fmt: skip
    assert events[0].by == "clerk"
    assert not any(secret in repr(events) for secret in (first, GOOD))
