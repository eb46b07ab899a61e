"""Servers of one PostgreSQL behind nginx, and what people of many offices do there, one thing at a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from bench.needs import ENTRIES
from bench.serving import Running
from bench.sizes import rows as made
from bench.sizes.making import put, whole
from bench.sizes.rows import DAYS, Size
from bench.walks import FilterWalk
from bench.wire import Tab, WireError
from core.intake import AssessOptions, ParseOptions, assess, parse
from core.intake.forms.templates import export_csv
from core.model.roles import Actor
from core.model.stages import NO_STAGES
from core.text import Sight
from db.accounts import actors, sessions, users
from db.projects import versions
from db.snapshots import store
from tests.support.actors import admin
from tests.support.guest import Guest
from tests.support.server import PASSWORD, READY
from tests.support.several import Office
from ui.auth import door
from ui.reports.material import Order, gather
from ui.reports.print import brief
from ui.reports.writing import Writing

SIZE = Size(groups=30, entries=ENTRIES, budget=1)  # a province's year
FULL_SIGHT = Sight(persons=True, phones=True)
PROVINCES = 8  # made projects; more of them cost nothing to whoever looks at one
ROLES = ("staff", "director", "committee")


@dataclass
class Town:
    """The running servers, the projects and the people of the replay."""

    office: Office
    codes: list[str]
    secret: str
    postmaster: int
    loads: int = 0
    storing: list[float] = field(default_factory=list)  # seconds of each
    cookies: dict[int, str] = field(default_factory=dict)  # of the people who have signed in

    def cpu_s(self) -> tuple[float, float]:
        """Processor seconds so far: of the servers with what they started, and of the database."""
        return sum(one.cpu_s() for one in self._servers()), Running("", self.postmaster).cpu_s()

    def mib(self) -> float:
        """Memory of the servers, shared pages counted once."""
        return sum(one.pss_mib() for one in self._servers())

    def _servers(self) -> list[Running]:
        return [Running(member.address, member.process.pid) for member in self.office.members]

    def cookie(self, number: int) -> str:
        """Of a person's sign-in, which lasts; each is a user of their own."""
        if number not in self.cookies:
            token = sessions.sign_in(self.office.engine, f"person{number}", door.utc_now())
            self.cookies[number] = f"__Host-otop={token}"
        return self.cookies[number]

    def code(self, number: int) -> str:
        """The project that a person looks at. The last one is left to the loads."""
        return self.codes[number % (len(self.codes) - 1)]


def settle(engine: Engine, folder: Path, people: int) -> list[str]:
    """Projects of a province's size, and people each a user; the codes of the projects."""
    codes = [f"monday-{number:02d}-2564" for number in range(PROVINCES)]
    for code in codes:
        (folder / f"{code}.toml").write_text(made.project_text(code, f"โครงการ {code}", SIZE), encoding="utf-8")
    versions.store_folder(engine, actor=actors.system(), now=door.utc_now() - timedelta(days=1), files=folder)
    for seed, code in enumerate(codes):
        put(engine, code, whole(SIZE, seed), door.utc_now() - timedelta(hours=1))
    for number in range(people):
        users.add(
            engine, f"person{number}", ROLES[number % len(ROLES)], actor=admin("bench"), now=door.utc_now(),
            password=PASSWORD,
        )  # fmt: skip
    return codes


# What people do. Each takes the number of the person.


async def sign_in(town: Town, _: int) -> None:
    """The form drawn, filled in and sent."""
    guest = Guest(town.office.nginx.address)
    answer = await asyncio.to_thread(guest.sign_in, READY["committee"], PASSWORD)
    if answer.status != 303:
        raise WireError(f"a sign-in was answered by {answer.status}")


async def visit(town: Town, number: int) -> None:
    """The address opened: its page of HTML, its socket, everything drawn; then the tab is closed."""
    cookie, code = town.cookie(number), town.code(number)
    page = await asyncio.to_thread(Guest(town.office.nginx.address, {"Cookie": cookie}).ask, f"/?project={code}")
    if page.status != 200:
        raise WireError(f"a page was answered by {page.status}")
    async with Tab(town.office.nginx.address, cookie, "", {"project": [code]}) as tab:
        await tab.open()


async def glance(town: Town, number: int) -> None:
    """The quick page of a phone."""
    guest = Guest(town.office.nginx.address, {"Cookie": town.cookie(number)})
    page = await asyncio.to_thread(guest.ask, f"/glance?project={town.code(number)}")
    if page.status != 200:
        raise WireError(f"a glance was answered by {page.status}")


async def read_by_program(town: Town, number: int) -> None:
    """The register as a table, by a program with a token."""
    guest = Guest(town.office.nginx.address, {"Authorization": f"Bearer {town.secret}"})
    page = await asyncio.to_thread(guest.ask, f"/api/v1/projects/{town.code(number)}/ledger.csv")
    if page.status != 200:
        raise WireError(f"a table was answered by {page.status}: {page.text[:200]}")


async def upload(town: Town, _: int) -> None:
    """A register of 500 entries read, checked, compared and stored; in this process, by what the pages call."""
    town.loads += 1
    town.storing.append(await asyncio.to_thread(load, town.office.engine, town.codes[-1], town.loads))


def load(engine: Engine, code: str, number: int) -> float:
    """The register of the newest day with other sums than before; seconds that it took to be stored."""
    view = store.view(engine, code)
    content = export_csv(made.spending(SIZE, DAYS[-1], 1_000 + number), NO_STAGES, FULL_SIGHT)
    intake = assess(
        parse(("register.csv", content), "spending", ParseOptions()), view.project, view, AssessOptions(DAYS[-1])
    )
    if not intake.ok:
        raise WireError(f"a file was refused: {intake.blocking[0].message}")
    start = time.perf_counter()
    store.apply(
        engine, intake, project=code, as_of=DAYS[-1], actor=Actor("person0", "staff"), now=door.utc_now(),
        accept_warnings=True,
    )  # fmt: skip
    return time.perf_counter() - start


async def paper(town: Town, number: int) -> None:
    """A director's brief; in this process, by what the servers' own processes call."""
    await asyncio.to_thread(_brief, town.office.engine, town.code(number))


def _brief(engine: Engine, code: str) -> None:
    brief.pdf(gather(engine, Order(code, Writing("th", "thai"), door.utc_now(), DAYS[-1])))


DEEDS: dict[str, Callable[[Town, int], Awaitable[None]]] = {
    "sign_in": sign_in,
    "visit": visit,
    "glance": glance,
    "upload": upload,
    "paper": paper,
    "read": read_by_program,
}
HERE = ("upload", "paper")  # what is done in this process


async def walker(town: Town, number: int) -> FilterWalk:
    """Somebody with a page open, at the first of their filters."""
    tab = Tab(town.office.nginx.address, town.cookie(number), "", {"project": [town.code(number)]})
    await tab.__aenter__()
    walk = FilterWalk(tab, number, only="amphoe")
    await walk.begin()
    await walk.ready()
    return walk
