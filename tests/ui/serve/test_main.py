"""Where several processes cannot be one server, the start says so and ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server import environment
from ui.text.words import t

ROOT = Path(__file__).resolve().parents[3]
ELSEWHERE = """
import sys
from ui import startup
from ui.serve.__main__ import main
print("known", startup.__name__)
sys.platform = "win32"
main(["--workers=2"])
"""


def ended(folder: Path, *command: str) -> tuple[int, str]:
    """A start that does not come to serving: its exit, and what it said."""
    run = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment(folder), capture_output=True, text=True, encoding="utf-8",
        timeout=60, check=False,
    )  # fmt: skip
    return run.returncode, run.stdout + run.stderr


def test_another_system_is_told_to_serve_by_one_process(tmp_path: Path) -> None:
    code, said = ended(tmp_path, "-c", ELSEWHERE)

    assert code == 64
    assert t("console.workers_linux") in said and t("console.workers_linux", "en") in said


@pytest.mark.parametrize("number", ["0", "65", "two"])
def test_a_number_of_processes_is_one(number: str, tmp_path: Path) -> None:
    code, said = ended(tmp_path, "-m", "ui.serve", f"--workers={number}")

    assert code == 2
    assert "--workers" in said


def test_a_server_that_cannot_serve_ends_as_one_process_does(tmp_path: Path) -> None:
    """What is asked before the first visitor is asked once, by the parent: no worker is begun."""
    command = (
        "import os; os.environ['OTOP_HOSTS'] = 'a b'; from ui.serve.__main__ import main; main(['--server.port=0'])"
    )
    code, said = ended(tmp_path, "-c", command)

    assert code == 64
    assert "OTOP_HOSTS" in said and "Traceback" not in said
