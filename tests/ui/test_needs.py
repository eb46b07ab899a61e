"""A start that could not serve is refused with one sentence in both languages, and an exit as commands have it."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.routing import Route

from db import engine as databases
from db import patience
from db.chain import keys
from tests.support.asgi import ask
from tests.support.databases import address, initialised
from ui import needs, server, startup
from ui.app import serving
from ui.auth import tokens
from ui.gate import hosts

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has rights of its own")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine on which nothing of ours has run, whose owner has no settings."""
    for name in [name for name in os.environ if name.startswith("OTOP_") and name != "OTOP_TEST_POSTGRES"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", address(tmp_path / "data" / "otop.db"))
    monkeypatch.setattr(startup.lines, "begin", lambda: None)  # the log of the tests stays theirs
    tokens.signing_key.cache_clear()
    umask = os.umask(0o022)
    yield tmp_path / "data"
    os.umask(umask)
    serving.release()
    tokens.signing_key.cache_clear()
    databases.engine_for.cache_clear()


def refused(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """How a start ends, and what is said: a line in Thai and the same in English, and no fault of the program."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        startup.begin()
    serving.release()
    said = capsys.readouterr()
    assert said.err == "" and len(said.out.splitlines()) == 2, said
    thai, english = said.out.splitlines()
    assert not thai.isascii()
    assert isinstance(ended.value.code, int)
    return ended.value.code, english


def test_a_machine_that_has_all_of_it_starts_and_starts_again(data: Path) -> None:
    startup.begin()
    serving.release()
    startup.begin()

    assert needs.missing() == []


WRONG = {
    "OTOP_HOSTS": ("https://otop.example.go.th", "otop:8501", "*", "otop, b/c"),
    "OTOP_TRUSTED_PROXIES": ("*", "proxy", "10.0.0", "127.0.0.1:80", "10.0.0.7/24"),
    "OTOP_IDLE_HOURS": ("admin", "admin=many", "admin=0", "nobody=3", "admin=nan"),
    "OTOP_MIGRATE": ("never", "0"),
    "OTOP_LOG": ("xml", "JSON"),
    "OTOP_WORKERS": ("0", "two", "65"),
    "OTOP_WORKERS_QUEUE": ("0",),
    "OTOP_WORKERS_MB": ("799", "2 GB"),
    "OTOP_WORKERS_SECONDS": ("9", "1.5"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_setting_that_cannot_be_read(
    name: str, value: str, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)

    code, said = refused(capsys)
    assert code == 64
    assert said.startswith(f"{name}: ") and "does not start" in said
    assert not (data / "otop.db").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OTOP_HOSTS", "otop, OTOP.example.go.th, 10.0.0.7, ::1,"),
        ("OTOP_TRUSTED_PROXIES", "127.0.0.1, ::1, 10.0.0.0/24"),
        ("OTOP_IDLE_HOURS", "admin=0.5, staff = 8"),
        ("OTOP_MIGRATE", "yes"),
        ("OTOP_WORKERS", " 4 "),
        ("OTOP_WORKERS_MB", "800"),
    ],
)
def test_a_setting_that_can_be_read(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    needs.settings()


def test_a_sign_in_service_that_is_half_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OTOP_OIDC_ISSUER", "https://sso.example.go.th")
    monkeypatch.setenv("OTOP_OIDC_CLIENT_ID", "otop")

    code, said = refused(capsys)
    assert code == 64
    assert said.startswith("OTOP_OIDC_CLIENT_SECRET: ")
    monkeypatch.setenv("OTOP_OIDC_CLIENT_SECRET", "very-secret")
    needs.settings()
    for open_to_listeners in ("http://sso.example.go.th", "sso.example.go.th", "ftp://x", "https://"):
        monkeypatch.setenv("OTOP_OIDC_ISSUER", open_to_listeners)
        code, said = refused(capsys)
        assert (code, "very-secret" in said) == (64, False)
    monkeypatch.setenv("OTOP_OIDC_ISSUER", "http://127.0.0.1:9000")
    needs.settings()


def unwritable() -> Path:
    """A folder that not even the machine's own account can write to."""
    return Path("/proc/self")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="has no folder that nobody can write to")
def test_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OTOP_DATA", str(unwritable()))
    code, said = refused(capsys)
    assert code == 69 and "/proc/self" in said and "OTOP_DATA" in said

    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", address(unwritable() / "otop.db"))
    code, said = refused(capsys)
    assert code == 69 and "can not be written" in said


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [("OneDrive - Community Development", True), ("onedrive", True), ("Dropbox (Office)", True), ("My Drive", True),
     ("GoogleDrive", True), ("iCloudDrive", True), ("drive", False), ("my onedrive notes", False)],
)  # fmt: skip
def test_a_folder_that_another_program_keeps_in_step(
    name: str, is_refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused before anything is written there."""
    folder = tmp_path / name / "otop"
    monkeypatch.setenv("DATABASE_URL", address(folder / "otop.db"))
    if not is_refused:
        needs.folders()
        return
    code, said = refused(capsys)

    assert (code, str(folder.parent) in said, "OTOP_DATA" in said) == (69, True, True)
    assert not folder.exists()


def test_a_file_in_place_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "file"))

    code, said = refused(capsys)
    assert code == 69 and "OTOP_DATA" in said


@posix
@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620])
@pytest.mark.parametrize("name", [tokens.KEY_FILE, keys.FILE])
def test_a_key_that_others_could_read(name: str, bits: int, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    startup.begin()
    serving.release()
    tokens.signing_key.cache_clear()
    (data / name).chmod(bits)

    code, said = refused(capsys)
    assert code == 69
    assert str(data / name) in said and "chmod 600" in said
    assert (data / name).stat().st_mode & 0o777 == bits  # closing it would hide that it was open


def test_a_key_that_is_gone_or_too_short(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    startup.begin()
    serving.release()
    tokens.signing_key.cache_clear()
    key = (data / keys.FILE).read_text(encoding="ascii")
    (data / keys.FILE).unlink()
    code, said = refused(capsys)
    assert code == 69 and "chain" in said and keys.VARIABLE in said
    assert needs.missing() == ["keys"]

    (data / keys.FILE).touch(0o600)
    (data / keys.FILE).write_text(key, encoding="ascii")
    tokens.signing_key.cache_clear()
    (data / tokens.KEY_FILE).write_text("short", encoding="ascii")
    code, said = refused(capsys)
    assert code == 69 and "at least 32" in said and "short;" not in said.replace("too short;", "")


def test_a_key_that_cannot_be_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir(0o700)
    (data / tokens.KEY_FILE).mkdir(0o700)

    code, said = refused(capsys)
    assert code == 69 and tokens.KEY_FILE in said


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(patience, "CONNECT_S", 2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://office:secret-word@127.0.0.1:{port}/otop")
        code, said = refused(capsys)
    assert code == 69 and "does not answer" in said and "secret-word" not in said

    code, said = refused(capsys)  # nobody listens there now
    assert code == 69 and "secret-word" not in said
    monkeypatch.setenv("DATABASE_URL", "mysql://office:secret-word@h/otop")
    code, said = refused(capsys)
    assert code == 69 and "DATABASE_URL" in said and "secret-word" not in said


def test_a_database_of_a_newer_release(capsys: pytest.CaptureFixture[str]) -> None:
    databases.data_dir()
    engine = databases.engine()
    initialised(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    code, said = refused(capsys)
    assert code == 69 and "newer version" in said
    engine.dispose()


def test_a_migration_that_is_needed_and_not_allowed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OTOP_MIGRATE", "no")
    code, said = refused(capsys)
    assert code == 69 and "python -m db init" in said
    assert not (data / "otop.db").exists()

    engine = databases.engine()
    initialised(engine)
    startup.begin()
    serving.release()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    code, said = refused(capsys)
    assert code == 69 and "older version" in said
    assert needs.missing() == ["migrations"]
    engine.dispose()


@posix
def test_what_was_left_open_is_closed_and_said(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    startup.begin()
    serving.release()
    data.chmod(0o755)
    (data / "otop.db").chmod(0o664)
    with caplog.at_level("WARNING", "otop"):
        startup.begin()

    assert [name for name in (str(data), str(data / "otop.db")) if f"{name};" in caplog.text] == [
        str(data),
        str(data / "otop.db"),
    ]
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "otop.db").stat().st_mode & 0o777 == 0o600


def test_what_is_amiss_is_named_while_it_runs_and_nothing_of_the_inside(data: Path) -> None:
    startup.begin()
    assert needs.missing() == []
    databases.engine().dispose()
    for path in data.glob("otop.db*"):
        path.unlink()
    assert needs.missing() == ["database"]


def test_readiness_waits_for_nothing_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    hung = threading.Event()

    def late() -> list[str]:
        hung.wait(10)  # then all would be there
        return []

    monkeypatch.setattr(needs, "missing", late)
    monkeypatch.setattr(server, "READY_S", 0.2)
    try:
        answer = ask(Starlette(routes=[Route("/readyz", server.readyz), Route("/healthz", server.healthz)]), "/readyz")
    finally:
        hung.set()

    assert (answer.status, answer.text) == (503, "not ready: database")


def test_a_proxy_is_one_by_its_address_on_sockets_of_both_families(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hosts.PROXIES, "127.0.0.1, 10.0.0.0/24, ::1")

    assert hosts.trusted_proxies() == [
        "127.0.0.1/32",
        "10.0.0.0/24",
        "::1/128",
        "::ffff:127.0.0.1/128",
        "::ffff:10.0.0.0/120",
    ]
