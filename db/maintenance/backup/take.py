"""Write a backup: the database in one file, the newest link of its chain beside it, and the key where that is asked."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from core.model import Actor, Right
from db.accounts.actors import asks
from db.chain import keys
from db.errors import Refused
from db.maintenance.backup.files import beside, key_file, link_file, write
from db.maintenance.backup.ways import way_of


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written. ``size`` in bytes; ``link``: the newest one in the file, ``SEQ:HASH``."""

    file: Path
    size: int
    link: str
    key: Path | None = None


@asks(Right.MAINTAIN)
def backup(
    engine: Engine,
    target: Path,
    *,
    actor: Actor,  # noqa: ARG001  asked for its right
    with_key: bool = False,
    force: bool = False,
) -> Backup:
    """Write the whole database into one file and check it. The newest link of its chain is written beside it
    (``link_file``): kept elsewhere, it proves later that nothing before it has changed. ``with_key`` writes the keys of
    the chain beside it too; ``force`` replaces files that are there. Raises ``Refused``, ``BackupRefused``.
    """
    way = way_of(engine)
    if target.is_dir() or not target.parent.is_dir():
        raise Refused("no_such_folder", target=target)
    way.require_source(engine, target)
    files = [target, link_file(target), *([key_file(target)] if with_key else [])]
    there = next((file for file in files if file.exists()), None)
    if there is not None and not force:
        raise Refused("backup_there", target=there)
    held = keys.held() if with_key else {}
    if with_key and not held:
        raise Refused("no_key", variable=keys.VARIABLE)
    with beside(target) as part:
        link = way.dump(engine, part)
        if with_key:
            write(key_file(target), "".join(f"{key}\n" for key in held.values()))
        write(link_file(target), f"{link}\n")
    return Backup(target, target.stat().st_size, link, key_file(target) if with_key else None)
