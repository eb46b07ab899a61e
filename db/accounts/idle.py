"""How long a sign-in may stay unused: by role, or as ``OTOP_IDLE_HOURS`` says (``admin=2, staff=8``)."""

import os
from datetime import timedelta
from functools import cache

from core.model import ROLES, user_roles

VARIABLE = "OTOP_IDLE_HOURS"


def limit(role: str) -> timedelta:
    """How long a sign-in of a role may stay unused."""
    return timedelta(hours=_read(os.environ.get(VARIABLE, ""))[0].get(role, ROLES[role].idle_hours))


def unread() -> str:
    """What of the setting names no role or no number of hours above 0, and counts as not set; empty: nothing."""
    return ", ".join(_read(os.environ.get(VARIABLE, ""))[1])


@cache
def _read(setting: str) -> tuple[dict[str, float], list[str]]:
    hours: dict[str, float] = {}
    wrong = []
    for part in filter(None, (part.strip() for part in setting.split(","))):
        role, _, number = (piece.strip() for piece in part.partition("="))
        try:
            value = float(number)
        except ValueError:
            value = 0.0
        if role in user_roles() and 0 < value < 10_000:
            hours[role] = value
        else:
            wrong.append(part)
    return hours, wrong
