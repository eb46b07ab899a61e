"""``python -m ui.workers MEGABYTES SECONDS MODULE …``: bounds this process, then runs that module."""

import runpy
import sys

from ui.workers import bounds


def main() -> None:
    """Run the module; where memory does not suffice the exit is ``NO_MEMORY``."""
    megabytes, seconds, *sys.argv = sys.argv[1:]
    bounds.hold(int(megabytes), float(seconds))
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except MemoryError:
        sys.exit(bounds.NO_MEMORY)


main()
