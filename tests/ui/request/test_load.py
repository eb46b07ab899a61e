"""Cached loads: never another project's, another day's or another database's figures; never older than the uploads."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.figures import figures as core_figures
from core.figures.figures import Figures
from core.model.project import parse_project
from core.model.rows import from_records
from core.model.view import UploadRef, View
from db import engine as databases
from db.engine import engine_for
from db.maintenance import setup
from db.projects import default, versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import OPERATOR, staff, store_projects
from tests.ui.conftest import NOW
from ui.request import load

ROOT = Path(__file__).resolve().parents[3]
REAL = "phetchaburi-2564"


def test_the_link_s_project_goes_before_the_server_s_and_that_before_the_rule(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = databases.engine()
    assert load.project_shown(engine, None)[0].code == SAMPLE_PROJECT  # no data but the samples'

    monkeypatch.setenv(default.VARIABLE, REAL)
    assert load.project_shown(engine, None)[0].code == REAL
    assert load.project_shown(engine, "demo-egp-2568")[0].code == "demo-egp-2568"


def test_a_project_that_does_not_exist_is_named_and_the_next_in_order_shown(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, unknown = load.project_shown(databases.engine(), "nowhere")
    assert (shown.code, unknown) == (SAMPLE_PROJECT, "nowhere")

    monkeypatch.setenv(default.VARIABLE, REAL)
    shown, unknown = load.project_shown(databases.engine(), "nowhere")
    assert (shown.code, unknown) == (REAL, "nowhere")


def test_figures_of_one_view_are_computed_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[View] = []

    def compute(view: View, today: date | None) -> Figures:
        computed.append(view)
        return core_figures.compute(view, today)

    monkeypatch.setattr(load, "compute", compute)
    engine, day = databases.engine(), date(2021, 5, 31)

    both = [load.figures_of(str(engine.url), store.view(engine, SAMPLE_PROJECT, day), None) for _ in range(2)]
    assert both[0] is both[1]
    assert len(computed) == 1


@pytest.mark.parametrize("other", ["day", "today", "database", "seen"])
def test_whatever_decides_figures_is_in_their_key(other: str, home: Path) -> None:
    engine = databases.engine()
    view = store.view(engine, SAMPLE_PROJECT, date(2021, 7, 31))
    key = load.figures_key("here", view, None)

    assert key == load.figures_key("here", store.view(engine, SAMPLE_PROJECT, date(2021, 7, 31)), None)
    assert (
        key
        != {
            "day": load.figures_key("here", store.view(engine, SAMPLE_PROJECT, date(2021, 8, 1)), None),
            "today": load.figures_key("here", view, date(2021, 8, 1)),
            "database": load.figures_key("there", view, None),
            "seen": load.figures_key("here", store.view(engine, SAMPLE_PROJECT, date(2021, 7, 31), NOW), None),
        }[other]
    )


def test_a_withdrawal_changes_the_figures_at_once_and_bringing_back_too(home: Path) -> None:
    engine = databases.engine()
    before = load.figures_of("db", store.view(engine, SAMPLE_PROJECT), None)
    newest = before.uploads["groups"]

    store.withdraw(engine, newest, actor=staff("test"), reason="test", now=NOW + timedelta(hours=1))
    without = load.figures_of("db", store.view(engine, SAMPLE_PROJECT), None)
    store.reinstate(engine, newest, actor=staff("test"), reason="test", now=NOW + timedelta(hours=2))

    assert without.uploads["groups"] < newest
    assert without.verdict != before.verdict
    assert load.figures_of("db", store.view(engine, SAMPLE_PROJECT), None) is before


def test_a_new_wording_of_the_project_makes_a_new_key(home: Path, tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{(tmp_path / 'other.db').as_posix()}")
    setup.prepare(engine, actor=OPERATOR, samples=True, now=NOW)
    before = load.figures_key("db", store.view(engine, SAMPLE_PROJECT), None)
    text = (versions.FOLDER / f"{SAMPLE_PROJECT}.toml").read_text(encoding="utf-8")
    folder = tmp_path / "projects"
    folder.mkdir()
    changed = text.replace("target_groups = 30", "target_groups = 31").replace("\ntarget = 30", "\ntarget = 31")
    (folder / "changed.toml").write_text(changed, encoding="utf-8")

    store_projects(engine, now=NOW + timedelta(minutes=1), folder=folder)
    after = load.figures_key("db", store.view(engine, SAMPLE_PROJECT), None)
    engine.dispose()

    assert before != after


def test_the_same_earlier_plan_of_another_day_is_another_key() -> None:
    old, new = (from_records("plan", [{"month": date(2021, 6, 30), "planned_groups": n}]) for n in (20, 5))
    ref = UploadRef(9, "plan", 1, date(2021, 4, 1), NOW, "clerk", "plan.csv")
    project = parse_project((ROOT / "projects" / "phetchaburi-2564.toml").read_text(encoding="utf-8"))
    newest = replace(ref, id=8, as_of=date(2021, 6, 1))
    shown = View(project, date(2021, 6, 30), {"plan": newest}, {"plan": new}, None, (old,), (ref,))

    later = replace(shown, earlier_plan_refs=(replace(ref, as_of=date(2021, 5, 1)),))

    assert load.figures_key("here", shown, None) != load.figures_key("here", later, None)
