"""What a process does to itself before it works: bounds on memory and time, and the last place at the processor."""

import math
import os
import sys

NO_MEMORY = 71  # exit of a process that ran out of its memory
YIELDS = 5  # niceness: who looks at a page comes first


def hold(megabytes: int, seconds: float) -> None:
    """Bound this process. The server counts its seconds; here twice as many of the processor end one that the server
    left behind. No picture of the memory is written to disk when it dies: it may hold persons.

    Linux holds the memory to it, macOS mostly, Windows not at all: there the seconds alone bound it.
    """
    if sys.platform == "win32":
        return
    import resource

    _bound(resource.RLIMIT_DATA, megabytes << 20)
    _bound(resource.RLIMIT_CPU, 2 * math.ceil(seconds))
    _bound(resource.RLIMIT_CORE, 0)
    os.nice(YIELDS)


def _bound(kind: int, wanted: int) -> None:
    """Set a limit, or leave the lower one that is set already."""
    import resource

    _, most = resource.getrlimit(kind)
    value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(kind, (value, value))
