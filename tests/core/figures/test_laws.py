"""Laws that hold for every input, tried on many."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.intake.cells.parsers import TAMBON_PREFIX
from core.intake.compare.shrink import shrinks
from core.intake.forms.templates import export_csv
from core.model.choices import STANDARD_STATUSES, STANDARDS
from core.model.diff import diff_rows
from core.model.kinds import KINDS, Column, Kind
from core.model.places import amphoe_of
from core.model.rows import Rows, from_records, rows_sha256
from core.model.stages import choices_in, stages_of
from core.model.standards import join_standards, split_standards
from core.money import format_baht
from core.text.thai import (
    digits,
    fold,
    parse_date,
    parse_month,
    parse_satang,
    to_thai_digits,
    write_date,
    write_month,
)
from tests.support.diffs import apply_diff, canonical_rows, sentences, ticks
from tests.support.intakes import PROJECT, SAMPLES, read, sample, view
from tests.support.said import english, thai
from words import rendering

BE_CENTURY = st.dates(date(1957, 1, 1), date(2056, 12, 31))  # 2500–2599 BE: what two digits can mean
SATANG = st.integers(0, 10**14)


@given(BE_CENTURY, st.sampled_from(["short", "long", "form"]), st.booleans())
def test_a_date_written_in_thai_is_read_back(day: date, style: Any, thai: bool) -> None:
    text = write_date(day) if style == "form" else rendering.day(day, "th", style)
    assert parse_date(to_thai_digits(text) if thai else text) == day


@given(st.dates(date(1900, 1, 1), date(2399, 12, 31)), st.sampled_from(["short", "long"]))
def test_a_date_written_in_english_or_iso_is_read_back(day: date, style: Any) -> None:
    assert parse_date(rendering.day(day, "en", style)) == day
    assert parse_date(day.isoformat()) == day


@given(BE_CENTURY)
def test_a_month_is_read_back(day: date) -> None:
    assert parse_month(write_month(day)) == parse_month(f"{day:%Y-%m}") == day.replace(day=1)


@given(SATANG, st.booleans())
def test_an_amount_is_read_back(satang: int, thai: bool) -> None:
    text = format_baht(satang)
    assert parse_satang(to_thai_digits(text) if thai else text) == satang
    assert parse_satang(f"{text.replace(',', '')} บาท") == satang


@given(st.text())
def test_digits_go_both_ways_and_fold_is_done_once(text: str) -> None:
    assert digits(to_thai_digits(digits(text))) == digits(text)
    assert fold(fold(text)) == fold(text)


@given(st.dictionaries(st.sampled_from([c.id for c in STANDARDS]), st.sampled_from([c.id for c in STANDARD_STATUSES])))
def test_standards_of_one_cell_are_read_back(found: dict[str, str]) -> None:
    assert split_standards(join_standards(found)) == found


# rows of any kind

PLAIN = st.text('กขคงจฉชซญดตถทธนบปผพมยรลวสหอะาิีึืุูเแโใไ่้์ ABCabc.()/,"\n', min_size=1, max_size=20)
TEXT = PLAIN.map(lambda text: fold(text).strip()).filter(lambda text: text and text not in ("-", "–", "—"))
STARTS = st.sampled_from(["=", "+", "-", "@", "'", "'=", ""])
GUARDED = st.builds(lambda start, text: start + text, STARTS, TEXT)
CODE = st.from_regex(r"[กขฎผA-Z]{1,3}\.?[0-9]{1,6}", fullmatch=True)
YEAR = st.dates(PROJECT.start, PROJECT.end)
AMPHOE = [place.written for place in amphoe_of(PROJECT.province_code)]


def values_of(kind: Kind, column: Column) -> st.SearchStrategy[Any]:
    """Values that a column may hold in rows that intake made."""
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "text": GUARDED,
        "code": CODE,
        "int": st.integers(0, 10**6),
        "line": st.integers(1, 9),
        "satang": SATANG,
        "percent": st.integers(0, 10_000).map(lambda n: f"{n / 100:g}"),
        "date": YEAR,
        "month": YEAR.map(lambda day: day.replace(day=1)),
        "enum": st.sampled_from([choice.id for choice in choices_in(column, PROJECT)] or [""]),
        "list": st.lists(TEXT.filter(lambda text: ";" not in text and "\n" not in text), min_size=1, max_size=3).map(
            "; ".join
        ),
        "standards": st.just("fda=applied;tcps=certified"),
        "phone": st.from_regex(r"0[689][0-9]-[0-9]{3}-[0-9]{4}", fullmatch=True),
    }
    if column.name == "amphoe":
        return st.sampled_from(AMPHOE)
    if column.name == "tambon":
        return TEXT.map(lambda text: TAMBON_PREFIX.sub("", text))
    chosen = by_type[column.type]
    return chosen if column.required or column.default is not None else st.none() | chosen


@st.composite
def rows_strategy(draw: st.DrawFn, kind: Kind) -> Rows:
    record = st.fixed_dictionaries({column.field: values_of(kind, column) for column in KINDS[kind].columns})
    names = KINDS[kind].key
    records = draw(st.lists(record, max_size=8, unique_by=lambda r: tuple(r[name] for name in names)))
    if kind == "plan":
        for one in records:
            one["planned_groups"] = one["planned_groups"] or 0
    return from_records(kind, records)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_a_diff_applied_gives_the_other_rows(kind: Kind, data: st.DataObject) -> None:
    before, after = data.draw(rows_strategy(kind)), data.draw(rows_strategy(kind))
    assert diff_rows(before, before).is_empty
    diff = diff_rows(before, after)
    assert sorted(canonical_rows(apply_diff(before, diff))) == sorted(canonical_rows(after))
    assert diff.is_empty == (rows_sha256(before) == rows_sha256(after))
    for change in diff.changes():
        assert change.before.keys() == change.after.keys() and change.before != change.after
    assert sentences(diff) and sentences(diff, "en") and all(ticks(diff)) and all(shrink.id for shrink in shrinks(diff))


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_an_export_loads_back_to_the_same_rows(kind: Kind, data: st.DataObject) -> None:
    rows = data.draw(rows_strategy(kind).filter(len))
    found = read(
        ("export.csv", export_csv(rows, stages_of(PROJECT))),
        kind,
        project=PROJECT,
        today=view({kind: rows}, PROJECT.end),
    )
    assert found.ok, [english(issue) for issue in found.blocking]
    assert found.diff is not None and found.diff.is_empty, list(found.diff.changes())
    assert found.rows_sha256 == rows_sha256(rows)


# any bytes

SEEDS = [sample(day, kind)[1] for day in ("2021-07-31", "2021-09-30") for kind in ("groups", "spending", "instalments")]
SEEDS += [(SAMPLES / "practice" / name).read_bytes() for name in ("groups-merged.xlsx", "spending-exceldate.xlsx")]
JUNK = st.binary(max_size=12) | st.sampled_from(
    [b'"', b",", b"\n", b"\r", b"\0", b";", b"\t", "๑".encode(), b"'", b"\xef\xbb\xbf"]
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A sample with pieces put in, cut out or doubled."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        end = at + draw(st.sampled_from([0, 1, 3, 50, 4_000]))
        data = draw(
            st.sampled_from(
                [data[:at] + draw(JUNK) + data[end:], data[:at] + data[at:end] * 2 + data[end:], data[:end]]
            )
        )
    return data


def records_below(data: bytes, encoding: str, delimiter: str, top: int) -> int:
    """Records with anything in them below the header, as the csv module alone sees them."""
    text = io.StringIO(data.decode(encoding.replace("utf-8-sig", "utf-8").replace("utf-8", "utf-8-sig")), newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = count = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return count
        except csv.Error:
            continue
        count += number > top and any(cell.strip() for cell in row)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.binary(max_size=300) | spoilt(), st.sampled_from([*KINDS]), st.sampled_from(["replace", "append", "update"]))
def test_any_bytes_end_in_rows_or_issues_and_lose_no_row(data: bytes, kind: Kind, scope: Any) -> None:
    found = read(("file", data), kind, project=PROJECT, scope=scope)
    assert found.rows is not None or found.blocking
    for issue in found.issues:
        assert thai(issue) and english(issue)
    reading = found.reading
    if found.rows is not None and reading.delimiter and reading.encoding and reading.header_row:
        top = reading.header_row + reading.header_rows - 1
        below = records_below(data, reading.encoding, reading.delimiter, top)
        told = {issue.code for issue in found.issues}
        kept = len(found.rows) + len(reading.skipped) + len(reading.repeated_headers)
        assert kept >= below or told & {"wrong_width", "example_row", "bad_quotes"}
