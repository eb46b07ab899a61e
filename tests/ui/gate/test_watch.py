"""The watch of the server: it goes on whatever happens, and what it keeps in memory is written at the end."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from db import engine as databases
from db.accounts import audit, sessions, tries
from db.accounts.sessions import Device
from db.errors import DatabaseMissing
from db.tables import WrongTry
from db.transactions import reading
from tests.support import pages
from ui.auth import door
from ui.auth.visitors import visitors
from ui.gate import watch


@pytest.fixture
def led(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where an open page of a sign-in is led."""
    monkeypatch.setattr(watch, "EVERY_S", 0.01)
    return []


def run(sid: str, led: list[str], *, ends: bool) -> None:
    """A second of a server at which a page of a sign-in stands open."""

    async def shut(address: str) -> None:
        led.append(address)
        visitors.closed(sid, shut)

    async def live() -> None:
        async with watch.watching():
            visitors.opened(sid, shut)
            await asyncio.sleep(0.1)
            if ends:
                sessions.sign_out(databases.engine(), sid, door.utc_now())
            for _ in range(100):
                if led:
                    break
                await asyncio.sleep(0.02)
            visitors.closed(sid, shut)

    asyncio.run(live())


def test_a_page_whose_sign_in_ends_is_led_away_and_another_is_not(home: Path, led: list[str]) -> None:
    stays, goes = (sessions.public_id(pages.token("staff")) for _ in range(2))

    run(stays, led, ends=False)
    assert led == []
    run(goes, led, ends=True)
    assert led == [""]


def test_it_outlives_every_fault(
    home: Path, led: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sid, real = sessions.public_id(pages.token("staff")), door.person_of
    faults: list[Exception] = [RuntimeError("something"), DatabaseMissing("gone"), KeyError("x")]

    def failing(*args: object) -> object:
        if faults:
            raise faults.pop()
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(door, "person_of", failing)

    run(sid, led, ends=True)

    assert led == [""] and not faults
    assert "the watch" in caplog.text


def test_what_was_seen_and_tried_is_written_at_the_end(home: Path, led: list[str]) -> None:
    engine, now = databases.engine(), door.utc_now()
    sid = sessions.public_id(pages.token("director"))
    visitors.saw(sid, now + timedelta(seconds=5))
    sessions.verify_credentials(engine, "director", "not that one", now, Device("", "192.0.2.66"))

    run(sid, led, ends=False)

    found = next(one for one in sessions.own(engine, "director", now) if one.sign_in_id == sid)
    assert found.seen_at == now + timedelta(seconds=5)
    assert "1 192.0.2.66" in [event.detail for event in audit.recent(engine) if event.action == "sign_in.wrong"]


def test_wrong_tries_that_count_no_longer_are_deleted(
    home: Path, led: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sid, now = sessions.public_id(pages.token("staff")), door.utc_now()
    tries.take(databases.engine(), ("clerk", "one"), now - timedelta(hours=2))
    tries.take(databases.engine(), ("clerk", "two"), now)
    monkeypatch.setattr(watch, "WRITTEN_EVERY", timedelta())
    run(sid, led, ends=True)

    with reading(databases.engine()) as session:
        assert [one.at for one in session.exec(select(WrongTry))] == [now]
