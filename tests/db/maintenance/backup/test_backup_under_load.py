"""Backups while others load, and restores that are killed: old or new, whole, with the figures that were stored."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from core.figures import compute
from db.maintenance import backup as backups
from db.maintenance import every_night
from db.maintenance.backup.ways import way_of
from db.maintenance.chain import check
from db.maintenance.verify import verify
from db.snapshots import store
from tests.support.actors import OPERATOR
from tests.support.uploads import CODE, NOW, group, payment, put
from words.rendering import render

ROOT = Path(__file__).resolve().parents[4]
FEB, MAR = date(2021, 2, 28), date(2021, 3, 31)
NIGHT = datetime(2026, 11, 27, 19, 30, tzinfo=UTC)

LOADER = """
import sys
from datetime import date, timedelta
from db.engine import new_engine
from db.errors import AlreadyStored, StaleBase
from tests.support.uploads import group, payment, put
engine = new_engine(sys.argv[1])
for number in range(1, 100_000):
    day = date(2021, 2, 1) + timedelta(number % 50)
    try:
        put(engine, "groups", [group(f"G{n:03}") for n in range(number % 30 + 1)], day)
        put(engine, "spending", [payment(f"{number}.{n}", 100 * number) for n in range(40)], day)
    except (StaleBase, AlreadyStored):
        pass  # another state was restored in between
    if number == 1:
        print("began", flush=True)
"""


@pytest.fixture
def loading(engine: Engine) -> Iterator[Engine]:
    """A database into which another process loads without a pause."""
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", LOADER, url]
    with subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True) as loader:
        assert loader.stdout is not None
        assert loader.stdout.readline() == "began\n"
        yield engine
        assert loader.poll() is None, "it loaded until the end"
        loader.kill()


def stored(engine: Engine) -> dict[int, tuple[str, object]]:
    return {info.id: (info.rows_sha256, info.figures) for info in store.history(engine, CODE)}


def summary_of(engine: Engine, day: date, seen: datetime) -> object:
    """The figures of a day as known at an instant."""
    return compute(store.view(engine, CODE, day, seen)).summary(render)


@pytest.mark.long
def test_backups_under_load_hold_one_state_each_and_its_figures(loading: Engine, tmp_path: Path) -> None:
    found = []
    for number in range(5):
        made = backups.backup(loading, tmp_path / f"{number}.backup", actor=OPERATOR)
        with way_of(loading).staged(loading, made.file) as copy:
            assert verify(copy) == []
            held = check(copy, made.link)
            assert (held.findings, held.last) == ((), made.link)
            found.append(stored(copy))
    there = stored(loading)

    assert [len(one) for one in found] == sorted({len(one) for one in found})  # each is later than the one before
    assert all(there[number] == figures for one in found for number, figures in one.items())


@pytest.mark.long
def test_every_night_under_load(loading: Engine, tmp_path: Path) -> None:
    for day in range(3):
        done = every_night.nightly(loading, tmp_path, actor=OPERATOR, now=NIGHT + timedelta(days=day), keep=2)
        assert done.differences == ()

    assert len([path for path in tmp_path.glob("otop-*") if path.suffix in (".db", ".dump")]) == 2


@pytest.mark.long
def test_a_backup_of_a_loaded_database_is_restored_with_its_figures(loading: Engine, tmp_path: Path) -> None:
    made = backups.backup(loading, tmp_path / "copy", actor=OPERATOR)
    with way_of(loading).staged(loading, made.file) as copy:
        before = stored(copy)
        seen = max(info.received_at for info in store.history(copy, CODE))
        figures = {day: summary_of(copy, day, seen) for day in store.days(copy, CODE)}

    backups.restore(loading, made.file, actor=OPERATOR, now=NOW)

    after = stored(loading)
    assert {number: after[number] for number in before} == before
    assert figures == {day: summary_of(loading, day, seen) for day in figures}
    assert (verify(loading), check(loading).findings) == ([], ())


# -- a restore that is killed ---------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from types import SimpleNamespace
from db.engine import new_engine
from db.maintenance import backup as backups
from db.maintenance import every_night
from db.maintenance.backup import files, put_back, sqlite
from db.maintenance.backup.ways import way_of
from tests.support.actors import OPERATOR
from tests.support.uploads import NOW

engine, file, moment = new_engine(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
way = way_of(engine)
if engine.dialect.name == "postgresql":
    way.secrets = SimpleNamespace(token_hex=lambda _bytes: sys.argv[4])

def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "before it begins anew":
    put_back._begin_anew = die
elif moment == "before it is put in place":
    way.put_in_place = die
elif moment == "once it is in place":
    replace = way.put_in_place
    way.put_in_place = lambda *engines: (replace(*engines), die())
elif engine.dialect.name == "sqlite":
    whole = sqlite._copy
    def half(source, target):
        if target != sqlite._file_of(engine):
            return whole(source, target)
        with sqlite.closing(sqlite._open(source)) as before, sqlite.closing(sqlite._open(target)) as after:
            before.backup(after, pages=3, progress=lambda _status, left, _total: left and die())
    sqlite._copy = half
else:
    way.inspect = die  # all rows are replaced, and nothing is committed
backups.restore(engine, file, actor=OPERATOR, now=NOW)
"""
MOMENTS = ("before it begins anew", "before it is put in place", "in the middle", "once it is in place")


def is_left(engine: Engine, number: str) -> bool:
    """Whether PostgreSQL has the schema into which a run read its file."""
    query = text("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
    with engine.connect() as connection:
        return bool(connection.scalar(query, {"name": f"otop_restoring_{number}"}))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX")
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_restoring_leaves_old_or_new_whole(engine: Engine, tmp_path: Path, moment: str) -> None:
    put(engine, "groups", [group(f"G{number:03}") for number in range(400)], FEB)
    backups.backup(engine, tmp_path / "copy", actor=OPERATOR)
    put(engine, "groups", [group("G02")], MAR)
    put(engine, "spending", [payment("ฎ.1", 100)], MAR)
    number = stored(engine)

    own = secrets.token_hex(4)
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", KILLED, url, str(tmp_path / "copy"), moment, own]
    ran = subprocess.run(command, cwd=ROOT, env=dict(os.environ), timeout=120, check=False, capture_output=True)

    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()
    assert engine.dialect.name == "sqlite" or is_left(engine, own)
    new = moment == "once it is in place"
    assert len(stored(engine)) == (1 if new else 3)
    assert new or stored(engine) == number
    assert (verify(engine), check(engine).findings) == ([], ())
    put(engine, "spending", [payment("ฎ.2", 100)], MAR)
    assert (verify(engine), check(engine).findings) == ([], ())
    backups.restore(engine, tmp_path / "copy", actor=OPERATOR, now=NOW)
    assert len(stored(engine)) == 1
    assert (verify(engine), check(engine).findings) == ([], ())
    assert engine.dialect.name == "sqlite" or not is_left(engine, own)
