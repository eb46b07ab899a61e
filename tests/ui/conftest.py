"""A database of its own for the screens of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import engine as databases
from tests.support.databases import Templates, address, with_samples_and_users
from ui.auth import tokens


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, templates: Templates) -> Iterator[Path]:
    """A database with the samples and a user of each role, named as the role, whose password is set."""
    folder = tmp_path_factory.mktemp("home")
    templates.copy(with_samples_and_users, folder / "otop.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTOP_DATA", str(folder))
        patch.setenv("DATABASE_URL", address(folder / "otop.db"))
        patch.delenv(tokens.KEY_VARIABLE, raising=False)
        patch.delenv("OTOP_PROJECT", raising=False)
        yield folder
        databases.engine().dispose()
