"""One group changed on its card, without a file: what is stored, what is refused, who may."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import engine as databases
from db.accounts import audit
from db.projects import closing
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.snapshots.uploads import UploadInfo
from tests.support.actors import admin, staff
from tests.support.databases import NOW
from tests.support.pages import page, said
from ui.text.words import t

CODE = "G07"
FORM = "group-edit-"


def newest() -> UploadInfo:
    return store.newest_of_each(databases.engine(), SAMPLE_PROJECT)["groups"]


def records(upload: UploadInfo) -> dict[str, dict[str, object]]:
    rows, _ = store.rows_of_upload(databases.engine(), upload.id)
    return {str(row["code"]): row for row in rows.records()}


def opened(user: str = "staff", lang: str = "th") -> AppTest:
    """The card of a group with its form."""
    shown = page("groups.py", user, group=CODE, lang=lang)
    return shown.button(key="group-edit-open").click().run()


def field(shown: AppTest, name: str) -> str:
    return f"{FORM}{CODE}-{newest().id}-{name}"


def handed_in(shown: AppTest, **typed: str) -> AppTest:
    """The form with these texts typed, handed in."""
    for name, text in typed.items():
        (shown.text_area if name == "next_step" else shown.text_input)(key=field(shown, name)).set_value(text)
    return next(one for one in shown.button if one.label == t("groups.edit_check")).click().run()


def save_button(shown: AppTest) -> AppTest:
    return next(one for one in shown.button if str(one.key).startswith("group-edit-save"))


def warned(shown: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*shown.warning, *shown.error))


def test_a_changed_group_is_a_set_of_the_whole_register(home: Path) -> None:
    before = newest()
    shown = handed_in(opened(), next_step="นัดตรวจเอกสาร", missing_papers="")
    assert "นัดตรวจเอกสาร" in said(shown) or CODE in said(shown)
    save_button(shown).click().run()

    after = newest()
    assert after.id != before.id and after.as_of == before.as_of
    assert (after.file_name, after.counts["scope"]) == (t("groups.edit_file"), "update")
    assert after.counts["compared_with"] == before.id and after.counts["changes"]["changed"] == 1
    old, new = records(before), records(after)
    assert {code for code in old if old[code] != new[code]} == {CODE} and old.keys() == new.keys()
    assert new[CODE] == old[CODE] | {"next_step": "นัดตรวจเอกสาร", "missing_papers": None}
    event = audit.recent(databases.engine(), limit=1)[0]
    assert (event.action, event.by, event.upload_id) == ("upload.apply", "staff", after.id)


def test_undo_brings_the_register_back(home: Path) -> None:
    before = newest()
    shown = save_button(handed_in(opened(), next_step="ส่งเอกสารแล้ว")).click().run()
    assert newest().id != before.id
    shown.button(key="upload-undo").click().run()
    assert newest().id == before.id


def test_another_stage_asks_since_when(home: Path) -> None:
    shown, row = opened(), records(newest())[CODE]
    stages = [choice.id for choice in store.view(databases.engine(), SAMPLE_PROJECT).stages.ladder]
    other = stages[stages.index(str(row["stage"])) - 1]
    shown.selectbox(key=field(shown, "stage")).set_value(other)
    assert t("groups.edit_since_missing") in warned(handed_in(shown))

    shown = handed_in(shown, stage_since="30 ก.ย. 2564", registered_on="30 ก.ย. 2564", as_of="30 ก.ย. 2564")
    assert not shown.exception
    for tick in shown.checkbox:
        tick.check()
    save_button(shown.run()).click().run()
    new = records(newest())[CODE]
    assert (new["stage"], str(new["stage_since"])) == (other, "2021-09-30")


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(
    ("name", "text"),
    [("stage_since", "เมื่อวาน"), ("registered_on", "32 ม.ค. 2564"), ("next_step", "โทร 1103700000003")],
)
def test_what_cannot_be_read_is_refused_beside_its_cause(name: str, text: str, lang: str, home: Path) -> None:
    before = newest()
    shown = handed_in_language(opened(lang=lang), lang, **{name: text})
    assert not shown.exception
    assert warned(shown) and t("groups.edit_row", lang, row=2) not in warned(shown)
    button = save_button(shown)
    assert button.disabled
    button.proto.disabled = False  # a browser may send its press all the same
    button.click().run()
    assert newest().id == before.id


def handed_in_language(shown: AppTest, lang: str, **typed: str) -> AppTest:
    for name, text in typed.items():
        (shown.text_area if name == "next_step" else shown.text_input)(key=field(shown, name)).set_value(text)
    return next(one for one in shown.button if one.label == t("groups.edit_check", lang)).click().run()


@pytest.mark.parametrize(
    ("as_of", "key"), [("1 ต.ค. 2563", "groups.edit_before"), ("วันนี้", "field"), ("30 ก.ย. 2570", "field")]
)
def test_the_day_is_the_newest_or_a_later_one_that_has_come(as_of: str, key: str, home: Path) -> None:
    before = newest()
    shown = handed_in(opened(), next_step="นัดตรวจเอกสาร", as_of=as_of)
    assert warned(shown)
    assert not any(str(one.key).startswith("group-edit-save") for one in shown.button)
    assert newest().id == before.id


def test_a_form_without_a_change_saves_nothing(home: Path) -> None:
    assert t("groups.edit_nothing") in warned(handed_in(opened()))


def test_what_was_typed_is_there_on_the_way_back(home: Path) -> None:
    shown = handed_in(opened(), next_step="ยังไม่บันทึก")
    shown.button(key="group-edit-back").click().run()
    assert shown.text_area(key=field(shown, "next_step")).value == "ยังไม่บันทึก"
    next(one for one in shown.button if one.label == t("groups.edit_cancel")).click().run()
    shown.button(key="group-edit-open").click().run()
    assert shown.text_area(key=field(shown, "next_step")).value != "ยังไม่บันทึก"


def test_a_set_that_came_in_between_is_looked_at_anew(home: Path) -> None:
    shown, other = opened(), handed_in(opened(), next_step="คนแรก")
    handed_in(shown, next_step="คนที่สอง")
    save_button(other).click().run()
    first = newest()
    shown = save_button(shown).click().run()
    assert newest().id == first.id  # pressed for other changes
    assert t("upload.conflict", time="", by="staff").split("โดย")[1].strip() in warned(shown)
    save_button(shown).click().run()
    assert newest().counts["compared_with"] == first.id
    assert records(newest())[CODE]["next_step"] == "คนที่สอง"


@pytest.mark.parametrize("user", ["director", "committee", "admin"])
def test_others_are_offered_no_form(user: str, home: Path) -> None:
    shown = page("groups.py", user, group=CODE)
    assert not any(str(one.key).startswith("group-edit") for one in shown.button)


def test_an_earlier_day_is_not_changed(home: Path) -> None:
    shown = page("groups.py", "staff", group=CODE, as_of="2021-05-31")
    assert not shown.exception
    assert not any(str(one.key).startswith("group-edit") for one in shown.button)


def test_a_closed_year_asks_why_and_keeps_it(home: Path) -> None:
    engine = databases.engine()
    closing.close(engine, SAMPLE_PROJECT, actor=admin(), now=NOW)
    try:
        before = newest()
        shown = handed_in(opened(), next_step="ตรวจหลังปิดปี")
        assert save_button(shown).disabled
        shown.text_input(key="closed-year-reason").set_value("หนังสือแก้ข้อมูล").run()
        save_button(shown).click().run()

        after = newest()
        assert after.id != before.id
        assert after.counts["reason"] == "หนังสือแก้ข้อมูล"
        assert audit.recent(engine, limit=1)[0].detail == "หนังสือแก้ข้อมูล"
        store.withdraw(engine, after.id, actor=staff(), reason="ก", now=NOW)
    finally:
        closing.reopen(engine, SAMPLE_PROJECT, actor=admin(), now=NOW)
