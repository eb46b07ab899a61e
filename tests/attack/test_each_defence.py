"""Each defence of the door is taken away in turn, in a copy of the program, and a test must see that it is gone."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
PARTS = ("core", "db", "mappings", "pages", "projects", "samples", "tests", "ui", "words", ".streamlit")
FILES = ("dashboard.py", "pyproject.toml")
TESTS = ("test_middleware.py", "test_onward.py", "forms/test_signing_in.py")

# What is taken away: the file below ui/gate, the text that defends, what stands in its place.
DEFENCES = {
    "the header of the door is ours alone": ("middleware.py", " if pair[0].lower() != HEADER]", "]"),
    "names of the server": ("middleware.py", "if not hosts.allowed(scope):", "if False:"),
    "origin of sockets": ("middleware.py", "asked.path == table.STREAM and hosts.same_origin(scope)", "True"),
    "origin of requests": ("middleware.py", "(asked.is_safe and not named) or", "True or"),
    "origin of what only reads": ("middleware.py", "(asked.is_safe and not named) or", "asked.is_safe or"),
    "methods": ("middleware.py", 'if scope["method"] not in table.methods(asked.path):', "if False:"),
    "addresses that are shut": ("middleware.py", "asked.path.startswith(table.SHUT)", "False"),
    "owner of uploads": ("middleware.py", "if visitors.owner(session_id) != person.sid:", "if False:"),
    "right to load": ("middleware.py", "if person.actor.may(Right.UPLOAD) else", "if True else"),
    "requests of an address": ("middleware.py", "if self.strangers[address] >= ASKED_AT_ONCE:", "if False:"),
    "pages in no cache": ("middleware.py", 'headers["Cache-Control"] = "no-store"', "pass"),
    "media in no cache": ("middleware.py", 'headers["Cache-Control"] = "private, no-store"', "pass"),
    "a living sign-in": ("middleware.py", "if visitor.person else", "if True else"),
    "session of the sign-in": ("sockets.py", "visitors.owner(wanted) != person.sid", "False"),
    "what a page may say": ("sockets.py", "if kind not in SAYS:", "if kind is None:"),
    "length of a message": ("sockets.py", " or len(payload) > LONGEST", ""),
    "sockets of a person": ("sockets.py", "if open_of[person.actor.user] >= AT_ONCE:", "if False:"),
    "form of the browser": ("forms/signing_in.py", "if not entering.from_its_form(request, form):", "if False:"),
    "turns of an address": ("forms/signing_in.py", "if _waiting[device.address] >= QUEUED:", "if False:"),
    "length of a form": ("forms/entering.py", "if len(body) > LONGEST_BODY:", "if False:"),
    "links that lead elsewhere": ("onward.py", "not _OURS.fullmatch(wanted) or ", ""),
    "links that are no pages": ("onward.py", "first in _NO_PAGES and", "False and"),
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


def passes(program: Path) -> bool:
    """Whether the quick tests of the door find nothing."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    tests = [f"tests/ui/gate/{name}" for name in TESTS]
    ended = subprocess.run([*command, *tests], cwd=program, capture_output=True, timeout=300, check=False)
    return ended.returncode == 0


def test_with_every_defence_the_tests_find_nothing(program: Path) -> None:
    assert passes(program)


@pytest.mark.parametrize("defence", DEFENCES)
def test_a_test_sees_that_it_is_gone(defence: str, program: Path) -> None:
    name, text, instead = DEFENCES[defence]
    path = program / "ui" / "gate" / name
    whole = path.read_text(encoding="utf-8")
    assert whole.count(text) == 1

    path.write_text(whole.replace(text, instead), encoding="utf-8")
    try:
        assert not passes(program)
    finally:
        path.write_text(whole, encoding="utf-8")
