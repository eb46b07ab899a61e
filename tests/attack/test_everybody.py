"""Every page and file by every role and every kind of stranger, on a running server: by link, socket and route."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from core.model import Actor, Right, user_roles
from core.model.kinds import KINDS
from db.accounts import audit, refusals, sessions, users
from db.notebook import short_links
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import admin
from tests.support.guest import Guest
from tests.support.server import READY, Server
from tests.support.wire import Visit, elements, text_sent
from ui.auth import door, menu
from ui.reports.catalogue import PAPERS
from ui.routes import files, papers
from ui.screens import compared
from ui.screens.people import log
from ui.text import t

ROLES = user_roles()
PAGES = sorted(menu.known())
# Every file by link: the right that it asks for, and an address of it.
FILES = {
    "/files/export/{kind}.csv": (Right.EXPORT, "/files/export/groups.csv"),
    "/files/template/{kind}.xlsx": (Right.UPLOAD, "/files/template/groups.xlsx"),
    "/files/template/{kind}.csv": (Right.UPLOAD, "/files/template/groups.csv"),
    "/files/errors/{token}": (Right.UPLOAD, "/files/errors/guess"),
    "/files/upload/{upload:int}.csv": (Right.EXPORT, "/files/upload/1.csv"),
    "/files/diff/{before:int}/{after:int}.csv": (Right.EXPORT, "/files/diff/{before}/{after}.csv"),
    "/files/audit.csv": (Right.USERS, "/files/audit.csv"),
    "/files/report/{kind}": (Right.EXPORT, "/files/report/line"),
}
STRANGERS = ("nobody", "a made-up cookie", "signed out", "disabled", "of another server", "of before", "of a backup")


@pytest.fixture(scope="module")
def cookies(server: Server, new_server: Callable[..., Server]) -> dict[str, str | None]:
    """What each kind of stranger shows at the door."""
    now, name = door.utc_now(), server.cookie_name
    users.add(server.engine, "leaver", "staff", actor=admin(), now=now)
    left, away = server.cookie_of("staff"), server.cookie_of("leaver")
    sessions.sign_out(server.engine, sessions.public_id(left.split("=", 1)[1]), now)
    users.disable(server.engine, "leaver", actor=admin(), now=now)
    elsewhere = new_server()
    return {
        "nobody": None,
        "a made-up cookie": f"{name}=made-up",
        "signed out": left,
        "disabled": away,
        "of another server": f"{name}={elsewhere.token_of('staff')}",
        "of before": f"otop_sign_in={server.token_of('staff')}",
        "of a backup": f"{name}={sessions.public_id(server.token_of('staff'))}",  # all that a copy of the tables holds
    }


def every_address(server: Server) -> Iterator[str]:
    """Each page, each file of each kind, each paper, a short link."""
    yield from (f"/{page}" for page in PAGES)
    yield from (address.format(before=1, after=2) for _, address in FILES.values())
    yield from (f"/files/export/{kind}.csv" for kind in KINDS)
    yield from (f"/files/report/{paper}" for paper in PAPERS)
    yield "/s/abcdefghij"
    yield from ("/static/js/x.js", "/fonts/x.ttf", "/scripts/rows.js", "/media/x.png", "/index.html", "/_stcore/health")


def test_every_file_by_link_stands_here() -> None:
    served = files.routes((*papers.ROUTES, *compared.ROUTES, *log.ROUTES))

    assert {getattr(route, "path", "") for route in served} == set(FILES)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_reaches_nothing_by_any_link_socket_or_route(
    stranger: str, server: Server, cookies: dict[str, str | None]
) -> None:
    cookie = cookies[stranger]
    guest = Guest(server.address, {"Cookie": cookie} if cookie else {})
    for address in every_address(server):
        pings = address == "/_stcore/health" and stranger in ("signed out", "disabled")
        for accept in ("text/html", "*/*"):
            answer = guest.ask(f"{address}?lang=en", Accept=accept)
            if pings:  # its socket is what leads a page away whose sign-in has ended
                assert (answer.status, answer.text) == (200, "ok")
                continue
            assert answer.status == (303 if accept == "text/html" or address.startswith("/s/") else 401), address
            assert "content-disposition" not in answer.headers
            assert answer.status == 401 or (answer.location or "").split("?")[0] == "/signin"
            assert len(answer.text) < 300 and "streamlit" not in answer.text.lower()
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            assert guest.ask(address, method, Origin=server.address).status in (401, 405), (method, address)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_s_socket_says_nothing(stranger: str, server: Server, cookies: dict[str, str | None]) -> None:
    if stranger in ("signed out", "disabled"):
        with Visit(server.address, cookie=cookies[stranger]) as visit:
            sent = [visit.socket.recv(timeout=10, decode=False)]
            with pytest.raises(ConnectionClosed):
                sent.append(visit.socket.recv(timeout=10, decode=False))
        assert [ForwardMsg.FromString(one).WhichOneof("type") for one in sent] == ["auth_redirect"]
        return
    with pytest.raises(InvalidStatus) as refused, Visit(server.address, cookie=cookies[stranger]):
        pass
    assert refused.value.response.status_code == 403


def may(role: str, right: Right | None) -> bool:
    return right is None or Actor("", role).may(right)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_files_of_its_rights_and_a_sentence_for_the_others(role: str, server: Server) -> None:
    guest = Guest(server.address, {"Cookie": server.cookie_of(role)})
    after, before = [upload.id for upload in store.history(server.engine, SAMPLE_PROJECT, "groups")][:2]
    for right, pattern in FILES.values():
        address = pattern.format(before=before, after=after)
        if address.startswith("/files/report/") and may(role, right):
            continue  # papers take seconds; who gets them is in the long half
        answer = guest.ask(address)
        if may(role, right):
            assert answer.status == (404 if address.endswith("guess") else 200), address
            continue
        assert answer.status == 403, address
        sentences = answer.text.splitlines()
        assert sentences[:2] == [t("files.refused"), t("files.refused", "en")] and len(sentences) == 3
        told = {(e.by, e.detail.split()[0]) for e in audit.recent(server.engine) if e.action == refusals.BY_RIGHT}
        assert (READY[role], right.value) in told


@pytest.mark.parametrize("page", [path for path in PAGES if menu.known()[path].right is not None])
def test_a_page_of_others_is_a_sentence_and_nothing_else(page: str, server: Server) -> None:
    entry = menu.known()[page]
    for role in ROLES:
        if may(role, entry.right):
            continue
        with Visit(server.address, cookie=server.cookie_of(role)) as visit:
            visit.ask(page, f"project={SAMPLE_PROJECT}")
        refused = t("app.refused", roles=names(entry.right), role=t(f"role.{role}"))
        assert refused in text_sent(visit.last)
        drawn = {kind for kind, _ in elements(visit.last)}
        assert not drawn & {"file_uploader", "arrow_data_frame", "text_input", "vega_lite_chart"}, drawn


def names(right: Right | None) -> str:
    return ", ".join(t(f"role.{role}") for role in user_roles(right))


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_for_the_roles_of_its_right_alone(page: str, role: str, server: Server) -> None:
    entry = menu.known()[page]
    with Visit(server.address, cookie=server.cookie_of(role)) as visit:
        visit.ask(page, f"project={SAMPLE_PROJECT}")
    refused = t("app.refused", roles="", role="")[:12]

    assert (refused in text_sent(visit.last)) is not may(role, entry.right)
    assert t("app.fault") not in text_sent(visit.last)


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_whoever_has_not_changed_a_one_time_password_gets_that_form_and_nothing_else(role: str, server: Server) -> None:
    name, _ = server.one_time[role]
    cookie = f"{server.cookie_name}={sessions.sign_in(server.engine, name, door.utc_now())}"
    for page in PAGES:
        with Visit(server.address, cookie=cookie) as visit:
            visit.ask(page)
        assert t("signin.first") in text_sent(visit.last)
        assert not {kind for kind, _ in elements(visit.last)} & {"file_uploader", "arrow_data_frame", "vega_lite_chart"}
    guest = Guest(server.address, {"Cookie": cookie})
    for _, address in FILES.values():
        assert guest.ask(address.format(before=1, after=2)).status == 403, address


@pytest.mark.long
def test_a_short_link_opens_for_who_is_signed_in_and_leads_others_to_the_form(server: Server) -> None:
    engine, now = server.engine, door.utc_now()
    view = store.view(engine, SAMPLE_PROJECT)
    assert view.day is not None
    target = short_links.Target(SAMPLE_PROJECT, view.day, now)
    code = short_links.code_of(engine, target, actor=Actor("clerk", "staff"), now=now)
    assert Guest(server.address).ask(f"/s/{code}").location == f"/signin?next=%2Fs%2F{code}"
    for role in ROLES:
        led = Guest(server.address, {"Cookie": server.cookie_of(role)}).ask(f"/s/{code}")
        assert led.status == 303 and (led.location or "").startswith("/?")
