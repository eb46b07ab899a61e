"""Runs one method in a process of its own, so that time and peak memory are its alone.

Usage: python -m bench.child METHOD FILE FOLDER; prints the seconds that the method measured, and the MiB that this
process held at its peak.
"""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

Method = Callable[[Path, Path], float]  # a file, and a folder of its own


def method(name: str) -> Method:
    """A method by its name. A module is loaded only where those before it do not have the name. ``KeyError``."""
    for module in ("intake", "papers", "verify"):
        methods: dict[str, Method] = import_module(f"bench.methods.{module}").METHODS
        if name in methods:
            return methods[name]
    raise KeyError(name)


def peak_mib() -> float:
    """The most that was resident since this program began. (``getrusage`` knows what its parent held, too.)"""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    print(method(sys.argv[1])(Path(sys.argv[2]), Path(sys.argv[3])), peak_mib())
