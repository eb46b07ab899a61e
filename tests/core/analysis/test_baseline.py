"""Earlier years beside this one: a dash where the TOR is silent, this year from the figures, never a sum."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.analysis.baseline import years
from core.figures.figures import compute
from core.model.project import parse_project
from tests.support.said import english, thai
from tests.support.views import PROJECT, d, group, registered, sample_view, view

ROOT = Path(__file__).resolve().parents[3]


def both(notes):
    """Each note in Thai and in English."""
    return [(thai(note), english(note)) for note in notes]


def told(day="2021-07-31", project=PROJECT, **kinds):
    shown = view(day, project=project, **kinds)
    return years(shown, compute(shown))


@pytest.mark.parametrize("code", ["phetchaburi-2564", "demo-phetchaburi-2564"])
def test_earlier_years_are_those_of_the_tor(code):
    project = parse_project((ROOT / "projects" / f"{code}.toml").read_text(encoding="utf-8"))

    rows = told(project=project, groups=[group("G01")])

    assert [(y.year_be, y.villages, y.groups, y.registered) for y in rows[:-1]] == [
        (2560, 205, 62, 54),
        (2561, 156, None, None),
        (2562, 142, 43, 43),
        (2563, 162, None, None),
    ]
    assert [y.present for y in rows] == [False, False, False, False, True]
    assert "จัดตั้งกลุ่มอาชีพ และลงทะเบียนเป็นผู้ประกอบการ OTOP จำนวน ๔๓ กลุ่ม" in project.baseline_source.get("th")


def test_every_dash_has_its_reason_and_the_joint_number_says_so():
    rows = {year.year_be: year for year in told(groups=[group("G01")])}

    assert rows[2560].notes == ()
    assert [year.year_be for year in rows.values() if None in (year.groups, year.registered, year.villages)] == [
        2561, 2563, 2564,
    ]  # fmt: skip
    assert all(rows[year].notes for year in (2561, 2562, 2563, 2564))
    assert "2561" in thai(rows[2562].notes[0]) and "2562" in thai(rows[2561].notes[0])


def test_this_year_stands_on_the_figures():
    groups = [
        registered("G01", "2021-06-29", village="หมู่ 1", tambon="ก"),
        group("G02", village="หมู่ 1", tambon="ก"),
        group("G03", village="หมู่ 1", tambon="ข"),
        group("G04", village="หมู่ 9", tambon="ก", status="withdrawn"),
    ]

    this = told(groups=groups)[-1]

    assert (this.year_be, this.villages, this.groups, this.registered) == (2564, 2, 3, 1)
    assert [(thai(note), english(note)) for note in this.notes] == [
        ("กลุ่มที่อยู่ในโครงการ ข้อมูล ณ 31 ก.ค. 64", "Groups in the project, data of 31 Jul 2021")
    ]


@pytest.mark.parametrize("groups", [[group("G01", village="หมู่ 1"), group("G02")], [group("G01", status="replaced")]])
def test_villages_are_unknown_where_a_group_names_none(groups):
    this = told(groups=groups)[-1]

    assert this.villages is None
    assert english(this.notes[1]) == "Some groups name no village, so villages are not counted"


def test_without_groups_this_year_is_a_row_of_dashes():
    this = told(spending=[])[-1]

    assert (this.villages, this.groups, this.registered) == (None, None, None)
    assert [(thai(note), english(note)) for note in this.notes] == [
        ("ยังไม่ได้นำเข้าข้อมูลกลุ่มอาชีพ", "Groups are not loaded yet")
    ]


def test_samples():
    shown = sample_view("2021-07-31")

    assert years(shown, compute(shown))[-1].registered == 9


def test_a_project_without_earlier_years_has_no_table():
    assert told(project=replace(PROJECT, baselines=()), groups=[group("G01")]) == []


def test_years_stand_in_order():
    rows = told(project=replace(PROJECT, baselines=PROJECT.baselines[::-1]), groups=[group("G01")])

    assert [year.year_be for year in rows] == [2560, 2561, 2562, 2563, 2564]


def test_a_text_stored_before_there_were_notes_is_still_read():
    text = (ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8")
    older = "\n".join(line for line in text.splitlines() if not line.startswith(("note_", "baseline_source_")))
    assert older != text.rstrip()

    project = parse_project(older)

    assert project.baseline_source is None
    (note,) = told(project=project, groups=[group("G01")])[1].notes
    assert (thai(note), english(note)) == ("แหล่งที่มาไม่ได้ระบุ", "The source does not say")
    assert project.start == d("2020-10-01")
