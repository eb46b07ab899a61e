"""The page of users: for those who keep them alone, each press asked and recorded, the last admin kept."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, delete
from streamlit.testing.v1 import AppTest

from db import engine as databases
from db.accounts import audit, sessions, users
from db.errors import DatabaseBusy
from db.projects.versions import SAMPLE_PROJECT
from db.tables import SignIn, User
from tests.support.actors import OPERATOR
from tests.support.databases import NOW, PASSWORD, ROLES
from tests.support.pages import ROUTER, TIMEOUT_S, page, said, sign_in
from ui.auth import door, menu, signin
from ui.screens.people import accounts, secret
from ui.text.words import t


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    """The database of the screens with one more user, ``newcomer``, who is gone afterwards."""
    users.add(databases.engine(), "newcomer", "staff", actor=OPERATOR, now=NOW)
    yield databases.engine()
    with databases.engine().begin() as connection:
        for model, name in ((SignIn, SignIn.user_name), (User, User.name)):
            connection.execute(delete(model).where(name.in_(["newcomer", "another"])))  # type: ignore[attr-defined]


def chosen(name: str = "newcomer") -> AppTest:
    """The page with one user chosen and the password typed again."""
    shown = page("users.py", "admin", lang="th")
    assert not shown.exception
    return asked(shown.selectbox(key=accounts.CHOSEN).set_value(name).run(), "people-one")


def press(shown: AppTest, label: str) -> AppTest:
    return next(button for button in shown.button if button.label == t(label)).click().run()


def field(shown: AppTest, label: str, place: int = 0) -> Any:
    return [one for one in shown.text_input if one.label == t(label)][place]


def asked(shown: AppTest, where: str, password: str = PASSWORD) -> AppTest:
    """The page once a password was typed again."""
    shown.text_input(key=f"again.{where}.password").set_value(password)
    return shown.button(key=f"again.{where}.submit").click().run()


def roles(shown: AppTest) -> list[Any]:
    return [one for one in shown.selectbox if one.label == t("people.role")]


def newest(engine: Engine) -> list[str]:
    """The last actions of the log, without the sign-ins by which a password is asked again."""
    return [event.action for event in audit.recent(engine, limit=6) if not event.action.startswith("sign_in")]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_others_are_told_whose_page_it_is_and_see_no_name(engine: Engine, role: str) -> None:
    shown = page("users.py", role)

    assert t("role.admin") in said(shown)
    assert "newcomer" not in said(shown) and not shown.dataframe and not shown.selectbox
    event = audit.recent(engine, limit=1)[0]
    assert (event.action, event.by, event.detail) == ("refused", role, "users")


def test_a_refusal_is_recorded_once_a_tab(engine: Engine) -> None:
    shown = page("users.py", "staff")
    before = audit.recent(engine, limit=1)[0].id

    shown.run()

    assert audit.recent(engine, limit=1)[0].id == before


def test_every_user_is_listed(engine: Engine) -> None:
    (table,) = page("users.py", "admin").dataframe

    assert set(table.value[t("people.name")]) == {*ROLES, "newcomer"}


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_new_user_gets_a_one_time_password_that_is_shown_until_it_is_put_away(engine: Engine, lang: str) -> None:
    shown = asked(page("users.py", "admin", lang=lang), "people-add")
    next(one for one in shown.text_input if one.label == t("people.name", lang)).set_value(" Another ")
    next(button for button in shown.button if button.label == t("people.add", lang)).click().run()

    (password,) = [code.value for code in shown.code]
    assert sessions.verify_credentials(engine, "another", password, door.utc_now()).status == "ok"
    assert users.find(engine, "another").must_change
    assert password in [code.value for code in shown.run().code]
    shown.button(key="people-one-time-seen").click().run()
    assert not shown.code


@pytest.mark.parametrize("box", [secret.ONE_TIME, secret.TOKEN])
def test_a_secret_is_forgotten_when_the_page_is_left(box: str, home: Path) -> None:
    shown = AppTest.from_file(str(ROUTER), default_timeout=TIMEOUT_S)
    sign_in(shown, "admin")
    shown.run()
    users_page = str(menu.FOLDER / "users.py")
    shown.switch_page(users_page).run()
    shown.session_state["people.secrets"] = {box: ("of newcomer", "a-secret-of-once")}
    assert [code.value for code in shown.run().code] == ["a-secret-of-once"]

    shown.switch_page(str(menu.FOLDER / "status.py")).run()
    assert not shown.switch_page(users_page).run().code
    assert not shown.exception


@pytest.mark.parametrize("name", ["operator", "newcomer", "two words", ""])
def test_a_name_that_cannot_be_taken_is_said(engine: Engine, name: str) -> None:
    shown = asked(page("users.py", "admin"), "people-add")
    field(shown, "people.name").set_value(name)
    press(shown, "people.add")

    assert shown.error
    assert len(users.list_users(engine)) == len(ROLES) + 1


@pytest.mark.parametrize("typed", ["", "not the password"])
def test_no_role_is_offered_without_the_password(engine: Engine, typed: str) -> None:
    shown = page("users.py", "admin").selectbox(key=accounts.CHOSEN).set_value("newcomer").run()
    shown = asked(shown, "people-one", typed)

    assert shown.error or shown.warning
    assert t("people.save_role") not in [button.label for button in shown.button]
    assert not shown.multiselect and users.find(engine, "newcomer").role == "staff"


def test_a_password_that_was_typed_long_ago_opens_nothing(engine: Engine) -> None:
    shown = chosen()
    roles(shown)[-1].set_value("committee")
    sid, at = shown.session_state[signin.ASKED_AGAIN_AT]
    shown.session_state[signin.ASKED_AGAIN_AT] = (sid, at - signin.GOOD_FOR)
    press(shown, "people.save_role")

    assert users.find(engine, "newcomer").role == "staff"


def test_no_deed_is_done_whose_password_was_not_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where its form was drawn before: the deed asks once more."""

    class AgainError(Exception):
        """The page is drawn anew."""

    def again() -> None:
        raise AgainError

    done: list[object] = []
    monkeypatch.setattr(accounts.st, "rerun", again)
    monkeypatch.setattr(accounts.guard, "require", lambda right: SimpleNamespace(person=None))
    monkeypatch.setattr(accounts.signin, "was_asked", lambda person: False)
    act: Any = lambda who: done.append(who) or ""  # noqa: E731

    with pytest.raises(AgainError):
        accounts.do(act, act, asked=True)

    assert done == []


def test_a_role_changes_with_the_password(engine: Engine) -> None:
    shown = chosen()
    roles(shown)[-1].set_value("committee")
    press(shown, "people.save_role")

    assert t("people.done_role", name="newcomer") in said(shown)
    assert users.find(engine, "newcomer").role == "committee"
    event = audit.recent(engine, limit=1)[0]
    assert (event.action, event.by, event.via) == ("user.role", "admin", "screen")
    assert event.detail == "newcomer staff committee"


def test_the_last_admin_is_kept(engine: Engine) -> None:
    shown = chosen("admin")
    assert t("people.yourself") in said(shown)
    press(shown, "people.disable")

    assert "คนสุดท้าย" in "\n".join(one.value for one in shown.error)
    assert not users.find(engine, "admin").disabled


def test_projects_are_chosen_and_opened_again(engine: Engine) -> None:
    shown = chosen()
    shown.multiselect[0].set_value([SAMPLE_PROJECT])
    press(shown, "people.save_scope")
    assert users.find(engine, "newcomer").scope == [SAMPLE_PROJECT]

    shown = chosen()
    assert shown.multiselect[0].value == [SAMPLE_PROJECT]
    shown.multiselect[0].set_value([])
    press(shown, "people.save_scope")
    assert users.find(engine, "newcomer").scope is None


def test_an_admin_has_no_projects_to_choose(engine: Engine) -> None:
    shown = chosen("admin")

    assert t("people.scope") not in [one.label for one in shown.multiselect]
    assert t("people.scope_of_role") in said(shown)


def test_an_address_is_kept_in_small_letters_and_once(engine: Engine) -> None:
    shown = chosen()
    field(shown, "people.email_optional", -1).set_value(" New.Comer@Example.go.th ")
    press(shown, "people.save_email")
    assert users.find(engine, "newcomer").email == "new.comer@example.go.th"

    shown = chosen("director")
    field(shown, "people.email_optional", -1).set_value("new.comer@example.go.th")
    press(shown, "people.save_email")
    assert "เป็นของผู้ใช้ “newcomer”" in "\n".join(one.value for one in shown.error)
    assert users.find(engine, "director").email is None


def test_closing_opening_a_new_password_and_signing_out(engine: Engine) -> None:
    sign_in = sessions.public_id(sessions.sign_in(engine, "newcomer", door.utc_now()))
    press(chosen(), "people.sign_out")
    assert sessions.signed_in(engine, sign_in, door.utc_now()) is None

    shown = press(chosen(), "people.disable")
    assert users.find(engine, "newcomer").disabled
    press(shown, "people.enable")
    assert not users.find(engine, "newcomer").disabled
    shown = press(chosen(), "people.reset")
    assert sessions.verify_credentials(engine, "newcomer", shown.code[0].value, door.utc_now()).status == "ok"
    assert newest(engine)[:4] == ["user.password", "user.enable", "user.disable", "sign_out.everywhere"]


def test_users_that_cannot_be_read_are_said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(users, "list_users", busy)
    shown = page("users.py", "admin")

    assert "อ่านรายชื่อผู้ใช้ไม่ได้" in "\n".join(one.value for one in shown.error)
    assert not shown.dataframe
