"""Forty-five papers asked for at once: some are made, some wait, others are told to come again; health never waits."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from tests.support.asgi import Answer, answered
from tests.support.pages import cookie, page
from ui import server
from ui.reports.catalogue import PAPERS
from ui.routes import files, papers
from ui.routes.papers import Ask, Pack
from ui.text import t
from ui.workers import settings
from ui.workers.turns import Busy

ASKED, AT_WORK, IN_LINE = 45, 2, 20
PATIENCE_S = 60
FIRST = date(2021, 2, 1)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Papers that are made only once this is set."""
    may_end = threading.Event()

    def make(ask: Ask, _report: papers.Progress) -> Pack:
        assert may_end.wait(PATIENCE_S)
        return Pack(dict.fromkeys(PAPERS, b"%PDF"), ask.now)

    papers.made.cache_clear()
    monkeypatch.setattr(papers, "_make", make)
    monkeypatch.setenv(settings.AT_ONCE.variable, str(AT_WORK))
    monkeypatch.setenv(settings.IN_LINE.variable, str(IN_LINE))
    yield may_end
    may_end.set()
    papers.made.cache_clear()


def asked_at_once(
    addresses: list[str], meanwhile: Callable[[Starlette, list["asyncio.Task[Answer]"]], Awaitable[None]]
) -> list[Answer]:
    """All answers, and what is looked at while they are not all there."""
    app = Starlette(routes=[*server.routes(), *files.routes(papers.ROUTES)])

    async def ask() -> list[Answer]:
        who = cookie("staff")
        tasks = [asyncio.create_task(answered(app, address, cookie=who)) for address in addresses]
        await meanwhile(app, tasks)
        return await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE_S)

    return asyncio.run(ask())


async def are_answered(tasks: list["asyncio.Task[Answer]"], count: int) -> list[Answer]:
    """The first so many answers."""
    waiting: set[asyncio.Task[Answer]] = set(tasks)
    done: set[asyncio.Task[Answer]] = set()
    while len(done) < count:
        came, waiting = await asyncio.wait(waiting, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
        assert came, f"{len(done)} of {count} were answered"
        done |= came
    return [task.result() for task in done]


def test_those_beyond_the_line_are_told_to_come_again_and_health_answers_meanwhile(
    home: Path, held: threading.Event
) -> None:
    days = [f"/files/report/brief?as_of={FIRST + timedelta(days=n)}&lang=th" for n in range(ASKED)]

    async def meanwhile(app: Starlette, tasks: list["asyncio.Task[Answer]"]) -> None:
        refused = await are_answered(tasks, ASKED - AT_WORK - IN_LINE)
        for answer in refused:
            assert answer.status == 503
            assert answer.text.splitlines()[:2] == [t("work.busy", "th"), t("work.busy", "en")]
            assert int(answer.headers["retry-after"]) > 0
        for _ in range(5):
            assert [(await answered(app, path)).text for path in ("/healthz", "/readyz")] == ["ok", "ok"]
        exported = await answered(app, "/files/export/groups.csv", cookie=cookie("staff"))
        assert exported.status == 200  # other files wait behind no papers
        assert sum(task.done() for task in tasks) == len(refused)
        held.set()

    answers = asked_at_once(days, meanwhile)
    assert [answer.status for answer in answers].count(200) == AT_WORK + IN_LINE


def test_who_asks_for_the_same_papers_waits_for_them_whatever_the_line(home: Path, held: threading.Event) -> None:
    async def meanwhile(app: Starlette, tasks: list["asyncio.Task[Answer]"]) -> None:
        for path in ("/healthz", "/readyz", "/files/export/groups.csv"):
            answer = await asyncio.wait_for(answered(app, path, cookie=cookie("staff")), PATIENCE_S)
            assert answer.status == 200
        assert not any(task.done() for task in tasks)
        held.set()

    answers = asked_at_once(["/files/report/pack?lang=th"] * ASKED, meanwhile)
    assert {answer.status for answer in answers} == {200}


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_says_that_the_line_is_full_and_offers_to_try_again(
    lang: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise Busy

    papers.made.cache_clear()
    monkeypatch.setattr(papers, "_make", full)
    shown = page("reports.py", "director", lang=lang)
    shown.button(key="paper-make").click().run()

    assert t("work.busy", lang) in [one.value for one in shown.warning]
    assert not shown.exception
    monkeypatch.setattr(papers, "_make", lambda ask, _report: Pack(dict.fromkeys(PAPERS, b"%PDF"), ask.now))
    shown.button(key="paper-again").click().run()
    shown.button(key="paper-make").click().run()
    assert shown.success
    papers.made.cache_clear()
