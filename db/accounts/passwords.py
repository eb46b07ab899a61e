"""Passwords: what is refused in words, hashing, one-time passwords, and how long a wrong one makes wait."""

import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache

import bcrypt

from db.errors import PasswordRefused

ROUNDS = 12  # bcrypt cost: a quarter of a second on two small cores
LONGEST_BYTES = 72  # bcrypt's own limit
SHORTEST = 10
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no 0 and o, no 1, l and i
_FREE_FAILURES = 3
_LONGEST_WAIT = timedelta(seconds=60)
_FORGOTTEN_AFTER = timedelta(hours=1)


def require_good(password: str) -> None:
    """Raise ``PasswordRefused`` with the remedy where a new password cannot be taken."""
    if len(password) < SHORTEST:
        raise PasswordRefused("password_short", shortest=SHORTEST)
    if len(_bytes(password)) > LONGEST_BYTES:
        raise PasswordRefused("password_long", longest_bytes=LONGEST_BYTES)
    if len(set(password)) < 4:
        raise PasswordRefused("password_repeats")


def hashed(password: str) -> str:
    """The bcrypt hash of a good password."""
    return bcrypt.hashpw(_bytes(password), bcrypt.gensalt(ROUNDS)).decode("ascii")


def matches(password: str, password_hash: str | None) -> bool:
    """Whether ``password`` is the one hashed. No hash (nobody of that name) takes as long and is never right."""
    right = bcrypt.checkpw(_bytes(password)[:LONGEST_BYTES], (password_hash or _nobody(ROUNDS)).encode("ascii"))
    return right and password_hash is not None and len(_bytes(password)) <= LONGEST_BYTES


def one_time() -> str:
    """A password to be read aloud and typed once: three groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))


def waits_until(failures: int, failed_at: datetime | None, now: datetime) -> datetime | None:
    """When the next try is taken after so many wrong ones: 1, 2, 4 … 60 seconds from the fourth; ``None``: at once."""
    if failed_at is None or forgotten(failed_at, now) or failures < _FREE_FAILURES:
        return None
    wait = min(timedelta(seconds=2 ** min(failures - _FREE_FAILURES, 16)), _LONGEST_WAIT)
    return failed_at + wait if now < failed_at + wait else None


def forgotten(failed_at: datetime | None, now: datetime) -> bool:
    """Whether the last wrong try is so old that counting begins again."""
    return failed_at is None or now - failed_at > _FORGOTTEN_AFTER


@cache
def _nobody(_rounds: int) -> str:
    """A hash of that cost which no known password has."""
    return hashed(one_time())


def _bytes(password: str) -> bytes:
    """The same letters give the same bytes, however the keyboard composed them (ำ as one sign or as two)."""
    return unicodedata.normalize("NFC", password).replace("\u0e4d\u0e32", "\u0e33").encode("utf-8", "surrogatepass")
