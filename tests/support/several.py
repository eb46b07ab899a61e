"""Several servers of one PostgreSQL database, each a process of its own, and the nginx before them."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from db.accounts import users
from db.engine import engine_for
from db.maintenance import setup
from tests.support.actors import OPERATOR, admin
from tests.support.databases import database
from tests.support.guest import Guest
from tests.support.nginx import BEHIND, Nginx
from tests.support.server import PASSWORD, READY, Server
from ui.auth import door, tokens


@dataclass
class Member(Server):
    """One server of several: its database is theirs, its folder holds its log alone."""

    url: str = ""

    @property
    def engine(self) -> Engine:
        """The database of all of them."""
        return engine_for(self.url)


@dataclass
class Office:
    """Servers that answer, what stands before them, and the database of all."""

    url: str
    members: list[Member]
    nginx: Nginx
    folder: Path = field(default_factory=Path)

    @property
    def engine(self) -> Engine:
        """Their database."""
        return engine_for(self.url)

    def cookie_of(self, role: str) -> str:
        """The cookie header of a new sign-in, as a browser sends it to nginx."""
        return f"__Host-otop={self.members[0].token_of(role)}"

    def cookie_at(self, member: int, role: str) -> str:
        """The same of a sign-in that nginx leads to one of the servers, of as many as it takes."""
        while True:
            cookie, before = self.cookie_of(role), len(self.nginx.requests())
            Guest(self.nginx.address, {"Cookie": cookie}).ask("/files/export/groups.csv")
            while len(self.nginx.requests()) == before:  # the line is written once the answer is sent
                time.sleep(0.01)
            if self.nginx.requests()[-1].endswith(f":{self.members[member].port}"):
                return cookie


@contextmanager
def office(folder: Path, count: int = 2, more: Mapping[str, str] | None = None) -> Iterator[Office]:
    """So many servers on samples and the ready users, behind one nginx. ``more``: settings of each of them."""
    with ExitStack() as ending:
        url = ending.enter_context(database())
        engine = engine_for(url)
        ending.callback(engine.dispose)
        setup.prepare(engine, samples=True, actor=OPERATOR, now=door.utc_now())
        for role, name in READY.items():
            users.add(engine, name, role, actor=admin("test"), now=door.utc_now(), password=PASSWORD)
        shared, before = folder / "data", folder / "nginx"
        for one in (shared, before):
            one.mkdir(parents=True, exist_ok=True)
        tokens.signing_key(shared)
        settings = {**BEHIND, "DATABASE_URL": url, "OTOP_DATA": str(shared), **(more or {})}
        members = []
        for number in range(count):
            own = folder / f"server-{number}"
            own.mkdir()
            members.append(Member(own, {}, settings=settings, url=url).start())
            ending.callback(members[-1].stop)
        for member in members:
            member.wait()
        nginx = Nginx(before, [member.port for member in members]).start()
        ending.callback(nginx.stop)
        yield Office(url, members, nginx, folder)
