"""PostgreSQL's own pg_dump and pg_restore: found, asked for what they can do, and run."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection

from db.errors import BackupRefused, Refused

DEBIAN = Path("/usr/lib/postgresql")  # a folder a version, each with bin/


def find(name: str, server: int) -> str:
    """The newest of the tools of this name, which must not be older than the server: ``server`` is its main version.

    Raises ``Refused`` with what to install.
    """
    on_path = shutil.which(name)
    paths = [*([on_path] if on_path else []), *map(str, DEBIAN.glob(f"*/bin/{name}"))]
    version, path = max(((_version(path), path) for path in paths), default=(0, ""))
    if version < server:
        sentence = "pg_tool_older" if version else "pg_tool_missing"
        raise Refused(sentence, tool=name, found=version, version=server, package=f"postgresql-client-{server}")
    return path


def _version(path: str) -> int:
    """The main version that a tool says it has; 0 where it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def run(command: Sequence[str], connection: Connection, name: str) -> str:
    """Run a tool on the database that is connected, and return what it says; the password is in no list of processes.

    Raises ``BackupRefused``.
    """
    parts = dict(connection.dialect.create_connect_args(connection.engine.url)[1])
    parts.pop("context", None)  # SQLAlchemy's own
    secret = {"PGPASSWORD": str(parts.pop("password"))} if "password" in parts else {}
    address = f"--dbname={make_conninfo(**parts)}"
    ran = subprocess.run([*command, address], capture_output=True, env={**os.environ, **secret}, check=False)
    if ran.returncode:
        raise _failed(name, ran.stderr)
    return ran.stdout.decode("utf-8", "replace")


@contextmanager
def lines_of(command: Sequence[str], name: str) -> Iterator[IO[bytes]]:
    """What a tool writes, as it writes it. Raises ``BackupRefused`` where the tool ends in a fault."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            yield process.stdout
            process.stdout.read()
            said = process.stderr.read()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise _failed(name, said)


def _failed(name: str, said: bytes) -> BackupRefused:
    first = next(iter(said.decode("utf-8", "replace").strip().splitlines()), "?")
    return BackupRefused("damaged", name=name, detail=first)
