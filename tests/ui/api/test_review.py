"""What waits for a second pair of eyes is told to programs in a role that may know of it, and to no other."""

import json
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette

from core.model import token_roles
from db import engine as databases
from db.snapshots import store
from tests.support.asgi import ask
from tests.support.programs import bearer, new_token
from tests.support.reviews import turn_on
from tests.support.uploads import CODE, group, put
from ui.api import routes

MAR, APR = date(2021, 3, 31), date(2021, 4, 30)


@pytest.fixture(scope="module")
def waits(home: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """A project with a set of March in force and one of April that waits."""
    engine = databases.engine()
    put(engine, "groups", [group("G01")], MAR)
    turn_on(engine, tmp_path_factory.mktemp("projects"))
    return put(engine, "groups", [group("G01"), group("G02")], APR).id


@pytest.mark.parametrize("role", token_roles())
def test_it_is_in_the_history_of_staff_alone_and_in_nobody_s_rows(role: str, waits: int) -> None:
    secret = new_token(databases.engine(), role, owner="staff")

    def answered(name: str) -> dict[str, object]:
        headers = bearer(secret)
        found: dict[str, object] = json.loads(
            ask(Starlette(routes=routes.routes()), f"/api/v1/projects/{CODE}/{name}", headers=headers).content
        )
        return found

    history, groups = answered("history"), answered("groups")
    assert isinstance(history["rows"], list)
    states = {row["upload"]: row["state"] for row in history["rows"]}
    assert states.get(waits) == ("waits" if role == "staff" else None)
    assert (groups["total"], groups["as_of"]) == (1, str(MAR))
    assert answered("figures")["as_of"] == str(MAR)
    assert (waits in {one.id for one in store.history(databases.engine(), CODE)}) is False
