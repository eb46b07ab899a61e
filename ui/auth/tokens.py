"""The signed token that names a sign-in: what the cookie holds. No Streamlit here; routes read it too.

The token carries no right of its own: it names a row of ``sign_in``, which the database may have revoked.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jwt

COOKIE = "otop_sign_in"
ALGORITHM = "HS256"
KEY_VARIABLE = "OTOP_COOKIE_KEY"
KEY_FILE = "cookie.key"
KEY_BYTES = 32  # as many as HS256's digest


class KeyTooShort(ValueError):  # noqa: N818  names say what happened
    """The key that was given could be guessed."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Who signed in, which sign-in it is, from when until when (UTC, whole seconds)."""

    user: str
    sid: str
    issued_at: datetime
    expires_at: datetime


def encode(claims: Claims, key: bytes) -> str:
    """A signed token."""
    payload = {
        "sub": claims.user,
        "sid": claims.sid,
        "iat": int(claims.issued_at.timestamp()),
        "exp": int(claims.expires_at.timestamp()),
    }
    return jwt.encode(payload, key, algorithm=ALGORITHM)


def decode(token: str | None, key: bytes, now: datetime) -> Claims | None:
    """The claims of a token, or ``None`` where it is absent, forged, expired or issued in the future."""
    claims = read(token, key)
    return claims if claims is not None and claims.issued_at <= now < claims.expires_at else None


def read(token: str | None, key: bytes) -> Claims | None:
    """The claims of a token that we signed, whenever that was: for naming a device, never for opening a door."""
    if not token:
        return None
    try:
        payload: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            options={"require": ["sub", "sid", "iat", "exp"], "verify_exp": False, "verify_iat": False},
        )
        return Claims(str(payload["sub"]), str(payload["sid"]), _instant(payload["iat"]), _instant(payload["exp"]))
    except (jwt.PyJWTError, TypeError, ValueError, OverflowError):
        return None


def _instant(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


@cache
def signing_key(folder: Path) -> bytes:
    """``OTOP_COOKIE_KEY``, else the key kept in ``folder``, made at the first start and readable by its owner alone."""
    given = os.environ.get(KEY_VARIABLE, "").strip().encode()
    key = given or _kept_key(folder / KEY_FILE)
    if len(key) < KEY_BYTES:
        where = KEY_VARIABLE if given else str(folder / KEY_FILE)
        raise KeyTooShort(f"the cookie key in {where} has {len(key)} bytes; it needs at least {KEY_BYTES} random ones")
    return key


def _kept_key(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    with os.fdopen(handle, "wb") as file:
        key = secrets.token_hex(KEY_BYTES).encode()
        file.write(key)
    return key
