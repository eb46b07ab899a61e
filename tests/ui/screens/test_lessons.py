"""Lessons on screen: read by every role, written by staff alone, shown as they were seen."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from core.model.lessons import LessonText
from db import engine as databases
from db.accounts import audit
from db.notebook import lessons
from db.projects.versions import SAMPLE_PROJECT
from db.tables import Lesson, LessonEvent
from db.transactions import writing
from tests.support.actors import staff
from tests.support.databases import NOW, ROLES
from tests.support.pages import TIMEOUT_S, page, said, sign_in
from ui.text.words import t

JUNE, JULY = date(2021, 6, 30), date(2021, 7, 31)
TEXT = LessonText("อบรมที่หมู่บ้าน", "มาครบ", "ทำอีก")


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    """The database of the screens, without lessons before and after."""
    yield databases.engine()
    with writing(databases.engine()) as session:
        for model in (LessonEvent, Lesson):
            for one in session.exec(select(model).order_by(col(model.id).desc())).all():  # corrections first
                session.delete(one)
                session.flush()


def write(engine: Engine, text: LessonText = TEXT, **options: Any) -> lessons.LessonInfo:
    return lessons.write(
        engine, SAMPLE_PROJECT, text, **{"as_of": JULY, "actor": staff("staff"), "now": NOW, **options}
    )


def opened(user: str, script: str = "lessons.py", **query: str) -> AppTest:
    """A page's script alone, at a link, as somebody who signed in in this tab."""
    shown = page(script, user, **query)
    assert not shown.exception
    return shown


def button(shown: AppTest, label: str) -> Any:
    return next(button for button in shown.button if button.label == label)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_and_staff_alone_is_offered_to_write(engine: Engine, role: str) -> None:
    write(engine)
    gone = write(engine, LessonText("แจกเอกสาร", "ไม่ได้ผล", "-"))
    lessons.withdraw(engine, gone.id, actor=staff("staff"), reason="ซ้ำ", now=NOW)

    shown = page("lessons.py", role)

    assert "อบรมที่หมู่บ้าน" in said(shown)
    assert t("lessons.count", n=1) in said(shown)
    labels = {button.label for button in shown.button}
    offered = {t("lessons.write"), t("lessons.correct"), t("lessons.reinstate")}
    assert labels & offered == (offered if role == "staff" else set())
    assert "ไม่ได้ผล" not in said(shown)
    assert ("แจกเอกสาร" in said(shown)) == (role == "staff")


def test_staff_writes_a_lesson_of_a_group(engine: Engine) -> None:
    tab = opened("staff", group="G07")
    tab.button(key="lesson-new").click().run()
    assert tab.selectbox(key="lesson-about").value == "G07"
    for part, text in (("tried", "ถ่ายภาพ\n\nพร้อมกัน"), ("outcome", "เร็วขึ้น"), ("advice", "ทำก่อนเปิดรอบ")):
        tab.text_area(key=f"lesson-{part}-0").set_value(text)
    button(tab, t("lessons.save")).click().run()

    assert not tab.exception
    assert t("lessons.saved") in said(tab)
    (kept,) = lessons.listed(engine, SAMPLE_PROJECT)
    assert (kept.group_code, kept.as_of, kept.text.tried) == ("G07", JULY, "ถ่ายภาพ\nพร้อมกัน")
    assert audit.recent(engine)[0].by == "staff"
    assert "lesson-save" not in [button.key for button in tab.button]
    assert tab.button(key="lesson-new")


def test_what_can_not_be_kept_is_told_and_stays_typed(engine: Engine) -> None:
    tab = opened("staff")
    tab.button(key="lesson-new").click().run()
    tab.text_area(key="lesson-tried-0").set_value("ประธาน 1101700230708")
    button(tab, t("lessons.save")).click().run()

    (error,) = tab.error
    assert "เลขประจำตัวประชาชน" in error.value
    assert "0230" not in error.value
    assert "ยังว่าง" in error.value
    assert tab.text_area(key="lesson-tried-0").value == "ประธาน 1101700230708"
    assert lessons.listed(engine, SAMPLE_PROJECT) == ()


def test_staff_corrects_and_withdraws_and_brings_back(engine: Engine) -> None:
    first = write(engine)
    tab = opened("staff")
    tab.button(key=f"lesson-open-{first.id}").click().run()
    assert tab.text_area(key=f"lesson-outcome-{first.id}").value == "มาครบ"
    tab.text_area(key=f"lesson-outcome-{first.id}").set_value("มาครบ 28 กลุ่ม")
    button(tab, t("lessons.save")).click().run()
    (second,) = lessons.listed(engine, SAMPLE_PROJECT)
    assert (second.text.outcome, second.corrections) == ("มาครบ 28 กลุ่ม", 1)
    assert t("lessons.corrected", n=1) in said(tab)

    tab.button(key=f"lesson-open-{second.id}").click().run()
    button(tab, t("lessons.withdraw")).click().run()
    assert "ยังว่าง" in tab.error[0].value  # a reason is needed
    tab.text_input(key=f"lesson-withdraw-reason-{second.id}").set_value("เขียนซ้ำ")
    button(tab, t("lessons.withdraw")).click().run()
    assert t("lessons.withdrawn_done") in said(tab)
    assert lessons.listed(engine, SAMPLE_PROJECT) == ()

    tab.text_input(key=f"lesson-reinstate-reason-{second.id}").set_value("ไม่ซ้ำ")
    button(tab, t("lessons.reinstate")).click().run()
    assert t("lessons.reinstated_done") in said(tab)
    assert [info.id for info in lessons.listed(engine, SAMPLE_PROJECT)] == [second.id]


def _deed_of_writing() -> None:
    import datetime

    from core.model.lessons import LessonText
    from ui.auth import guard
    from ui.screens import lessons

    text = LessonText("ก", "ข", "ค")
    lessons.save(guard.require(), text, group=None, as_of=datetime.date(2021, 7, 31), corrects=None)


def _deed_of_correcting() -> None:
    import datetime

    from core.model.lessons import LessonText
    from ui.auth import guard
    from ui.screens import lessons

    session = guard.require()
    number = lessons.found(session)[0].id
    text = LessonText("ก", "ข", "ค")
    lessons.save(session, text, group=None, as_of=datetime.date(2021, 7, 31), corrects=number)


def _deed_of_withdrawing() -> None:
    from ui.auth import guard
    from ui.screens import lessons

    session = guard.require()
    lessons.turn(session, lessons.found(session)[0].id, "withdraw", "ลอง")


@pytest.mark.parametrize("deed", [_deed_of_writing, _deed_of_correcting, _deed_of_withdrawing])
@pytest.mark.parametrize("role", ROLES)
def test_the_deed_itself_asks_for_the_role(engine: Engine, role: str, deed: Callable[[], None]) -> None:
    """Whatever a browser sends: the server asks again, before anything is written."""
    before = write(engine)
    tab = AppTest.from_function(deed, default_timeout=TIMEOUT_S)
    sign_in(tab, role)
    tab.run()

    assert not tab.exception
    refused = t("app.refused", roles=t("role.staff"), role=t(f"role.{role}"))
    assert (refused in [note.value for note in tab.info]) == (role != "staff")
    assert (lessons.listed(engine, SAMPLE_PROJECT) == (before,)) == (role != "staff")


def test_a_past_day_and_a_frozen_link(engine: Engine) -> None:
    june = write(engine, as_of=JUNE)
    lessons.correct(engine, june.id, LessonText("อบรมที่อำเภอ", "มาครบ", "ทำอีก"), actor=staff("staff"), now=NOW)
    write(engine, LessonText("ของเดือนกรกฎาคม", "ก", "ข"))
    seen = june.written_at.isoformat()

    as_known_now = said(opened("staff", as_of="2021-06-30"))
    as_seen_then = opened("staff", as_of="2021-07-31", seen=seen)

    assert ("อบรมที่อำเภอ" in as_known_now, "ของเดือนกรกฎาคม" in as_known_now) == (True, False)
    assert "อบรมที่หมู่บ้าน" in said(as_seen_then)
    assert "อบรมที่อำเภอ" not in said(as_seen_then)
    assert "ของเดือนกรกฎาคม" not in said(as_seen_then)
    assert t("lessons.past") in said(as_seen_then)
    assert not {t("lessons.write"), t("lessons.correct")} & {button.label for button in as_seen_then.button}


def test_a_link_of_one_group_shows_its_lessons_alone(engine: Engine) -> None:
    write(engine, LessonText("ของกลุ่ม", "ก", "ข"), group_code="G07")
    write(engine, LessonText("ของโครงการ", "ก", "ข"))

    assert "ของโครงการ" not in said(opened("director", group="G07"))
    assert t("lessons.none_group") in said(opened("director", group="G08"))
    assert t("lessons.none_group") in said(opened("director", group="<b>x</b>"))
    assert {"ของกลุ่ม", "ของโครงการ"} <= set(said(opened("director")).splitlines())


def test_many_lessons_are_shown_by_and_by(engine: Engine) -> None:
    for number in range(23):
        write(engine, LessonText(f"เรื่องที่ {number}", "ก", "ข"))
    tab = opened("director")
    assert said(tab).count("เรื่องที่") == 20

    tab.button(key="lessons-more").click().run()

    assert said(tab).count("เรื่องที่") == 23
    assert "lessons-more" not in [button.key for button in tab.button]


def test_markup_in_a_lesson_has_no_effect(engine: Engine) -> None:
    write(engine, LessonText("<b>x</b> **y** [z](http://evil.example)", ":red[ก]\n# หัวข้อ", "$x$"), group_code="G07")

    for shown in (opened("director"), opened("director", "groups.py", group="G07")):
        told = said(shown)
        assert "**y**" not in told
        assert "](http" not in told
        assert "<b>" not in told
        assert not [element for element in shown.markdown if element.allow_html and "evil" in element.value]


def test_a_group_s_card_tells_its_newest_lessons(engine: Engine) -> None:
    for number in range(4):
        write(engine, LessonText(f"ลอง{number}", "ก", f"ทำอีก{number}"), group_code="G07")
    write(engine, LessonText("ของกลุ่มอื่น", "ก", "ข"), group_code="G08")

    told = said(opened("director", "groups.py", group="G07"))

    assert [number for number in range(4) if f"ทำอีก{number}" in told] == [1, 2, 3]
    assert "ของกลุ่มอื่น" not in told


def test_the_objective_counts_lessons_and_leads_to_them(engine: Engine) -> None:
    def row() -> str:
        lines = said(opened("director", "overview.py")).split("\n")
        return next(line for line in lines if "บทเรียนที่บันทึกไว้" in line)

    assert t("overview.result", n=0) in row()
    write(engine)
    gone = write(engine, LessonText("ลอง", "ก", "ข"))
    lessons.withdraw(engine, gone.id, actor=staff("staff"), reason="ซ้ำ", now=NOW)

    assert t("overview.result", n=1) in row()
    assert "](/lessons" in row()


def test_each_objective_leads_to_the_page_where_its_result_is_seen(engine: Engine) -> None:
    told = said(opened("director", "overview.py", lang="en", project=SAMPLE_PROJECT))

    for address in (
        f"](/groups?project={SAMPLE_PROJECT}&lang=en&stage=registered)",
        f"](/products?project={SAMPLE_PROJECT}&lang=en)",
        f"](/lessons?project={SAMPLE_PROJECT}&lang=en)",
    ):
        assert address in told
