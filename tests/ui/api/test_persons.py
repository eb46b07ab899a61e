"""Data with persons and telephones in every text: no answer to a program tells them to who may not see them."""

from pathlib import Path

import pytest
from starlette.applications import Starlette

from core.model import Right, token_roles, user_roles
from core.text import PERSON_MASK
from db import engine as databases
from tests.support.asgi import ask
from tests.support.planted import plant, traces_in
from tests.support.programs import bearer, new_token
from tests.support.uploads import CODE
from ui.api import models, routes


@pytest.fixture(scope="module")
def tokens(home: Path) -> dict[str, str]:
    """The office's own project with a person and a number in every text, and a token for each role."""
    engine = databases.engine()
    plant(engine)
    return {role: new_token(engine, role, owner="director") for role in token_roles()}


def answered(path: str, secret: str) -> str:
    answer = ask(Starlette(routes=routes.routes()), path, headers=bearer(secret))
    assert answer.status == 200, answer.text
    return answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("role", token_roles())
@pytest.mark.parametrize("form", ["csv", "json"])
def test_rows_that_are_taken_along_tell_nobody(form: str, role: str, tokens: dict[str, str]) -> None:
    said = {name: answered(f"/api/v1/projects/{CODE}/{name}.{form}", tokens[role]) for name in models.RESOURCES
            if name != "plan"}  # fmt: skip

    assert [name for name, text in said.items() if traces_in(text)] == []
    assert PERSON_MASK in said["ledger"] and PERSON_MASK in said["groups"]


@pytest.mark.parametrize("role", token_roles())
@pytest.mark.parametrize("name", ["history", "figures"])
def test_history_and_figures_tell_what_the_screens_tell_the_role(name: str, role: str, tokens: dict[str, str]) -> None:
    may = {right for right in Right if role in user_roles(right)}
    for form in ("csv", "json"):
        text = answered(f"/api/v1/projects/{CODE}/{name}.{form}", tokens[role])
        assert traces_in(text, persons=Right.SEE_PERSON not in may, phones=Right.SEE_PHONE not in may) == []
