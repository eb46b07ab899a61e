"""Every page opens for every role where all has been written that an office can write."""

from datetime import date
from pathlib import Path

import pytest

from core.model import user_roles
from core.model.lessons import LessonText
from core.model.meetings.resolutions import EVENTS, ResolutionText
from db import engine as databases
from db.notebook import lessons, notes, remarks, resolutions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import memory, store
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.pages import page, said
from ui.auth import menu

DAYS = ({}, {"as_of": "2021-06-30"}, {"as_of": "2021-09-30", "lang": "en"})


@pytest.fixture(scope="module")
def noted(home: Path) -> Path:
    """The samples, with a meeting, official totals, an explained gap, a lesson, an acknowledgement, and an upload that
    was withdrawn.
    """
    engine, by = databases.engine(), {"actor": staff(), "now": NOW}
    for day in (date(2021, 3, 31), date(2021, 6, 30)):
        notes.write(engine, SAMPLE_PROJECT, "meeting", "ประชุม", text="ครั้งที่ 1", on_date=day, **by)
        notes.write(engine, SAMPLE_PROJECT, "official_total", "GFMIS", amount_satang=24_000_000, on_date=day, **by)
        notes.write(engine, SAMPLE_PROJECT, "explained_gap", "รอตัดยอด", amount_satang=100, on_date=day, **by)
    lessons.write(engine, SAMPLE_PROJECT, LessonText("ปัญหา", "สาเหตุ", "แนวทาง"), as_of=date(2021, 6, 30), **by)
    decided = ResolutionText("เร่งตรวจรับ", "คณะกรรมการตรวจรับพัสดุ")
    for event in (None, *EVENTS[:3]):
        number = resolutions.record(engine, SAMPLE_PROJECT, decided, met_on=date(2021, 3, 31), **by)
        if event is not None:
            resolutions.report(engine, number, event, "แล้ว", on=date(2021, 6, 30), **by)
    remarks.write(engine, SAMPLE_PROJECT, "figure", "disbursed_satang", "ขอเหตุผล", as_of=date(2021, 6, 30), **by)
    plan = store.history(engine, SAMPLE_PROJECT, "plan")[0]
    remarks.write(engine, SAMPLE_PROJECT, "upload", str(plan.id), "ขอที่มา", as_of=date(2021, 6, 30), **by)
    memory.acknowledge(engine, SAMPLE_PROJECT, "spending", ["over_budget||"], **by)
    store.withdraw(engine, plan.id, reason="ทดลอง", **by)
    return home


@pytest.mark.parametrize("role", user_roles())
def test_every_page_opens(role: str, noted: Path) -> None:
    for script in sorted(menu.FOLDER.glob("*.py")):
        for query in DAYS:
            shown = page(script.name, role, **query)

            assert not shown.exception, (script.name, query, shown.exception)
            assert said(shown)
