"""Runs one method in a process of its own, so that time and peak memory are its alone.

Usage: python -m bench.child METHOD FILE FOLDER; prints the seconds that the method measured.
"""

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


if __name__ == "__main__":
    print(method(sys.argv[1])(Path(sys.argv[2]), Path(sys.argv[3])))
