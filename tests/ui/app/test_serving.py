"""A second start on the same data, and a port that is taken, are said."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit import config

from ui import framework
from ui.app import serving

ROOT = Path(__file__).resolve().parents[3]
HOLD = "import sys; from ui.app import serving; print(serving.claim(sys.argv[1]), flush=True); sys.stdin.read()"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'otop.db').as_posix()}"


@pytest.fixture(autouse=True)
def let_go() -> object:
    yield
    serving.release()


def other_server(url: str) -> subprocess.Popen[str]:
    """Another process that serves the data."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, url], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline().strip() == "None"
    return process


def test_data_that_another_process_serves_name_its_address(url: str) -> None:
    with other_server(url) as process:
        assert serving.claim(url) == "http://localhost:8501"
        process.communicate("")


def test_a_server_that_was_killed_holds_nothing(url: str) -> None:
    with other_server(url) as process:
        process.kill()
        process.wait()

        assert serving.claim(url) is None


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://nobody@127.0.0.1:1/none"])
def test_what_is_no_file_is_held_by_nobody(url: str) -> None:
    assert serving.claim(url) is None
    assert serving.claim(url) is None


def test_a_folder_that_takes_no_file_stops_nothing(tmp_path: Path) -> None:
    assert serving.claim(f"sqlite:///{(tmp_path / 'not there' / 'otop.db').as_posix()}") is None


def test_a_second_start_ends_where_no_port_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(config, "is_manually_set", lambda name: False)

    with pytest.raises(SystemExit):
        serving.say("http://localhost:8501")
    assert "http://localhost:8501" in capsys.readouterr().err


def test_one_that_asked_for_a_port_of_its_own_is_only_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(config, "is_manually_set", lambda name: name == "server.port")

    serving.say("http://localhost:8501")
    assert "http://localhost:8501" in capsys.readouterr().err


def test_another_port_than_the_usual_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(config, "is_manually_set", lambda name: False)
    monkeypatch.setattr(serving.st, "get_option", {"server.port": 8502, "browser.serverAddress": "localhost"}.get)

    serving.say(None)
    said = capsys.readouterr().err
    assert "8501" in said and "http://localhost:8502" in said


def test_warnings_of_a_missing_visitor_come_back_once_the_program_is_up() -> None:
    import logging

    logger = logging.getLogger("streamlit.runtime.caching.cache_data_api")
    before = logger.level
    with framework.before_the_first_visitor():
        assert not logger.isEnabledFor(logging.WARNING)
        assert logger.isEnabledFor(logging.ERROR)
    assert logger.level == before
