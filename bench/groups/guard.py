"""What strangers and heavy work do to those who are served, and what proving costs as the history grows."""

import os
import tempfile
from pathlib import Path

from bench.lines import Bar, Found
from bench.methods import busy, door, verify
from bench.run import Run, medians
from db.chain import keys
from tests.support.databases import CHAIN_KEY

DOOR, BUSY = (
    "/healthz with strangers ÷ 1.2 × alone, or 2 ms more",
    "/healthz with 45 papers ÷ twice alone, or 5 ms more",
)
VERIFY = "verify of 1,000 uploads ÷ 100"
BARS = (
    Bar(DOOR, 1.0, None, about="eight pages elsewhere keep trying, 200 connections stand open"),
    Bar(BUSY, 1.0, None, about="forty-five papers asked for at once"),
    Bar(VERIFY, 12.0, None, about="ten times as many uploads of 150 rows"),
)


def measure(run: Run) -> dict[str, Found]:
    """The door, the papers and the proof; the short run leaves them out."""
    if run.quick:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OTOP_DATA": folder, keys.VARIABLE: CHAIN_KEY}
        idle, strangers = door.health()
        alone, worked, longest = busy.health()
        verify.prepared(Path(folder))
        small, large = verify.METHODS
        found = medians([small, large], Path(folder), min(run.repeats, 3))
    return {
        DOOR: Found(strangers / max(1.2 * idle, idle + 2.0), {"alone ms": idle, "with strangers ms": strangers}),
        BUSY: Found(
            worked / max(2 * alone, alone + 5.0), {"alone ms": alone, "with papers ms": worked, "longest ms": longest}
        ),
        VERIFY: Found(
            found[large].seconds / found[small].seconds,
            {"1,000 s": found[large].seconds, "100 s": found[small].seconds},
        ),
    }
