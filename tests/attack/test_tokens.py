"""What a token opens on a running server, and twenty ways to have it open more: role, scope, time, place and form."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import pytest

from core.model import token_roles
from db.accounts import audit, users
from db.programs import issued
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import admin
from tests.support.guest import Guest, Page
from tests.support.programs import new_token
from tests.support.server import READY, Server
from ui.auth import door

AT = f"/api/v1/projects/{SAMPLE_PROJECT}"


def make(server: Server, name: str, role: str = "director", **more: object) -> str:
    """A token of this server; ``ago`` days are gone since it was made."""
    now = door.utc_now() - timedelta(days=int(str(more.pop("ago", 0))))
    return new_token(server.engine, role, name=name, now=now, **{"owner": READY["director"], **more})


@dataclass
class Held:
    """What an attacker holds: a director's token on one project, a staff's on another, and some that are over."""

    server: Server
    narrow: str
    beyond: str
    over: dict[str, str]

    def ask(self, path: str, secret: str | None = None, method: str = "GET", **headers: str) -> Page:
        own = {"Authorization": f"Bearer {secret or self.narrow}", "Accept": "*/*", **headers}
        return Guest(self.server.address).ask(path, method, **own)


@pytest.fixture(scope="module")
def held(new_server: Callable[..., Server]) -> Held:
    server = new_server().start().wait()
    now, engine = door.utc_now(), server.engine
    beyond = next(info.code for info in versions.list_projects(engine) if info.code != SAMPLE_PROJECT)
    users.add(engine, "leaver", "director", actor=admin(), now=now)
    over = {
        "revoked": make(server, "revoked"), "ended": make(server, "ended", ago=60),
        "disabled": make(server, "disabled", owner="leaver"),
    }  # fmt: skip
    issued.revoke(engine, "revoked", actor=admin(), now=now)
    users.disable(engine, "leaver", actor=admin(), now=now)
    narrow = make(server, "narrow", projects=[SAMPLE_PROJECT])
    return Held(server, narrow, beyond, over)


def basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


# Each attack: how it is tried, and the status that it meets.
ATTACKS: dict[str, tuple[Callable[[Held], Page], int]] = {
    "no token": (lambda h: Guest(h.server.address).ask(f"{AT}/ledger"), 401),
    "a made-up token": (lambda h: h.ask(f"{AT}/ledger", "otop_" + "A" * 43), 401),
    "a token that ended": (lambda h: h.ask(f"{AT}/ledger", h.over["ended"]), 401),
    "a token that was revoked": (lambda h: h.ask(f"{AT}/ledger", h.over["revoked"]), 401),
    "a token of a disabled user": (lambda h: h.ask(f"{AT}/ledger", h.over["disabled"]), 401),
    "the hash of the table in place of the token": (
        lambda h: h.ask(f"{AT}/ledger", sha256(h.narrow.encode()).hexdigest()), 401),
    "another token's name": (lambda h: h.ask(f"{AT}/ledger", Authorization=basic("revoked", h.narrow)), 401),
    "a user's password": (lambda h: h.ask(f"{AT}/ledger", Authorization=basic(READY["staff"], "ทดสอบ-ระบบ-64")), 401),
    "a cookie in place of a token": (
        lambda h: Guest(h.server.address, {"Cookie": h.server.cookie_of("staff")}).ask(f"{AT}/ledger"), 401),
    "the door's own header": (
        lambda h: Guest(h.server.address, {"X-Door-Sid": "x"}).ask(f"{AT}/ledger", X_Door_Sid="x"), 401),
    "a token in the query": (lambda h: Guest(h.server.address).ask(f"{AT}/ledger?access_token={h.narrow}"), 400),
    "a project beyond the scope": (lambda h: h.ask(f"/api/v1/projects/{h.beyond}/ledger"), 404),
    "a project beyond the scope, twice named": (lambda h: h.ask(f"{AT}/ledger?project={h.beyond}"), 400),
    "a project by a path around": (lambda h: h.ask(f"{AT}/../{h.beyond}/ledger"), 400),
    "a project by an escaped path": (lambda h: h.ask(f"{AT}%2f..%2f{h.beyond}/ledger"), 400),
    "history beyond the scope": (lambda h: h.ask(f"/api/v1/projects/{h.beyond}/history"), 404),
    "a page of the screens": (lambda h: h.ask("/budget"), 401),
    "a file of the screens": (lambda h: h.ask("/files/export/groups.csv"), 401),
    "the users' log": (lambda h: h.ask("/files/audit.csv"), 401),
    "the users by the API": (lambda h: h.ask("/api/v1/users"), 404),
    "a write": (lambda h: h.ask(f"{AT}/groups", method="POST", Origin=h.server.address), 405),
    "a page elsewhere": (lambda h: h.ask(f"{AT}/groups", Origin="http://evil.example"), 403),
    "another method in a header": (lambda h: h.ask(f"{AT}/users", X_HTTP_Method_Override="POST"), 404),
    "another host": (lambda h: h.ask(f"{AT}/groups", Host="evil.example"), 421),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_is_refused_and_says_nothing_of_the_data(attack: str, held: Held) -> None:
    tries_it, status = ATTACKS[attack]
    answer = tries_it(held)

    assert answer.status in (status, 429) if status == 401 else answer.status == status, answer.text
    assert len(answer.text) < 1_500 and "set-cookie" not in answer.headers
    for inside in (held.narrow, 'rows":', "Traceback", "sqlite", "885"):
        assert inside not in answer.text


@pytest.mark.parametrize("role", token_roles())
def test_a_token_sees_what_its_role_sees_on_the_screens_and_no_more(role: str, held: Held) -> None:
    secret = make(held.server, f"as-{role}", role)
    for kind, name in (("groups", "groups"), ("spending", "ledger"), ("products", "products")):
        page_has = Guest(held.server.address, {"Cookie": held.server.cookie_of(role)}).ask(
            f"/files/export/{kind}.csv?project={SAMPLE_PROJECT}"
        )
        assert held.ask(f"{AT}/{name}.csv", secret).text == page_has.text


def test_what_was_refused_is_in_the_log_and_no_token_is_in_the_server_s(held: Held) -> None:
    held.ask(f"/api/v1/projects/{held.beyond}/figures")
    Guest(held.server.address).ask(f"{AT}/ledger?token={held.narrow}")

    told = {(e.by, e.project) for e in audit.recent(held.server.engine, limit=500) if e.action == "refused"}
    assert ("token:narrow", held.beyond) in told
    assert held.narrow not in held.server.words()
