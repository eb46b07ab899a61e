"""The door around a program that says what reaches it: who is let in, who is led to sign in, who is refused."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from db import engine as databases
from db.accounts import sessions
from db.errors import DatabaseMissing
from tests.support import pages
from tests.support.asgi import HOST, Pairs, ask, knock
from ui.auth import door
from ui.auth.visitors import visitors
from ui.gate import hosts, sockets
from ui.gate.middleware import ASKED_AT_ONCE, Door
from ui.gate.refusals import OF_A_PROXY
from ui.text import t

STREAM = "/_stcore/stream"
HERE = [("origin", f"http://{HOST}")]
HTML = [("accept", "text/html,*/*")]
Reached = list[Scope]


@pytest.fixture
def reached() -> Reached:
    """What the house behind the door was asked for."""
    return []


@pytest.fixture
def house(reached: Reached, home: Path) -> ASGIApp:
    """The door, and behind it a house that answers everything; over a socket it tells of a session and listens."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope)
        if scope["type"] == "http":
            await HTMLResponse("inside")(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.accept", "subprotocol": "streamlit"})
        begun = ForwardMsg()
        begun.new_session.initialize.session_id = f"session of {sid_in(scope)}"
        await send({"type": "websocket.send", "bytes": begun.SerializeToString()})
        while (message := await receive())["type"] != "websocket.disconnect":
            reached.append(message)

    return Door(app)


def sid_in(scope: Scope) -> str | None:
    """The sign-in that the door names to the house."""
    found = HTTPConnection(scope).headers.getlist("x-door-sid")
    assert len(found) < 2
    return found[0] if found else None


def worn(user: str) -> tuple[str, str]:
    """A cookie of a new sign-in, and the public name of that."""
    token = pages.token(user)
    return f"{pages.COOKIE}={token}", sessions.public_id(token)


def socket_headers(cookie: str | None, *protocols: str, origin: str = f"http://{HOST}") -> Pairs:
    headers = [("origin", origin), ("sec-websocket-protocol", ", ".join(("streamlit", *protocols)))]
    return headers + ([("cookie", cookie)] if cookie else [])


def closed_with(sent: list[dict[str, Any]]) -> int | None:
    return sent[-1].get("code") if sent[-1]["type"] == "websocket.close" else None


def led_to(sent: list[dict[str, Any]]) -> str | None:
    """Where a socket leads its page."""
    for message in sent:
        if message["type"] == "websocket.send":
            told = ForwardMsg.FromString(message["bytes"])
            if told.HasField("auth_redirect"):
                return str(told.auth_redirect.url)
    return None


@pytest.mark.parametrize(
    "path",
    ["/", "/budget", "//signin", "/signin;x", "/signin/", "/signin%00", "/SIGNIN", "/signin/../budget", "/files/x.csv",
     "/static/../signin", "/static/js/x.js", "/media/abc", "/fonts/x.ttf", "/scripts/rows.js", "/_stcore/health", "/s",
     "/_stcore/host-config", "/_stcore/stream", "/healthz/", "/readyz2", "/setup", "/oidc/callback/x", "http://x/"],
)  # fmt: skip
def test_a_stranger_reaches_nothing(path: str, house: ASGIApp, reached: Reached) -> None:
    answers = [ask(house, path), ask(house, path, headers=HTML), ask(house, path, "HEAD")]

    assert reached == []
    if path.startswith("/"):
        assert [answer.status for answer in answers] == [401, 303, 401]
        assert answers[1].headers["location"].startswith("/signin")
    else:
        assert {answer.status for answer in answers} == {404}
    assert all("inside" not in answer.text for answer in answers)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/signin", "/signin?next=/x", "/oidc/callback?code=1"])
def test_what_the_table_opens_answers_strangers(path: str, house: ASGIApp, reached: Reached) -> None:
    assert ask(house, path).text == "inside"
    assert sid_in(reached[0]) is None


def test_a_short_link_leads_to_sign_in_whoever_asks(house: ASGIApp, reached: Reached) -> None:
    answer = ask(house, "/s/abcdefghij")

    assert (answer.status, answer.headers["location"]) == (303, "/signin?next=%2Fs%2Fabcdefghij")
    assert reached == []


@pytest.mark.parametrize(("dest", "status"), [("document", 303), ("empty", 401), ("script", 401), ("image", 401)])
def test_only_a_document_is_led_to_sign_in(dest: str, status: int, house: ASGIApp) -> None:
    assert ask(house, "/budget", headers=[("sec-fetch-dest", dest), *HTML]).status == status


def test_who_is_signed_in_is_let_in_and_named_by_the_door_alone(house: ASGIApp, reached: Reached) -> None:
    cookie, sid = worn("staff")
    _, other = worn("director")

    answer = ask(house, "/budget", cookie=cookie, headers=[("X-Door-Sid", other), ("x-door-sid", "x")])

    assert answer.text == "inside"
    assert answer.headers["cache-control"] == "no-store"
    assert sid_in(reached[0]) == sid
    ask(house, "/signin", headers=[("x-door-sid", sid)])
    assert sid_in(reached[1]) is None


def test_what_was_made_for_one_is_kept_by_no_cache(house: ASGIApp) -> None:
    assert ask(house, "/media/abc.png", cookie=worn("staff")[0]).headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/x", "/_stcore/script-health-check", "/auth/login",
                                  "/auth/logout", "/oauth2callback", "/component/x/index.html"])  # fmt: skip
def test_what_the_framework_brings_and_nobody_uses_is_shut_for_all(path: str, house: ASGIApp, reached: Reached) -> None:
    assert [ask(house, path, cookie=cookie).status for cookie in (None, worn("admin")[0])] == [404, 404]
    assert reached == []


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get", "X"])
def test_methods_are_listed(method: str, house: ASGIApp, reached: Reached) -> None:
    for path in ("/", "/budget", "/static/x", "/_stcore/health", "/healthz", "/files/export/groups.csv", "/s/abc"):
        assert ask(house, path, method, worn("staff")[0], headers=HERE).status == 405
    assert reached == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "localhost@evil.example", "evil@localhost",
                                  "localhost/x", "[::1", "x:y", "127.0.0.2", None])  # fmt: skip
def test_a_host_that_nobody_named_is_told_which_setting_names_it(host: str | None, house: ASGIApp) -> None:
    answer = ask(house, "/", cookie=worn("staff")[0], host=host)

    assert answer.status == 421
    assert "OTOP_HOSTS" in answer.text
    assert ask(house, "/healthz", host=host).text == "inside"
    assert ask(house, "/signin", host=host).status == 421
    if host:
        assert closed_with(knock(house, STREAM, headers=socket_headers(worn("staff")[0]), host=host)) == 1008


def test_two_hosts_are_none(house: ASGIApp) -> None:
    assert ask(house, "/", headers=[("host", "localhost")]).status == 421


def test_names_of_this_machine_and_of_the_settings_are_known(house: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hosts.VARIABLE, "otop.example.go.th, 10.0.0.5")
    monkeypatch.setenv("OTOP_PUBLIC_URL", "https://public.example.go.th/otop")

    for host in ("localhost:8501", "127.0.0.1", "[::1]:8501", "otop.example.go.th", "OTOP.example.go.th.",
                 "10.0.0.5:80", "public.example.go.th"):  # fmt: skip
        assert ask(house, "/signin", host=host).text == "inside", host
    assert ask(house, "/signin", host="192.0.2.4:8501", server=("192.0.2.4", 8501)).text == "inside"
    assert ask(house, "/signin", host="192.0.2.4", server=("::ffff:192.0.2.4", 8501)).text == "inside"


ELSEWHERE = [
    "http://evil.example",
    "https://localhost",
    "http://localhost:81",
    "null",
    "",
    "http://localhost.evil.example",
]


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_page_elsewhere_changes_nothing_and_opens_no_socket(origin: str, house: ASGIApp, reached: Reached) -> None:
    cookie, sid = worn("staff")
    visitors.began("mine", sid)

    for method, path in (
        ("POST", "/signin"),
        ("PUT", "/_stcore/upload_file/mine/1"),
        ("DELETE", "/_stcore/upload_file/mine/1"),
    ):
        assert ask(house, path, method, cookie, headers=[("origin", origin)]).status == 403
        assert ask(house, path, method, cookie).status == 403
        assert ask(house, path, method, cookie, headers=[*HERE, *HERE]).status == 403
    assert knock(house, STREAM, headers=socket_headers(cookie, origin=origin)) == [
        {"type": "websocket.close", "code": 1008}
    ]
    for path in (
        "/",
        "/_stcore/health",
        "/_stcore/host-config",
        "/media/x",
        "/signin",
    ):  # the framework would look it up
        assert ask(house, path, cookie=cookie, headers=[("origin", origin)]).status == 403
    assert knock(house, STREAM, headers=[("cookie", cookie)]) == [{"type": "websocket.close", "code": 1008}]
    assert reached == []


def test_a_stranger_opens_no_socket_not_even_with_a_session_s_number(house: ASGIApp, reached: Reached) -> None:
    visitors.began("theirs", worn("staff")[1])

    for cookie in (None, "otop-80=made-up", "otop_sign_in=x"):
        sent = knock(house, STREAM, headers=socket_headers(cookie, "x", "theirs"))
        assert sent == [{"type": "websocket.close", "code": 1008}]
        for ping in ("/_stcore/health", "/_stcore/host-config"):
            answer = ask(house, ping, cookie=cookie)
            assert (answer.status, answer.headers["content-type"]) == (401, "application/json")
    assert reached == []


@pytest.mark.parametrize("path", ["/_stcore/stream/", "/stream", "/", "/_stcore//stream", "/x/_stcore/stream"])
def test_a_socket_is_at_its_own_address_alone(path: str, house: ASGIApp, reached: Reached) -> None:
    assert closed_with(knock(house, path, headers=socket_headers(worn("staff")[0]))) == 1008
    assert reached == []


def test_a_session_serves_only_the_sign_in_that_began_it(house: ASGIApp, reached: Reached) -> None:
    first, sid = worn("staff")
    second, _ = worn("staff")
    knock(house, STREAM, headers=socket_headers(first))
    begun = f"session of {sid}"
    assert visitors.owner(begun) == sid
    reached.clear()

    again = knock(house, STREAM, headers=socket_headers(first, "x", begun))
    assert led_to(again) is None and len(reached) == 1
    for cookie, session in ((second, begun), (first, "of before the server began"), (second, "nobody's")):
        sent = knock(house, STREAM, headers=socket_headers(cookie, "x", session))
        assert (led_to(sent), closed_with(sent)) == ("", sockets.OVER)
    assert len(reached) == 1


def test_a_sign_in_that_is_over_leads_its_pages_away(house: ASGIApp, reached: Reached) -> None:
    cookie, sid = worn("staff")
    sessions.sign_out(databases.engine(), sid, door.utc_now())

    assert [ask(house, ping, cookie=cookie).text for ping in ("/_stcore/health", "/_stcore/host-config")] == [
        "inside"
    ] * 2
    reached.clear()
    sent = knock(house, STREAM, headers=socket_headers(cookie))
    assert (led_to(sent), closed_with(sent)) == ("", sockets.OVER)
    assert ask(house, "/budget", cookie=cookie, headers=HTML).headers["location"] == "/signin?next=%2Fbudget"
    assert reached == []


@pytest.mark.parametrize("path", ["/budget", "/", "/media/x", "/files/export/groups.csv", "/_stcore/x", "/staticx"])
def test_after_a_sign_out_the_very_next_request_finds_nobody(path: str, house: ASGIApp, reached: Reached) -> None:
    cookie, sid = worn("staff")
    assert ask(house, path, cookie=cookie).text == ask(house, "/static/x.js", cookie=cookie).text == "inside"
    reached.clear()

    sessions.sign_out(databases.engine(), sid, door.utc_now())

    assert ask(house, path, cookie=cookie, headers=HTML).status == 303
    assert reached == []


def test_a_file_of_the_page_takes_a_sign_in_for_good_for_a_second(
    house: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie, _ = worn("staff")
    asked: list[Any] = []
    person_of = door.person_of
    monkeypatch.setattr(door, "person_of", lambda *args: asked.append(args) or person_of(*args))

    for _ in range(5):
        ask(house, "/static/x.js", cookie=cookie)
    assert len(asked) == 1
    ask(house, "/signin", cookie=cookie)
    knock(house, STREAM, headers=socket_headers(cookie))
    assert len(asked) == 3


def test_a_database_that_does_not_answer_is_no_stranger(house: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_args: object) -> None:
        raise DatabaseMissing("gone")

    monkeypatch.setattr(door, "person_of", missing)

    answer = ask(house, "/budget", cookie="otop-80=x", headers=HTML)
    assert (answer.status, answer.text.splitlines()[:2]) == (503, [t("gate.no_database"), t("gate.no_database", "en")])
    assert closed_with(knock(house, STREAM, headers=socket_headers("otop-80=x"))) == 1008


def test_a_file_is_sent_and_taken_back_by_the_sign_in_of_the_page(house: ASGIApp, reached: Reached) -> None:
    mine, sid = worn("staff")
    others = [worn("staff")[0], worn("director")[0], None]
    visitors.began("mine", sid)
    visitors.began("glance", worn("director")[1])

    for method in ("PUT", "DELETE"):
        for cookie in others:
            refused = ask(house, "/_stcore/upload_file/mine/1", method, cookie, headers=HERE)
            assert refused.status in (401, 403)
        assert ask(house, "/_stcore/upload_file/unknown/1", method, mine, headers=HERE).status == 409
    assert reached == []
    assert ask(house, "/_stcore/upload_file/mine/1", "PUT", mine, headers=HERE).text == "inside"
    assert ask(house, "/_stcore/upload_file/mine/1", "DELETE", mine, headers=HERE).text == "inside"


def test_a_file_of_a_page_that_this_server_did_not_draw_is_told_what_a_balancer_forgets(
    house: ASGIApp, reached: Reached
) -> None:
    for role, status, key in (("staff", 409, "gate.elsewhere"), ("director", 403, "gate.not_yours")):
        cookie, _ = worn(role)
        answer = ask(house, "/_stcore/upload_file/of-another-server/y", "PUT", cookie, headers=HERE)
        assert (answer.status, t(key, "en") in answer.text, t(key, "th") in answer.text) == (status, True, True)
    assert reached == []


def test_a_proxy_that_does_not_say_that_it_encrypts_is_told_so(house: ASGIApp, reached: Reached) -> None:
    """Whoever asks is refused as before; that the page is of another place is not said where it is of this one."""
    told = t("gate.proxy_scheme", "en", proxies=hosts.PROXIES, **OF_A_PROXY)
    ours = ask(house, "/signin", "POST", headers=[("origin", f"https://{HOST}")])
    other = ask(house, "/signin", "POST", headers=[("origin", "https://evil.example")])

    assert (ours.status, told in ours.text) == (403, True)
    assert (other.status, told in other.text) == (403, False)
    assert closed_with(knock(house, STREAM, socket_headers(worn("staff")[0], origin=f"https://{HOST}"))) == 1008
    assert reached == []


def test_a_proxy_that_hands_on_no_socket_is_told_so(house: ASGIApp, reached: Reached) -> None:
    answer = ask(house, STREAM, "GET", worn("director")[0])

    assert (answer.status, t("gate.no_upgrade", "en", **OF_A_PROXY) in answer.text) == (426, True)
    assert reached == []


def test_a_role_that_loads_nothing_sends_no_file(house: ASGIApp, reached: Reached) -> None:
    cookie, sid = worn("director")
    visitors.began("glance", sid)

    answer = ask(house, "/_stcore/upload_file/glance/1", "PUT", cookie, headers=HERE)

    assert (answer.status, answer.text.splitlines()[0]) == (403, t("gate.no_upload"))
    assert reached == []


def said(**what: Any) -> dict[str, Any]:
    message = BackMsg(**what)
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def typed(text: str) -> dict[str, Any]:
    """A page whose reader typed a text."""
    message = BackMsg()
    state = message.rerun_script.widget_states.widgets.add()
    state.id, state.string_value = "field", text
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


@pytest.mark.parametrize(
    "message",
    [said(clear_cache=True), said(set_run_on_save=True), said(load_git_info=True), said(debug_shutdown_runtime=True),
     said(debug_disconnect_websocket=True), {"type": "websocket.receive", "bytes": b"\xff\xff"},
     {"type": "websocket.receive", "text": "{}"}, {"type": "websocket.receive", "bytes": b""},
     typed("y" * sockets.LONGEST)],
    ids=["clear_cache", "run_on_save", "git", "shutdown", "disconnect", "nonsense", "text", "empty", "long"],
)  # fmt: skip
def test_a_page_says_what_pages_say_and_nothing_else(message: dict[str, Any], house: ASGIApp, reached: Reached) -> None:
    plain = BackMsg()
    plain.rerun_script.query_string = ""
    plain.rerun_script.page_name = "budget"
    fine = {"type": "websocket.receive", "bytes": plain.SerializeToString()}

    sent = knock(house, STREAM, [fine, message, fine], headers=socket_headers(worn("staff")[0]))

    assert reached[1:] == [fine]
    assert closed_with(sent) == 1008


def test_a_page_that_is_used_is_seen_and_one_that_only_stands_is_not(house: ASGIApp) -> None:
    cookie, sid = worn("staff")
    beat = said(app_heartbeat=True)
    used = BackMsg()
    used.rerun_script.page_name = "budget"

    knock(house, STREAM, [beat], headers=socket_headers(cookie))
    assert visitors.seen(sid) is None
    knock(
        house,
        STREAM,
        [{"type": "websocket.receive", "bytes": used.SerializeToString()}],
        headers=socket_headers(cookie),
    )
    seen = visitors.seen(sid)
    assert seen is not None and door.utc_now() - seen < timedelta(seconds=30)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    return lambda user, count: monkeypatch.setitem(sockets.open_of, user, count)


def test_a_person_has_so_many_sockets_and_no_more(
    house: ASGIApp, many: Callable[[str, int], None], reached: Reached
) -> None:
    many("staff", sockets.AT_ONCE)

    assert closed_with(knock(house, STREAM, headers=socket_headers(worn("staff")[0]))) == 1008
    assert reached == []
    assert led_to(knock(house, STREAM, headers=socket_headers(worn("director")[0]))) is None
    assert len(reached) == 1


def test_an_address_without_a_sign_in_has_so_many_requests_at_once(home: Path) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await HTMLResponse("inside")(scope, receive, send)

    gate = Door(app)
    gate.strangers["127.0.0.1"] = ASKED_AT_ONCE

    assert ask(gate, "/signin").status == 429
    assert ask(gate, "/signin", client=("192.0.2.8", 1)).text == "inside"
    assert ask(gate, "/budget", cookie=worn("staff")[0]).text == "inside"
    assert gate.strangers == {"127.0.0.1": ASKED_AT_ONCE}


def test_a_refusal_is_one_sentence_in_both_languages_with_a_number_and_nothing_of_the_inside(
    house: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "otop"):
        answer = ask(house, "/files/export/groups.csv?lang=en")

    th, en, number = answer.text.splitlines()
    assert (th, en) == (t("gate.sign_in"), t("gate.sign_in", "en"))
    assert len(number) == 8 and number in caplog.text
