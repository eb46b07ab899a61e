"""The secrets of new sign-ins. Where several processes are one server, each falls to the next of them by turns.

Which process serves a sign-in is decided by its secret alone, so nothing has to remember it; drawing until one suits
costs as many draws as there are processes, and of 256 bits as many as their number has.
"""

import secrets
from threading import Lock

from db.accounts import sessions


def place_of(token: str, places: int) -> int:
    """The process, from 0, that a sign-in falls to, by the secret of its cookie."""
    return int(sessions.public_id(token)[:8], 16) % places


class Spread:
    """Draws secrets for one process, until it is told that there are more."""

    def __init__(self) -> None:
        self._places, self._next = 1, 0
        self._lock = Lock()

    def over(self, places: int) -> None:
        """From now on by turns over so many processes."""
        self._places = places

    def drawn(self) -> str:
        """The secret of a new sign-in."""
        with self._lock:
            wanted = self._next % self._places
            self._next += 1
        while place_of(token := secrets.token_urlsafe(sessions.SECRET_BYTES), self._places) != wanted:
            pass
        return token


spread = Spread()
