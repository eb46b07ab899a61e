"""Two servers of one PostgreSQL database behind nginx: what one does holds at the other, and one that dies is missed by
nobody for long.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func
from sqlmodel import select
from websockets.exceptions import ConnectionClosed

from bench.servers import drill
from core.analysis.telling.occasions import Occasion
from core.text import Message
from db.accounts import sessions, users
from db.chain.links import last
from db.maintenance import chain
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.tables import ChainLink, QueuedMessage, Upload
from db.telling import queue, subscriptions
from db.telling.subscriptions import Wish
from db.transactions import reading
from tests.support import post
from tests.support.actors import SYSTEM, admin, staff
from tests.support.databases import POSTGRES
from tests.support.guest import Guest, Page
from tests.support.intakes import read, sample
from tests.support.post import Post
from tests.support.server import PASSWORD, READY, Server
from tests.support.several import Office, office
from tests.support.wire import Visit, text_sent
from ui.auth import door
from ui.gate.sockets import OVER
from ui.text import t

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not POSTGRES, reason="OTOP_TEST_POSTGRES names no PostgreSQL"),
]
AUGUST = date(2021, 8, 31)
MESSAGES, PATIENCE_S = 40, 240
QUERY = f"project={SAMPLE_PROJECT}"


@pytest.fixture(scope="module")
def mails() -> Iterator[Post]:
    """The mail server of both."""
    with post.serving() as taking:
        yield taking


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, mails: Post) -> Iterator[Office]:
    """Two servers, for what leaves both alive."""
    sends = {
        "OTOP_SMTP_HOST": "127.0.0.1", "OTOP_SMTP_PORT": str(mails.port), "OTOP_SMTP_TLS": "none",
        "OTOP_SMTP_FROM": "otop@example.go.th",
    }  # fmt: skip
    with office(tmp_path_factory.mktemp("office"), more=sends) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(running.nginx.chain))
        yield running


def cookie_at(server: Server, token: str) -> str:
    """The header of a sign-in at one of the servers, asked directly."""
    return f"{server.cookie_name}={token}"


def form(server: Server, name: str, password: str, device: str = "") -> Page:
    """Sign in at one server as nginx would hand it on, on a device."""
    told = {"X-Forwarded-For": "192.0.2.5", "X-Forwarded-Proto": "https"}
    guest = Guest(server.address, {**told, **({"Cookie": device} if device else {})})
    drawn = guest.ask("/signin")
    held = device or drawn.headers["set-cookie"].split(";")[0]
    sent = {"field": drawn.field, "username": name, "password": password}
    found = Guest(server.address, {**told, "Cookie": held}).ask(
        "/signin", form=sent, Origin=f"https://127.0.0.1:{server.port}"
    )
    found.headers["device"] = held
    return found


def test_a_load_by_another_process_is_seen_at_both_at_the_next_press(two: Office) -> None:
    """A page that was drawn before says the new day when it is drawn again, whichever server it is of."""
    one, other = two.members
    with (
        Visit(one.address, cookie=one.cookie_of("staff")) as near,
        Visit(other.address, cookie=other.cookie_of("director")) as far,
    ):
        before = text_sent(near.ask("groups", QUERY)) + text_sent(far.ask("groups", QUERY))
        today = store.base_view(two.engine, SAMPLE_PROJECT, AUGUST)
        found = read(sample("2021-08-31", "groups"), "groups", project=today.project, today=today, as_of=AUGUST)
        given = {"project": SAMPLE_PROJECT, "as_of": AUGUST, "actor": staff(), "now": door.utc_now()}
        store.apply(two.engine, found, accept_warnings=True, **given)
        after = [text_sent(visit.again()) for visit in (near, far)]

    assert "31 ส.ค. 64" not in before
    assert all("31 ส.ค. 64" in said for said in after)


def test_a_form_drawn_by_one_is_taken_by_the_other(two: Office) -> None:
    """And the sign-in that it begins is good at both."""
    one, other = two.members
    guest = Guest(one.address, {"X-Forwarded-Proto": "https"})
    drawn = guest.ask("/signin")
    held = drawn.headers["set-cookie"].split(";")[0]
    sent = {"field": drawn.field, "username": READY["director"], "password": PASSWORD}
    entered = Guest(other.address, {"X-Forwarded-Proto": "https", "Cookie": held}).ask(
        "/signin", form=sent, Origin=f"https://127.0.0.1:{other.port}"
    )
    token = entered.headers["set-cookie"].split(";")[0].split("=", 1)[1]

    assert entered.status == 303
    assert [member.get("/files/export/groups.csv", cookie_at(member, token))[0] for member in two.members] == [200, 200]


def test_who_signs_out_at_one_is_out_at_the_other(two: Office) -> None:
    one, other = two.members
    token = one.token_of("director")
    with Visit(other.address, cookie=cookie_at(other, token)) as visit:
        visit.ask("groups", QUERY)
        sessions.sign_out(two.engine, sessions.public_id(token), door.utc_now())
        begun = time.monotonic()
        with pytest.raises(ConnectionClosed) as closed:
            while time.monotonic() - begun < 30:
                visit.socket.recv(timeout=30)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == OVER
    found = [member.get("/files/export/groups.csv", cookie_at(member, token))[0] for member in two.members]
    assert found == [401, 401]


def test_who_waits_at_one_waits_at_the_other(two: Office) -> None:
    one, other = two.members
    known = form(one, READY["committee"], PASSWORD)
    assert known.status == 303
    for server in (one, other, one):
        assert form(server, READY["committee"], "not that one", known.headers["device"]).status == 401
    said = form(other, READY["committee"], PASSWORD, known.headers["device"])

    assert said.status == 401
    assert t("signin.locked", time="")[:15] in said.text


def test_both_write_at_once_and_the_chain_does_not_fork(two: Office) -> None:
    with reading(two.engine) as session:
        before = last(session.connection())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda at: form(two.members[at % 2], READY["staff"], PASSWORD).status, range(16)))
    with reading(two.engine) as session:
        numbers = sorted(session.exec(select(ChainLink.seq)))

    assert found == [303] * 16
    assert before is not None
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len([number for number in numbers if number > before.seq]) >= 16
    assert not chain.check(two.engine).findings


def test_each_message_goes_out_once(two: Office, mails: Post) -> None:
    """Both servers look into one queue. (``tests/ui/jobs/test_thousand.py`` has one killed while it sends.)"""
    now = door.utc_now()
    users.add(two.engine, "mailed", "admin", actor=admin(), now=now, email="mailed@example.go.th")
    subscriptions.subscribe(two.engine, "mailed", Wish("backup", "mail"), project=None, actor=admin(), now=now)
    for number in range(MESSAGES):
        occasion = Occasion("backup", f"backup:{number}", Message("telling.backup"))
        assert queue.put(two.engine, occasion, project=None, actor=SYSTEM, now=now) == 1
    until = time.monotonic() + PATIENCE_S
    while {one.state for one in queued(two)} != {"sent"}:
        assert time.monotonic() < until, [member.words()[-1_000:] for member in two.members]
        time.sleep(0.2)

    assert Counter(mails.ids) == {f"<{one.message_id}@example.go.th>": 1 for one in queued(two)}
    assert len(mails.ids) == MESSAGES


def queued(office: Office) -> Sequence[QueuedMessage]:
    with reading(office.engine) as session:
        return session.exec(select(QueuedMessage)).all()


def test_through_nginx_each_visitor_has_one_server(two: Office) -> None:
    """Each asks thrice: all of a visitor's requests are one server's."""
    served = []
    for cookie in (two.cookie_at(at, "director") for at in (0, 1, 0, 1)):
        guest = Guest(two.nginx.address, {"Cookie": cookie})
        before = len(two.nginx.requests())
        assert [guest.ask("/files/export/groups.csv").status for _ in range(3)] == [200] * 3
        while len(two.nginx.requests()) < before + 3:  # a line is written once its answer is sent
            time.sleep(0.01)
        served.append({line.rsplit(" ", 1)[1] for line in two.nginx.requests()[before:]})

    assert all(len(one) == 1 for one in served)
    assert served[0] == served[2] != served[1] == served[3]


def test_one_is_killed_under_load_and_nothing_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with office(tmp_path_factory.mktemp("killed")) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(running.nginx.chain))
        with reading(running.engine) as session:
            uploads = session.exec(select(func.count()).select_from(Upload)).one()
        found = drill(running, people=8, seconds=40)
        with reading(running.engine) as session:
            assert session.exec(select(func.count()).select_from(Upload)).one() == uploads

    assert (found.due, found.done) == (32, 32), found.told()
    assert (found.lost, found.doubled, found.differences) == (0, 0, 0), found.told()
    assert found.entered > 0
    assert found.tried_again > 0, "nobody was at the server that was killed"
