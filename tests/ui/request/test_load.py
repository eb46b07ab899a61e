"""Shared loads: never another project's, another day's or another database's figures; never older than the uploads."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.figures.figures import compute
from db import engine as databases
from db.engine import engine_for
from db.maintenance import setup
from db.projects import default, versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import OPERATOR, staff, store_projects
from tests.support.databases import NOW, address
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


def test_figures_of_one_view_are_computed_once(home: Path) -> None:
    engine, day = databases.engine(), date(2021, 5, 31)

    one, other = (compute(store.view(engine, SAMPLE_PROJECT, day), today) for today in (None, None))

    assert one is other


@pytest.mark.parametrize("other", ["day", "today", "database", "seen"])
def test_whatever_decides_figures_tells_them_apart(other: str, home: Path, tmp_path: Path) -> None:
    engine, day = databases.engine(), date(2021, 7, 31)
    copied = engine_for(address(Path(shutil.copy(home / "otop.db", tmp_path / "there.db"))))
    figures = compute(store.view(engine, SAMPLE_PROJECT, day))

    assert (
        figures
        is not {
            "day": lambda: compute(store.view(engine, SAMPLE_PROJECT, date(2021, 8, 1))),
            "today": lambda: compute(store.view(engine, SAMPLE_PROJECT, day), date(2021, 8, 1)),
            "database": lambda: compute(store.view(copied, SAMPLE_PROJECT, day)),
            "seen": lambda: compute(store.view(engine, SAMPLE_PROJECT, day, NOW)),
        }[other]()
    )
    assert figures is compute(store.view(engine, SAMPLE_PROJECT, day))
    copied.dispose()


def test_a_withdrawal_changes_the_figures_at_once_and_bringing_back_too(home: Path) -> None:
    engine = databases.engine()
    before = compute(store.view(engine, SAMPLE_PROJECT))
    newest = before.uploads["groups"]

    store.withdraw(engine, newest, actor=staff("test"), reason="test", now=NOW + timedelta(hours=1))
    without = compute(store.view(engine, SAMPLE_PROJECT))
    store.reinstate(engine, newest, actor=staff("test"), reason="test", now=NOW + timedelta(hours=2))

    assert without.uploads["groups"] < newest
    assert without.verdict != before.verdict
    assert compute(store.view(engine, SAMPLE_PROJECT)) is before


def test_a_new_wording_of_the_project_makes_a_new_key(home: Path, tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{(tmp_path / 'other.db').as_posix()}")
    setup.prepare(engine, actor=OPERATOR, samples=True, now=NOW)
    before = store.view(engine, SAMPLE_PROJECT).key
    text = (versions.FOLDER / f"{SAMPLE_PROJECT}.toml").read_text(encoding="utf-8")
    folder = tmp_path / "projects"
    folder.mkdir()
    changed = text.replace("target_groups = 30", "target_groups = 31").replace("\ntarget = 30", "\ntarget = 31")
    (folder / "changed.toml").write_text(changed, encoding="utf-8")

    store_projects(engine, now=NOW + timedelta(minutes=1), folder=folder)
    after = store.view(engine, SAMPLE_PROJECT).key
    engine.dispose()

    assert before != after
