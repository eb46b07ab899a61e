"""A lowered plan on papers: no paper of a past day changes unless months were accepted, and then the pack says so."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from db import engine as databases
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import plan_past, store
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.intakes import read
from tests.support.papers import material, text_of
from tests.support.plans import LOWERED
from ui.reports.print import pack
from ui.reports.slides import deck
from ui.reports.workbook import book as workbook

DAYS = (date(2021, 3, 31), date(2021, 6, 30), date(2021, 7, 31))


def load(as_of: date, **options: Any) -> None:
    engine = databases.engine()
    today = store.base_view(engine, SAMPLE_PROJECT, as_of)
    intake = read(("plan.csv", LOWERED), "plan", project=today.project, today=today, as_of=as_of)
    options |= {"actor": staff("staff"), "now": NOW, "accept_warnings": True}
    store.apply(engine, intake, project=SAMPLE_PROJECT, as_of=as_of, **options)


def papers(day: date) -> dict[str, Any]:
    """The words of each paper of a day."""
    made = material(day)
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(made)))
    shown = Presentation(io.BytesIO(deck.pptx(made)))
    return {
        "pack": {name: value for name, value in pack.content(made).items() if name != "charts"},
        "workbook": {sheet.title: [list(row) for row in sheet.values] for sheet in book},
        "slides": [shape.text_frame.text for slide in shown.slides for shape in slide.shapes if shape.has_text_frame],
    }


@pytest.fixture
def later(home: Path) -> Iterator[None]:
    """The lowered plan of the day after the newest data; withdrawn afterwards."""
    load(date(2021, 8, 1))
    yield
    newest = store.history(databases.engine(), SAMPLE_PROJECT, "plan")[0]
    store.withdraw(databases.engine(), newest.id, actor=staff("staff"), reason="ทดสอบ", now=NOW)


@pytest.fixture(scope="module")
def before(home: Path) -> dict[date, dict[str, Any]]:
    return {day: papers(day) for day in DAYS}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_paper_of_a_past_day_changes(before: dict[date, dict[str, Any]], day: date, later: None) -> None:
    assert papers(day) == before[day]


def test_the_pack_says_that_accepted_months_changed(before: dict[date, dict[str, Any]], home: Path) -> None:
    load(DAYS[1], accept_past="all")
    upload = store.history(databases.engine(), SAMPLE_PROJECT, "plan")[0]

    assert pack.content(material(None))["dated_back"] == [
        f"แผนชุดที่ {upload.seq} (30 มิ.ย. 64) มีผลย้อนหลังถึง 30 มิ.ย. 64 (เปลี่ยนผลของ 2 สิ้นเดือน ตรวจแล้วทีละเดือน)"
    ]
    told = f"Plan set {upload.seq} (30 Jun 2021) takes effect back to 30 Jun 2021 (month ends changed: 2, each checked)"
    assert pack.content(material(None, "en"))["dated_back"] == [told]
    assert told in " ".join(text_of(pack.pdf(material(None, "en"))).split())
    assert pack.content(material(DAYS[0]))["dated_back"] == []
    assert papers(DAYS[0]) == before[DAYS[0]]

    store.withdraw(databases.engine(), upload.id, actor=staff("staff"), reason="ทดสอบ", now=NOW)
    assert pack.content(material(None))["dated_back"] == []
    assert {day: papers(day) for day in DAYS} == before
    assert plan_past.of_turn(databases.engine(), upload.id) != []
