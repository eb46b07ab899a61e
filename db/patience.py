"""How long PostgreSQL may take: to let somebody in, to give a lock, to answer. SQLite waits for its lock alone.

The database itself ends a statement that takes too long. One that says nothing any more (its machine is gone, its
process stands still) cannot, so the connection gives up too, a little later. What DATABASE_URL itself says counts.
"""

import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import URL, Dialect

CONNECT_S = 5
LOCK_S = 10
STATEMENT_S = 20
ANSWER_S = 30.0


class Silence(psycopg.OperationalError):
    """The database did not answer in time."""


class Patient(psycopg.Connection[Any]):
    """A connection that waits ``answer_s`` for an answer (``None``: for ever), then is closed. Raises ``Silence``."""

    answer_s: float | None = ANSWER_S

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """What a question is answered, as of ``psycopg.Connection``."""
        begun = time.monotonic()
        try:
            return super().wait(gen, interval, self.answer_s if timeout is None else timeout)
        except psycopg.OperationalError:
            if timeout is not None or self.answer_s is None or time.monotonic() - begun < self.answer_s:
                raise
            self.close()
            raise Silence from None


def limits(address: URL) -> dict[str, Any]:
    """What a connection is made with; what the address itself says stands."""
    options = f"-c statement_timeout={STATEMENT_S}s -c lock_timeout={LOCK_S}s"
    ours = {
        "connect_timeout": CONNECT_S,
        "tcp_user_timeout": int(ANSWER_S * 1000),
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }
    given = address.query.get("options", "")
    return {
        **{name: value for name, value in ours.items() if name not in address.query},
        "options": " ".join([options, *([given] if isinstance(given, str) else given)]).strip(),  # the last word counts
    }


def connect(_dialect: Dialect, _record: Any, args: Any, params: Any) -> Patient:
    """Make a connection, as the event ``do_connect`` asks."""
    return Patient.connect(*args, **params)


def ping(plain: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Ask a kept connection whether it lives, and wait no longer than for a new one."""

    def asked(connection: Any) -> bool:
        connection.answer_s = float(CONNECT_S)
        try:
            return plain(connection)
        finally:
            connection.answer_s = ANSWER_S

    return asked
