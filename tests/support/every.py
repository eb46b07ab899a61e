"""One test for many small things: thousands of tests of a microsecond each cost a minute to name, send and report."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

Thing = TypeVar("Thing")
ROOT = Path(__file__).resolve().parents[2]


def every(things: Iterable[Thing]) -> Callable[[Callable[[Thing], None]], Callable[[], None]]:
    """Make a test of a check: it runs the check for each thing and names every one that fails, with its reason."""
    listed = list(things)

    def decorate(check: Callable[[Thing], None]) -> Callable[[], None]:
        def test() -> None:
            assert listed, "nothing to look at"
            faults = []
            for thing in listed:
                try:
                    check(thing)
                except AssertionError as fault:
                    faults.append(f"{name_of(thing)}: {fault}")
            assert not faults, "\n".join(faults)

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return decorate


def name_of(thing: object) -> str:
    """How a failure names the thing: a file by its place in the repository."""
    return thing.relative_to(ROOT).as_posix() if isinstance(thing, Path) else str(thing)
