"""What the program writes is its owner's alone on POSIX: files 600, folders 700. Windows has rights of its own."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077
IS_POSIX = os.name == "posix"


def from_now_on() -> None:
    """Whatever this process makes, and those that it starts, is for its owner alone: of a server, not of commands,
    whose exports follow the user's own rule.
    """
    if IS_POSIX:
        os.umask(OTHERS)


def new(path: Path) -> int:
    """The descriptor of a file for its owner alone, to be written. Raises ``OSError``, also where there is one."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def make(path: Path) -> None:
    """An empty file for its owner alone, where there is none yet; SQLite gives its companions the same rights. A folder
    that takes none is said by whoever opens the file.
    """
    with suppress(OSError):
        os.close(new(path))


def write(path: Path, text: str) -> None:
    """A small file of ASCII, whole or not at all, in place of the one that is there. Raises ``OSError``."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(new(part), "w", encoding="ascii") as file:
            file.write(text)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def is_open(path: Path) -> bool:
    """Whether others than its owner may do anything with it."""
    return IS_POSIX and bool(path.stat().st_mode & OTHERS)


def close(folder: Path, database: Path | None) -> tuple[list[Path], list[Path]]:
    """Take others' rights from the data folder, the database and what lies beside it. Returns what was open and is
    closed now, and what belongs to somebody else and stays open. A folder that everybody writes to stays (``/tmp``).
    """
    ours = [] if folder.stat().st_mode & stat.S_ISVTX or folder == folder.parent else [folder]
    ours += folder.glob("chain-*.head")
    if database is not None:
        ours += [database, *database.parent.glob(f"{database.name}[-.]*")]
    closed: list[Path] = []
    left: list[Path] = []
    for path in ours:
        if path.is_symlink() or not path.exists() or not is_open(path):
            continue
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)
            closed.append(path)
        except OSError:
            left.append(path)
    return closed, left
