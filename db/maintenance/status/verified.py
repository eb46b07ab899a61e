"""When ``verify`` last compared everything with the chain, in a file beside the key: it writes nothing to the database,
which it may be allowed to read alone.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from db import private
from db.chain import head
from db.engine import data_dir
from db.errors import FolderRefused


@dataclass(frozen=True, slots=True)
class Verified:
    """When, and how many things were not as they were written."""

    at: datetime
    differences: int


def keep(engine: Engine, result: Verified) -> None:
    """Keep a result. A folder that cannot be written stops no check."""
    with suppress(OSError, FolderRefused):
        private.write(_path(engine), json.dumps({"at": result.at.isoformat(), "differences": result.differences}))


def last(engine: Engine) -> Verified | None:
    """The newest result on this machine."""
    try:
        found = json.loads(_path(engine).read_text(encoding="ascii"))
        return Verified(datetime.fromisoformat(found["at"]), int(found["differences"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(engine: Engine) -> Path:
    return data_dir() / f"verified-{head.name_of(engine)}.json"
