"""Passwords: what is refused in words, hashing, one-time passwords.

Hashes are made and compared by streamlit-authenticator's Hasher, which is bcrypt. The library is imported where it is
first used: it brings Streamlit along, which most commands do without.
"""

import logging
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from db.errors import PasswordRefused

if TYPE_CHECKING:
    from streamlit_authenticator import Hasher

LONGEST_BYTES = 72  # bcrypt's own limit
SHORTEST = 10
STRONG = 3  # of zxcvbn's scores 0 to 4: 100 million guesses or more
ONE_TIME = timedelta(days=7)  # how long a one-time password is good
NOBODY = "$2b$12$1xA.NxTx9kaeJfK0iTqMSOLja2JixFXbtQzy8OAJVRNvUv813wjFO"  # of random bytes, at the usual cost
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no 0 and o, no 1, l and i


def require_good(password: str, known: Iterable[str] = ()) -> None:
    """Raise ``PasswordRefused`` with the remedy where a new password cannot be taken.

    ``known`` are words that others would try first: the user, the office, the province, the year.
    """
    if len(password) < SHORTEST:
        raise PasswordRefused("password_short", shortest=SHORTEST)
    if len(_normal(password).encode("utf-8", "surrogatepass")) > LONGEST_BYTES:
        raise PasswordRefused("password_long", longest_bytes=LONGEST_BYTES)
    from zxcvbn import zxcvbn

    words = [part for text in known for part in (text, *text.split()) if len(part) > 1]
    if zxcvbn(_normal(password), user_inputs=words)["score"] < STRONG:
        raise PasswordRefused("password_guessed")


def hashed(password: str) -> str:
    """The bcrypt hash of a good password."""
    return str(_hasher().hash(_normal(password)))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether ``password`` is the one hashed. No hash (nobody of that name) takes as long and is never right."""
    typed = _normal(password).encode("utf-8", "replace")
    fits = len(typed) <= LONGEST_BYTES
    compared = typed[:LONGEST_BYTES].decode("utf-8", "ignore")
    right = bool(_hasher().check_pw(compared, password_hash or NOBODY))
    return right and fits and password_hash is not None


def one_time() -> str:
    """A password to be read aloud and typed once: three groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))


@cache
def _hasher() -> "type[Hasher]":
    logging.disable(logging.WARNING)  # Streamlit warns, where it is imported by a command, that nobody visits
    try:
        from streamlit_authenticator.utilities.hasher import Hasher
    finally:
        logging.disable(logging.NOTSET)
    found: type[Hasher] = Hasher
    return found


def _normal(password: str) -> str:
    """The same letters are the same text, however the keyboard composed them (ำ as one sign or as two)."""
    return unicodedata.normalize("NFC", password).replace("\u0e4d\u0e32", "\u0e33")
