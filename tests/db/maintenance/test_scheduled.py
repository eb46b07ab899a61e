"""Backups by schedule: when one is due, who of several takes it, and what is recorded of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.text import Message
from db.accounts import audit
from db.errors import Refused
from db.maintenance import every_night
from db.maintenance.scheduled import recorded, schedule
from db.maintenance.scheduled.__main__ import take_due
from db.maintenance.scheduled.recorded import BEGUN, DIFFERS, PROVED, REFUSED, Written
from tests.support.actors import OPERATOR, SYSTEM
from words.rendering import render

NOW = datetime(2026, 11, 27, 19, 30, tzinfo=UTC)  # half past two in Bangkok, on the 28th
DUE = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "share"
    found.mkdir()
    monkeypatch.setenv(schedule.FOLDER, str(found))
    return found


def actions(engine: Engine) -> list[str]:
    return [event.action for event in reversed(audit.recent(engine)) if event.action.startswith("backup.")]


def test_without_a_folder_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(schedule.FOLDER, raising=False)
    monkeypatch.setenv(schedule.AT, "03:00")

    assert schedule.schedule() is None
    assert schedule.unread() is None


@pytest.mark.parametrize(
    ("at", "due"), [("", DUE), ("2", DUE), ("02:30", NOW), ("02:31", NOW + timedelta(minutes=1, days=-1)), ("23", None)]
)
def test_it_is_due_each_day_at_its_hour_in_bangkok(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: str, due: datetime | None
) -> None:
    monkeypatch.setenv(schedule.AT, at)

    found = schedule.schedule()

    assert found is not None
    assert (found.folder, found.keep) == (folder, 14)
    assert found.due(NOW) == (due or datetime(2026, 11, 27, 16, tzinfo=UTC))
    assert found.following(NOW) == found.due(NOW) + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "text"), [(schedule.FOLDER, "backups"), (schedule.AT, "25"), (schedule.AT, "2.30"), (schedule.KEEP, "0")]
)
def test_a_setting_that_cannot_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(name, text)

    found = schedule.unread()

    assert found is not None
    assert found[:2] == (name, text)


def test_one_of_several_takes_it(engine: Engine) -> None:
    assert recorded.begin(engine, DUE, actor=SYSTEM, now=NOW)
    assert not recorded.begin(engine, DUE, actor=SYSTEM, now=NOW)
    assert actions(engine) == [BEGUN]


def test_one_that_began_and_never_ended_is_taken_again_after_an_hour(engine: Engine) -> None:
    recorded.begin(engine, DUE, actor=SYSTEM, now=NOW)

    assert not recorded.is_open(engine, DUE, NOW + HOUR)
    assert recorded.begin(engine, DUE, actor=SYSTEM, now=NOW + HOUR + timedelta(seconds=1))


def test_what_is_due_is_taken_proved_and_recorded_once(sqlite: Engine, folder: Path) -> None:
    done = take_due(sqlite, NOW)

    assert done is not None
    assert done.backup.file.parent == folder
    assert take_due(sqlite, NOW + 2 * HOUR) is None
    assert actions(sqlite) == [BEGUN, PROVED]
    assert recorded.last_written(sqlite) == recorded.last_proved(sqlite) == Written(
        NOW, PROVED, str(done.backup.file), done.backup.size
    )  # fmt: skip
    assert take_due(sqlite, NOW + timedelta(days=1)) is not None


def test_a_share_that_is_gone_is_recorded_with_its_sentence_and_tried_again(sqlite: Engine, folder: Path) -> None:
    folder.rmdir()

    with pytest.raises(Refused) as refused:
        take_due(sqlite, NOW)
    found = recorded.last_refused(sqlite)
    assert found is not None
    assert str(folder) in render(found.why, "en")
    assert render(found.why, "th") == render(refused.value.message, "th")
    assert recorded.last_written(sqlite) is None

    folder.mkdir()
    assert take_due(sqlite, NOW + HOUR / 2) is None
    assert take_due(sqlite, NOW + HOUR + timedelta(seconds=1)) is not None
    assert actions(sqlite) == [BEGUN, REFUSED, BEGUN, PROVED]


def test_one_that_restores_otherwise_is_recorded_so(
    sqlite: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Message("console.differs", {"at": 1, "what": "rows_sha256", "stored": "a", "found": "b"})
    monkeypatch.setattr(every_night, "_differences", lambda *_: iter([other]))

    every_night.nightly(sqlite, folder, actor=OPERATOR, now=NOW)

    assert actions(sqlite) == [DIFFERS]
    last = recorded.last_written(sqlite)
    assert last is not None
    assert last.action == DIFFERS
    assert recorded.last_proved(sqlite) is None


def test_what_is_recorded_of_a_refusal_and_is_none_any_more_is_said_as_not_known() -> None:
    assert recorded.reason("{}") is None
    assert recorded.reason("not json") is None
