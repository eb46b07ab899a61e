"""Who may sign in: adding, roles, passwords; what is refused in words."""

import pytest
from sqlalchemy import Engine

from db.accounts import audit, passwords, sessions, users
from db.errors import NameRefused, PasswordRefused, Refused, UnknownUser
from db.maintenance.chain import check
from db.tables import User
from db.transactions import reading, writing
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
    [
        ("short", "at least 10"), ("ก" * 25, "25 Thai letters"), ("x" * 73, "25 Thai letters"),
        ("a" * 12, "easy to guess"), ("password1234", "easy to guess"), ("กขคงจฉชซฌญ", "easy to guess"),
        ("clerk-clerk-64", "easy to guess"), ("qwertyuiop", "easy to guess"), ("12345678910", "easy to guess"),
    ],
)  # fmt: skip
def test_unfit_password_is_refused_in_words(engine: Engine, password: str, words: str) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)

    with pytest.raises(PasswordRefused, match=words):
        users.set_password(engine, "clerk", password, actor=admin(), now=NOW)


def test_twenty_four_thai_letters_make_a_password(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)
    password = "น้ำตาลโตนดหวานกว่าทะเลตะ"
    assert len(password) == 24

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


def test_a_new_password_leans_on_no_word_that_others_would_try(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW, password=GOOD)
    known = ["สำนักงานพัฒนาชุมชนจังหวัดเพชรบุรี", "Phetchaburi Provincial Office", "2564"]

    for leaning in ("เพชรบุรี2564", "phetchaburi2564", "phetchaburiclerk"):
        with pytest.raises(PasswordRefused, match="easy to guess"):
            users.change_password(engine, "clerk", GOOD, leaning, now=NOW, known=[*known, "เพชรบุรี"])
    users.change_password(engine, "clerk", GOOD, "ตาลโตนดเจ็ดสิบต้น", now=NOW, known=known)


def test_whoever_signed_in_with_a_one_time_password_is_not_asked_for_it_again(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)

    users.change_password(engine, "clerk", None, GOOD, now=NOW)
    with pytest.raises(PasswordRefused, match="present password"):
        users.change_password(engine, "clerk", None, "another one of mine", now=NOW)


def test_a_password_of_before_opens_however_easy_it_is(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)
    with writing(engine) as session:
        user = session.get_one(User, "clerk")
        user.password_hash, user.must_change = passwords.hashed("1234567890"), False

    assert sessions.verify_credentials(engine, "clerk", "1234567890", NOW).status == "ok"


def test_an_address_is_of_one_user_and_finds_them_in_any_letters(engine: Engine) -> None:
    for name in ("clerk", "other"):
        users.add(engine, name, "staff", actor=admin(), now=NOW, password=GOOD)
    users.set_email(engine, "clerk", " Clerk@Example.go.th ", actor=admin(), now=NOW)

    assert users.of_email(engine, "CLERK@example.go.th") == "clerk"
    assert users.of_email(engine, "nobody@example.go.th") is None
    with pytest.raises(Refused, match="already"):
        users.set_email(engine, "other", "clerk@example.go.th", actor=admin(), now=NOW)
    for wrong in ("clerk", "a@b", "a b@example.org", "<a>@example.org", "a@@example.org"):
        with pytest.raises(Refused, match="no e-mail"):
            users.set_email(engine, "other", wrong, actor=admin(), now=NOW)
    users.disable(engine, "clerk", actor=admin(), now=NOW)
    assert users.of_email(engine, "clerk@example.go.th") is None
    users.set_email(engine, "clerk", None, actor=admin(), now=NOW)
    users.set_email(engine, "other", "clerk@example.go.th", actor=admin(), now=NOW)


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


def test_whoever_chooses_the_full_page_keeps_it_until_they_choose_again(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)

    for full in (True, True, False):
        users.open_full(engine, "clerk", full=full, now=NOW)
        with reading(engine) as session:
            assert bool(session.get_one(User, "clerk").opens_full) is full
    with writing(engine) as session:
        assert session.get_one(User, "clerk").opens_full is None, "an empty cell is in no digest of the chain"
    assert [event.action for event in audit.recent(engine)].count("user.opens") == 2
    assert check(engine).findings == ()
    with pytest.raises(UnknownUser):
        users.open_full(engine, "nobody", full=True, now=NOW)


def test_the_tour_of_a_role_ends_once_for_good_and_another_role_has_its_own(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=admin(), now=NOW)
    phone, desk = (sessions.sign_in(engine, "clerk", NOW) for _ in range(2))

    def toured() -> list[bool]:
        found = [sessions.signed_in(engine, sessions.public_id(token), NOW) for token in (phone, desk)]
        return [one is not None and one.toured for one in found]

    assert toured() == [False, False]
    for _ in range(2):
        users.end_tour(engine, "clerk", "staff", now=NOW)
    assert toured() == [True, True], "on whatever device"
    users.set_role(engine, "clerk", "director", actor=admin(), now=NOW)
    assert toured() == [False, False]
    users.end_tour(engine, "clerk", "director", now=NOW)
    users.set_role(engine, "clerk", "staff", actor=admin(), now=NOW)
    assert toured() == [True, True], "what was over stays over"

    events = [event.detail for event in audit.recent(engine) if event.action == "user.tour"]
    assert events == ["clerk director", "clerk staff"]
    assert check(engine).findings == ()
    with pytest.raises(UnknownUser):
        users.end_tour(engine, "nobody", "staff", now=NOW)
    with pytest.raises(Refused):
        users.end_tour(engine, "clerk", "operator", now=NOW)
