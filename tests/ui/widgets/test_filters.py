"""Filters: what they offer, what they understand of a link, what they say."""

from datetime import date
from pathlib import Path

import pytest

from core.analysis.filters import DIMENSIONS
from core.model import rows as row_sets
from core.model.choices import CATEGORIES, ENTRIES, Choice
from core.model.choices import STAGES as CHOICES
from core.model.project import Project, parse_project
from core.model.snapshot import Snapshot
from core.text import Text
from ui.widgets import filters
from ui.widgets.filters import understand

ROOT = Path(__file__).resolve().parents[3]
STAGES = [choice for choice in CHOICES if choice.id in ("selected", "registered")]


@pytest.fixture
def project() -> Project:
    return parse_project((ROOT / "projects" / "demo-phetchaburi-2564.toml").read_text(encoding="utf-8"))


def view_of(project: Project, amphoe: list[str], lines: list[str | None]) -> Snapshot:
    groups = row_sets.from_records("groups", [{"amphoe": name} for name in amphoe])
    spending = row_sets.from_records("spending", [{"expense_line": line} for line in lines])
    return Snapshot(project, date(2021, 7, 31), {}, {"groups": groups, "spending": spending})


@pytest.mark.parametrize(
    ("tokens", "chosen", "unknown"),
    [
        (["ลงทะเบียน OTOP แล้ว"], ["registered"], []),
        (["Registered as OTOP", "selected"], ["selected", "registered"], []),
        (["registered", "registered"], ["registered"], []),
        (["เลิกใช้แล้ว", "selected"], ["selected"], ["เลิกใช้แล้ว"]),
        ([""], [], []),
        ([], [], []),
    ],
)
def test_a_link_is_understood_in_identifiers_and_in_both_languages(
    tokens: list[str], chosen: list[str], unknown: list[str]
) -> None:
    assert understand(tokens, STAGES) == (chosen, unknown)


def test_words_out_of_a_file_have_no_effect_as_an_option_and_are_understood_in_a_link() -> None:
    option = Choice(":material/home: **ค่าวัสดุ**", Text.plain(":material/home: **ค่าวัสดุ**"))

    shown = filters.shown(option, "th")
    assert "**" not in shown
    assert ":material/" not in shown
    assert understand([shown], [option]) == ([option.id], [])
    assert filters.shown(Choice("a", Text.both("ค่าใช้สอย - 1.2 (อื่น)", "Cha-am")), "th") == "ค่าใช้สอย - 1.2 (อื่น)"


def test_the_project_s_own_lists_come_first_and_what_only_the_rows_know_after_them(project: Project) -> None:
    view = view_of(project, ["ชะอำ", "อื่น"], ["ค่าอื่น", None, "วัสดุสำนักงาน"])

    amphoe = [option.id for option in DIMENSIONS["amphoe"].options(view)]
    assert amphoe == [*(tile.amphoe for tile in project.tiles), "อื่น"]
    lines = [option.id for option in DIMENSIONS["expense_line"].options(view)]
    assert lines == [*(line.name for line in project.expense_lines), "ค่าอื่น"]


def test_each_filter_has_words_that_tell_its_values_apart(project: Project) -> None:
    view = view_of(project, [], [])

    for name, dimension in DIMENSIONS.items():
        offered = list(dimension.options(view))
        for lang in ("th", "en"):
            labels = [option.name.get(lang) for option in offered]
            assert len(set(labels)) == len(labels) > 1, name


def test_enumerations_are_those_of_the_files(project: Project) -> None:
    view = view_of(project, [], [])

    assert [o.id for o in DIMENSIONS["stage"].options(view)] == list(project.stages)
    assert [o.id for o in DIMENSIONS["category"].options(view)] == [c.id for c in CATEGORIES]
    assert [o.id for o in DIMENSIONS["entry"].options(view)] == [c.id for c in ENTRIES]


@pytest.mark.parametrize(
    ("chosen", "span"),
    [
        (("2021-01", "2021-03"), (date(2021, 1, 1), date(2021, 3, 31))),
        (("2021-03", "2021-01"), (date(2021, 1, 1), date(2021, 3, 31))),
        (("2021-02", "2021-02"), (date(2021, 2, 1), date(2021, 2, 28))),
        (("2020-10", "2021-09"), None),
        (("2019-01", "2021-03"), None),
        (None, None),
    ],
)
def test_months_are_whole_months_and_the_whole_project_is_no_filter(
    chosen: tuple[str, str] | None, span: tuple[date, date] | None, project: Project
) -> None:
    assert filters._months_of(chosen, project) == span


GROUP_SIDE = ["amphoe", "stage", "category"]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("", [*GROUP_SIDE, "months"]),
        ("groups", GROUP_SIDE),
        ("products", GROUP_SIDE),
        ("budget", [*GROUP_SIDE, "expense_line", "entry", "months"]),
        ("upload", []),
        ("history", []),
        ("lessons", []),
        ("reports", []),
    ],
)
def test_a_page_offers_the_filters_that_act_on_what_it_counts(page: str, names: list[str]) -> None:
    assert [dimension.id for dimension in filters.offered(page)] == names
