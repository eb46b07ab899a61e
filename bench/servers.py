"""``python -m bench.servers``: two servers of one PostgreSQL database behind nginx, fifty people, one server killed.

Each person changes a filter every ten seconds, as ``bench.walks`` checks it; beside them others sign in by the form,
each of which is one row. Counted are changes that had to be tried again, changes that never came, and rows that are
missing or there twice. ``OTOP_TEST_POSTGRES`` names a server where databases may be made.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import col, func, select
from websockets.exceptions import WebSocketException

from bench.stats import percentile
from bench.walks import FilterWalk
from bench.wire import Tab, WireError
from db.accounts import sessions
from db.chain import keys
from db.maintenance import chain
from db.maintenance.verify import verify
from db.projects.versions import SAMPLE_PROJECT
from db.tables import SignIn
from db.transactions import reading
from tests.support.databases import CHAIN_KEY
from tests.support.guest import Guest
from tests.support.server import PASSWORD, READY
from tests.support.several import Office, office

EVERY_S, TRIES, PAUSE_S = 10.0, 10, 1.0
BROKEN = (OSError, TimeoutError, WebSocketException, WireError, EOFError)


@dataclass
class Drill:
    """What became of it. Times in seconds, from when a change was due."""

    due: int = 0
    done: int = 0
    tried_again: int = 0
    entered: int = 0
    not_entered: int = 0
    lost: int = 0
    doubled: int = 0
    seconds: list[float] = field(default_factory=list)
    differences: int = -1

    def told(self) -> str:
        """One line."""
        half, slow = (percentile(self.seconds, part) if self.seconds else 0.0 for part in (50, 95))
        return (
            f"{self.due} changes due, {self.done} done, {self.tried_again} tried again, median {half:.1f} s, "
            f"p95 {slow:.1f} s; "
            f"{self.entered} signed in, {self.not_entered} told to try again; "
            f"{self.lost} lost, {self.doubled} doubled; verify: {self.differences} differences"
        )


@dataclass
class Person:
    """Somebody at a page; where their connection ends they load the address again, as the page does by itself."""

    address: str
    cookie: str
    seed: int
    found: Drill
    walk: FilterWalk | None = None

    async def change(self) -> None:
        """One change, tried again until it is there."""
        begun = time.perf_counter()
        self.found.due += 1
        for _ in range(TRIES):
            try:
                await (await self._page()).change()
            except BROKEN:
                self.found.tried_again += 1
                self.walk = None
                await asyncio.sleep(PAUSE_S)
            else:
                self.found.done += 1
                self.found.seconds.append(time.perf_counter() - begun)
                return

    async def _page(self) -> FilterWalk:
        if self.walk is None:
            tab = Tab(self.address, self.cookie, "groups", {"project": [SAMPLE_PROJECT]})
            await tab.__aenter__()
            self.walk = FilterWalk(tab, self.seed, only="amphoe")
            await self.walk.begin()
        return self.walk

    async def go(self) -> None:
        """Leave."""
        if self.walk is not None:
            await self.walk.tab.close()


async def _entering(office: Office, until: float, found: Drill, tokens: list[str]) -> None:
    """Somebody who signs in again and again, each time on a new device; each answer is kept."""
    while time.perf_counter() < until:
        guest = Guest(office.nginx.address)
        try:
            answer = await asyncio.to_thread(guest.sign_in, READY["committee"], PASSWORD)
        except (OSError, IndexError):  # no answer, or no form in it
            found.not_entered += 1
        else:
            if answer.status == 303:
                found.entered += 1
                tokens.append(guest.cookies["__Host-otop"])
            else:
                found.not_entered += 1
        await asyncio.sleep(2.0)


async def _meet(office: Office, cookies: Sequence[str], seconds: float, found: Drill, tokens: list[str]) -> None:
    people = len(cookies)
    crowd = [Person(office.nginx.address, cookie, number, found) for number, cookie in enumerate(cookies)]
    for start in range(0, people, 5):
        await asyncio.gather(*(person._page() for person in crowd[start : start + 5]))
    begun = time.perf_counter() + 0.5

    async def walk(number: int) -> None:
        for turn in range(int(seconds // EVERY_S)):
            await asyncio.sleep(max(0.0, begun + (turn + number / people) * EVERY_S - time.perf_counter()))
            await crowd[number].change()

    async def kill() -> None:
        await asyncio.sleep(seconds / 2)
        office.members[0].process.kill()

    entering = [_entering(office, begun + seconds, found, tokens) for _ in range(3)]
    await asyncio.gather(kill(), *entering, *(walk(number) for number in range(people)))
    await asyncio.gather(*(person.go() for person in crowd))


def drill(office: Office, people: int, seconds: float) -> Drill:
    """The crowd on two servers, of which the first is killed at half time."""
    found, tokens, roles = Drill(), list[str](), list(READY)
    # The first is at the server that is killed, so that somebody is; where the others are is left to nginx.
    cookies = [office.cookie_at(0, roles[0])]
    cookies += [office.cookie_of(roles[number % len(roles)]) for number in range(1, people)]
    with reading(office.engine) as session:
        before = session.exec(select(func.count()).select_from(SignIn)).one()
    asyncio.run(_meet(office, cookies, seconds, found, tokens))
    with reading(office.engine) as session:
        rows = session.exec(select(func.count()).select_from(SignIn)).one() - before
        ids = [sessions.public_id(token) for token in tokens]
        there = len(session.exec(select(SignIn.id).where(col(SignIn.id).in_(ids))).all())
    found.lost, found.doubled = len(ids) - there, max(0, rows - found.entered - found.not_entered)
    found.differences = len(verify(office.engine)) + len(chain.check(office.engine).findings)
    return found


def main() -> None:
    """Print one line."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--people", type=int, default=50)
    given.add_argument("--seconds", type=float, default=120.0)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="otop-servers-") as name:
        os.environ |= {keys.VARIABLE: CHAIN_KEY, "OTOP_DATA": f"{name}/data"}
        with office(Path(name)) as running:
            os.environ["SSL_CERT_FILE"] = str(running.nginx.chain)
            print(drill(running, asked.people, asked.seconds).told())


if __name__ == "__main__":
    main()
