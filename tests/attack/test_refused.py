"""What a running server refuses is in its log, from where and why; a flood of it is a few events and slows nobody."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
from websockets.exceptions import InvalidStatus

from db.accounts import audit, refusals
from db.tables import AuditEvent
from tests.support.guest import Guest
from tests.support.server import PASSWORD, READY, Server
from tests.support.wire import Visit

HERE = "127.0.0.1"
FLOOD = 400


@pytest.fixture(scope="module")
def own(new_server: Callable[..., Server]) -> Server:
    """A server that is refused at by these tests alone."""
    return new_server().start().wait()


def told(server: Server, *actions: str) -> list[AuditEvent]:
    """What its log has of these actions."""
    return [event for event in audit.recent(server.engine, limit=5_000) if event.action in actions]


def until(holds: Callable[[], bool]) -> None:
    """Wait for what the server writes from time to time."""
    for _ in range(400):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def refused_in_each_way(server: Server) -> None:
    """Somebody who tries what is refused, signed in or not."""
    stranger = Guest(server.address, {"Cookie": f"{server.cookie_name}=made-up"})
    assert stranger.ask("/budget").status == 303
    form = {"username": READY["director"], "password": "wrong-password"}
    assert Guest(server.address).ask("/signin", form={**form, "field": "x"}).status == 403
    assert Guest(server.address).ask("/signin", form=form, Origin="http://evil.example").status == 403
    assert Guest(server.address).ask("/", Host="evil.example").status == 421
    assert Guest(server.address).sign_in(READY["director"], "wrong-password").status == 401
    clerk = Guest(server.address, {"Cookie": server.cookie_of("director")})
    assert clerk.ask("/files/template/groups.xlsx").status == 403
    assert clerk.ask("/_stcore/upload_file/x/y", "PUT", Origin=server.address).status == 403
    with Visit(server.address, cookie=server.cookie_of("director")) as visit:
        visit.ask("upload")


def test_each_refusal_is_told_with_who_and_from_where(own: Server) -> None:
    refused_in_each_way(own)

    def found() -> set[tuple[str, str, str | None, str]]:
        events = told(own, refusals.BY_DOOR, refusals.BY_PASSWORD, refusals.BY_RIGHT)
        return {(e.action, e.by, e.address, e.detail) for e in events}

    wanted = {
        (refusals.BY_DOOR, "?", HERE, "gate.cookie"), (refusals.BY_DOOR, "?", HERE, "gate.form"),
        (refusals.BY_DOOR, "?", HERE, "gate.origin"), (refusals.BY_DOOR, "?", HERE, "gate.host"),
        (refusals.BY_DOOR, READY["director"], HERE, "gate.not_yours"),
        (refusals.BY_PASSWORD, READY["director"], HERE, f"1 {HERE}"),
        (refusals.BY_RIGHT, READY["director"], None, "upload"),
    }  # fmt: skip
    until(lambda: wanted <= found())


def test_the_director_on_a_new_browser_enters_while_a_stranger_keeps_trying_from_the_same_address(own: Server) -> None:
    stranger = Guest(own.address)
    for _ in range(12):
        assert stranger.sign_in(READY["director"], "wrong-password").status == 401

    with ThreadPoolExecutor(1) as beside:
        trying = beside.submit(lambda: [stranger.sign_in(READY["director"], "wrong").status for _ in range(6)])
        assert Guest(own.address).sign_in(READY["director"], PASSWORD).status == 303
        assert set(trying.result()) == {401}


def test_no_refusal_tells_anything_of_the_inside(own: Server) -> None:
    answers = [
        Guest(own.address).ask(path, method, Host=host, Origin=own.address)
        for path, method, host in (
            ("/budget", "DELETE", own.address.removeprefix("http://")), ("/", "GET", "evil.example"),
            ("/_stcore/metrics", "GET", own.address.removeprefix("http://")),
            ("/signin", "PUT", own.address.removeprefix("http://")),
        )
    ]  # fmt: skip
    for answer in answers:
        thai, english, number = answer.text.splitlines()
        assert len(thai) < 200 and english.isascii() and len(number) == 8
        assert number in own.words()
        for inside in ("Traceback", "streamlit", "uvicorn", "starlette", ".py", "sqlite", str(own.folder)):
            assert inside.lower() not in answer.text.lower()
    with pytest.raises(InvalidStatus) as closed, Visit(own.address):
        pass
    assert not closed.value.response.body


def test_a_flood_is_a_few_events_with_its_number_and_holds_nobody_up(own: Server) -> None:
    def health() -> float:
        took = []
        for _ in range(20):
            begun = time.perf_counter()
            assert own.get("/healthz") == (200, "ok")
            took.append(time.perf_counter() - begun)
        return median(took)

    idle, before = health(), len(told(own, refusals.BY_DOOR))
    with ThreadPoolExecutor(4) as many:
        flood = [
            many.submit(lambda: Guest(own.address).ask("/", "DELETE", Origin=own.address).status) for _ in range(FLOOD)
        ]
        busy = health()
        assert {one.result() for one in flood} == {405}

    assert busy < max(10 * idle, idle + 0.2)
    own.stop()  # what is still in memory is written at the end
    events = told(own, refusals.BY_DOOR)
    assert len(events) - before <= 4
    methods = [event.detail.split() for event in events if event.detail.startswith("gate.method")]
    assert FLOOD <= sum(int([*detail, "1"][1]) for detail in methods) <= FLOOD + 4  # those of the tests before
