"""Tokens of programs, for tests: one that is good for thirty days unless they say otherwise."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from core.calendar import bangkok_day
from db.programs import issued
from tests.support.actors import admin
from ui.auth import door

GOOD_FOR = timedelta(days=30)


def new_token(engine: Engine, role: str, *, owner: str, name: str = "", **more: Any) -> str:
    """The secret of a new token. What is given beside goes to ``issued.new``; without a name it gets one of its own."""
    now = more.pop("now", door.utc_now())
    given: dict[str, Any] = {"until": bangkok_day(now) + GOOD_FOR, "projects": [], "actor": admin(), **more}
    return issued.new(engine, name or f"of-{role}-{secrets.token_hex(4)}", role, owner=owner, now=now, **given)


def bearer(secret: str, **more: str) -> list[tuple[str, str]]:
    """The headers that a program sends; ``more``: others, with ``_`` for ``-``."""
    return [("authorization", f"Bearer {secret}"), *((name.replace("_", "-"), value) for name, value in more.items())]
