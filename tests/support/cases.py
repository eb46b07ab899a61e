"""Files that people bring, each beside what is expected of it: ``tests/cases``. A new pair of files is a new test.

Beside ``x.csv`` or ``x.xlsx`` stands ``x.toml``::

    kind = "spending"            # the kind that it is loaded as
    fault = "K1"                 # the kind of fault it is about
    [[load]]                     # each into a project of its own, with nothing in it
    options = ["--unit", "thousand"]
    exit = 0
    rows = 1
    issues = [{ code = "unit_used", row = 2 }]   # these are among the issues
    quiet = ["unit_asked"]       # codes, or severities, of which there is none
    says = ["2564"]              # parts of sentences of issues
    stored = { doc_no = ["007"] }   # columns of the rows that are stored; days as text
    figures = { disbursed_baht = 687000.00 }
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One load of a file, and what is expected of it."""

    file: Path
    kind: str
    number: int
    exit: int
    options: tuple[str, ...] = ()
    rows: int | None = None
    issues: tuple[Mapping[str, Any], ...] = ()
    quiet: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()
    stored: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file.stem}-{self.number}"


def cases() -> list[Case]:
    """Every load of every file, by the file's name."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        (file,) = (one for one in FOLDER.glob(f"{path.stem}.*") if one.suffix != ".toml")
        for number, load in enumerate(told["load"], 1):
            listed = {name: tuple(load.pop(name, ())) for name in ("options", "issues", "says")}
            quiet = frozenset(load.pop("quiet", ()))
            found.append(Case(file, told["kind"], number, quiet=quiet, **listed, **load))
    return found
