"""The key of this server, and what it signs: the field of a form that only the browser it was drawn for can send."""

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from db import private
from db.errors import CookieKeyRefused

KEY_VARIABLE = "OTOP_COOKIE_KEY"
KEY_FILE = "cookie.key"
KEY_BYTES = 32


class KeyTooShort(CookieKeyRefused):
    """The key that was given could be guessed."""


def form_field(device: str, key: bytes) -> str:
    """What a form drawn for a device must send back."""
    return signed("form", device, key)


def signed(use: str, text: str, key: bytes) -> str:
    """A signature of ``text`` for one use, in hexadecimal digits."""
    return hmac.new(key, f"{use} {text}".encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


def is_signed(use: str, text: str, signature: str, key: bytes) -> bool:
    """Whether a signature is ours."""
    return hmac.compare_digest(signed(use, text, key).encode(), signature.encode("utf-8", "surrogateescape"))


@cache
def signing_key(folder: Path) -> bytes:
    """``OTOP_COOKIE_KEY``, else the key kept in ``folder``, made at the first start and readable by its owner alone.

    Raises ``CookieKeyRefused``.
    """
    given = os.environ.get(KEY_VARIABLE, "").strip().encode()
    key = given or _kept_key(folder / KEY_FILE)
    if len(key) < KEY_BYTES:
        where = KEY_VARIABLE if given else str(folder / KEY_FILE)
        raise KeyTooShort("cookie_key_short", where=where, bytes=KEY_BYTES)
    return key


def _kept_key(path: Path) -> bytes:
    try:
        if not path.exists():
            return _made_key(path)
        if private.is_open(path):  # to close it now would not make it secret again
            raise CookieKeyRefused("cookie_key_open", where=str(path))
        return path.read_bytes().strip()
    except OSError as error:
        raise CookieKeyRefused("cookie_key_unusable", where=str(path), why=error.strerror or str(error)) from error


def _made_key(path: Path) -> bytes:
    key = secrets.token_hex(KEY_BYTES).encode()
    with os.fdopen(private.new(path), "wb") as file:
        file.write(key)
    return key
