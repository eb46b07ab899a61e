"""Where what can be made again is kept: ``OTOP_CACHE``, else ``cache`` in the data folder."""

import os
from pathlib import Path

from db import engine as databases
from db.errors import FolderRefused

VARIABLE = "OTOP_CACHE"


def folder(name: str) -> Path | None:
    """The folder for one kind of it, which may not be there; ``None``: there is no place for any."""
    named = os.environ.get(VARIABLE, "").strip()
    try:
        return Path(named or databases.data_dir() / "cache").absolute() / name
    except FolderRefused:
        return None
