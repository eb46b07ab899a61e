"""Parsed files that are kept until they are saved: the same intake comes of them, and no personal data is in them."""

import json
import tomllib
from pathlib import Path

import pytest

from core.intake import AssessOptions, Cell, Intake, Mapping, ParseOptions, assess, parse
from core.intake.model import File
from core.intake.parsed import Parsed
from core.intake.unfinished import clean, plain
from core.model.kinds import KINDS, Kind
from tests.support.cases import FOLDER
from tests.support.intakes import PROJECT, SAMPLES, csv_file, sample
from tests.support.planted import citizens_number

HEADS = ["รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน", "หมายเหตุ"]
ROW = ["G01", "กลุ่มหนึ่ง", "ชะอำ", "ผ่านการอบรม", ""]


def kept(parsed: Parsed, edits: dict[Cell, str] | None = None) -> Parsed:
    """What is kept of parsed files, as it comes back."""
    found = clean.keepable(parsed, edits or {})
    assert found is not None
    (back,) = plain.read_files(plain.written_files([found]))
    return back


def told(found: Intake) -> tuple[object, ...]:
    """All that an intake says."""
    rows = None if found.rows is None else (found.rows.columns, list(found.rows.numbers or ()))
    return (found.kind, found.file_name, found.file_sha256, rows, found.readings, found.issues, found.folded,
            found.suggested_as_of, found.stated_as_of, found.rows_sha256, found.minted, found.ways)  # fmt: skip


def every_file() -> list[tuple[str, Kind, File]]:
    """The cases and the samples, each with its kind."""
    found: list[tuple[str, Kind, File]] = []
    for path in sorted(FOLDER.glob("*.toml")):
        (file,) = (one for one in FOLDER.glob(f"{path.stem}.*") if one.suffix != ".toml")
        kind = tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
        found.append((path.stem, kind, (file.name, file.read_bytes())))
    for folder in sorted(SAMPLES.glob("20??-??-??"))[-2:]:
        found += [(f"{folder.name}-{kind}", kind, sample(folder.name, kind)) for kind in KINDS if kind != "plan"]
    return found


@pytest.mark.parametrize(("kind", "file"), [pytest.param(kind, file, id=name) for name, kind, file in every_file()])
def test_what_is_kept_gives_the_same_intake(kind: Kind, file: File) -> None:
    parsed = parse(file, kind)
    before = assess(parsed, PROJECT)
    if clean.is_personal(before):
        assert clean.keepable(parsed, {}) is None or before.blocking
        return
    back = kept(parsed)

    assert told(assess(back, PROJECT)) == told(before)
    assert back.options == parsed.options


def test_answers_are_kept_too() -> None:
    mapping = Mapping("x", "groups", columns={"name": "ชื่อ"}, constants={"amphoe": "ชะอำ"}, skip=("ก",), mint=True)
    options = ParseOptions(mapping.layout, ("แผ่น 1", "แผ่น 2"), hidden="skip")

    assert plain.read(plain.written([options, mapping, {Cell(3, "ก", None): "ข"}])) == [
        options, mapping, {Cell(3, "ก", None): "ข"}
    ]  # fmt: skip


@pytest.mark.parametrize("place", [0, 1, 4])
def test_nothing_may_be_kept_while_a_number_stands_in_a_cell(place: int) -> None:
    row = [*ROW]
    row[place] = f"{row[place]} {citizens_number()}".strip()
    parsed = parse(csv_file(HEADS, row), "groups")

    assert clean.is_personal(assess(parsed, PROJECT))
    assert clean.keepable(parsed, {}) is None


def test_once_it_is_corrected_the_corrected_rows_alone_are_kept() -> None:
    parsed = parse(csv_file(HEADS, [*ROW[:4], citizens_number()], ["G02", *ROW[1:]]), "groups")
    edits = {Cell(2, "หมายเหตุ"): "ว่าง"}
    corrected = assess(parsed, PROJECT, None, AssessOptions(edits=edits))
    assert not clean.is_personal(corrected)

    text = plain.written_files([clean.keepable(parsed, edits) or parsed])

    assert citizens_number() not in text and "ว่าง" in text
    again = assess(plain.read_files(text)[0], PROJECT, None, AssessOptions(edits=edits))
    assert told(again) == told(corrected)


def test_a_number_in_a_column_of_the_file_that_is_not_ours_keeps_all_from_being_kept() -> None:
    parsed = parse(csv_file([*HEADS, "อื่น"], [*ROW, citizens_number()]), "groups")
    assert clean.is_personal(assess(parsed, PROJECT)) and clean.keepable(parsed, {}) is None


def test_a_column_that_is_skipped_is_left_out() -> None:
    heads = [*HEADS, "เลขประจำตัวประชาชน", "ที่"]
    file = csv_file(heads, [*ROW, citizens_number(), "1"], ["G02", *ROW[1:], "บัญชี 123", "2"])
    assert clean.is_personal(assess(parse(file, "groups"), PROJECT))
    parsed = parse(file, "groups", ParseOptions(Mapping("", "groups", skip=("เลขประจำตัวประชาชน",))))
    before = assess(parsed, PROJECT)
    assert not clean.is_personal(before)

    text = plain.written_files([clean.keepable(parsed, {}) or parsed])

    assert citizens_number() not in text and "บัญชี" not in text
    assert told(assess(plain.read_files(text)[0], PROJECT)) == told(before)


def test_numbers_in_titles_and_at_the_foot_are_masked() -> None:
    name, data = csv_file(HEADS, ROW, ["รวม", "", "", "", ""], ["", "", "", "", f"ลงชื่อ {citizens_number()}"])
    parsed = parse((name, f"ผู้จัดทำ {citizens_number()},,,,\n".encode() + data.replace(b"\xef\xbb\xbf", b"")), "groups")
    assert parsed.tables[0].lines.kept and parsed.tables[0].titles
    assert not clean.is_personal(assess(parsed, PROJECT))

    text = plain.written_files([clean.keepable(parsed, {}) or parsed])

    assert citizens_number() not in text and "ผู้จัดทำ" in text
    assert told(assess(plain.read_files(text)[0], PROJECT)) == told(assess(parsed, PROJECT))


def test_numbers_of_documents_stay_as_they_are() -> None:
    heads = ["เลขที่เอกสาร", "วันที่", "ประเภทรายการ", "จำนวนเงิน"]
    parsed = parse(csv_file(heads, [citizens_number(), "15/1/2564", "เบิกจ่าย", "100.00"]), "spending")
    assert citizens_number() in plain.written_files([clean.keepable(parsed, {}) or parsed])
    assert not clean.edits_hold_number({Cell(2, "เลขที่เอกสาร"): citizens_number()}, "spending")
    assert clean.edits_hold_number({Cell(2, "รายการ"): citizens_number()}, "spending")


def test_a_row_of_another_width_that_was_corrected_leaves_nothing_of_before() -> None:
    name, data = csv_file(HEADS, ROW)
    parsed = parse((name, data + f"G02,ก,ชะอำ,ผ่านการอบรม,,{citizens_number()}\n".encode()), "groups")
    edits = {Cell(3, "ชื่อกลุ่ม"): "กลุ่มสอง"}

    found = clean.keepable(parsed, edits)

    assert found is not None and citizens_number() not in plain.written_files([found])


def test_a_foot_that_was_corrected_is_kept_as_corrected() -> None:
    parsed = parse(csv_file(HEADS, ROW, ["รวม", "", "", "", "5"]), "groups")
    edits = {Cell(3, "หมายเหตุ"): "หก"}
    before = assess(parsed, PROJECT, None, AssessOptions(edits=edits))
    back = kept(parsed, edits)

    assert told(assess(back, PROJECT, None, AssessOptions(edits=edits))) == told(before)
    assert back.tables[0].lines.kept[3][4] == "หก"


@pytest.mark.parametrize(
    "text", ["", "x", "[1]", "{}", '[{"Parsed":{}}]', '[{"os":{"a":1}}]', '[{"Parsed":{"kind":"groups","other":1}}]']
)
def test_what_another_version_wrote_is_said_to_be_unreadable(text: str) -> None:
    with pytest.raises(plain.NotReadable):
        plain.read_files(text)


def test_every_text_is_found_in_what_is_written() -> None:
    (name, data) = csv_file(HEADS, ROW, ["G02", 'กลุ่ม"สอง"', "ชะอำ", "ผ่านการอบรม", "สาม\nสี่"])
    found = set(plain.texts(plain.written_files([parse((name, data), "groups")])))
    assert {"กลุ่มหนึ่ง", 'กลุ่ม"สอง"', "สาม\nสี่"} <= found
    assert list(plain.texts("no json")) == []


def test_a_workbook_keeps_what_is_no_text_and_what_is_hidden() -> None:
    path = Path(FOLDER / "hidden-rows.xlsx")
    parsed = parse((path.name, path.read_bytes()), "spending")
    assert kept(parsed).tables[0].hidden == parsed.tables[0].hidden
    assert json.loads(plain.written_files([parsed]))
