"""Signing in, staying in, and being out: over the wire, against what the database says at that moment."""

from collections.abc import Iterator

import pytest

from core.model.roles import Actor
from db.accounts import users
from tests.support.actors import admin
from tests.support.server import PASSWORD, READY, Server
from tests.support.wire import Visit, elements, text_sent
from ui.auth import door, menu
from ui.text.words import t

NEW_PASSWORD = "ใหม่-ยาวพอ-77"


@pytest.fixture
def visit(server: Server) -> Iterator[Visit]:
    """A tab of somebody nobody knows."""
    with Visit(server.address) as tab:
        yield tab


def sign_in(visit: Visit, name: str, password: str = PASSWORD, page: str = "history") -> str:
    """Ask for a page, fill in the form, and return everything that came then."""
    visit.ask(page)
    return text_sent(visit.press(t("signin.submit"), signin__name=name, signin__password=password))


def is_form(visit: Visit) -> bool:
    """Whether the last run sent the sign-in form."""
    return t("signin.password") in [e.label for kind, e in elements(visit.last) if kind == "text_input"]


@pytest.mark.parametrize("role", READY)
def test_each_role_gets_its_own_menu(role: str, server: Server) -> None:
    with Visit(server.address, cookie=server.cookie_of(role)) as visit:
        visit.ask()

    menus = [m.navigation for m in visit.received if m.WhichOneof("type") == "navigation"]
    shown = {page.url_pathname for page in menus[-1].app_pages if not page.is_hidden}
    assert shown == {path for path, entry in menu.known().items() if entry.listed and entry.open_to(Actor("", role))}


def test_a_right_password_opens_the_page_that_was_asked_for(visit: Visit) -> None:
    said = sign_in(visit, READY["director"])

    assert t("nav.history") in said
    assert not is_form(visit)


@pytest.mark.parametrize(
    ("name", "password"), [("chief", "wrong-password"), ("nobody", PASSWORD), ("x" * 90, "y" * 190)]
)
def test_a_wrong_name_or_password_gets_one_and_the_same_sentence(name: str, password: str, visit: Visit) -> None:
    assert t("signin.wrong") in sign_in(visit, name, password)
    assert is_form(visit)


def test_nothing_typed_asks_for_both(visit: Visit) -> None:
    assert t("signin.missing") in sign_in(visit, "", "")


def test_wrong_tries_make_the_next_one_wait_and_say_until_when(server: Server, visit: Visit) -> None:
    users.add(server.engine, "hasty", "director", actor=admin("test"), now=door.utc_now(), password=PASSWORD)

    said = [sign_in(visit, "hasty", "wrong-password") for _ in range(4)]

    assert all(t("signin.wrong") in sentence for sentence in said[:3])
    assert t("signin.locked", time="")[:15] in sign_in(visit, "hasty")


def test_a_first_sign_in_asks_for_a_new_password_before_anything_else(server: Server, visit: Visit) -> None:
    name, one_time = server.one_time["committee"]

    said = sign_in(visit, name, one_time)
    assert t("signin.first") in said
    assert t("nav.history") not in said
    assert t("signin.differ") in change(visit, one_time, NEW_PASSWORD, NEW_PASSWORD + "x")
    assert "สั้นเกินไป" in change(visit, one_time, "short", "short")

    assert t("nav.history") in change(visit, one_time, NEW_PASSWORD, NEW_PASSWORD)
    assert users.find(server.engine, name).must_change is False


def change(visit: Visit, old: str, new: str, again: str) -> str:
    """Fill in the change of password."""
    return text_sent(visit.press(t("signin.save"), change__old=old, change__new=new, change__again=again))


def test_signing_out_ends_the_sign_in_itself_not_only_the_cookie(server: Server) -> None:
    cookie = server.cookie_of("staff")
    with Visit(server.address, cookie=cookie) as visit:
        visit.ask("history")
        assert not is_form(visit)
        visit.press(t("signin.leave"))
        assert is_form(visit)

    with Visit(server.address, cookie=cookie) as again:
        again.ask("history")
        assert is_form(again)


def test_a_disabled_user_is_out_at_the_next_click(server: Server) -> None:
    users.add(server.engine, "leaver", "staff", actor=admin("test"), now=door.utc_now(), password=PASSWORD)
    with Visit(server.address, cookie=server.cookie_of("leaver")) as visit:
        visit.ask("history")
        assert not is_form(visit)
        users.disable(server.engine, "leaver", actor=admin("test"), now=door.utc_now())
        visit.again()

        assert is_form(visit)


def test_a_changed_role_holds_from_the_next_click(server: Server) -> None:
    users.add(server.engine, "mover", "staff", actor=admin("test"), now=door.utc_now(), password=PASSWORD)
    with Visit(server.address, cookie=server.cookie_of("mover")) as visit:
        visit.ask("upload")
        assert t("app.refused", roles="", role="")[:20] not in text_sent(visit.last)
        users.set_role(server.engine, "mover", "committee", actor=admin("test"), now=door.utc_now())
        visit.again()

        assert t("app.refused", roles=t("role.staff"), role=t("role.committee")) in text_sent(visit.last)


@pytest.mark.parametrize("role", ["director", "committee", "admin"])
def test_a_page_of_another_role_refuses_in_words_and_shows_nothing(role: str, server: Server) -> None:
    with Visit(server.address, cookie=server.cookie_of(role)) as visit:
        visit.ask("upload")

    assert t("app.refused", roles=t("role.staff"), role=t(f"role.{role}")) in text_sent(visit.last)
    assert "file_uploader" not in {kind for kind, _ in elements(visit.last)}
