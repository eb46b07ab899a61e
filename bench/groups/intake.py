"""A file of 200,000 entries: read, checked, compared and stored, beside those that only copy it."""

import os
import tempfile
from pathlib import Path

from bench.data import write_ledger
from bench.lines import Bar, Found
from bench.run import Run, medians
from db.chain import keys
from tests.support.databases import CHAIN_KEY, POSTGRES

ROWS, MASKED = 200_000, 10_000
IMPORT, PANDAS = "validated intake, 200,000 rows ÷ sqlite3 .import", "validated intake, 200,000 rows ÷ pandas to_sql"
MEMORY, ASSESS = "peak memory of intake ÷ pandas to_sql", "assess with a corrected cell ÷ parse, 200,000 rows"
ON_POSTGRES = "intake of 200,000 rows on PostgreSQL ÷ on SQLite"
MASK = "mask 10,000 entries ÷ pandas str"
BARS = (
    Bar(IMPORT, 2.5, 2.0, about="decode, parse, check, compare and store, into a fresh SQLite file"),
    Bar(PANDAS, 0.7, 0.5, about="read_csv and to_sql check nothing"),
    Bar(MEMORY, 0.5, None, about="peak resident memory of the process"),
    Bar(ASSESS, 1.0, None),
    Bar(MASK, 25.0, None, about="what hides persons from who may not see them"),
    *((Bar(ON_POSTGRES, 1.0, None, about="rows by COPY; where OTOP_TEST_POSTGRES names one"),) if POSTGRES else ()),
)
FLOORS = ("csv", "hash", "insert")  # each alone, of what the program can not leave out
TOO = ("postgres",) if POSTGRES else ()
METHODS = ("ours", *TOO, "pandas", "import", "parse", "assess", "mask", "pandas_str", *FLOORS)


def measure(run: Run) -> dict[str, Found]:
    """Each method in fresh processes, by turns."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OTOP_DATA": folder, keys.VARIABLE: CHAIN_KEY}
        source = write_ledger(Path(folder) / "ledger.csv", ROWS)
        found = medians(METHODS, source, 2 if run.quick else run.repeats)
    ours, pandas, floor = found["ours"], found["pandas"], found["import"]
    seconds = {"ours s": ours.seconds, "sqlite3 s": floor.seconds, "pandas s": pandas.seconds}
    alone = {f"{name} alone s": found[name].seconds for name in FLOORS}
    on_postgres = {}
    if POSTGRES:
        there = found["postgres"].seconds
        on_postgres = {ON_POSTGRES: Found(there / ours.seconds, {"PostgreSQL s": there, "SQLite s": ours.seconds})}
    return {
        **on_postgres,
        IMPORT: Found(ours.seconds / floor.seconds, {**seconds, "rows/s": ROWS / ours.seconds, **alone}),
        PANDAS: Found(ours.seconds / pandas.seconds),
        MEMORY: Found(ours.mib / pandas.mib, {"ours MiB": ours.mib, "pandas MiB": pandas.mib}),
        ASSESS: Found(
            found["assess"].seconds / found["parse"].seconds,
            {"assess s": found["assess"].seconds, "parse s": found["parse"].seconds},
        ),
        MASK: Found(found["mask"].seconds / found["pandas_str"].seconds, {"rows/s": MASKED / found["mask"].seconds}),
    }
