"""A database of its own for the screens of this folder."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import engine as databases
from db import passwords, setup, users
from ui import tokens

ROLES = ("director", "committee", "staff", "admin")
NOW = datetime.now(UTC).replace(microsecond=0)
PASSWORD = "long-enough-64"
ClaimsOf = Callable[[str], tokens.Claims]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with the samples and a user of each role, named as the role, whose password is set."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTOP_DATA", str(folder))
        patch.setenv("DATABASE_URL", f"sqlite:///{(folder / 'otop.db').as_posix()}")
        patch.delenv(tokens.KEY_VARIABLE, raising=False)
        patch.delenv("OTOP_PROJECT", raising=False)
        patch.setattr(passwords, "ROUNDS", 4)
        setup.prepare(databases.engine(), samples=True, now=NOW)
        for role in ROLES:
            users.set_password(databases.engine(), role, PASSWORD, by="test", now=NOW)
        yield folder
        databases.engine().dispose()
