"""The page of settings: the form made from the model, faults at their fields, two who change at once."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.text import Message, write_date
from db import engine as databases
from db.projects import closing, versions
from db.projects.versions import SAMPLE_PROJECT
from tests.support.pages import page, tab
from tests.support.pages import said as said_in_markdown
from tests.support.papers import material
from ui.reports.print import pack
from ui.text import told

LAST_DAY = date(2022, 4, 1)  # of the sample year: its end and 183 days, for which spending may be loaded
pytestmark = pytest.mark.usefixtures("home")


def opened(section: str = "names", **query: str) -> AppTest:
    test = tab("settings.py", "admin", **query)
    test.session_state["settings-section"] = section
    return test.run()


def said(test: AppTest) -> str:
    """Every text of the page, warnings too, as it is read."""
    shown = (*test.warning, *test.error, *test.success)
    return "\n".join((said_in_markdown(test), *(one.value for one in shown))).replace("\\", "")


def field(test: AppTest, label: str) -> Any:
    return next(one for one in (*test.text_input, *test.text_area) if one.label == label)


def press(test: AppTest, label: str) -> AppTest:
    return next(one for one in test.button if one.label == label).click().run()


def tolerance() -> int:
    return versions.project_at(databases.engine(), SAMPLE_PROJECT).project.tolerance_groups


def test_others_than_the_admin_are_refused() -> None:
    for role in ("director", "committee", "staff"):
        assert "ผู้ดูแลระบบ" in said(page("settings.py", role))


@pytest.mark.parametrize(
    "section",
    [
        "names",
        "days",
        "targets",
        "expense_lines",
        "activities",
        "registration_windows",
        "curves",
        "verdict",
        "review",
        "stages",
        "penalty",
        "signers",
        "tiles",
        "baselines",
    ],
)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_section_opens_with_its_rules(section: str, lang: str) -> None:
    shown = opened(section, lang=lang)

    assert not shown.exception
    assert shown.caption


def test_a_setting_is_saved_with_day_and_reason() -> None:
    test = opened("verdict")
    before = tolerance()
    field(test, "กลุ่มที่ต่ำกว่าแผนได้").set_value("๒").run()
    assert "กลุ่มที่ต่ำกว่าแผนได้: จาก “" in said(test)
    press(test, "ตรวจผลก่อนบันทึก")
    press(test, "บันทึกค่าของโครงการ")
    assert "โปรดระบุเหตุผล" in said(test)
    assert tolerance() == before
    field(test, "เหตุผลหรือเอกสารอ้างอิง (จำเป็น)").set_value("มติที่ประชุม").run()
    press(test, "บันทึกค่าของโครงการ")

    assert "บันทึกแล้วเป็นฉบับที่" in said(test)
    assert tolerance() == 2
    stored = versions.project_at(databases.engine(), SAMPLE_PROJECT)
    assert (stored.by, stored.reason, stored.source) == ("admin", "มติที่ประชุม", "web")
    assert stored.in_force_from == LAST_DAY


def test_a_fault_stands_at_its_field_and_nothing_can_be_saved() -> None:
    test = opened("verdict")
    field(test, "เงินที่ต่างจากแผนได้ต่ำสุด (ร้อยละของงบ)").set_value("90").run()

    assert "ค่าต่ำสุดที่ยอมรับได้ต้องไม่เกินค่าสูงสุด" in said(test)
    assert not [one for one in test.button if one.label == "ตรวจผลก่อนบันทึก"]
    assert "ต้องแก้ก่อนบันทึก ในส่วน เกณฑ์ที่ยอมรับได้" in said(test)


def test_a_line_that_entries_name_is_kept() -> None:
    test = opened("expense_lines")
    press(test, "ลบรายการที่ 1")
    press(test, "ตรวจผลก่อนบันทึก")

    assert "เพราะมีรายการเงิน" in said(test)


def test_the_second_of_two_is_told_and_sees_the_difference() -> None:
    mine, theirs = opened("verdict"), opened("verdict")
    field(mine, "จำนวนวันที่ถือว่าข้อมูลเก่า").set_value("50").run()
    field(theirs, "กลุ่มที่ต่ำกว่าแผนได้").set_value("3").run()
    press(theirs, "ตรวจผลก่อนบันทึก")
    field(theirs, "เหตุผลหรือเอกสารอ้างอิง (จำเป็น)").set_value("ก").run()
    press(theirs, "บันทึกค่าของโครงการ")
    mine.run()

    assert "หลังจากท่านเริ่มแก้" in said(mine)
    assert "กลุ่มที่ต่ำกว่าแผนได้: จาก “" in said(mine)
    press(mine, "ใส่สิ่งที่แก้ลงบนฉบับใหม่")
    assert field(mine, "จำนวนวันที่ถือว่าข้อมูลเก่า").value == "50"
    assert field(mine, "กลุ่มที่ต่ำกว่าแผนได้").value == "3"


def test_the_year_is_closed_and_opened_by_one_press_each() -> None:
    test = opened()
    press(test, "ปิดปี 2564")
    assert "ปิดปีแล้ว" in said(test)
    assert closing.closed(databases.engine(), SAMPLE_PROJECT) is not None

    press(test, "เปิดปี 2564 อีกครั้ง")

    assert "เปิดปีอีกครั้งแล้ว" in said(test)
    assert closing.closed(databases.engine(), SAMPLE_PROJECT) is None


def test_the_next_year_is_begun_and_says_what_is_empty() -> None:
    test = opened()
    press(test, "เริ่มโครงการปี 2565")
    assert "เริ่มโครงการ phetchaburi-2565 แล้ว" in said(test)

    new = opened(project="phetchaburi-2565")

    assert "ส่วนที่ยังว่างของปีนี้ (5)" in said(new)
    assert "ดูจากข้อค่าปรับในสัญญาของปี 2565" in said(new)
    press(new, "กรอกค่าปรับ")
    assert field(new, "ร้อยละต่อวัน").value == ""
    stored = versions.project_at(databases.engine(), "phetchaburi-2565")
    assert (stored.by, stored.source, stored.project.start) == ("admin", "web", date(2021, 10, 1))
    assert not stored.project.sample


def test_what_was_ticked_of_one_look_is_ticked_no_more_at_the_next() -> None:
    def tick(test: AppTest) -> Any:
        return next(one for one in test.checkbox if one.key == "settings-past-tick")

    test = opened("verdict")
    field(test, "กลุ่มที่ต่ำกว่าแผนได้").set_value("28").run()
    field(test, "ใช้ตั้งแต่วันที่").set_value("1 มี.ค. 64").run()
    press(test, "ตรวจผลก่อนบันทึก")
    tick(test).check().run()
    assert tick(test).value
    field(test, "กลุ่มที่ต่ำกว่าแผนได้").set_value("27").run()
    press(test, "ตรวจผลก่อนบันทึก")

    assert not tick(test).value
    field(test, "เหตุผลหรือเอกสารอ้างอิง (จำเป็น)").set_value("ก").run()
    press(test, "บันทึกค่าของโครงการ")
    assert "โปรดทำเครื่องหมายยืนยัน" in said(test)


def test_a_day_outside_the_year_is_refused_at_its_field_with_the_days_to_choose_from() -> None:
    test = opened("verdict")
    field(test, "กลุ่มที่ต่ำกว่าแผนได้").set_value("26").run()
    assert field(test, "ใช้ตั้งแต่วันที่").value == write_date(LAST_DAY)
    for typed in ("30 ก.ย. 63", "1 ม.ค. 66"):
        field(test, "ใช้ตั้งแต่วันที่").set_value(typed).run()
        press(test, "ตรวจผลก่อนบันทึก")
        refused = Message("setting_typed.outside_year", {"first": date(2020, 10, 1), "last": LAST_DAY})
        assert told(refused, "th") in said(test)
        assert not [one for one in test.button if one.label == "บันทึกค่าของโครงการ"]


def test_settings_that_change_past_months_are_printed_in_the_pack() -> None:
    test = opened("verdict")
    field(test, "กลุ่มที่ต่ำกว่าแผนได้").set_value("29").run()
    field(test, "ใช้ตั้งแต่วันที่").set_value("1 มี.ค. 64").run()
    field(test, "เหตุผลหรือเอกสารอ้างอิง (จำเป็น)").set_value("ก").run()
    press(test, "ตรวจผลก่อนบันทึก")
    assert "สิ้นเดือนที่ผ่านมาซึ่งผลจะเปลี่ยน" in said(test)
    press(test, "บันทึกค่าของโครงการ")
    assert "โปรดทำเครื่องหมายยืนยัน" in said(test)
    next(one for one in test.checkbox if one.key == "settings-past-tick").check().run()
    press(test, "บันทึกค่าของโครงการ")

    assert "บันทึกแล้วเป็นฉบับที่" in said(test)
    [line] = pack.content(material(None))["dated_back"]
    assert "ใช้ตั้งแต่ 1 มี.ค. 64 มีผลย้อนหลังถึง 30 มิ.ย. 64" in line
