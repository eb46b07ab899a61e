"""Settings as a form: every setting of the file has a field; the text that comes of it keeps what was not changed."""

import difflib
from pathlib import Path

import pytest

from core.model.project import ProjectError, accept_project, schema
from core.model.project.editing import draft as drafts
from core.model.project.editing.draft import Draft
from core.model.project.editing.form import IDENTITY, Part, parts, section_of, sections
from core.model.project.editing.written import written
from core.model.project.table import LANGUAGES
from tests.support.intakes import ROOT
from tests.support.said import english, section, thai

SHIPPED = sorted((ROOT / "projects").glob("*.toml"))
OFFICE = (ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8")


def part(table: str) -> Part:
    return next(one for one in parts() if one.table == table)


def opened(text: str = OFFICE) -> Draft:
    return drafts.as_typed(text)


def comments(text: str) -> list[str]:
    return sorted(line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))


def difference(draft: Draft, text: str = OFFICE) -> list[str]:
    """The lines that are gone and those that are new."""
    made = difflib.unified_diff(text.splitlines(), written(text, draft).splitlines(), n=0, lineterm="")
    return [line for line in made if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_every_setting_of_the_file_has_one_field() -> None:
    fields = [field.key for one in parts() if not one.table for field in one.fields]
    tables = [one.table for one in parts() if one.table]
    known = set()
    for name in schema.ProjectFile.model_fields:
        texts = {f"{name}_{lang}" for lang in LANGUAGES}
        known |= texts if texts <= {*fields, *IDENTITY} else {name}

    assert len(fields) == len(set(fields)) and len(tables) == len(set(tables))
    assert {*fields, *tables, *IDENTITY} | {"stages"} == known


def test_every_field_has_a_name_and_a_rule() -> None:
    names, kinds = section("setting_name"), section("setting_rule")
    for one in parts():
        for field in one.fields:
            path = f"{one.table}.{field.key}" if one.table else field.key
            assert {path, path.removesuffix("_th"), path.removesuffix("_en")} & set(names), path
            assert f"kind.{field.kind}" in kinds
    assert {one.name for one in sections()} == set(section("settings.section"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_form_that_nobody_changed_gives_the_very_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert written(text, opened(text)) == text
    assert drafts.read(opened(text))[1] == []


def test_a_changed_value_changes_its_line_and_keeps_the_comment_behind_it() -> None:
    draft = opened()
    draft.single["target_groups"] = "๓๕ "
    draft.single["carryover_days"] = "100"
    draft.single["penalty.percent_per_day"] = "0.25"
    draft.rows["objectives"][0]["target"] = "35"

    assert difference(draft) == [
        "-target_groups = 30",
        "+target_groups = 35",
        "-carryover_days = 183   # after the last day, spending and instalments may still be loaded for so many days",
        "+carryover_days = 100   # after the last day, spending and instalments may still be loaded for so many days",
        "-target = 30",
        "+target = 35",
        "-percent_per_day = 0.10",
        "+percent_per_day = 0.25",
    ]
    assert accept_project(written(OFFICE, draft), "-").target_groups == 35


def test_a_day_is_typed_as_people_write_it() -> None:
    draft = opened()
    assert draft.single["last_safe_days.direct"] == "15/09/2564"
    draft.single["last_safe_days.direct"] = "20 ก.ย. 64"

    assert difference(draft) == ["-direct = 2021-09-15", "+direct = 2021-09-20"]


@pytest.mark.parametrize("name", [one.table for one in parts() if one.rows and one.table not in ("stage", "signers")])
@pytest.mark.parametrize("number", [0, -1])
def test_a_row_taken_out_takes_no_comment_with_it(name: str, number: int) -> None:
    text = next(text for path in SHIPPED if opened(text := path.read_text(encoding="utf-8")).rows[name])
    draft = opened(text)
    del draft.rows[name][number]

    made = written(text, draft)

    assert len(opened(made).rows[name]) == len(draft.rows[name])
    assert comments(made) == comments(text)
    assert drafts.read(opened(made))[0] == drafts.read(draft)[0]


def test_all_rows_and_a_whole_section_go_and_their_comments_stay() -> None:
    draft = opened()
    draft.rows["activities"] = []
    draft.single["last_safe_days.procurement"] = draft.single["last_safe_days.direct"] = ""

    made = accept_project(written(OFFICE, draft), "-")

    assert (made.activities, made.last_safe_direct) == ((), None)
    assert comments(written(OFFICE, draft)) == comments(OFFICE)


def test_rows_are_added_and_put_in_another_order() -> None:
    draft = opened()
    lines = draft.rows["expense_lines"]
    lines.append({**drafts.empty_row(part("expense_lines")), "name": "ค่าเช่า", "planned_baht": "1,000.50"})
    lines[0], lines[1] = lines[1], lines[0]

    made = accept_project(written(OFFICE, draft), "-")

    assert [line.name for line in made.expense_lines[:2]] == ["ค่าใช้จ่ายในการสัมมนาและฝึกอบรม", "ค่าจ้างเหมาบริการ"]
    assert (made.expense_lines[-1].name, made.expense_lines[-1].planned_satang) == ("ค่าเช่า", 100_050)
    assert comments(written(OFFICE, draft)) == comments(OFFICE)


def test_a_stage_with_another_name_makes_the_ladder_the_files_own() -> None:
    draft = opened()
    draft.rows["stage"][0]["th"] = "คัดเลือกเสร็จ"
    text = written(OFFICE, draft)
    made = accept_project(text, "-")

    assert made.stage_choices[0].name.get("th") == "คัดเลือกเสร็จ"
    assert made.stages == accept_project(OFFICE, "-").stages
    assert "stages = [" not in text
    again = opened(text)
    assert written(text, again) == text


@pytest.mark.parametrize(
    ("path", "typed", "code"),
    [
        ("target_groups", "", "to_fill"),
        ("target_groups", "30.5", "typed_whole"),
        ("target_groups", "สามสิบ", "typed_number"),
        ("budget_baht", "885.000,00", "typed_number"),
        ("end", "31/2/2564", "typed_day"),
        ("office_th", "โทร 1103700000003", "typed_id13"),
        ("verdict.tolerance_percent", "5 หรือ 6", "typed_number"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(path: str, typed: str, code: str) -> None:
    draft = opened()
    draft.single[path] = typed

    with pytest.raises(ProjectError) as refused:
        written(OFFICE, draft)

    [fault] = refused.value.faults
    assert (fault.path, fault.code) == (path, code)
    assert thai(fault.what) and english(fault.what)
    assert section_of(path) in {one.name for one in sections()}


def test_a_section_on_one_line_is_changed_in_its_line() -> None:
    section_lines = '[penalty]\npercent_per_day = 0.10\nminimum_baht = 100\nbase = "contract"\n'
    line = 'penalty = { percent_per_day = 0.10, minimum_baht = 100, base = "contract" }\n'
    odd = OFFICE.replace(f"{section_lines}\n", "").replace("target_groups = 30\n", f"target_groups = 30\n{line}", 1)
    draft = opened(odd)
    draft.single["penalty.minimum_baht"] = "50"

    assert difference(draft, odd) == [f"-{line.strip()}", f"+{line.strip().replace('100', '50')}"]


def test_a_list_on_one_line_that_cannot_be_changed_is_refused_and_nothing_is_half_done() -> None:
    names = ("อบรมสร้างความรู้ความเข้าใจ", "พัฒนาผลิตภัณฑ์", "สรุปบทเรียน")
    rows = "".join(f'[[activities]]\nname = "{name}"\n\n' for name in names)
    assert rows in OFFICE
    line = 'activities = [{ name = "ก" }, { name = "ข" }]\n'
    odd = OFFICE.replace(rows, "").replace("target_groups = 30\n", f"{line}target_groups = 30\n", 1)
    draft = opened(odd)
    assert written(odd, draft) == odd
    del draft.rows["activities"][0]

    try:
        made = written(odd, draft)
    except ProjectError as refused:
        assert [fault.code for fault in refused.faults] == ["text_form"]
    else:
        assert [one.name for one in accept_project(made, "-").activities] == ["ข"]


def test_changes_are_named_by_their_path() -> None:
    before, after = opened(), opened()
    after.single["verdict.staleness_days"] = "60"
    del after.rows["activities"][1]
    after.rows["activities"][1]["name"] = "ถอดบทเรียน"
    after.rows["signers"].append({**drafts.empty_row(part("signers")), "title_th": "ประธาน", "title_en": "Chair"})

    assert {path: (was, now) for path, was, now in drafts.changed(before, after)} == {
        "verdict.staleness_days": ("45", "60"),
        "activities[1]": ({"name": "พัฒนาผลิตภัณฑ์", "planned_baht": ""}, None),
        "activities[1].name": ("สรุปบทเรียน", "ถอดบทเรียน"),
        "signers[0]": (None, {"title_th": "ประธาน", "title_en": "Chair"}),
    }


def test_what_was_typed_goes_over_what_another_saved() -> None:
    base, mine, theirs = opened(), opened(), opened()
    mine.single["verdict.staleness_days"] = "60"
    theirs.single["verdict.tolerance_groups"] = "2"
    theirs.rows["expense_lines"][1]["planned_baht"] = "5"
    text = written(OFFICE, theirs)

    made = accept_project(written(text, drafts.merged(base, mine, opened(text))), "-")

    assert (made.staleness_days, made.tolerance_groups) == (60, 2)
    assert made.expense_lines[1].planned_satang == 500


def test_the_values_of_another_text_are_put_into_the_form() -> None:
    other = opened()
    other.single["verdict.staleness_days"] = "60"
    del other.rows["activities"][0]
    wanted = accept_project(written(OFFICE, other), "-")

    made = written(OFFICE, drafts.taken(opened(), opened(written(OFFICE, other))))

    assert accept_project(made, "-") == wanted
    assert comments(made) == comments(OFFICE)
