"""Who acts on the store: each function that changes or exports something says its right, and refuses others first."""

import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from core.model import Actor, Right, Via
from db.accounts import refusals
from db.errors import NotAllowed, OfTheWhole

P = ParamSpec("P")
T = TypeVar("T")


def require(actor: Actor, right: Right, project: str | None = None) -> None:
    """Raises ``NotAllowed`` where an actor has not a right, or the project is outside the actor's scope; ``OfTheWhole``
    where only the whole of it is.
    """
    if actor.may(right, project):
        return
    if actor.amphoe is not None and actor.may_of_whole(right) and actor.reaches(project):
        raise OfTheWhole
    raise NotAllowed(actor.user, right)


def asks(right: Right) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A function of the store that acts as its argument ``actor`` (on ``project``, where it has one).

    An actor without ``right`` is refused before anything is read or written, and the refusal is recorded. Raises
    ``NotAllowed``.
    """

    def asking(act: Callable[P, T]) -> Callable[P, T]:
        form = signature(act)

        @wraps(act)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            given = form.bind(*args, **kwargs).arguments
            actor, project, now = given["actor"], given.get("project"), given.get("now")
            try:
                require(actor, right, project)
                return act(*args, **kwargs)
            except NotAllowed as error:
                if not error.recorded:
                    error.recorded = True
                    at = now if isinstance(now, datetime) else datetime.now(UTC)
                    refusals.by_right(given["engine"], of=actor, right=right, project=_code(project), now=at)
                raise

        return asked

    return asking


def _code(project: object) -> str | None:
    return project if isinstance(project, str) else None


def operator(via: Via = "command") -> Actor:
    """The one who runs a command and names no user, with the account of the system that runs it."""
    return Actor("operator", "operator", via=via, account=_account())


def system(via: Via = "job") -> Actor:
    """The server by itself."""
    return Actor("system", "system", via=via, account=_account())


def _account() -> str:
    """The account that this process runs as: by its number where the system has one, since names can be pretended."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        pass
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "?"
