"""Notes: append-only, the newest of a subject and a day stands, as known at any instant; no citizen's number."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from db.accounts import audit
from db.errors import DbError, Refused
from db.notebook import notes
from tests.support.actors import staff
from tests.support.uploads import NOW

CODE, JULY = "demo-phetchaburi-2564", date(2021, 7, 31)


def total(engine: Engine, satang: int | None, *, on: date = JULY, now: datetime = NOW) -> None:
    notes.write(engine, CODE, "official_total", "GFMIS", on_date=on, amount_satang=satang, actor=staff(), now=now)


def test_the_newest_of_a_day_stands_and_nothing_is_lost(engine: Engine) -> None:
    total(engine, 100)
    total(engine, 200, now=NOW + timedelta(minutes=1))
    total(engine, 50, on=date(2021, 6, 30), now=NOW + timedelta(minutes=2))

    standing = notes.standing(engine, CODE, "official_total")
    assert [(n.on_date, n.amount_satang) for n in standing] == [(date(2021, 6, 30), 50), (JULY, 200)]
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM note")) == 3
    assert [e.action for e in audit.recent(engine, project=CODE)][:3] == ["note.official_total"] * 3


def test_a_note_is_seen_from_its_day_and_its_instant_on(engine: Engine) -> None:
    total(engine, 100)
    total(engine, 200, now=NOW + timedelta(hours=1))

    assert notes.standing(engine, CODE, "official_total", day=date(2021, 7, 30)) == ()
    (then,) = notes.standing(engine, CODE, "official_total", seen=NOW + timedelta(minutes=30))
    assert then.amount_satang == 100
    assert notes.standing(engine, CODE, "official_total", seen=NOW - timedelta(minutes=1)) == ()


def test_an_empty_note_takes_back_what_stood(engine: Engine) -> None:
    notes.write(engine, CODE, "meeting", "", text="ครั้งที่ 1/2564", on_date=JULY, actor=staff(), now=NOW)
    assert [n.text for n in notes.standing(engine, CODE, "meeting")] == ["ครั้งที่ 1/2564"]
    notes.write(engine, CODE, "meeting", "", on_date=JULY, actor=staff(), now=NOW)
    assert notes.standing(engine, CODE, "meeting") == ()


@pytest.mark.parametrize("words", ["x" * 301, "เลข 1101700230708 ของเขา"])
def test_what_is_too_long_or_personal_is_refused(engine: Engine, words: str) -> None:
    with pytest.raises(Refused):
        notes.write(engine, CODE, "explained_gap", words, on_date=JULY, amount_satang=1, actor=staff(), now=NOW)
    assert notes.standing(engine, CODE, "explained_gap") == ()


def test_a_note_has_an_author(engine: Engine) -> None:
    with pytest.raises(DbError):
        notes.write(engine, CODE, "meeting", "", text="ครั้งที่ 1", on_date=JULY, actor=staff(" "), now=NOW)
    assert notes.standing(engine, CODE, "meeting") == ()
