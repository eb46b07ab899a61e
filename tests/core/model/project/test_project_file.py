"""A project's file: what it is read as, and that what was accepted once is read for ever."""

import gzip
import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.model.choices import STAGES, Choice
from core.model.project import ProjectError, accept_project, parse_project
from core.text import Text
from tests.support.intakes import ROOT

SHIPPED = sorted((ROOT / "projects").glob("*.toml"))
OFFICE = (ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8")
PLAIN_STAGES = 'stages = ["selected", "trained", "diagnosed", "developing", "accepted", "submitted", "registered"]\n'
OWN_STAGES = """
[[stage]]
code = "joined"
th = "เข้าร่วมแล้ว"
en = "Joined"
aliases = ["เข้าร่วม"]

[[stage]]
code = "registered"
th = "ขึ้นทะเบียนแล้ว"
en = "Registered"
"""


def with_own_stages(stages: str = OWN_STAGES) -> str:
    text = OFFICE.replace(PLAIN_STAGES, "").replace('developed_stage = "accepted"', 'developed_stage = "joined"')
    assert text.count("stages = [") == 0
    return text + stages


def released_texts() -> list[str]:
    """The project texts of a database that the release of 27 November 2026 filled."""
    database = sqlite3.connect(":memory:")
    with gzip.open(ROOT / "tests" / "db" / "releases" / "2026-11-27.sql.gz", "rt", encoding="utf-8") as dump:
        database.executescript(dump.read())
    return [text for (text,) in database.execute("SELECT text FROM project_version ORDER BY id")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_shipped_file_is_accepted_and_reads_the_same_once_stored(path: Path):
    text = path.read_text(encoding="utf-8")

    assert accept_project(text, path.name) == parse_project(text)


def test_money_is_satang_and_percentages_are_exact():
    project = accept_project(OFFICE.replace("budget_baht = 885000", "budget_baht = 885000.25"), "office.toml")

    assert project.budget_satang == 88_500_025
    assert project.penalty_percent_per_day == Decimal("0.1")
    assert project.curves[0].quarters == (36, 57, 80, 100)


def test_texts_of_the_release_before_are_read_and_lack_only_what_came_later():
    texts = released_texts()

    for text in texts:
        project = parse_project(text)
        assert (project.tolerance_of_plan_percent, project.tolerance_floor_percent) == (None, None)
        assert project.tolerance_percent == 5
        assert all(objective.counts is None for objective in project.objectives)
    assert len(texts) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("target_groups = 30", 'target_groups = "30"'),
        ("target = 30", "target = 12"),
        ("[forecast]", "[forecasts]"),
        ("procurement = 2021-08-15", "procurement = 2031-08-15"),
        ("quarters = [36, 57, 80, 100]", "quarters = [36, 57, 180, 100]"),
        ('province_code = "76"', 'province_code = "70"'),
        ('amphoe = "ชะอำ"', 'amphoe = "หัวหิน"'),
        ("percent_per_day = 0.10", 'percent_per_day = "0.10"'),
        ("staleness_days = 45", "staleness_days = 0"),
        ('code = "phetchaburi-2564"', 'code = "เพชรบุรี 2564"'),
    ],
)
def test_a_stored_text_that_would_be_refused_today_is_still_read(old: str, new: str):
    text = OFFICE.replace(old, new, 1)
    assert text != OFFICE

    assert parse_project(text).budget_satang == 88_500_000
    with pytest.raises(ProjectError):
        accept_project(text, "office.toml")


def test_the_plain_list_of_stages_takes_their_names_from_the_program():
    project = parse_project(OFFICE)

    assert project.stage_choices == STAGES
    assert project.stages == tuple(choice.id for choice in STAGES)


def test_stages_of_the_project_are_read_with_their_names():
    project = accept_project(with_own_stages(), "office.toml")

    assert project.stage_choices == (
        Choice("joined", Text.both("เข้าร่วมแล้ว", "Joined"), ("เข้าร่วม",)),
        Choice("registered", Text.both("ขึ้นทะเบียนแล้ว", "Registered")),
    )
    assert project.stages == ("joined", "registered")
    assert (project.developed_stage, project.goal_stage) == ("joined", "registered")
    assert parse_project(with_own_stages()) == project


def test_a_project_is_changed_by_replace_without_being_checked_again():
    assert replace(parse_project(OFFICE), target_groups=0).target_groups == 0
