"""``python -m bench``: every line of speed beside its bar, as ratios to floors and rivals of the same run.

Runs are interleaved and medians count. A whole run writes ``bench/results.json``; ``python -m bench.report`` makes
``docs/performance.md`` from it. The exit is 1 when a bar is missed or could not be measured.
"""

import argparse
import os
import time
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from bench import machine
from bench.lines import LEFT_OUT, RESULTS, Line, read, told, write
from bench.run import Group, Run
from bench.stats import NOTHING

NAMES = ("changes", "sizes", "crowd", "server", "browser", "visits", "intake", "clerk", "papers", "guard")


def group(name: str) -> Group:
    """A group by its name; its module is loaded only now."""
    module = import_module(f"bench.groups.{name}")
    return Group(name, module.BARS, module.measure)


def lines(found: Group, run: Run) -> list[Line]:
    """The lines of a group; where it fails, each says why."""
    settings = dict(os.environ)  # a group sets some for what it starts
    why = LEFT_OUT if run.quick else "the group gave no value"
    try:
        values = found.measure(run)
    except Exception as error:
        traceback.print_exc()
        values, why = {}, f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[-1]}"
    finally:
        os.environ.clear()
        os.environ.update(settings)
    return [
        Line(found.name, bar, values[bar.name].value, values[bar.name].figures)
        if bar.name in values
        else Line(found.name, bar, NOTHING, {}, why)
        for bar in found.bars
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="NAME", help=f"groups: {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="no country, fewer repeats; about five minutes")
    parser.add_argument("--repeats", type=int, default=3, help="runs of which medians count; default 3")
    parser.add_argument("--out", type=Path, help="write the lines here; a whole run writes bench/results.json")
    options = parser.parse_args()
    run, found, begun = Run(options.repeats, options.quick), [], time.monotonic()
    out = options.out or (None if options.only or options.quick else RESULTS)
    about = {**machine.described(), "repeats": options.repeats}
    for name in options.only or NAMES:
        start = time.monotonic()
        for line in lines(group(name), run):
            found.append(line)
            print(told(line), flush=True)
        print(f"({name}: {time.monotonic() - start:.0f} s)\n", flush=True)
        if out:
            keep(out, about, found)
    against = [line for line in found if line.verdict == "MISSED"]
    print(f"{len(found) - len(against)} of {len(found)} hold or are told; {time.monotonic() - begun:.0f} s")
    for line in against:
        print(f"missed: {line.bar.name}")
    return 1 if against else 0


def keep(out: Path, about: Mapping[str, object], found: Sequence[Line]) -> None:
    """Write what was found so far; the soak, the profiles and the Monday that are kept there stay."""
    before = read(out)
    stays = {name: before[name] for name in ("soak", "profiles", "monday") if name in before}
    write({**about, "lines": [line.as_json() for line in found], **stays}, out)


if __name__ == "__main__":
    raise SystemExit(main())
