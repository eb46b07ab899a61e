"""How the program stands: what is found, what needs a hand, and the command with its JSON and exits."""

import json
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from core.analysis.telling.occasions import Occasion
from core.model import Actor, Right
from core.text import Message
from db import engine as engines
from db.accounts import refusals, sessions, users
from db.errors import DatabaseMissing
from db.maintenance import every_night, migrate, status
from db.maintenance.scheduled import recorded, schedule
from db.maintenance.status import amiss, finding, slow, verified
from db.maintenance.status.lines import lines
from db.maintenance.status.model import Status
from db.maintenance.status.slow import Slow
from db.maintenance.status.verified import Verified
from db.projects import versions
from db.telling import queue, subscriptions
from db.telling.subscriptions import Wish
from db.transactions import writing
from tests.support.actors import OPERATOR, SYSTEM
from tests.support.databases import PASSWORD
from tests.support.door import Run
from tests.support.uploads import CODE
from words import languages
from words.rendering import said

NOW = datetime(2026, 11, 27, 19, 30, tzinfo=UTC)  # half past two in Bangkok
DAY = timedelta(days=1)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "data"))
    monkeypatch.delenv(schedule.FOLDER, raising=False)
    monkeypatch.setattr(finding.shutil, "disk_usage", lambda _: Usage(100 * 10**9, 0, 50 * 10**9))
    return tmp_path


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "share"
    found.mkdir()
    monkeypatch.setenv(schedule.FOLDER, str(found))
    return found


def found(engine: Engine, now: datetime = NOW) -> Status:
    return status.found(engine, actor=OPERATOR, now=now)


def codes(engine: Engine, now: datetime = NOW) -> list[str]:
    shown = found(engine, now)
    for one in shown.warnings:
        assert all(said(one.message, lang) for lang in languages())
    for line in lines(shown):
        assert all(said(part, lang) for part in line for lang in languages())
    return [one.code for one in shown.warnings]


def test_a_database_that_nobody_looked_after_says_what_to_do(engine: Engine) -> None:
    assert codes(engine) == ["backup_none", "never_verified"]
    shown = found(engine)
    assert shown.database.kind == engine.dialect.name
    assert (shown.database.size or 0) > 100_000
    assert shown.database.current == shown.database.newest == migrate.head()
    assert shown.version != "?"
    assert shown.jobs == {}


def test_a_backup_that_was_restored_on_trial_answers_for_backup_and_chain(sqlite: Engine, share: Path) -> None:
    every_night.nightly(sqlite, share, actor=OPERATOR, now=NOW)

    assert codes(sqlite) == ["backup_same_disk"]
    shown = found(sqlite)
    assert shown.chain is not None
    assert shown.chain.verified == Verified(NOW, 0)
    assert shown.jobs == {"backup": datetime(2026, 11, 28, 19, tzinfo=UTC)}


def test_a_share_that_is_gone_needs_a_hand_and_so_does_what_was_not_written(sqlite: Engine, share: Path) -> None:
    every_night.nightly(sqlite, share, actor=OPERATOR, now=NOW)
    share.rename(share.with_name("away"))

    assert codes(sqlite) == ["backup_gone"]
    with pytest.raises(Exception, match="share"):
        every_night.nightly(sqlite, share, actor=OPERATOR, now=NOW + DAY)
    assert codes(sqlite, NOW + DAY) == ["backup_gone", "backup_refused"]
    assert codes(sqlite, NOW + DAY + 2 * timedelta(hours=1)) == ["backup_gone", "backup_refused", "backup_late"]


def test_a_backup_that_nobody_tried_to_restore_or_that_is_old_is_said(run: Run, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "one.db").exit == 0
    engine, now = engines.engine(), datetime.now(UTC)

    assert codes(engine, now) == ["never_verified", "backup_untried"]
    assert "backup_old" in codes(engine, now + 8 * DAY)
    last = recorded.last_written(engine)
    assert last is not None
    assert (last.action, last.file) == (recorded.WRITTEN, str(tmp_path / "one.db"))


def test_one_that_restores_otherwise_comes_first(sqlite: Engine, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Message("console.differs", {"at": 1, "what": "rows_sha256", "stored": "a", "found": "b"})
    monkeypatch.setattr(every_night, "_differences", lambda *_: iter([other]))
    every_night.nightly(sqlite, share, actor=OPERATOR, now=NOW)

    assert codes(sqlite) == ["backup_differs", "never_verified", "backup_same_disk"]
    assert found(sqlite).warnings[0].urgent


def test_verify_is_kept_with_what_it_found_and_grows_old(run: Run) -> None:
    run("verify")
    engine, now = engines.engine(), datetime.now(UTC)
    assert "never_verified" not in codes(engine, now)
    assert "verified_long_ago" in codes(engine, now + 36 * DAY)

    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_event SET detail = 'x' WHERE id = 1"))
    assert run("verify").exit == 1
    assert "chain_differs" in codes(engine)
    kept = verified.last(engine)
    assert kept is not None
    assert kept.differences == 1


def test_verify_writes_nothing_to_the_database(run: Run) -> None:
    engine = engines.engine()
    before = found(engine).chain

    run("verify")

    after = found(engine).chain
    assert before is not None
    assert after is not None
    assert before.last == after.last


def test_little_room_is_said_of_each_folder_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding.shutil, "disk_usage", lambda _: Usage(10**11, 0, 10**9 - 1))

    shown = found(engine)

    low = [one for one in shown.warnings if one.code == "disk_low"]
    assert len(low) == len({disk.folder for disk in shown.disks})
    assert all(one.urgent for one in low)


def test_sign_ins_are_counted_by_day_in_bangkok_with_each_wrong_password(engine: Engine) -> None:
    users.add(engine, "somebody", "staff", actor=OPERATOR, now=NOW, password=PASSWORD)
    sessions.sign_in(engine, "somebody", NOW - timedelta(hours=3))  # before midnight there
    sessions.sign_in(engine, "somebody", NOW)
    for _ in range(amiss.MANY_WRONG):
        refusals.by_password(engine, "somebody", "staff", "10.0.0.1", NOW)
    refusals.by_right(engine, of=OPERATOR, right=Right.UPLOAD, project=None, now=NOW)
    refusals.write(engine, NOW)

    shown = found(engine)

    assert shown.sign_ins is not None
    assert shown.sign_ins.open == 2
    days = shown.sign_ins.days
    assert [(one.signed_in, one.wrong, one.refused) for one in days[:3]] == [(1, 50, 1), (1, 0, 0), (0, 0, 0)]
    assert len(days) == 7
    assert "many_wrong" in codes(engine)


def test_the_slowest_pages_are_kept_together_and_forgotten_after_a_week(engine: Engine) -> None:
    (Path(str(engines.data_dir()))).mkdir(exist_ok=True)
    slow.keep([Slow("budget", 2.0, NOW), Slow("", 12.0, NOW)], NOW)
    slow.keep([Slow("groups", 3.0, NOW - 2 * DAY)] + [Slow("upload", 1.0 + n / 100, NOW) for n in range(30)], NOW)

    shown = found(engine)

    assert [run.page for run in shown.slow[:3]] == ["", "groups", "budget"]
    assert len(shown.slow) == slow.KEPT
    assert "page_slow" in codes(engine)
    assert found(engine, NOW + 8 * DAY).slow == ()


def test_a_file_of_slow_pages_that_is_none_is_passed_over(engine: Engine) -> None:
    (engines.data_dir() / "slow-pages.json").write_text("[{", encoding="ascii")
    assert found(engine).slow == ()


def test_tables_of_before_are_said_and_the_rest_is_not_asked(empty: Engine) -> None:
    migrate.migrate(empty, migrate.revisions()[-2])

    assert codes(empty) == ["migrations_due"]
    shown = found(empty)
    assert shown.chain is shown.backups is shown.sign_ins is None


def test_where_there_is_no_database_it_says_so(empty: Engine) -> None:
    with pytest.raises(DatabaseMissing):
        found(empty)


def test_settings_of_the_web_beside_a_changed_file_are_said_with_both(engine: Engine) -> None:
    shipped = (versions.FOLDER / f"{CODE}.toml").read_text("utf-8-sig")
    with writing(engine) as session:
        for groups, kind in ((3, {"on_web": True}), (5, {"aside": True})):
            text = shipped.replace("tolerance_groups = 0", f"tolerance_groups = {groups}")
            versions.add_version(session, text, now=NOW, by="admin", **kind)

    assert "settings_differ" in codes(engine)
    assert set(found(engine).settings) == {CODE}


KEYS = {
    "ok", "at", "version", "database", "migrations", "chain", "backup", "jobs", "queue", "disk", "sign_ins",
    "settings", "slow_pages", "warnings",
}  # fmt: skip


def test_the_command_has_stable_keys_and_an_exit_that_says_how_urgent_it_is(
    run: Run, nowhere: Run, tmp_path: Path
) -> None:
    done = run("status", "--json")
    assert done.exit == 1
    assert set(done.json) == KEYS
    assert set(done.json["backup"]) == {
        "folder", "daily_at", "keep", "file", "bytes", "at", "restored", "restored_at", "refused_at", "refused",
    }  # fmt: skip
    assert set(done.json["chain"]) == {"links", "last", "verified_at", "differences"}
    assert {one["code"] for one in done.json["warnings"]} == {"backup_none", "never_verified"}
    assert all({"code", "urgent", "message", "message_en"} == set(one) for one in done.json["warnings"])

    (tmp_path / "kept").mkdir()
    run("backup", tmp_path / "kept" / "one.db")
    assert run("status").exit == 3
    run("backup", "--to", tmp_path / "kept")
    shown = run("status")
    assert (shown.exit, shown.err) == (0, "")
    done = run("status", "--json")
    assert done.json["ok"]
    assert done.json["backup"]["restored"] == "prove"
    assert json.dumps(done.json["slow_pages"]) == "[]"


def test_the_command_without_a_database_exits_69(nowhere: Run) -> None:
    assert nowhere("status").exit == 69


def test_messages_that_were_given_up_are_counted_and_need_a_hand(engine: Engine) -> None:
    users.add(engine, "keeper", "admin", actor=OPERATOR, now=NOW)
    subscriptions.subscribe(engine, "keeper", Wish("backup"), project=None, actor=Actor("keeper", "admin"), now=NOW)
    for number in range(2):
        told = Occasion("backup", str(number), Message("telling.backup"))
        queue.put(engine, told, project=None, actor=SYSTEM, now=NOW)
    assert "not_sent" not in codes(engine)
    taken = queue.claim(engine, ["mail"], "a", actor=SYSTEM, now=NOW)
    assert taken is not None
    queue.finish(engine, taken, queue.Outcome("ended", "undelivered.no_mail"), actor=SYSTEM, now=NOW)

    assert found(engine).queue == {"waiting": 1, "ended": 1}
    assert "not_sent" in codes(engine)
