"""The log of a running server, after everything that it may have to say: whose each line is, and nothing of anybody."""

import csv
import http.client
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from secrets import token_hex

import pytest

from tests.support.guest import Guest
from tests.support.server import PASSWORD, READY, ROOT, Server
from tests.support.wire import Visit
from ui.logs import lines
from ui.logs.numbered import HEADER, user_id

PERSON, PHONE, E_MAIL = "ทดสอบเจ็ด ไร้ตน", "081-234-5678", "somebody.else@office.example.go.th"
TYPED = f"{PERSON} {PHONE} {E_MAIL}"
SOUGHT = "secret-search"


def spoil(server: Server, statement: str, *values: str) -> None:
    """Write into the database what no page expects, and break the chain, so that the server reads all anew."""
    with closing(sqlite3.connect(server.folder / "otop.db")) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(statement, values)
        database.execute("UPDATE chain_link SET hash = ? WHERE seq = (SELECT max(seq) FROM chain_link)", (token_hex(),))
        database.commit()


def payees() -> list[str]:
    """Who is paid in the samples."""
    found = set()
    for path in (ROOT / "samples").rglob("spending*.csv"):
        with suppress(UnicodeDecodeError), path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found |= {value for name, value in row.items() if name and ("ผู้รับ" in name or "payee" in name)}
    return [name for name in found if name and len(name) > 4]


@pytest.fixture(params=lines.FORMS)
def driven(request: pytest.FixtureRequest, new_server: Callable[..., Server]) -> tuple[Server, set[str], set[str]]:
    """A server to which all of it was done; the secrets of those who did it; the numbers that were answered."""
    server = new_server(settings={lines.VARIABLE: request.param}).start().wait()
    guest, secrets, numbers = Guest(server.address), set(), set()

    def ask(path: str, *more: str, **headers: str) -> None:
        numbers.add(guest.ask(path, *more, **headers).headers[HEADER.lower()])

    guest.sign_in(READY["staff"], f"wrong-{PASSWORD}")
    assert guest.sign_in(READY["staff"], PASSWORD).status == 303
    cookie = guest.cookie
    secrets |= set(guest.cookies.values()) | {PASSWORD}
    with Visit(server.address, cookie=cookie) as visit:
        visit.ask("history")
        visit.ask("upload")
        begun = next(message for message in visit.received if message.WhichOneof("type") == "new_session")
        session = begun.new_session.initialize.session_id
        secrets.add(session)
        for method in ("PUT", "DELETE", "POST"):
            sent = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            sent.request(
                method, f"/_stcore/upload_file/{session}/{session}", TYPED.encode(),
                {"Cookie": cookie, "Origin": server.address, "Content-Type": "text/csv"},
            )  # fmt: skip
            sent.getresponse().read()
            sent.close()
        for path in (
            f"/groups?search={SOUGHT}",
            f"/files/export/groups.csv?q={SOUGHT}",
            "/nothing%0aerror%20forged",
            "/auth/x",
        ):
            ask(path)
        ask("/", Host="evil.example")
        ask("/budget", "POST")

        spoil(server, "UPDATE upload SET as_of = ?", TYPED)
        visit.again()
        visit.ask("budget")
        ask("/files/export/groups.csv")
    director = Guest(server.address, {"Cookie": server.cookie_of("director")})
    spoil(server, "UPDATE user SET role = ? WHERE name = ?", TYPED, READY["director"])
    numbers.add(director.ask("/budget").headers[HEADER.lower()])
    server.stop()
    return server, secrets, numbers


@pytest.mark.long
def test_it_has_whose_each_line_is_and_nothing_of_anybody(driven: tuple[Server, set[str], set[str]]) -> None:
    server, secrets, numbers = driven
    log = server.words()

    assert "ValueError" in log and "KeyError" in log, log  # pages and the door failed, and it is said where
    assert "ui/router.py" in log and "ui/gate/middleware.py" in log
    for word in (
        *secrets,
        PERSON,
        PHONE,
        PHONE.replace("-", ""),
        E_MAIL,
        SOUGHT,
        *READY.values(),
        "evil.example",
        "127.0.0.1",
    ):
        assert word not in log, word
    assert len(payees()) > 10
    assert not [name for name in payees() if name in log]
    assert not re.search(r"^error", log, re.MULTILINE)

    assert {number for number in numbers if number in log}  # of those refused and failed
    assert all(re.fullmatch("[0-9a-f]{8}", number) for number in numbers)
    assert user_id(READY["staff"]) in log
    for line in log.splitlines():
        if line.startswith("{"):
            found = json.loads(line)
            assert "request" in found or not found["event"].startswith(("refused", "no answer", "Uncaught")), line
            assert ("request" in found) == ("user" in found)
