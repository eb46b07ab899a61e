"""Where the time of a change goes: ``python -m bench.profile [PAGE] [--changes N]``.

The server is looked at from outside 250 times a second (py-spy, in the bench's own virtual environment) while a visitor
walks through the filters of the page; only who holds the interpreter counts. Printed are milliseconds of one change by
whose code was at work (a library, a room of the program, the collection after the run, the event loop that sends), and
by the function of the program that asked for it.
"""

import argparse
import asyncio
import signal
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from bench import machine, serving
from bench.change import visitor
from bench.lines import read, write
from bench.looks import counted
from bench.rivals.installed import python
from bench.serving import Running
from bench.sizes.making import template
from bench.walks import ROUND

SHOWN = 25
RATE = 250
ROOT = Path(__file__).resolve().parent.parent


async def _walk(running: Running, page: str, changes: int, path: Path) -> list[float]:
    """The milliseconds of each change; the looks are in ``path``."""
    walker = visitor(running, page)
    await walker.warm(ROUND)
    command = [str(python().with_name("py-spy")), "record", "--pid", str(running.pid), "--rate", str(RATE)]
    command += ["--gil", "--nonblocking", "--full-filenames"]
    looking = subprocess.Popen(
        [*command, "--format", "raw", "-o", str(path), "--duration", "600"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    await asyncio.sleep(1.5)
    for _ in range(changes // ROUND):
        await walker.turn(ROUND)
    looking.send_signal(signal.SIGINT)
    looking.wait(30)
    await walker.walk.tab.close()
    return walker.turns.ms


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.profile", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", nargs="?", default="", help="overview (default), groups, products or budget")
    parser.add_argument("--changes", type=int, default=36)
    parser.add_argument("--keep", metavar="NAME", help="keep it in bench/results.json under this name: before, after")
    options = parser.parse_args()
    page = "" if options.page == "overview" else options.page
    with tempfile.TemporaryDirectory() as folder, serving.Product(template("mission")).running() as running:
        looks = Path(folder) / "looks.txt"
        ms = asyncio.run(_walk(running, page, options.changes, looks))
        counts = counted(looks.read_text(encoding="utf-8").splitlines(), ROOT)
    changes = options.changes // ROUND * ROUND
    mean = sum(counts["rooms"].values()) / RATE * 1e3 / changes
    print(f"/{page}: {sum(ms) / len(ms):.1f} ms a change, the interpreter was held {mean:.1f} ms; {changes} changes")
    told("by whose code was at work", counts["rooms"], mean)
    told("by the function that asked for it", counts["calls"], mean)
    if options.keep:
        keep(options.keep, page, mean, counts)


def told(title: str, counts: Counter[str], mean: float) -> None:
    """The most of a list, as shares and as milliseconds of a change."""
    print(f"\n{title}")
    whole = sum(counts.values()) or 1
    for what, count in counts.most_common(SHOWN):
        print(f"  {count / whole * 100:5.1f} %  {count / whole * mean:6.1f} ms  {what}")


def keep(name: str, page: str, mean: float, counts: dict[str, Counter[str]]) -> None:
    """Write a profile beside the results, by the name it is compared under."""
    results = read()
    about = {key: value for key, value in machine.described().items() if key in ("date", "commit")}
    parts = {
        kind: {what: round(count / sum(found.values()) * mean, 2) for what, count in found.most_common(SHOWN)}
        for kind, found in counts.items()
    }
    profiles = {**results.get("profiles", {}), name: {**about, "page": f"/{page}", "ms": round(mean, 1), **parts}}
    write(results | {"profiles": profiles})


if __name__ == "__main__":
    main()
