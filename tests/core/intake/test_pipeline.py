"""Parse once, assess for each choice: what is parsed is plain data that no assessment changes."""

import pickle
from dataclasses import replace
from datetime import date

import pytest

from core.intake import AssessOptions, Cell, Intake, Mapping, Parsed, ParseOptions, assess, parse
from core.intake.forms.examples import example_row
from core.intake.source.tables import TextTable
from core.model.kinds import KINDS, Kind
from core.model.project import Project
from tests.support.intakes import (
    PROJECT,
    SAMPLES,
    codes,
    csv_file,
    headers,
    project,
    sample,
    sample_rows,
    view,
    xlsx_file,
)

DAY = date(2021, 9, 30)
BEFORE = date(2021, 7, 31)


def file_of(kind: Kind) -> tuple[str, bytes]:
    if kind == "plan":
        return "plan.csv", (SAMPLES / "plan.csv").read_bytes()
    return sample("2021-09-30", kind)


def facts(found: Intake) -> tuple[object, ...]:
    assert found.rows is not None
    return found.rows_sha256, found.issues, found.readings, found.folded, found.diff and found.diff.counts


CHOICES: dict[str, AssessOptions] = {
    "nothing chosen": AssessOptions(),
    "a day": AssessOptions(DAY),
    "another scope": AssessOptions(DAY, "update"),
    "a corrected cell": AssessOptions(DAY, edits={Cell(3, headers("groups", "name")[0]): "ชื่อใหม่"}),
    "a cleared key": AssessOptions(DAY, edits={Cell(3, headers("groups", "code")[0]): ""}),
    "a cleared row": AssessOptions(DAY, edits={Cell(3, name): "" for name in headers("groups")}),
    "a matched value": AssessOptions(DAY, values={"amphoe": {"ท่ายาง": "ชะอำ"}}),
}


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
def test_what_was_parsed_is_assessed_any_number_of_times_and_stays_as_it_was(choice: AssessOptions) -> None:
    today = view({"groups": sample_rows("2021-07-31", "groups")}, BEFORE)
    parsed = parse(sample("2021-09-30", "groups"), "groups")
    kept = pickle.dumps(parsed)

    first = assess(parsed, PROJECT, today, choice)
    assess(parsed, PROJECT, today, replace(choice, scope="append", edits={Cell(2, headers("groups", "name")[0]): "x"}))
    again = assess(parsed, PROJECT, today, choice)

    assert facts(again) == facts(first)
    assert facts(first) == facts(assess(parse(sample("2021-09-30", "groups"), "groups"), PROJECT, today, choice))
    assert pickle.dumps(parsed) == kept


@pytest.mark.parametrize("kind", KINDS)
def test_a_pickled_copy_is_assessed_alike(kind: Kind) -> None:
    parsed = parse(file_of(kind), kind)

    copy: Parsed = pickle.loads(pickle.dumps(parsed))

    assert copy == parsed
    assert assess(copy, PROJECT, options=AssessOptions(DAY)) == assess(parsed, PROJECT, options=AssessOptions(DAY))


def test_what_was_parsed_knows_no_project() -> None:
    """The same parsed file is read by the stages and amphoe of whichever project it is assessed for."""
    parsed = parse(sample("2021-09-30", "groups"), "groups")
    elsewhere: Project = replace(PROJECT, province_code="77")

    ours, theirs = assess(parsed, PROJECT), assess(parsed, elsewhere)

    assert "unknown_amphoe" not in codes(ours) and "unknown_amphoe" in codes(theirs)
    assert ours == assess(parsed, project())


def test_no_choice_opens_the_file_again(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parse(sample("2021-09-30", "spending"), "spending")

    def refuse(*_: object) -> None:
        raise AssertionError("the file was opened again")

    monkeypatch.setattr(TextTable, "__init__", refuse)
    for choice in (AssessOptions(DAY), AssessOptions(DAY, edits={Cell(2, "จำนวนเงิน"): "1.00"})):
        assert assess(parsed, PROJECT, options=choice).readable


def test_a_corrected_cell_makes_a_total_line_data_and_data_a_blank_line() -> None:
    names = headers("spending", "doc_no", "date", "entry", "amount_baht")
    rows = [["A1", "05/03/2564", "เบิกจ่าย", "10"], ["รวม", "", "", "10"], ["A2", "06/03/2564", "เบิกจ่าย", "20"]]
    parsed = parse(csv_file(names, *rows), "spending")

    def numbers(**cells: str) -> list[int]:
        edits = {Cell(int(name[1]), names["abcd".index(name[0])]): text for name, text in cells.items()}
        found = assess(parsed, PROJECT, options=AssessOptions(edits=edits))
        assert found.reading.skipped == ((3,) if "a3" not in cells else ())
        return [int(number) for number in found.rows.numbers] if found.rows else []

    assert numbers() == [2, 4]
    assert numbers(a3="A9", b3="05/03/2564", c3="เบิกจ่าย") == [2, 3, 4]
    assert numbers(a4="", b4="", c4="", d4="") == [2]
    assert numbers(a2="A5") == [2, 4]


def test_a_correction_counts_what_the_file_would_say_with_it() -> None:
    """Findings, folds and columns that are not kept follow the corrected text, as if the file had held it."""
    names = [*headers("groups", "code", "name", "amphoe", "stage"), "อื่น ๆ"]
    stage = PROJECT.stage_choices[0].written
    wrong = csv_file(names, ["G๑", "ก", "ท่ายาง", stage, "1101700230708"], ["G2", "ข", "ไม่มี", stage, ""])
    right = csv_file(names, ["G1", "ก", "ท่ายาง", stage, ""], ["G2", "ข", "ท่ายาง", stage, ""])
    edits = {Cell(2, names[0]): "G1", Cell(2, names[4]): "", Cell(3, names[2]): "ท่ายาง"}

    mended = assess(parse(wrong, "groups"), PROJECT, options=AssessOptions(edits=edits))
    plain = assess(parse(right, "groups"), PROJECT)

    assert mended.rows_sha256 == plain.rows_sha256 and mended.folded == plain.folded
    assert [i for i in mended.issues if i.code != "edited"] == list(plain.issues)


def test_a_blank_line_that_is_corrected_is_as_wide_as_the_table() -> None:
    names = headers("groups", "code", "name", "amphoe", "stage")
    name, data = csv_file(names, ["G1", "ก", "ท่ายาง", PROJECT.stage_choices[0].written])
    parsed = parse((name, data + b"\n"), "groups")

    found = assess(parsed, PROJECT, options=AssessOptions(edits={Cell(3, names[0]): "G2"}))

    assert "wrong_width" not in codes(found)
    assert found.rows is not None and found.rows["code"] == ["G1", "G2"]


def test_the_header_that_comes_once_more_is_known_however_it_is_marked() -> None:
    """Files put one below another: the second brings its header, with a byte-order mark before it."""
    names = headers("groups", "code", "name", "amphoe", "stage")
    row = ["G1", "ก", "ท่ายาง", PROJECT.stage_choices[0].written]

    found = assess(parse(csv_file(names, row, ["\ufeff" + names[0], *names[1:]], ["G2", *row[1:]]), "groups"), PROJECT)

    assert found.reading.repeated_headers == (3,)
    assert found.rows is not None and found.rows["code"] == ["G1", "G2"]


def test_only_headers_constants_and_sheets_ask_for_another_parse() -> None:
    mapping = Mapping("", "groups", columns={"name": "ชื่อ"}, constants={"amphoe": "ท่ายาง"}, skip=("เลข",))
    chosen = replace(mapping, values={"stage": {"ก": "ข"}}, mint=True)

    assert chosen != mapping and ParseOptions(chosen.layout) == ParseOptions(mapping)
    assert ParseOptions(replace(mapping, skip=()).layout) != ParseOptions(mapping)
    assert ParseOptions(mapping, ("ก",)) != ParseOptions(mapping)


def test_an_unreadable_file_is_parsed_to_its_reason() -> None:
    parsed = parse(("x.pdf", b"%PDF-1.7 and more"), "groups")

    found = assess(parsed, PROJECT, options=AssessOptions(DAY))

    assert not parsed.tables and parsed.unreadable is not None
    assert codes(found) == ["not_a_table"] and not found.readable and found.as_of == DAY


def test_tables_of_several_files_are_put_together_without_changing_either() -> None:
    files = [sample("2021-07-31", "groups"), ("more.csv", sample("2021-09-30", "groups")[1])]
    parsed = parse(files, "groups")
    lengths = [len(table.columns.values["code"].values) for table in parsed.tables]

    for _ in range(2):
        found = assess(parsed, PROJECT, options=AssessOptions(DAY))
        assert found.rows is not None and len(found.rows) == sum(lengths)

    assert [len(table.columns.values["code"].values) for table in parsed.tables] == lengths


def test_a_cell_with_the_separator_of_runs_is_kept_as_it_is() -> None:
    names = headers("groups", "code", "name", "amphoe", "stage")
    written = [f"กลุ่ม {n}" for n in range(600)]  # more than one run of names that all differ
    written[1] = written[-1] = "ก\x1fข"
    rows = [[f"G{n}", name, "ท่ายาง", PROJECT.stage_choices[0].written] for n, name in enumerate(written)]
    parsed = parse(csv_file(names, *rows), "groups")

    assert [cell for run in parsed.tables[0].runs for cell in run.cells(1)] == written
    options = AssessOptions(values={"name": {"ก\x1fข": "ค"}})
    found = assess(parsed, PROJECT, options=options)
    assert found.rows is not None and found.rows["name"] == [name.replace("ก\x1fข", "ค") for name in written]


def test_the_example_of_a_form_is_left_out_by_the_project_that_it_was_made_for() -> None:
    names = headers("groups")
    shown = list(example_row("groups", PROJECT).values())
    parsed = parse(xlsx_file(names, shown), "groups")

    assert "example_row" in codes(assess(parsed, PROJECT))
    assert "example_row" not in codes(assess(parsed, replace(PROJECT, province_code="77")))
