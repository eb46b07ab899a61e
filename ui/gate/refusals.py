"""One short sentence in both languages for a request that is refused, with a number that the log has too; and what of
it is told to those who keep users.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from core.model import Actor
from db import engine as databases
from db.accounts import refusals
from db.errors import DbError, Erased, OfTheWhole, Refused, UnknownProject, UnknownUpload
from ui.auth import door
from ui.logs import numbered
from ui.text import t
from words import FALLBACK, FIRST

# What a proxy has to hand on, as sentences of the door name it.
OF_A_PROXY = {"scheme": "X-Forwarded-Proto", "upgrade": "Upgrade", "connection": "Connection"}
NO_STORE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
LONGEST_ADDRESS = 45  # letters of an IPv6 one; a proxy may hand on anything
OF_THE_DOOR = "gate."
UNTOLD = ("gate.sign_in", "gate.no_database")  # whoever has not signed in yet; what is nobody's deed
# The first that fits: what was asked for cannot be done, by whoever asks again; other errors, 503, are of the server.
_STATUS: dict[type[DbError], int] = {
    OfTheWhole: 403, UnknownProject: 404, UnknownUpload: 404, Erased: 410, Refused: 400
}  # fmt: skip
log = logging.getLogger("otop")


def status_of(error: DbError) -> int:
    """The status by which an error of the store is answered."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)


def note(scope: Scope, key: str, actor: Actor | None = None) -> None:
    """Count a refusal of the door for the log: why, who (where the door knows it), from where.

    It stays in memory: neither the request nor any other waits for a database (``db.accounts.refusals``).
    """
    if key.startswith(OF_THE_DOOR) and key not in UNTOLD:
        address = str((scope.get("client") or ("",))[0])[:LONGEST_ADDRESS]
        with suppress(DbError):
            refusals.by_door(databases.engine(), key, actor, address, door.utc_now())


def refusal(
    scope: Scope, status: int, key: str, actor: Actor | None = None, *, as_json: bool = False, **params: Any
) -> Response:
    """The answer, noted. The server's log has its number and why it was refused, and nothing of who asked."""
    note(scope, key, actor)
    return sentence(
        scope, status, [t(key, lang, **OF_A_PROXY, **params) for lang in (FIRST, FALLBACK)], key, as_json=as_json
    )


def sentence(scope: Scope, status: int, said: Sequence[str], why: str, *, as_json: bool = False) -> Response:
    """A sentence, in both languages, and the number under which the server's log has why."""
    number = numbered.number()
    log.info("refused %s: %s %s, %s", number, scope.get("method", "socket"), status, why)
    if as_json:
        return JSONResponse({"message": " ".join(said), "id": number}, status_code=status, headers=NO_STORE)
    return PlainTextResponse("\n".join([*said, number, ""]), status_code=status, headers=NO_STORE)
