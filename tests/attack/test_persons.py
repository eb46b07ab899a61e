"""Persons and telephones in every text of a running server: no role meets those that it may not see, on any way out."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from core.model import Right, user_roles
from core.model.kinds import KINDS
from core.text import PERSON_MASK
from db.notebook import short_links
from db.snapshots import store
from tests.support.actors import staff
from tests.support.guest import Guest
from tests.support.names import FAMILY
from tests.support.planted import DAYS, plant, traces_in
from tests.support.server import Server
from tests.support.uploads import CODE
from tests.support.wire import Visit, text_sent
from ui.auth import door, menu

pytestmark = pytest.mark.long
PAGES = sorted(menu.known())
ROLES = user_roles()


@pytest.fixture(scope="module")
def named(new_server: Callable[..., Server]) -> Server:
    """A server of a project in which every text names somebody."""
    server = new_server()
    plant(server.engine)
    return server.start().wait()


def may(role: str, right: Right) -> bool:
    return role in user_roles(right)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_no_socket_sends_what_the_role_may_not_see(role: str, page: str, named: Server) -> None:
    with Visit(named.address, cookie=named.cookie_of(role)) as visit:
        visit.ask(page, f"project={CODE}")
        visit.again()
    sent = "\n".join(text_sent([one]) + one.SerializeToString().decode("utf-8", "ignore") for one in visit.received)

    assert traces_in(sent, persons=not may(role, Right.SEE_PERSON), phones=not may(role, Right.SEE_PHONE)) == []


def test_there_was_something_to_be_seen(named: Server) -> None:
    for role, seen in (("staff", True), ("director", False)):
        with Visit(named.address, cookie=named.cookie_of(role)) as visit:
            visit.ask("groups", f"project={CODE}")
        sent = b"\n".join(one.SerializeToString() for one in visit.received).decode("utf-8", "ignore")
        assert bool(traces_in(sent)) is seen
        assert seen or PERSON_MASK in sent


@pytest.mark.parametrize("role", ROLES)
def test_no_file_and_no_text_by_link_tells_anybody(role: str, named: Server) -> None:
    guest = Guest(named.address, {"Cookie": named.cookie_of(role)})
    paths = [f"/files/export/{kind}.csv" for kind in KINDS] + ["/files/report/line", "/files/audit.csv"]
    for upload in store.history(named.engine, CODE):
        paths.append(f"/files/upload/{upload.id}.csv")
    for path in paths:
        answer = guest.ask(f"{path}?project={CODE}&lang=th")
        assert answer.status in (200, 403, 404), path
        assert traces_in(answer.text) == [], path


def test_a_search_by_link_finds_nobody_for_who_sees_nobody(named: Server) -> None:
    path = f"/files/export/spending.csv?project={CODE}&q={quote(FAMILY)}"
    found = {role: Guest(named.address, {"Cookie": named.cookie_of(role)}).ask(path).text.count("\n") for role in ROLES}

    assert found["director"] == found["admin"] == 1 < found["staff"]


def test_no_link_holds_a_name(named: Server) -> None:
    target = short_links.Target(CODE, DAYS[1], door.utc_now())
    code = short_links.code_of(named.engine, target, actor=staff(), now=door.utc_now())
    led = Guest(named.address, {"Cookie": named.cookie_of("director")}).ask(f"/s/{code}")

    assert led.status == 303 and traces_in(led.location or "") == []


def test_the_server_s_own_log_names_nobody(named: Server) -> None:
    with Visit(named.address, cookie=named.cookie_of("staff")) as visit:
        visit.ask("budget", f"project={CODE}")
    guest, name = Guest(named.address, {"Cookie": named.cookie_of("staff")}), quote(FAMILY)
    assert guest.ask(f"/files/export/x{name}.csv?q={name}").status == 404

    assert traces_in(named.words()) == []
