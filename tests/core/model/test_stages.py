"""A project's own stages, renamed, left out and added, through intake, forms, figures and words."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from core.analysis.attention.attention import needs as needs_of
from core.analysis.breakdowns.of_groups import stage_funnel
from core.analysis.changes import changes
from core.analysis.filters import NO_FILTERS, known_values
from core.analysis.ladder import Rung, ladder
from core.analysis.linked import linked_counts, linked_groups
from core.analysis.sorting import order
from core.figures.figures import compute
from core.figures.provenance import provenance
from core.intake import Intake, Mapping
from core.intake.compare.shrink import shrinks
from core.intake.forms import templates
from core.model.choices import STAGES
from core.model.rows import Rows, from_records
from core.model.snapshot import Snapshot
from core.model.stages import stages_of
from core.text import Text
from tests.support.diffs import sentences, ticks
from tests.support.forms import template_xlsx
from tests.support.intakes import codes, csv_file, headers, read, sample_rows, view
from tests.support.other_stages import CODES, FORMER_EN, FORMER_TH, THAI, project
from tests.support.said import english, thai
from tests.support.views import expected_days

OTHER = project()
DAY = date(2021, 6, 30)
TRAINED = next(stage for stage in STAGES if stage.id == "trained")
HEADS = headers("groups", "code", "name", "amphoe", "stage", "registered_on", "status")
REGISTERED_ON = date(2021, 6, 1)


def group(code: str, stage: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "amphoe": "ชะอำ", "stage": stage, "status": "active", **fields}


def at(*stages: str) -> Rows:
    """One active group at each stage, G01, G02, …; those at the goal or beyond have their day."""
    done = ("registered", "selling")
    rows = [
        group(f"G{n:02}", stage, registered_on=REGISTERED_ON if stage in done else None)
        for n, stage in enumerate(stages, 1)
    ]
    return from_records("groups", rows)


def shown(*stages: str, older: bool = True) -> Snapshot:
    """A view under the project with other stages; ``older``: its store knows how the stage before was called."""
    return replace(view({"groups": at(*stages)}, DAY, OTHER), older_stages=STAGES if older else ())


def loaded(*words: str, today: Snapshot | None = None, mapping: Mapping | None = None, **options: Any) -> Intake:
    """A file of one group for each word, read under the project with other stages."""
    rows = [
        [f"G{n:02}", f"G{n:02}", "ชะอำ", word, "01/06/2564" if word in (*THAI[4:], "On sale") else "", ""]
        for n, word in enumerate(words, 1)
    ]
    return read(csv_file(HEADS, *rows), "groups", project=OTHER, today=today, as_of=DAY, mapping=mapping, **options)


def test_the_project_lists_its_own_stages() -> None:
    assert OTHER.stages == CODES
    assert tuple(choice.written for choice in OTHER.stage_choices) == THAI


# intake


@pytest.mark.parametrize("words", [THAI, CODES, tuple(choice.name.get("en") for choice in OTHER.stage_choices)])
def test_a_stage_is_read_by_its_name_in_either_language_and_by_its_code(words: tuple[str, ...]) -> None:
    found = loaded(*words)

    assert found.rows is not None and found.rows["stage"] == list(CODES)
    assert found.ok, [english(issue) for issue in found.blocking]


def test_an_alias_is_read_also_where_the_program_has_a_stage_of_that_name() -> None:
    found = loaded("อบรมแล้ว", "อบรม")

    assert found.rows is not None and found.rows["stage"] == ["workshop", "workshop"]


@pytest.mark.parametrize("word", ["กำลังพัฒนา", "developing", "ยื่นลงทะเบียนแล้ว"])
def test_a_stage_that_was_left_out_is_refused_with_the_projects_own_list(word: str) -> None:
    found = loaded(word)

    (issue,) = found.blocking
    assert (issue.code, issue.row, issue.value) == ("not_in_list", 2, word)
    assert thai(issue).endswith(f"โปรดเลือกจาก {' · '.join(THAI)}")


def test_the_word_meant_is_one_of_the_projects_own() -> None:
    (issue,) = loaded("ส่งมอบต้นแบบ").blocking

    assert "หมายถึง “ส่งมอบต้นแบบแล้ว” หรือไม่" in thai(issue)


def test_registration_is_asked_by_the_projects_goal_and_beyond() -> None:
    rows = [["G01", "ก", "ชะอำ", "วางขายแล้ว", "", ""], ["G02", "ข", "ชะอำ", "ส่งมอบต้นแบบแล้ว", "01/06/2564", ""]]
    found = read(csv_file(HEADS, *rows), "groups", project=OTHER, as_of=DAY)

    assert [(i.code, i.row) for i in found.warnings] == [("registered_no_date", 2), ("date_not_registered", 3)]
    assert "“ส่งมอบต้นแบบแล้ว” โปรดตรวจว่าควรเป็น “ลงทะเบียน OTOP แล้ว” หรือไม่" in thai(found.warnings[1])


def test_what_a_value_meant_in_another_project_is_left_aside() -> None:
    meanings = {"stage": {"จัดอบรม": "กำลังพัฒนา", "วางขายแล้ว": "อบรมแล้ว", "ขายอยู่": "วางขายแล้ว"}}
    found = loaded("จัดอบรม", "วางขายแล้ว", "ขายอยู่", mapping=Mapping("", "groups", values=meanings))

    assert found.rows is not None and found.rows["stage"] == [None, "selling", "selling"]
    assert [(i.code, i.value) for i in found.blocking] == [("not_in_list", "จัดอบรม")]


# forms


def test_the_form_offers_the_projects_stages_and_knows_its_own_example() -> None:
    content = template_xlsx("groups", OTHER)
    book = openpyxl.load_workbook(io.BytesIO(content))
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book.worksheets[1].columns
    }
    example = dict(zip((c.value for c in book.worksheets[0][1]), (c.value for c in book.worksheets[0][2]), strict=True))

    assert lists["stage"] == list(THAI)
    assert (example["ขั้นตอน"], example["ขั้นต่อไป"]) == (THAI[1], THAI[2].removesuffix("แล้ว"))
    assert set(codes(read(("f.xlsx", content), "groups", project=OTHER))) == {"header_only", "example_row"}


def test_a_ladder_of_two_stages_has_an_example_too() -> None:
    short = replace(
        OTHER,
        stages=("accepted", "registered"),
        stage_choices=(OTHER.stage_choices[3], OTHER.stage_choices[4]),
    )
    found = read(("f.xlsx", template_xlsx("groups", short)), "groups", project=short)

    assert set(codes(found)) == {"header_only", "example_row"}


@pytest.mark.parametrize("name", ["f.csv", "f.xlsx"])
def test_what_is_written_out_loads_back_to_the_same_rows(name: str) -> None:
    """Former stages among them: one that is known by its name, one that nobody knows."""
    today = shown(*CODES, "trained", "gone")
    rows = today.of("groups")
    content = (
        templates.export_csv(rows, today.stages)
        if name.endswith("csv")
        else template_xlsx("groups", OTHER, rows, stages=today.stages)
    )

    found = read((name, content), "groups", project=OTHER, today=today, as_of=DAY)

    assert found.ok, [english(issue) for issue in found.blocking]
    assert found.diff is not None and found.diff.is_empty
    assert [(i.code, i.key) for i in found.warnings] == [("stage_former", "G07"), ("stage_former", "G08")]


# former stages


def test_a_group_that_stays_at_a_former_stage_is_pointed_out_and_none_may_come_to_it() -> None:
    found = loaded(FORMER_TH, FORMER_TH, today=shown("trained", "selected"))

    assert [(i.code, i.row, i.severity) for i in found.issues if i.code.startswith("stage_")] == [
        ("stage_not_used", 3, "blocking"),
        ("stage_former", 2, "warning"),
        ("stage_back", 3, "warning"),
    ]
    assert [thai(i) for i in found.blocking] == [f"แถว 3 ช่อง “ขั้นตอน”: โครงการนี้ไม่ใช้ขั้นตอน “{FORMER_TH}” โปรดเลือกขั้นตอนอื่น"]
    assert f'still "{FORMER_EN}", which the project no longer lists' in english(found.warnings[0])


def test_the_old_name_is_read_as_the_present_stage_that_takes_it() -> None:
    found = loaded("อบรมแล้ว", today=shown("trained"))

    assert found.rows is not None and found.rows["stage"] == ["workshop"]
    assert found.diff is not None and sentences(found.diff) == [f"ขยับขั้นตอน 1 กลุ่ม: {FORMER_TH} เป็น {THAI[1]} (1)"]
    assert sentences(found.diff, "en") == [f"Groups moved on (1): {FORMER_EN} to Workshop held (1)"]
    assert found.ok and tuple(shrinks(found.diff)) == ()


def test_rows_that_a_part_leaves_alone_keep_their_former_stage() -> None:
    found = read(
        csv_file(HEADS, ["G02", "G02", "ชะอำ", "วางขายแล้ว", "01/06/2564", ""]),
        "groups",
        project=OTHER,
        today=shown("trained", "selected"),
        as_of=DAY,
        scope="update",
    )

    assert found.ok and found.warnings == ()
    assert found.rows is not None and found.rows["stage"] == ["trained", "selling"]


def test_a_step_back_is_asked_about_in_the_projects_words() -> None:
    found = loaded(THAI[1], today=shown("selling"))

    assert found.diff is not None
    assert ticks(found.diff) == [f"G01 G01: ถอยขั้นตอน จาก วางขายแล้ว เป็น {THAI[1]}"]


def test_a_former_stage_lies_below_the_first_and_counts_for_nothing() -> None:
    seen = shown("trained", "selected", "workshop", "accepted", "registered", "selling")
    figures = compute(seen)

    assert (figures["active_groups"], figures["developed_groups"], figures["registered_groups"]) == (6, 3, 2)
    assert list(figures.stage_groups.items()) == [
        ("trained", 1),
        *((code, int(code != "label_drawn")) for code in CODES),
    ]
    assert known_values(seen, "stage") == ("trained", *CODES)
    assert order(seen.of("groups"), "stage", OTHER, descending=True)[-1] == 0
    assert ladder(OTHER, group("G01", "trained", stage_since=DAY), [("trained", DAY)])[:2] == [
        Rung("trained", "here", DAY),
        Rung("selected", "ahead", None),
    ]


def test_the_funnel_shows_a_former_stage_first_under_its_known_name() -> None:
    rows = stage_funnel(shown("trained", "trained", "selected", "registered", "selling"))

    assert [(r["stage"], r["name"].get("th"), r["groups"], r["reached"], r["former"]) for r in rows[:3]] == [
        ("trained", FORMER_TH, 2, None, True),
        ("selected", "คัดเลือกแล้ว", 1, 3, False),
        ("workshop", THAI[1], 0, 2, False),
    ]
    assert [r["stage"] for r in rows if r["goal"]] == ["registered", "selling"]
    assert {r["of"] for r in rows} == {5}


def test_a_former_stage_that_nobody_stands_at_is_not_shown() -> None:
    assert [r["stage"] for r in stage_funnel(shown("selected"))] == list(CODES)


def test_a_stage_that_no_version_names_goes_by_its_code() -> None:
    assert shown("gone", older=False).stages.name("gone") == Text.both("gone (ขั้นตอนเดิม)", "gone (former stage)")


def test_filters_offer_a_former_stage_that_rows_hold_and_no_others() -> None:
    seen = shown("trained", "selected")

    known = known_values(seen, "stage")
    assert "trained" in known and "developing" not in known
    counts = {
        row["value"]: row["groups"] for row in linked_counts(linked_groups(seen), NO_FILTERS) if row["side"] == "stage"
    }
    assert list(counts) == ["trained", *CODES] and counts["trained"] == counts["selected"] == 1


def test_what_has_changed_is_told_in_the_projects_words() -> None:
    before = view({"groups": at("trained", "selected", "accepted", "registered")}, date(2021, 5, 31), OTHER)
    rows = at("workshop", "label_drawn", "registered", "selling")
    rows.columns["registered_on"][2:] = [date(2021, 6, 15), date(2021, 5, 1)]
    before.of("groups").columns["registered_on"][3] = date(2021, 5, 1)
    after = view({"groups": rows}, DAY, OTHER)
    refs = {kind: replace(ref, id=9) for kind, ref in after.uploads.items()}

    found = changes(before, replace(after, uploads=refs))

    assert [*map(thai, found.new)] == [
        "ลงทะเบียน OTOP เพิ่ม 1 กลุ่ม",
        f"ถึงขั้น{THAI[1]} 1 กลุ่ม",
        f"ถึงขั้น{THAI[2]} 1 กลุ่ม",
        "ถึงขั้นวางขายแล้ว 1 กลุ่ม",
    ]
    assert found.fixed == []


def test_the_source_of_a_figure_names_the_projects_stages() -> None:
    seen = shown("registered", "accepted")

    assert "ถึงขั้น “ลงทะเบียน OTOP แล้ว”" in thai(provenance(seen, "registered_groups").formula)
    assert "“ส่งมอบต้นแบบแล้ว” หรือเกินกว่านั้น" in thai(provenance(seen, "developed_groups").formula)
    assert "“Prototype handed over”" in english(provenance(seen, "developed_groups").formula)
    assert provenance(seen, "developed_groups").rows["groups"] == tuple(seen.of("groups").numbers)


def test_groups_beyond_the_goal_ask_for_nothing_more() -> None:
    rows = from_records(
        "groups",
        [
            group("G01", "selling", registered_on=REGISTERED_ON, missing_papers="ก", stage_since=date(2021, 1, 1)),
            group("G02", "accepted", missing_papers="ก", stage_since=date(2021, 1, 1)),
            group("G03", "trained", missing_papers="ก", stage_since=date(2021, 1, 1)),
        ],
    )
    seen = view({"groups": rows}, DAY, OTHER)
    needs = {need.code: need.groups for need in needs_of(seen, compute(seen))}

    assert needs["support"] == ("G02", "G03")
    assert needs.get("papers", needs.get("window")) in (("G02",), ("G02", "G03"))


def test_the_sample_under_other_stages_is_the_sample_but_for_its_stages() -> None:
    rows = sample_rows("2021-06-30", "groups")
    seen, plain = view({"groups": rows}, DAY, OTHER), view({"groups": rows}, DAY)

    expected = next(day for day in expected_days() if day["day"] == "2021-06-30")
    assert compute(seen)["registered_groups"] == compute(plain)["registered_groups"] == expected["registered_groups"]
    assert stages_of(OTHER, rows["stage"]).former != ()
