"""One server for one file of data: the second start is told where the first one answers.

A server of an SQLite file holds a lock beside it (``otop.db.serving``) for as long as its process lives, however that
ends. Servers of one PostgreSQL database may be many, and take no lock.
"""

import json
import os
from typing import Any, BinaryIO

import streamlit as st
from streamlit import config

from db.commands.console import Console
from db.engine import sqlite_file
from ui.request import link

DEFAULT_PORT = 8501  # of Streamlit
_HELD: list[BinaryIO] = []  # the file stays open, and with it the lock
_AT = 1 << 20  # on Windows this byte is locked, beyond the text, which stays readable


def claim(url: str) -> str | None:
    """Hold the data at ``url`` for this process. Returns the address of the server that holds them already, else
    ``None``; ``None`` too where there is no file to hold or its folder takes none.
    """
    database = sqlite_file(url)
    if database is None:
        return None
    path = database.with_name(database.name + ".serving")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    file = os.fdopen(descriptor, "r+b", buffering=0)
    if not _lock(file):
        return _address_in(file)
    file.truncate(0)
    file.write(json.dumps({"address": here(), "process": os.getpid()}).encode("ascii"))
    _HELD.append(file)
    return None


def release() -> None:
    """Let go of what this process holds."""
    while _HELD:
        _HELD.pop().close()


def here() -> str:
    """The address of this server, as its start prints it."""
    return f"http://{st.get_option('browser.serverAddress')}:{st.get_option('server.port')}{link.base_path()}"


def say(found: str | None) -> None:
    """Tell whoever starts the program that its data are served already, or that another port was taken than asked for.

    Where no port was asked for a second start of the same data ends here (``SystemExit``): it was a slip.
    """
    console, asked = Console(as_json=False), config.is_manually_set("server.port")
    if found is not None:
        console.warn("served_already", found=found)
        if not asked:
            raise SystemExit(1)
    elif not asked and st.get_option("server.port") != DEFAULT_PORT:
        console.warn("port_taken", port=DEFAULT_PORT, address=here())


def _address_in(file: BinaryIO) -> str:
    try:
        known = json.loads(file.read(500))
        return str(known["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return "?"
    finally:
        file.close()


def _lock(file: BinaryIO) -> bool:
    """Whether the lock is ours now; it goes with the file or the process."""
    try:
        if os.name == "nt":
            msvcrt: Any = __import__("msvcrt")
            file.seek(_AT)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
