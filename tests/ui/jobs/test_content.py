"""The brief of a message: made once for all who may know alike of what waits for review."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from core.model import Actor
from core.text import Message
from db import engine as databases
from db.reviews import waiting
from db.telling.queue import Claimed
from tests.support.actors import staff
from tests.support.reviews import reviewer, turn_on
from tests.support.uploads import CODE, NOW, group, put
from ui.jobs import content

OTHER = Actor("panel", "committee")
LATER = NOW + timedelta(minutes=1)


def of(message_id: int, actor: Actor) -> Claimed:
    return Claimed(
        id=message_id, by="a", subscription_id=message_id, user=actor.user, project=CODE, occasion="week",
        channel="mail", sentence=Message("telling.week"), message_id="m", retry_key="k", unsure=False, trial=False,
    )  # fmt: skip


@pytest.fixture
def engine(home: Path) -> Engine:
    return databases.engine()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """For whom a brief was made, instead of making it."""
    found: list[str] = []

    def at_work(_paper: Any, _code: str, _lang: str, actor: Actor, _now: Any) -> bytes:
        found.append(actor.user)
        return f"brief of {actor.user}".encode()

    monkeypatch.setattr(content, "_at_work", at_work)
    content._made.clear()
    return found


def test_one_brief_serves_all_who_may_know_alike_of_what_waits(engine: Engine, tmp_path: Path, made: list[str]) -> None:
    put(engine, "groups", [group("G01")], date(2021, 3, 31))
    turn_on(engine, tmp_path / "projects")

    def sent(actor: Actor) -> content.Content:
        return content.made(engine, of(1, actor), "png", "th", actor=actor, now=LATER)

    load = put(engine, "groups", [group("G01"), group("G02")], date(2021, 4, 30))
    knows, other = sent(reviewer()), sent(OTHER)
    assert made == ["chief", "panel"]
    assert "รอสอบทาน 1 ชุด" in knows.text and "รอสอบทาน" not in other.text
    assert (sent(staff()).file, sent(OTHER).file) == (b"brief of chief", b"brief of panel")
    assert made == ["chief", "panel"]

    put(engine, "groups", [group("G01"), group("G03")], date(2021, 5, 31))
    assert "รอสอบทาน 2 ชุด" in sent(reviewer()).text
    assert made.count("chief") == 2
    waiting.pass_on(engine, load.id, actor=reviewer(), now=LATER)
    assert "รอสอบทาน 1 ชุด" in sent(staff()).text
    assert made[-1] == staff().user
