"""``python -m bench``: a ledger beside pandas and sqlite3 .import, papers beside their floors,
a server beside strangers and beside heavy work. Prints ratios and bars.

Runs are interleaved, each in a fresh process; the median of several counts. Needs the sqlite3 shell.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.data import write_ledger
from db.chain import keys
from tests.support.databases import CHAIN_KEY

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    """Seconds, and peak resident memory in MiB, of one process."""

    seconds: float
    mib: float


def run_child(method: str, source: Path) -> Run:
    """One method on one file in a fresh process and a fresh folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.child", method, str(source), folder]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{method} failed with exit {child.returncode}")
        return Run(float(output), usage.ru_maxrss / 1024)


def medians(methods: list[str], source: Path, repeats: int) -> dict[str, Run]:
    """The median run of each method, interleaved so that a busy moment falls on all."""
    runs: dict[str, list[Run]] = {method: [] for method in methods}
    for _ in range(repeats):
        for method in methods:
            runs[method].append(run_child(method, source))
    return {
        method: Run(statistics.median(r.seconds for r in results), statistics.median(r.mib for r in results))
        for method, results in runs.items()
    }


def bar(text: str, value: float, limit: float) -> bool:
    """Print one ratio and whether it is within its bar."""
    print(f"{'holds' if value <= limit else 'MISSED':7} {text}: {value:.2f} (at most {limit})")
    return value <= limit


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="also 1,000,000 rows against 50,000")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OTOP_DATA": folder, keys.VARIABLE: CHAIN_KEY}  # for all that is started here
        source = write_ledger(Path(folder) / "ledger.csv", 200_000)
        found = medians(["ours", "pandas", "import", "parse", "assess", "mask", "pandas_str"], source, options.repeats)
        for method, run in found.items():
            count = 10_000 if method in ("mask", "pandas_str") else 200_000
            speed = count / run.seconds
            print(f"{method:10} {count:,} rows: {run.seconds:6.2f} s, {speed:9,.0f} rows/s, peak {run.mib:6.0f} MiB")
        ours, pandas, floor = found["ours"], found["pandas"], found["import"]
        held = [
            bar("time, ours / pandas to_sql", ours.seconds / pandas.seconds, 1.0),
            bar("time, ours / sqlite3 .import", ours.seconds / floor.seconds, 5.0),
            bar("time, assess / parse", found["assess"].seconds / found["parse"].seconds, 1.0),
            bar("time, mask / pandas str", found["mask"].seconds / found["pandas_str"].seconds, 25.0),
            bar("peak memory, ours / pandas to_sql", ours.mib / pandas.mib, 1.5),
        ]
        held += papers(Path(folder), options.repeats)
        held.append(door())
        held.append(busy())
        held.append(history(Path(folder), options.repeats))
        if options.large:
            held.append(scaling(Path(folder), options.repeats))
    return 0 if all(held) else 1


def papers(folder: Path, repeats: int) -> list[bool]:
    """The meeting papers beside their floors."""
    from bench import papers

    database = papers.prepared(folder)
    found = medians(list(papers.METHODS), database, max(7, repeats))
    for method, run in found.items():
        print(f"{method:10} {run.seconds * 1e3:7.1f} ms")
    calls, charts = papers.drawn_charts(papers.material(database))
    return [
        bar("time, brief / empty typst page", found["brief"].seconds / found["empty page"].seconds, 10.0),
        bar("time, workbook / plain XlsxWriter", found["workbook"].seconds / found["plain rows"].seconds, 3.0),
        bar(f"charts drawn for all papers / {charts} that differ", calls / charts, 1.0),
    ]


def door() -> bool:
    """How much longer who is served waits while strangers try to get in."""
    from bench.door import health

    idle, busy = health()
    print(f"/healthz   {idle:7.2f} ms alone, {busy:7.2f} ms with strangers")
    return bar("/healthz with strangers / alone, or 2 ms more", busy / max(1.2 * idle, idle + 2.0), 1.0)


def busy() -> bool:
    """How much longer who is served waits while papers are asked for."""
    from bench import busy

    idle, worked, longest = busy.health()
    print(f"/healthz   {idle:7.2f} ms alone, {worked:7.2f} ms with {busy.PAPERS} papers, the longest {longest:.0f} ms")
    ratio = worked / max(2 * idle, idle + 5.0)
    return bar(f"/healthz with {busy.PAPERS} papers / twice alone, or 5 ms more", ratio, 1.0)


def history(folder: Path, repeats: int) -> bool:
    """``verify`` of ten times as many uploads."""
    from bench import verify

    verify.prepared(folder)
    small, large = verify.METHODS
    found = medians([small, large], folder, repeats)
    for method, run in found.items():
        print(f"{method:12} {run.seconds:6.2f} s")
    return bar("time, verify of 1,000 / 100 uploads", found[large].seconds / found[small].seconds, 12.0)


def scaling(folder: Path, repeats: int) -> bool:
    """Cost of a row in a large file against a small one."""
    per_row = {}
    for rows in (50_000, 1_000_000):
        source = write_ledger(folder / f"ledger-{rows}.csv", rows)
        per_row[rows] = medians(["ours"], source, max(3, repeats // 2))["ours"].seconds / rows
        print(f"ours     {rows:9,} rows: {per_row[rows] * 1e6:5.2f} microseconds a row")
    return bar("cost of a row, 1,000,000 / 50,000", per_row[1_000_000] / per_row[50_000], 1.2)


if __name__ == "__main__":
    raise SystemExit(main())
