"""Files of the load page: read where they are or by a worker, with equal results; and workbooks that are bombs."""

import csv
import io
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from core.intake import AssessOptions, Parsed, ParseOptions, assess, parse
from core.intake.model import File
from core.model.kinds import KINDS, Kind
from tests.support.intakes import PROJECT, SAMPLES, csv_file, far_out, sample, view, xlsx_file
from ui.workers import asking, files
from ui.workers.process import Bounds, NotDone

DAY = date(2021, 7, 31)
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


def parsed(given: Sequence[File], kind: Kind, options: ParseOptions | None = None) -> Parsed:
    return files.parsed(given, kind, options or ParseOptions(), nothing, nothing)


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
    assert by_worker == ["parse"]


@pytest.mark.parametrize("line", ["\n", "\r", ",,\r\n"])
def test_text_of_many_lines_goes_to_a_worker_whatever_is_in_them(line: str, by_worker: list[str]) -> None:
    name, content = csv_file(*ledger(3))
    given = [(name, content + line.encode() * (files.LINES + 1))]

    assert parsed(given, "spending") == parse(given, "spending")
    assert by_worker == ["parse"]


def test_a_long_file_goes_to_a_worker_to_be_read_and_to_be_checked(
    by_worker: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ROWS_HERE", 5_000)
    given = [csv_file(*ledger(15_000))]
    options, base = AssessOptions(as_of=DAY), view({}, DAY)

    read = parsed(given, "spending")
    found = files.assessed(read, PROJECT, base, options, nothing, nothing)
    assert by_worker == ["parse", "assess"]
    assert found == assess(parse(given, "spending"), PROJECT, base, options)


def test_old_workbooks_are_never_read_here(by_worker: list[str]) -> None:
    given = [("old.xls", b"\xd0\xcf\x11\xe0" + bytes(2_000))]

    assert parsed(given, "groups") == parse(given, "groups")
    assert by_worker == ["parse"]


def test_many_small_files_are_no_small_load(by_worker: list[str]) -> None:
    given = [(f"{number}.xlsx", xlsx_file(*ledger(2_500))[1]) for number in range(6)]

    assert parsed(given[:1], "spending").tables and by_worker == []
    assert parsed(given, "spending") == parse(given, "spending")
    assert by_worker == ["parse"]


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
