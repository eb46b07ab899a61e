"""Mutations of the samples and random bytes: no exception, no hang, no row lost without an issue."""

import csv
import io
import random
import time
from datetime import date

import pytest

from core.intake import Intake
from core.intake.compare.shrink import shrinks
from core.intake.forms.templates import export_csv
from core.model.kinds import KINDS, Kind
from core.model.stages import stages_of
from tests.support.diffs import sentences
from tests.support.forms import error_workbook
from tests.support.intakes import PROJECT, SAMPLES, read, sample, sample_rows, view
from tests.support.said import english, thai

DAY = date(2021, 7, 31)
PIECES = ['"', ",", "\n", "\r", "\t", ";", "'", "\0", "๑", '"",', "=", "\ufeff", "รวม,", "-", "ํา", "เเ", "\u200b"]
LIMIT = 10.0  # seconds for one small file, far above what any takes


def seeds() -> list[tuple[Kind, bytes]]:
    kinds: tuple[Kind, ...] = ("groups", "products", "spending", "instalments")
    found: list[tuple[Kind, bytes]] = [
        (kind, sample(day, kind)[1]) for day in ("2021-07-31", "2021-09-30") for kind in kinds
    ]
    found.append(("plan", (SAMPLES / "plan.csv").read_bytes()))
    practice = SAMPLES / "practice"
    found.append(("groups", (practice / "groups-merged.xlsx").read_bytes()))
    found.append(("spending", (practice / "spending-exceldate.xlsx").read_bytes()))
    return found


def spoil(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut, put in or doubled; lines shuffled; the file cut short."""
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at = chance.randrange(max(1, len(data)))
        end = at + chance.choice((1, 3, 20, 500))
        step = chance.randrange(7)
        if step == 0:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        elif step == 1:
            data = data[:at] + data[end:]
        elif step == 2:
            data = data[:at] + chance.randbytes(chance.choice((1, 4, 40))) + data[at:]
        elif step == 3:
            data = data[:at] + chance.choice(PIECES).encode() + data[at:]
        elif step == 4:
            data = data[:end] + data[at:]
        elif step == 5:
            data = data[:at]
        else:
            lines = data.split(b"\n")
            chance.shuffle(lines)
            data = b"\n".join(lines)
    return data


def records_below(data: bytes, found: Intake) -> int:
    """Records with anything in them below the header, as the csv module alone sees them."""
    reading = found.reading
    text = data.decode("cp874" if reading.encoding == "cp874" else "utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=reading.delimiter or ",", strict=True)
    number = count = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return count
        except csv.Error:
            continue
        count += number >= (reading.header_row or 0) + reading.header_rows and any(cell.strip() for cell in row)


def require_whole(data: bytes, found: Intake) -> None:
    """Rows or issues, each with its sentence; every record a row, skipped and said, or told to be no record."""
    assert found.rows is not None or found.blocking
    for issue in found.issues:
        assert thai(issue) and english(issue)
    if found.rows is not None and found.reading.delimiter:
        told = {issue.code for issue in found.issues}
        kept = len(found.rows) + len(found.reading.skipped) + len(found.reading.repeated_headers)
        kept += len(found.reading.automatic)
        assert kept >= records_below(data, found) or told & {"wrong_width", "example_row", "bad_quotes"}


def fuzz(count: int, seed: int) -> None:
    chance = random.Random(seed)
    originals = seeds()
    today = view(
        {kind: sample_rows("2021-07-31", kind) for kind in ("groups", "products", "spending", "instalments")}, DAY
    )
    for turn in range(count):
        kind, data = chance.choice(originals)
        data = chance.randbytes(chance.randrange(400)) if chance.random() < 0.1 else spoil(data, chance)
        if chance.random() < 0.1:
            kind = chance.choice(list(KINDS))
        begun = time.monotonic()
        found = read(("file", data), kind, project=PROJECT, today=chance.choice((None, today)), as_of=DAY)
        require_whole(data, found)
        if found.diff is not None and turn % 5 == 0:
            assert sentences(found.diff) and isinstance(tuple(shrinks(found.diff)), tuple)
        if found.rows is not None and turn % 20 == 0:
            assert error_workbook(found, [("file", data)])
            assert not found.ok or export_csv(found.rows, stages_of(PROJECT))
        assert time.monotonic() - begun < LIMIT, f"{kind} {turn} of seed {seed} took too long"


def test_spoilt_files_end_in_rows_or_issues() -> None:
    fuzz(400, seed=2564)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_spoilt_files_end_in_rows_or_issues(seed: int) -> None:
    fuzz(1_000, seed)
