"""Another day, or marks of other warnings, give what assessing the same files for them gives."""

import ast
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.intake import AssessOptions, Intake, Parsed, assess, compared_with, on_day, parse
from core.intake.model import File
from core.model import Snapshot
from core.model.kinds import KINDS, Kind
from tests.support.intakes import PROJECT, SAMPLES, csv_file, headers, sample, view

DAYS = (None, date(2021, 2, 10), date(2021, 7, 31), date(2021, 9, 30))
FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".csv", ".xlsx"))


def kind_of(path: Path) -> Kind:
    return next(kind for kind in KINDS if path.name.startswith(kind))


def base(day: str) -> Snapshot:
    """What a sample of another day shows, as of that day."""
    rows = {}
    for kind in ("groups", "spending"):
        rows[kind] = assess(parse(sample(day, kind), kind), PROJECT).rows
    return view({kind: found for kind, found in rows.items() if found is not None}, date.fromisoformat(day))


def every_way(parsed: Parsed, snapshot: Snapshot | None) -> None:
    """Every two of the days, with none, some and all of the warnings acknowledged."""

    def assessed(day: date | None, marks: Sequence[str]) -> Intake:
        return assess(parsed, PROJECT, snapshot, AssessOptions(day, acknowledged=frozenset(marks)))

    warned = [issue.mark for issue in assessed(DAYS[1], ()).warnings]
    looked_at = [(), tuple(warned[::2]), tuple(warned)]
    found = {(day, marks): assessed(day, marks) for day in DAYS for marks in looked_at}
    for before in found.values():
        for (day, marks), wanted in found.items():
            assert on_day(before, PROJECT, day, marks) == wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_each_sample_on_another_day_is_as_if_it_were_assessed_again(path: Path) -> None:
    every_way(parse((path.name, path.read_bytes()), kind_of(path)), None)


def test_a_file_that_shrinks_what_is_there_is_judged_alike() -> None:
    every_way(parse(sample("2021-07-31", "spending"), "spending"), base("2021-09-30"))
    every_way(parse(sample("2021-07-31", "groups"), "groups"), base("2021-09-30"))


HEAD = headers("spending", "doc_no", "date", "entry", "amount_baht", "settles")


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ([("a.csv", b"")], "spending"),
        ([csv_file(HEAD)], "spending"),
        ([sample("2021-07-31", "groups")], "spending"),  # of another kind
        ([csv_file(HEAD, *(["x", "?", "เบิกจ่าย", "1.00", "ผพ.9"] for _ in range(2_100)))], "spending"),
        ([csv_file(HEAD, *([f"d{n}", "30/09/2565", "เบิกจ่าย", "1.00", f"ผพ.{n}"] for n in range(2_100)))], "spending"),
        ([sample("2021-07-31", "spending"), ("b.csv", sample("2021-09-30", "spending")[1])], "spending"),
    ],
)
def test_files_that_are_wrong_as_a_whole_are_judged_alike(files: list[File], kind: Kind) -> None:
    every_way(parse(files, kind), None)


def test_no_check_but_one_looks_at_the_day() -> None:
    """Whoever writes another hands it to ``core.intake.again`` too."""
    looking = set()
    for path in Path("core/intake/checks").glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                names = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
                looking |= {function.name} if "as_of" in names else set()
    assert looking == {"after_as_of"}


def test_what_is_compared_with_is_told_by_its_uploads_and_not_by_its_day() -> None:
    one = base("2021-07-31")
    later = Snapshot(one.project, one.day and one.day + timedelta(days=3), one.uploads, one.rows, one.seen, ())
    assert compared_with(one) == compared_with(later) != compared_with(view({}, date(2021, 7, 31)))
