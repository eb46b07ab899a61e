"""The last link that this machine wrote, in a file beside the key: a chain whose end is cut no longer reaches it."""

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from db import private
from db.engine import data_dir, sqlite_file


def read(engine: Engine) -> str | None:
    """The link as ``SEQ:HASH``; ``None`` where nothing was written from here yet."""
    try:
        return _path(engine).read_text(encoding="ascii").strip() or None
    except OSError:
        return None


def write(engine: Engine, link: str) -> None:
    """Keep a link that is committed. A folder that cannot be written stops nobody's work."""
    path = _path(engine)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with suppress(OSError):
        private.make(part)
        part.write_text(f"{link}\n", encoding="ascii")
        part.replace(path)


def forget(engine: Engine) -> None:
    """Of a database that is only passed through (a backup on its way into place)."""
    _path(engine).unlink(missing_ok=True)


def _path(engine: Engine) -> Path:
    """One file a database."""
    name = str(sqlite_file(engine.url.render_as_string(hide_password=False)) or engine.url)
    return data_dir() / f"chain-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}.head"
