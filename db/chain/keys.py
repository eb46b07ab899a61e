"""The keys that sign links: in ``OTOP_CHAIN_KEY``, else in a file of the data folder, never in the database.

The file holds one key a line, the newest last: earlier ones still check the links that they signed.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from db import private
from db.engine import data_dir
from db.errors import ChainKeyRefused

VARIABLE = "OTOP_CHAIN_KEY"  # several are separated by spaces, the newest last
FILE = "chain.key"
BYTES = 32  # as many as the digest


def key_id(key: str) -> str:
    """What a link names its key by; nobody finds the key from it."""
    return hashlib.sha256(b"otop chain key " + key.encode()).hexdigest()[:16]


def sign(key: str, text: str) -> str:
    """The HMAC-SHA-256 of a text."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def held() -> dict[str, str]:
    """The keys that are here, by what links name them by, the newest last. Raises ``ChainKeyRefused``."""
    path = data_dir() / FILE
    given = os.environ.get(VARIABLE, "").split()
    found = given or _kept(path)
    where = VARIABLE if given else str(path)
    if any(len(key) < BYTES for key in found):
        raise ChainKeyRefused("chain_key_short", where=where, bytes=BYTES)
    return {key_id(key): key for key in found}


def newest() -> str:
    """The key for a new section, made where there is none yet. Raises ``ChainKeyRefused``."""
    return next(reversed(list(held().values())), None) or add()


def of(name: str) -> str:
    """The key that the last link names. Raises ``ChainKeyRefused`` where it is not here: links by another key could
    not be told from forged ones.
    """
    found = held().get(name)
    if found is None:
        raise ChainKeyRefused("chain_key_other", where=str(data_dir() / FILE), variable=VARIABLE)
    return found


def add() -> str:
    """A new key at the end of the file, which its owner alone may read; returns it. Raises ``ChainKeyRefused``."""
    path = data_dir() / FILE
    key = secrets.token_hex(BYTES)
    try:
        private.write(path, "\n".join([*_kept(path), key]) + "\n")
    except OSError as error:
        raise ChainKeyRefused("chain_key_unwritable", where=str(path), why=error.strerror or str(error)) from error
    return key


def _kept(path: Path) -> list[str]:
    try:
        if private.is_open(path):
            raise ChainKeyRefused("chain_key_open", where=str(path))
        return path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise ChainKeyRefused("chain_key_unreadable", where=str(path), why=str(error)) from error
