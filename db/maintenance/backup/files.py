"""The files of a backup: written beside their place under another name, and moved there when they are whole."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db import private
from db.engine import data_dir
from db.errors import BackupRefused

_PASSING = "restoring-"
_LEFT_FOR_S = 86_400


def link_file(backup: Path) -> Path:
    """The file beside a backup that holds the newest link, ``SEQ:HASH``."""
    return backup.with_name(f"{backup.name}.link")


def key_file(backup: Path) -> Path:
    """The file beside a backup that holds the keys of its chain, where they were taken along."""
    return backup.with_name(f"{backup.name}.key")


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty file beside ``target`` that its owner alone may read. What is written into it within is moved to
    ``target`` at the end; after an exception ``target`` is what it was. Raises ``BackupRefused``.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        # What a run that was killed left: SQLite would take its companions for those of the new file.
        for companion in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + companion).unlink(missing_ok=True)
        os.close(private.new(part))
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise BackupRefused("disk", error=error) from error
    finally:
        part.unlink(missing_ok=True)


def write(target: Path, text: str) -> None:
    """A small file, whole or not at all. Raises ``BackupRefused``."""
    with beside(target) as part:
        part.write_text(text, encoding="ascii")


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of the data folder for what is only passed through; gone afterwards. What a run that was killed left is
    removed a day later. Raises ``BackupRefused``.
    """
    try:
        for left in data_dir().glob(f"{_PASSING}*"):
            if time.time() - left.stat().st_mtime > _LEFT_FOR_S:
                shutil.rmtree(left, ignore_errors=True)
        folder = tempfile.TemporaryDirectory(prefix=_PASSING, dir=data_dir())
    except OSError as error:
        raise BackupRefused("disk", error=error) from error
    with folder as path:
        yield Path(path)
