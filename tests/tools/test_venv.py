"""The virtual environment of ``make run``: made once, made again for another Python, never left half made."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EMPTY = "# nothing to install\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the program that needs no package."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "venv.py", tmp_path / "tools" / "venv.py")
    (tmp_path / "requirements.txt").write_text(EMPTY, encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text(f"-r requirements.txt\n{EMPTY}", encoding="utf-8")
    return tmp_path


def make(checkout: Path, *lists: str, as_version: tuple[int, int] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the script; ``as_version`` lets it believe that it runs under another Python."""
    script, lists = str(checkout / "tools" / "venv.py"), lists or ("requirements.txt",)
    if as_version is None:
        command = [sys.executable, script, *lists]
    else:
        version = f"import sys; sys.version_info = {as_version}; sys.argv = {[script, *lists]}"
        command = [sys.executable, "-c", f"{version}; import runpy; runpy.run_path({script!r}, run_name='__main__')"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=checkout)


def test_an_older_python_is_refused_in_one_sentence_and_makes_nothing(checkout: Path) -> None:
    ran = make(checkout, as_version=(3, 10))

    assert ran.returncode == 1
    assert "Python 3.11 or newer is needed; this is Python 3.10." in ran.stderr
    assert "ต้องใช้ Python 3.11 ขึ้นไป เครื่องนี้เรียก Python 3.10" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.long
def test_it_is_made_once_and_again_only_where_a_list_changed(checkout: Path) -> None:
    assert make(checkout).returncode == 0
    ready = checkout / ".venv" / ".ready"
    first = ready.stat().st_mtime_ns

    assert make(checkout).returncode == 0
    assert ready.stat().st_mtime_ns == first
    (checkout / "requirements.txt").write_text(EMPTY * 2, encoding="utf-8")
    assert make(checkout).returncode == 0
    assert ready.stat().st_mtime_ns != first


@pytest.mark.long
def test_two_lists_are_remembered_side_by_side(checkout: Path) -> None:
    make(checkout, "requirements-dev.txt")
    make(checkout, "requirements.txt")

    known = json.loads((checkout / ".venv" / ".ready").read_text(encoding="utf-8"))
    assert {name for name, _ in known["lists"]} == {"requirements.txt", "requirements-dev.txt"}


@pytest.mark.long
def test_one_of_another_python_or_half_made_is_made_again(checkout: Path) -> None:
    make(checkout)
    ready = checkout / ".venv" / ".ready"
    known = json.loads(ready.read_text(encoding="utf-8"))
    ready.write_text(json.dumps({**known, "python": [3, 9]}), encoding="utf-8")
    python = checkout / ".venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    python.unlink()
    (checkout / ".venv" / "of-another-python").touch()

    ran = make(checkout)

    assert ran.returncode == 0, ran.stderr
    assert "Making .venv again with Python" in ran.stderr
    assert python.exists()
    assert not (checkout / ".venv" / "of-another-python").exists()


@pytest.mark.long
def test_a_list_that_can_not_be_installed_is_said_and_tried_again(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("./not-there.whl\n", encoding="utf-8")
    ran = make(checkout)

    assert ran.returncode == 1
    assert "Could not install" in ran.stderr
    assert not (checkout / ".venv" / ".ready").exists()
    (checkout / "requirements.txt").write_text(EMPTY, encoding="utf-8")
    assert make(checkout).returncode == 0
