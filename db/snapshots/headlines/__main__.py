"""Compute every headline that is missing: the server starts this as a process of its own where there are many."""

import os
import sys
from contextlib import suppress

from sqlalchemy import Engine

from db import engine as databases
from db.errors import DbError
from db.snapshots.headlines import stored


def make_all(engine: Engine) -> int:
    """How many were looked at; those that a change overtakes, or that cannot be stored, are left to the next visit."""
    missing = stored.found(engine).missing
    for code in missing:
        stored.keep_up(engine, code)
    return len(missing)


def main() -> int:
    """Exit 0 where all is well, else that of the error."""
    with suppress(AttributeError, OSError):  # Windows has no such call
        os.nice(10)  # visitors come first
    try:
        make_all(databases.engine())
    except DbError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit
    return 0


if __name__ == "__main__":
    sys.exit(main())
