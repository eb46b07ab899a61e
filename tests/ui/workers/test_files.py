"""Files of the load page: read where they are or by a worker, with equal results; and workbooks that are bombs."""

import csv
import gc
import io
import mmap
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from cachetools import LRUCache

from core.figures import compute
from core.intake import AssessOptions, Cell, Intake, Limits, Parsed, ParseOptions, assess, parse
from core.intake.forms.returned import error_workbook
from core.intake.model import File
from core.model import Snapshot
from core.model.kinds import KINDS, Kind
from tests.support.intakes import PROJECT, SAMPLES, csv_file, far_out, sample, view, xlsx_file
from ui.workers import asking, files, keeping
from ui.workers.keeping import Kept
from ui.workers.process import Bounds, NotDone
from words.rendering import said

DAY = date(2021, 7, 31)
BASE, CHOICES = view({}, DAY), AssessOptions(as_of=DAY)
SAMPLE_FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".csv", ".xlsx"))


def nothing(*_: object) -> None:
    """Progress that nobody draws, and a line that nobody waits in."""


def kind_of(path: Path) -> Kind:
    return next(kind for kind in KINDS if path.name.startswith(kind))


def ledger(rows: int) -> list[list[str]]:
    """The header and the first row of a sample, that one as often as wanted, under numbers of its own."""
    header, first, *_ = csv.reader(io.StringIO(sample("2021-07-31", "spending")[1].decode("utf-8-sig")))
    return [header, *([f"{first[0]}-{number}", *first[1:]] for number in range(rows))]


@pytest.fixture
def by_worker(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of workers; still done by them."""
    asked: list[str] = []
    true = asking.done

    def done(function: Callable[..., object], *arguments: object, **more: object) -> object:
        asked.append(function.__name__)
        return true(function, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(asking, "done", done)
    return asked


def read(
    given: Sequence[File], kind: Kind, choices: AssessOptions = CHOICES, kept: Kept | None = None, base: Snapshot = BASE
) -> tuple[Kept, Intake]:
    return files.read(kept, given, kind, ParseOptions(), PROJECT, base, choices, nothing, nothing)


def content(kept: Kept) -> Parsed:
    """What was parsed, wherever it lies."""
    if kept.parsed is not None:
        return kept.parsed
    file = kept.file()
    assert file is not None
    with mmap.mmap(file.number, 0, access=mmap.ACCESS_READ) as held:
        found: Parsed = pickle.loads(held)
    return found


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each worker was handed."""
    sizes: list[int] = []
    true = asking.done

    def done(function: Callable[..., object], *arguments: object, **more: object) -> object:
        sizes.append(len(pickle.dumps((function, arguments))))
        return true(function, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(asking, "done", done)
    return sizes


def parsed(given: Sequence[File], kind: Kind) -> Parsed:
    kept, found = read(given, kind)
    assert found == assess(parse(given, kind), PROJECT, BASE, CHOICES)
    return content(kept)


def test_each_sample_is_small_and_reads_as_it_did(by_worker: list[str]) -> None:
    assert SAMPLE_FILES
    for path in SAMPLE_FILES:
        given = [(path.name, path.read_bytes())]
        assert parsed(given, kind_of(path)) == parse(given, kind_of(path)), path
    assert by_worker == []


def test_samples_that_workers_read_are_equal_too() -> None:
    """All kinds and forms in one go, as one worker each would cost seconds: the whole way there and back."""
    chosen = {(kind_of(path), path.suffix): path for path in SAMPLE_FILES}
    assert {kind for kind, _ in chosen} == set(KINDS)
    for (kind, _), path in chosen.items():
        given = [(path.name, path.read_bytes())]
        here = parse(given, kind)
        there = asking.done(parse, given, kind, ParseOptions(), progress=nothing, waits=nothing)
        assert there == here

        options = AssessOptions(as_of=DAY)
        checked = asking.done(assess, there, PROJECT, view({}, DAY), options, progress=nothing, waits=nothing)
        assert checked == assess(here, PROJECT, view({}, DAY), options)


def test_a_large_workbook_goes_to_a_worker_by_what_it_unpacks_to(by_worker: list[str]) -> None:
    given = [xlsx_file(*ledger(12_000))]

    assert len(given[0][1]) < files.SMALL.bytes
    assert parsed(given, "spending") == parse(given, "spending")
    assert by_worker == ["parse_and_assess"]


@pytest.mark.parametrize("line", ["\n", "\r", ",,\r\n"])
def test_text_of_many_lines_goes_to_a_worker_whatever_is_in_them(line: str, by_worker: list[str]) -> None:
    name, content = csv_file(*ledger(3))
    given = [(name, content + line.encode() * (files.LINES + 1))]

    assert parsed(given, "spending") == parse(given, "spending")
    assert by_worker == ["parse_and_assess"]


def test_a_long_file_is_parsed_once_and_no_press_carries_it_about(
    by_worker: list[str], handed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ROWS_HERE", 5_000)
    given = [csv_file(*ledger(25_000))]
    kept, found = read(given, "spending")
    assert found == assess(parse(given, "spending"), PROJECT, BASE, CHOICES)
    assert handed[0] > len(given[0][1])

    column = found.readings[0].columns
    edits = {Cell(3, next(header for header, name in column.items() if name == "description")): "แก้แล้ว"}
    for choices in (AssessOptions(as_of=DAY, edits=edits), AssessOptions(as_of=date(2021, 6, 30))):
        kept, found = read(given, "spending", choices, kept)
        assert found == assess(parse(given, "spending"), PROJECT, BASE, choices)
    assert by_worker == ["parse_and_assess", "assess_kept", "assess_kept"]
    assert max(handed[1:]) < 20_000 < len(given[0][1]) // 50


def test_what_was_computed_of_the_sets_in_force_goes_to_no_worker(by_worker: list[str]) -> None:
    """As after a look at the overview: its figures are kept with the very view that a file is compared with."""
    rows = assess(parse(sample("2021-07-31", "spending"), "spending"), PROJECT).rows
    assert rows is not None
    base = view({"spending": rows}, DAY)
    assert compute(base) and base.computed

    given = [csv_file(*ledger(files.LINES + 1))]
    kept, found = read(given, "spending", base=base)
    assert (kept.file() is not None, found.ok) == (True, True)
    assert read(given, "spending", kept=kept, base=base)[1] == found


def test_what_was_read_here_and_is_compared_with_much_is_not_parsed_again(by_worker: list[str]) -> None:
    given = [csv_file(*ledger(10))]
    rows = assess(parse([csv_file(*ledger(files.ROWS_HERE))], "spending"), PROJECT).rows
    assert rows is not None
    base = view({"spending": rows}, DAY)

    kept, found = read(given, "spending", base=base)
    assert found == assess(parse(given, "spending"), PROJECT, base, CHOICES)
    assert kept.parsed is not None and by_worker == ["assess"]


def test_other_options_of_parsing_parse_again(by_worker: list[str]) -> None:
    given = [csv_file(*ledger(files.LINES + 1))]
    kept, _ = read(given, "spending")
    other = replace(kept, options=ParseOptions(limits=Limits(rows=10)))

    _, found = read(given, "spending", kept=other)
    assert found.ok and by_worker == ["parse_and_assess"] * 2


def test_what_is_gone_is_parsed_again(by_worker: list[str]) -> None:
    given = [csv_file(*ledger(files.LINES + 1))]
    kept, before = read(given, "spending")
    keeping._drop(kept.token)
    assert kept.file() is None

    kept, found = read(given, "spending", kept=kept)
    assert found == before and by_worker == ["parse_and_assess"] * 2 and content(kept).tables


def test_what_is_kept_has_no_name_and_ends_with_its_load(by_worker: list[str]) -> None:
    kept, _ = read([csv_file(*ledger(files.LINES + 1))], "spending")
    file = kept.file()
    assert file is not None and os.fstat(file.number).st_nlink == 0
    token = kept.token
    del kept
    gc.collect()

    assert token not in keeping._files


def test_the_ones_used_longest_ago_give_way_and_none_is_mixed(
    by_worker: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = [[csv_file(*ledger(files.LINES + 1 + n))] for n in range(3)]
    first, one = read(loads[0], "spending")
    held = first.file()
    assert held is not None
    size = held.size
    del held
    monkeypatch.setattr(keeping, "_files", LRUCache(int(size * 2.5), keeping._files.getsizeof))
    keepers = [read(load, "spending") for load in loads]

    assert [kept.file() is None for kept, _ in keepers] == [True, False, False]
    again = [read(load, "spending", kept=kept)[1] for load, (kept, _) in zip(loads, keepers, strict=True)]
    assert again == [found for _, found in keepers] and again[0] == one
    assert len({found.rows_sha256 for found in again}) == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that takes nothing is Linux's")
def test_a_disk_that_takes_no_more_keeps_nothing_and_the_file_is_read_all_the_same() -> None:
    given = [csv_file(*ledger(3))]
    place = os.open("/dev/full", os.O_WRONLY)
    asked = given, "spending", ParseOptions(), PROJECT, BASE, CHOICES
    found = keeping.parse_and_assess(place, 1_000, *asked, nothing)
    os.close(place)
    assert found == assess(parse(given, "spending"), PROJECT, BASE, CHOICES)

    assert keeping.keep(ParseOptions(), keeping.new_file()).file() is None  # nothing was written


def test_two_that_look_at_one_file_at_once_both_read_it_whole() -> None:
    """A press that was given up may still be at work when the next one begins."""
    given = [csv_file(*ledger(files.LINES + 1))]
    kept, found = read(given, "spending")
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(read, given, "spending", CHOICES, kept) for _ in range(2)]

    assert [one.result()[1] for one in both] == [found, found]


def test_a_long_workbook_of_what_was_found_is_made_by_a_worker(by_worker: list[str], handed: list[int]) -> None:
    for rows in (10, files.RETURNED_HERE + 1):
        given = [csv_file(*ledger(rows))]
        _, found = read(given, "spending", AssessOptions(as_of=date(2020, 10, 2)))
        assert found.warnings
        made = files.returned(found, given, "en", PROJECT, nothing, nothing)
        assert made == error_workbook(found, given, partial(said, language="en"), project=PROJECT)
    assert by_worker == ["workbook_of"] and handed[0] < len(given[0][1]) + 50_000


def test_old_workbooks_are_never_read_here(by_worker: list[str]) -> None:
    given = [("old.xls", b"\xd0\xcf\x11\xe0" + bytes(2_000))]

    assert parsed(given, "groups") == parse(given, "groups")
    assert by_worker == ["parse_and_assess"]


def test_many_small_files_are_no_small_load(by_worker: list[str]) -> None:
    given = [(f"{number}.xlsx", xlsx_file(*ledger(2_500))[1]) for number in range(6)]

    assert parsed(given[:1], "spending").tables and by_worker == []
    assert parsed(given, "spending") == parse(given, "spending")
    assert by_worker == ["parse_and_assess"]


def test_a_file_that_cannot_be_read_is_refused_in_the_same_words(by_worker: list[str]) -> None:
    given = [("broken.xlsx", b"PK\x03\x04" + b"x" * 100)]

    assert parsed(given, "groups") == parse(given, "groups")
    assert parsed(given, "groups").unreadable is not None
    assert by_worker == []


@pytest.mark.skipif(sys.platform != "linux", reason="bounds on memory are Linux's")
def test_a_workbook_of_some_kilobytes_that_needs_a_gigabyte_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = far_out(*ledger(10))
    assert len(bomb[1]) < 20_000
    true = asking.done
    monkeypatch.setattr(
        asking, "done", lambda *given, **more: true(*given, **more, bounds=Bounds(megabytes=200, seconds=100))
    )

    with pytest.raises(NotDone) as told:
        parsed([bomb], "spending")
    assert told.value.why == "memory"
    monkeypatch.undo()
    assert parsed([xlsx_file(*ledger(12_000))], "spending").tables  # and the next is read
