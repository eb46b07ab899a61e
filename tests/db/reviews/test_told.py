"""Who may review a load is told that it waits, from the load itself."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine

from db.reviews import waiting
from db.snapshots import store
from db.telling import subscriptions
from db.telling.subscriptions import Wish
from tests.support.actors import staff
from tests.support.reviews import reviewer, turn_on
from tests.support.uploads import CODE, NOW, group, put
from ui.jobs import work

LATER = NOW + timedelta(minutes=1)


def test_each_load_that_waits_is_told_of_once_and_what_is_in_force_never(engine: Engine, tmp_path: Path) -> None:
    put(engine, "groups", [group("G01")], date(2021, 3, 31))
    turn_on(engine, tmp_path / "projects")
    subscriptions.subscribe(engine, "chief", Wish("review"), project=CODE, actor=reviewer(), now=NOW)
    assert work.look(engine, LATER) == 0

    load = put(engine, "groups", [group("G01"), group("G02")], date(2021, 4, 30))
    assert [work.look(engine, LATER), work.look(engine, LATER)] == [1, 0]

    waiting.send_back(engine, load.id, actor=reviewer(), reason="ผิดไฟล์", now=LATER)
    store.reinstate(engine, load.id, actor=staff(), reason="ถูกแล้ว", now=LATER)
    assert [work.look(engine, LATER), work.look(engine, LATER)] == [1, 0]

    waiting.pass_on(engine, load.id, actor=reviewer(), now=LATER)
    put(engine, "groups", [group("G03")], date(2021, 5, 31))
    assert [work.look(engine, LATER), work.look(engine, LATER)] == [1, 0]
