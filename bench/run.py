"""What every group of lines is handed: how often to repeat, and whether the run is the short one."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.lines import Bar, Found

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    """The choices of one run of the bench."""

    repeats: int
    quick: bool


@dataclass(frozen=True)
class Group:
    """A name, the bars of its lines, and what measures them: a value for each bar's name."""

    name: str
    bars: Sequence[Bar]
    measure: Callable[[Run], dict[str, Found]]


@dataclass(frozen=True)
class Child:
    """Seconds, and peak resident memory in MiB, of one process."""

    seconds: float
    mib: float


def run_child(method: str, source: Path) -> Child:
    """One method of ``bench.child`` on one file in a fresh process and a fresh folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.child", method, str(source), folder]
        child = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        if child.returncode:
            raise RuntimeError(f"{method} failed with exit {child.returncode}")
        seconds, mib = map(float, child.stdout.split())
        return Child(seconds, mib)


def medians(methods: Sequence[str], source: Path, repeats: int) -> dict[str, Child]:
    """The median run of each method, interleaved so that a busy moment falls on all."""
    runs: dict[str, list[Child]] = {method: [] for method in methods}
    for _ in range(repeats):
        for method in methods:
            runs[method].append(run_child(method, source))
    return {
        method: Child(statistics.median(r.seconds for r in results), statistics.median(r.mib for r in results))
        for method, results in runs.items()
    }
