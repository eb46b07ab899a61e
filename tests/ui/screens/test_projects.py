"""The page of every project: rows that say what each project says of itself, filters in the link, the map, faults."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.calendar import bangkok_day
from core.figures import FIGURES, compute
from core.model import Actor
from core.money import format_baht
from db import engine as databases
from db.accounts import users
from db.errors import DatabaseBusy
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.snapshots.headlines import stored
from tests.support.actors import admin
from tests.support.databases import NOW
from tests.support.pages import page, said
from ui.app import catching_up
from ui.auth import door, menu
from ui.screens.projects import country
from ui.text import amounts
from ui.text.words import t, told


class Teller:
    lang = "th"

    def say(self, key: str, **params: object) -> str:
        return t(key, "th", **params)


def heading(name: str) -> str:
    return amounts.labelled(Teller(), FIGURES[name])


def listed(shown: AppTest) -> list[dict[str, str]]:
    assert not shown.exception
    return shown.dataframe[0].value.to_dict("records") if shown.dataframe else []


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However slow the machine is, a visit computes as many as it may; nothing that was read is kept."""
    monkeypatch.setattr(stored, "AT_ONCE_S", 600.0)
    yield
    stored.forget()


def test_every_province_has_a_region_and_a_tile_of_its_own() -> None:
    places = country.provinces().values()

    assert len(places) == 77
    assert len({(one.row, one.column) for one in places}) == 77
    assert len({one.short.get("th") for one in places}) == len({one.short.get("en") for one in places}) == 77
    assert Counter(one.region for one in places) == {
        "north": 9, "northeast": 20, "central": 22, "east": 7, "west": 5, "south": 14
    }  # fmt: skip
    by = country.provinces()
    assert by["57"].row < by["10"].row < by["76"].row + 1 < by["96"].row  # north to south
    assert by["58"].column < by["48"].column  # west to east


@pytest.mark.usefixtures("home")
def test_a_row_says_what_the_project_says_of_itself() -> None:
    rows = {row["โครงการ"]: row for row in listed(page("projects.py", "director"))}
    engine = databases.engine()

    assert len(rows) == len(versions.newest(engine)) == 3
    for one in versions.newest(engine):
        name = one.name.get("th") + (" (ข้อมูลตัวอย่าง)" if one.sample else "")
        figures = compute(store.view(engine, one.code), bangkok_day(door.utc_now()))
        row = rows[name]
        assert row["ข้อสรุป"] == told(figures.verdict.message, "th")
        assert row["ผลสรุป"] == t(f"projects.states.{figures.verdict.code}", "th")
        assert row["ปีงบประมาณ"] == str(one.fiscal_year_be)
        for figure in ("registered_groups", "disbursed_satang"):
            value = figures.whole(figure, None)
            cell = row[heading(figure)]
            if value is None:
                assert not isinstance(cell, str)
            else:
                written = f"{value:,}" if figure == "registered_groups" else format_baht(value, 0)
                assert cell.startswith(f"{written} จาก ")


@pytest.mark.usefixtures("home")
def test_filters_are_in_the_link_and_what_is_not_there_is_not_asked() -> None:
    assert [row["ปีงบประมาณ"] for row in listed(page("projects.py", "director", year="2568"))] == ["2568"]
    assert len(listed(page("projects.py", "director", find="เพชรบุรี"))) >= 2
    assert len(listed(page("projects.py", "director", year="1", region="x", province="99", state="y"))) == 3
    none = page("projects.py", "director", region="north")
    assert not listed(none)
    assert t("table.nothing", "th") in said(none)


@pytest.mark.usefixtures("home")
def test_a_choice_goes_into_the_link_and_a_province_of_another_region_is_let_go_of() -> None:
    shown = page("projects.py", "director", province="76")
    shown.selectbox(key="projects.region").set_value("north").run()

    assert shown.query_params["region"] == "north"
    assert "province" not in shown.query_params
    shown.button(key="projects-clear").click().run()
    assert not set(shown.query_params) & {"region", "province"}


@pytest.mark.usefixtures("home")
def test_the_map_counts_projects_and_leaves_samples_out() -> None:
    html = " ".join(one.proto.body for one in page("projects.py", "director").get("html"))
    tiles = re.findall(r'<li class="tile (\w+)"', html)

    assert len(tiles) == 77
    assert tiles.count("none") == 76
    assert "<span>1/1</span>" in html  # the office's own project has no data yet
    assert "province=76" in html


@pytest.mark.usefixtures("home")
def test_order_is_by_region_and_name_never_by_a_figure() -> None:
    rows = listed(page("projects.py", "director"))
    sample = ["ตัวอย่าง" in row["โครงการ"] for row in rows]

    assert sample == sorted(sample)  # samples last


@pytest.mark.usefixtures("home")
def test_who_sees_one_project_has_a_short_page_and_no_entry_in_the_menu() -> None:
    engine = databases.engine()
    users.add(engine, "one", "director", actor=admin(), now=NOW, password="ทดสอบ-ระบบ-64")
    users.set_scope(engine, "one", [SAMPLE_PROJECT], actor=admin(), now=NOW)
    shown = page("projects.py", "one")

    assert len(listed(shown)) == 1
    assert not shown.selectbox
    assert "country" not in " ".join(one.proto.body for one in shown.get("html"))
    of_all = [entry.url_path for entry in menu.ENTRIES if entry.of_all]
    assert of_all == ["projects"]
    assert menu.listed(Actor("one", "director"), 1) == menu.listed(Actor("one", "director"), 2) - {"projects"}


@pytest.mark.usefixtures("home")
def test_what_is_not_computed_yet_is_said_and_computed_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(catching_up, "begin", lambda: begun.append(1))
    monkeypatch.setattr(catching_up, "is_at_work", lambda: True)
    monkeypatch.setattr(stored, "AT_ONCE", 0)
    monkeypatch.setattr(stored, "_program", lambda: "another")
    shown = page("projects.py", "director")

    assert {row["ผลสรุป"] for row in listed(shown)} == {t("projects.states.making", "th")}
    assert t("projects.making", "th", n=3) in said(shown)
    assert begun


@pytest.mark.usefixtures("home")
def test_what_can_not_be_computed_is_said_and_tried_again_at_the_next_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(catching_up, "begin", lambda: begun.append(1))
    monkeypatch.setattr(catching_up, "is_at_work", lambda: False)
    monkeypatch.setattr(stored, "AT_ONCE", 0)
    monkeypatch.setattr(stored, "_program", lambda: "another")
    for visit in (1, 2):
        shown = page("projects.py", "director")

        assert [one.value for one in shown.warning] == [t("projects.not_made", "th", n=3)]
        assert t("projects.making", "th", n=3) not in said(shown)
        assert len(begun) == visit


@pytest.mark.usefixtures("home")
def test_a_database_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(stored, "found_now", busy)
    shown = page("projects.py", "director")

    assert not shown.exception
    assert shown.error[0].value.startswith(t("projects.unread", "th", why="")[:20])


def test_one_process_catches_up_at_a_time_and_ends_with_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "_COMMAND", ("sleep", "60"))
    catching_up.begin()
    first = catching_up._RUNNING[0]
    catching_up.begin()

    assert [first] == catching_up._RUNNING
    assert catching_up.is_at_work()
    catching_up.end()
    assert first.poll() is not None
    assert not catching_up.is_at_work()
