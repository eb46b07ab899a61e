"""Signing in, staying in, and being out: over the wire, against what the database says at that moment."""

import time
from collections.abc import Callable

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from core.model.roles import Actor
from db.accounts import audit, sessions, users
from tests.support.actors import admin
from tests.support.guest import Guest
from tests.support.server import PASSWORD, READY, Server
from tests.support.wire import Visit, elements, text_sent
from ui.auth import door, menu
from ui.text.words import t

NEW_PASSWORD = "ตาลโตนด-เจ็ดต้น"


@pytest.fixture
def guest(server: Server) -> Guest:
    """A browser that nobody knows."""
    return Guest(server.address)


@pytest.mark.parametrize("role", READY)
def test_each_role_gets_its_own_menu(role: str, server: Server) -> None:
    with Visit(server.address, cookie=server.cookie_of(role)) as visit:
        visit.ask()

    menus = [m.navigation for m in visit.received if m.WhichOneof("type") == "navigation"]
    shown = {page.url_pathname for page in menus[-1].app_pages if not page.is_hidden}
    assert shown == {path for path, entry in menu.known().items() if entry.listed and entry.open_to(Actor("", role))}


def test_a_right_password_opens_the_page_that_was_asked_for(guest: Guest, server: Server) -> None:
    asked = guest.ask("/history?lang=en&x=%E0%B8%81")
    assert (asked.status, asked.location) == (303, "/signin?next=%2Fhistory%3Flang%3Den%26x%3D%25E0%25B8%2581")
    assert guest.sign_in(READY["director"], PASSWORD, asked.location or "").location == "/history?lang=en&x=%E0%B8%81"

    assert guest.ask("/history").status == 200
    with Visit(server.address, cookie=guest.cookie) as visit:
        visit.ask("history")
    assert t("nav.history") in text_sent(visit.last)


@pytest.mark.parametrize(
    ("name", "password"),
    [("chief", "wrong-password"), ("nobody", PASSWORD), ("x" * 90, "y" * 190), ("keeper", "ก" * 60)],
)
def test_a_wrong_name_or_password_gets_one_and_the_same_sentence(name: str, password: str, guest: Guest) -> None:
    refused = guest.sign_in(name, password)

    assert refused.status == 401
    assert t("signin.wrong") in refused.text
    assert f'value="{name}"' in refused.text
    assert password not in refused.text
    assert guest.ask("/").status == 303


def test_nothing_typed_asks_for_both(guest: Guest) -> None:
    assert t("signin.missing") in guest.sign_in("", "").text


def test_a_device_that_is_known_waits_for_its_own_wrong_tries_and_is_told_until_when(
    server: Server, guest: Guest
) -> None:
    users.add(server.engine, "hasty", "director", actor=admin("test"), now=door.utc_now(), password=PASSWORD)
    assert guest.sign_in("hasty", PASSWORD).status == 303
    sessions.sign_out_everywhere(server.engine, "hasty", actor=admin("test"), now=door.utc_now())

    said = [guest.sign_in("hasty", "wrong-password").text for _ in range(5)]
    assert all(t("signin.wrong") in sentence for sentence in said[:3])
    assert t("signin.locked", time="")[:15] in said[-1]
    assert Guest(server.address).sign_in("hasty", PASSWORD).status == 303


def test_wrong_tries_come_into_the_log(server: Server, guest: Guest) -> None:
    guest.sign_in(READY["committee"], "wrong-password")

    until(lambda: ("sign_in.wrong", READY["committee"]) in [(e.action, e.by) for e in audit.recent(server.engine)])


def test_a_first_sign_in_asks_for_a_new_password_before_anything_else(server: Server, guest: Guest) -> None:
    name, one_time = server.one_time["committee"]
    assert guest.sign_in(name, one_time).status == 303

    with Visit(server.address, cookie=guest.cookie) as visit:
        said = text_sent(visit.ask("history"))
        assert t("signin.first") in said
        assert t("nav.history") not in said
        assert t("signin.old") not in said
        assert t("signin.differ") in change(visit, NEW_PASSWORD, NEW_PASSWORD + "x")
        assert "สั้นเกินไป" in change(visit, "short", "short")

        assert t("nav.history") in change(visit, NEW_PASSWORD, NEW_PASSWORD)
    assert users.find(server.engine, name).must_change is False


def change(visit: Visit, new: str, again: str) -> str:
    """Fill in the first change of password."""
    return text_sent(visit.press(t("signin.save"), change__new=new, change__again=again))


def test_signing_out_ends_the_sign_in_itself_and_leads_all_its_pages_to_the_form(server: Server) -> None:
    cookie = server.cookie_of("staff")
    with Visit(server.address, cookie=cookie) as other, Visit(server.address, cookie=cookie) as visit:
        other.ask("budget")
        visit.ask("history")
        visit.socket.send(visit.pressed(t("signin.leave")).SerializeToString())

        assert led_to(visit) == led_to(other) == "/signin"
    assert server.get("/files/export/groups.csv", cookie)[0] == 401
    assert Guest(server.address, {"Cookie": cookie}).ask("/budget").location == "/signin?next=%2Fbudget"
    assert t("signin.out") in Guest(server.address, {"Cookie": cookie}).ask("/signin").text


def led_to(visit: Visit) -> str | None:
    """Where the server leads a page before it closes its socket."""
    led = None
    try:
        while True:
            message = ForwardMsg.FromString(visit.socket.recv(timeout=10, decode=False))
            if message.HasField("auth_redirect"):
                led = message.auth_redirect.url
    except ConnectionClosed as closed:
        assert closed.rcvd is not None and closed.rcvd.code == 4401
    return led


ENDS: dict[str, Callable[[Server, str], object]] = {
    "disabled": lambda server, name: users.disable(server.engine, name, actor=admin("test"), now=door.utc_now()),
    "password": lambda server, name: users.reset_password(server.engine, name, actor=admin("test"), now=door.utc_now()),
    "elsewhere": lambda server, name: sessions.sign_out_everywhere(
        server.engine, name, actor=admin("test"), now=door.utc_now()
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_whose_sign_in_ends_elsewhere_is_out_within_a_second(end: str, server: Server) -> None:
    name = f"leaver-{end}"
    users.add(server.engine, name, "staff", actor=admin("test"), now=door.utc_now(), password=PASSWORD)
    cookie = server.cookie_of(name)
    with Visit(server.address, cookie=cookie) as visit:
        visit.ask("history")
        ENDS[end](server, name)
        begun = time.monotonic()

        assert led_to(visit) == ""
        assert time.monotonic() - begun < 3  # a slow machine is no fault of the program
    with Visit(server.address, cookie=cookie) as again:
        assert led_to(again) == ""


def test_signing_in_as_another_ends_who_was_there(server: Server, guest: Guest) -> None:
    drawn = guest.ask("/signin")
    guest.sign_in(READY["director"], PASSWORD)
    before = guest.cookie
    with Visit(server.address, cookie=before) as visit:
        visit.ask("history")
        form = {"field": drawn.field, "username": READY["committee"], "password": PASSWORD}  # of another tab
        assert guest.ask("/signin", form=form).status == 303

        assert led_to(visit) == ""
    assert server.get("/files/export/groups.csv", before)[0] == 401
    assert server.get("/files/export/groups.csv", guest.cookie)[0] == 200


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


def until(holds: Callable[[], bool]) -> None:
    """Wait for what the server writes from time to time."""
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")
