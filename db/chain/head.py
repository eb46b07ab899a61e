"""The last link that this machine wrote, in a file beside the key: a chain whose end is cut no longer reaches it."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from db import private
from db.engine import data_dir, sqlite_file


def read(engine: Engine) -> tuple[str, ...]:
    """The link as ``SEQ:HASH``; none where nothing was written from here yet. Of two, from a restore that was broken
    off, the chain must reach one.
    """
    try:
        return tuple(_path(engine).read_text(encoding="ascii").split())
    except OSError:
        return ()


def write(engine: Engine, link: str) -> None:
    """Keep a link that is committed. A folder that cannot be written stops nobody's work."""
    _write(engine, [link])


def expect(engine: Engine, link: str) -> None:
    """Before another database takes the place of this one: whatever ends the program then, one of them is there."""
    _write(engine, [*read(engine), link])


def _write(engine: Engine, links: Sequence[str]) -> None:
    with suppress(OSError):
        private.write(_path(engine), "".join(f"{link}\n" for link in links))


def carry(engine: Engine, target: Engine, link: str) -> None:
    """What is kept of a database is kept of its copy too, so that a cut end of its chain is seen there as well. Where
    nothing is kept of it: the newest link of the copy.
    """
    _write(target, read(engine) or [link])


def forget(engine: Engine) -> None:
    """Of a database that is only passed through (a backup on its way into place)."""
    _path(engine).unlink(missing_ok=True)


def _path(engine: Engine) -> Path:
    return data_dir() / f"chain-{name_of(engine)}.head"


def name_of(engine: Engine) -> str:
    """What files of this machine are called that are of one database, however the path of an SQLite file is spelled."""
    file = sqlite_file(engine.url.render_as_string(hide_password=False))
    name = str(file.resolve() if file else engine.url)
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
