"""Each defence is taken away in turn, in a copy of the program, and a test must see that it is gone."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import warm

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("core", "db", "mappings", "pages", "projects", "samples", "tests", "ui", "words", ".streamlit")
FILES = ("dashboard.py", "pyproject.toml")
PATIENCE_S = 900
PASSED, FAILED = 0, 1  # how pytest ends; any other way says nothing of a test


class Defence(NamedTuple):
    """One entry of ``defences.toml``."""

    file: str
    text: str
    instead: str
    seen_by: str


DEFENCES = {
    name: Defence(**entry)
    for name, entry in tomllib.loads(Path(__file__).with_name("defences.toml").read_text(encoding="utf-8")).items()
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program and its tests."""
    place = tmp_path_factory.mktemp("copy")
    for name in PARTS:
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "data"))
    for name in FILES:
        shutil.copy(ROOT / name, place / name)
    return place


def ended(program: Path, tests: str) -> int:
    """How these tests end."""
    # Plain asserts: pytest cannot rewrite those of libraries that the fork has imported, and says so as an error.
    words = ["-q", "-x", "--assert=plain", "-p", "no:cacheprovider", "-m", "not long", f"tests/{tests}"]
    if not warm.CAN_FORK:
        command = [sys.executable, "-m", "pytest", *words]
        return subprocess.run(command, cwd=program, capture_output=True, timeout=PATIENCE_S, check=False).returncode
    begun = warm.begin("pytest", words, cwd=program, env=os.environ, log=program / "tests.log")
    try:
        return begun.wait(PATIENCE_S)
    finally:
        begun.kill()


@pytest.mark.parametrize("name", DEFENCES)
def test_it_is_there_once_and_the_program_is_one_without_it(name: str) -> None:
    defence = DEFENCES[name]
    whole = (ROOT / defence.file).read_text(encoding="utf-8")

    assert whole.count(defence.text) == 1
    ast.parse(whole.replace(defence.text, defence.instead))
    assert (ROOT / "tests" / defence.seen_by).is_file()


@pytest.mark.long
@pytest.mark.release
@pytest.mark.parametrize("tests", sorted({defence.seen_by for defence in DEFENCES.values()}))
def test_with_every_defence_the_tests_find_nothing(tests: str, program: Path) -> None:
    assert ended(program, tests) == PASSED


@pytest.mark.long
@pytest.mark.release
@pytest.mark.parametrize("name", DEFENCES)
def test_a_test_sees_that_it_is_gone(name: str, program: Path) -> None:
    defence = DEFENCES[name]
    path = program / defence.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(defence.text, defence.instead), encoding="utf-8")
    try:
        assert ended(program, defence.seen_by) == FAILED
    finally:
        path.write_text(whole, encoding="utf-8")
