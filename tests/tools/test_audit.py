"""The audit of pinned versions: a known fault fails, and what could not be asked is said and fails nothing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import audit

ROOT = Path(__file__).resolve().parents[2]
GOOD: dict[str, Any] = {"name": "whole", "version": "1.0", "vulns": []}
FAULTS = [{"id": "X-1", "fix_versions": ["1.1"]}, {"id": "X-2", "fix_versions": []}]
BAD: dict[str, Any] = {"name": "torn", "version": "1.0", "vulns": FAULTS}
UNKNOWN: dict[str, Any] = {"name": "unheard", "skip_reason": "not found"}


def told(*packages: dict[str, Any]) -> tuple[int, str]:
    return audit.verdict(json.dumps({"dependencies": packages, "fixes": []}))


def test_a_known_fault_fails_and_names_the_version_that_mends_it() -> None:
    code, sentence = told(GOOD, BAD, UNKNOWN)

    assert code == 1
    assert "torn 1.0: X-1, mended in 1.1" in sentence and "X-2, mended in no version" in sentence
    assert "whole" not in sentence


def test_no_fault_says_how_many_were_asked_and_which_are_not_known() -> None:
    assert told(GOOD) == (0, "audit of pinned versions: no known fault in 1")
    assert told(GOOD, UNKNOWN) == (0, "audit of pinned versions: no known fault in 1; not known there: unheard")


@pytest.mark.parametrize("answer", ["", "Traceback", "{}", "[]", "null", '{"dependencies": 3}'])
def test_what_could_not_be_asked_is_said_and_fails_nothing(answer: str) -> None:
    code, sentence = audit.verdict(answer)

    assert (code, "SKIPPED" in sentence) == (0, True)


def test_data_that_know_no_version_are_no_audit() -> None:
    code, sentence = told(UNKNOWN, UNKNOWN)

    assert (code, "SKIPPED" in sentence, "no known fault" in sentence) == (0, True, False)


def test_a_machine_without_a_way_out_is_told_so(tmp_path: Path) -> None:
    lists = tmp_path / "requirements.txt"
    lists.write_text("starlette==1.10.0\n", encoding="ascii")
    shut = "http://127.0.0.1:1"
    nowhere = {"HTTPS_PROXY": shut, "HTTP_PROXY": shut, "PATH": "", "HOME": str(tmp_path)}

    ran = subprocess.run(
        [sys.executable, ROOT / "tools" / "audit.py", lists], env=nowhere, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip

    assert (ran.returncode, "SKIPPED" in ran.stdout) == (0, True), ran.stderr


def test_every_version_is_pinned_so_that_it_can_be_asked_about() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            wanted = line.partition("#")[0].strip()
            assert not wanted or wanted.startswith("-r ") or "==" in wanted, line
