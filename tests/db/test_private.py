"""What the program writes is its owner's alone."""

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from db import engine as databases
from db import private
from db.accounts import users
from db.commands import main
from db.engine import new_engine
from db.transactions import writing
from tests.support.actors import OPERATOR
from tests.support.databases import NOW, address, initialised
from tests.support.door import Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has rights of its own")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def careless_user() -> object:
    """Whose files are open to everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("OTOP_CHAIN_KEY", raising=False)
    return tmp_path / "data"


def test_all_that_a_first_start_writes_is_its_owners_alone(data: Path) -> None:
    engine = databases.engine()
    initialised(engine)
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)

    assert mode(data) == 0o700
    found = {path.name: mode(path) for path in data.iterdir()}
    assert {"otop.db", "otop.db-wal", "otop.db-shm", "chain.key"} <= set(found)
    assert any(name.startswith("chain-") for name in found)
    assert set(found.values()) == {0o600}
    engine.dispose()


@pytest.mark.parametrize("command", ["init", "setup"])
def test_a_folder_that_was_there_before_is_closed(command: str, data: Path) -> None:
    data.mkdir(mode=0o755)

    assert main([command]) == 0

    assert mode(data) == 0o700
    assert {mode(path) for path in data.iterdir()} == {0o600}


def test_so_is_a_database_outside_of_the_data_folder_and_what_sqlite_puts_beside_it(tmp_path: Path) -> None:
    engine = new_engine(address(tmp_path / "elsewhere.db"))
    with writing(engine, foreign_keys=False) as session:
        session.connection().execute(text("CREATE TABLE note (id INTEGER)"))

        found = {path.name: mode(path) for path in tmp_path.glob("elsewhere.db*")}
    assert found == {"elsewhere.db": 0o600, "elsewhere.db-wal": 0o600, "elsewhere.db-shm": 0o600}
    engine.dispose()


def test_what_a_command_exports_follows_the_users_own_rule(sample: Run, tmp_path: Path) -> None:
    os.umask(0o022)
    assert sample("export", "groups", tmp_path / "groups.csv", "--project", "demo-phetchaburi-2564").exit == 0

    assert mode(tmp_path / "groups.csv") == 0o644


def test_a_server_writes_for_its_owner_alone_wherever_it_writes(tmp_path: Path) -> None:
    private.from_now_on()
    (tmp_path / "paper.pdf").write_bytes(b"")
    (tmp_path / "folder").mkdir()

    assert (mode(tmp_path / "paper.pdf"), mode(tmp_path / "folder")) == (0o600, 0o700)


def test_what_was_left_open_is_closed_and_what_is_not_ours_is_not_touched(tmp_path: Path) -> None:
    folder, beside = tmp_path / "data", tmp_path / "databases"
    for made in (folder, beside):
        made.mkdir(mode=0o755)
    ours = [folder / "chain-0123.head", *(beside / f"otop.db{end}" for end in ("", "-wal", "-shm", ".before-restore"))]
    theirs = [folder / "notes.txt", beside / "otop.dbx", beside / "other.db"]
    for path in (*ours, *theirs):
        path.touch(0o664)
    (beside / "otop.db.link").symlink_to(theirs[0])

    closed, left = private.close(folder, beside / "otop.db")

    assert sorted(closed) == sorted([folder, *ours])
    assert left == []
    assert {mode(path) for path in ours} == {0o600} and mode(folder) == 0o700
    assert {mode(path) for path in theirs} == {0o664} and mode(beside) == 0o755
    assert private.close(folder, beside / "otop.db") == ([], [])


def test_what_cannot_be_closed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "otop.db").touch(0o644)

    def refused(*_args: object, **_more: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refused)
    assert tmp_path / "otop.db" in private.close(tmp_path, tmp_path / "otop.db")[1]


def test_a_folder_that_everybody_uses_stays_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)

    assert private.close(tmp_path, None) == ([], [])
    assert mode(tmp_path) == 0o1777
