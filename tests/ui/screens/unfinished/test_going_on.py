"""A load that is left is taken up where it was; nothing of it is kept while personal data block."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit.testing.v1 import AppTest

from core.intake import Cell
from core.model.kinds import KINDS
from db import engine as databases
from db import generation
from db.notebook import drafts
from db.notebook.drafts import Unfinished, Writing
from db.snapshots import store
from tests.support.actors import staff
from tests.support.intakes import csv_file, sample
from tests.support.pages import page, said, tab
from tests.support.planted import citizens_number
from ui.auth import door
from ui.screens.loading import draft as loading
from ui.text import t
from ui.workers.held import FileGone, Held, hold

CODE, EMPTY = "demo-phetchaburi-2564", "phetchaburi-2564"
AUGUST = "2021-08-31"
HEADS = ["รหัสกลุ่ม", "ชื่อกลุ่ม", "อำเภอ", "ขั้นตอน", "หมายเหตุ"]
ROWS = [["G01", "กลุ่มหนึ่ง", "ชะอำ", "trained", ""], ["G02", "กลุ่มสอง", "ชะอำ", "trained", ""]]


def kept(project: str = EMPTY, user: str = "staff") -> list[Unfinished]:
    return drafts.mine(databases.engine(), project, actor=staff(user), now=door.utc_now())


def chosen(files: list[tuple[str, bytes]], project: str = EMPTY, **options: str) -> AppTest:
    shown = page("upload.py", "staff", project=project, **options)
    shown.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files])
    return shown.run()


def opened(user: str = "staff", project: str = EMPTY, **options: str) -> AppTest:
    """The load page in a tab of its own."""
    return page("upload.py", user, project=project, **options)


def go_on(shown: AppTest, place: int = 0) -> AppTest:
    buttons = [one for one in shown.button if str(one.key).startswith("unfinished-go-on")]
    return buttons[place].click().run()


def day_field(shown: AppTest, begins: str = "asof-groups") -> AppTest:
    return next(one for one in shown.text_input if (one.key or "").startswith(begins))


def broken() -> tuple[str, bytes]:
    """A file with a stage that is none: it asks what is meant."""
    return csv_file(HEADS, [*ROWS[0][:3], "ขั้นที่ไม่มี", ""], ROWS[1], name="กลุ่ม ก.csv")


def on_disk() -> bytes:
    path = Path(str(databases.engine().url.database))
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


@pytest.fixture(autouse=True)
def none_kept(home: Path) -> Iterator[None]:
    """No load is left of another test, nor what it saved."""
    for _ in KINDS:
        for one in store.newest_of_each(databases.engine(), EMPTY).values():
            store.withdraw(databases.engine(), one.id, actor=staff("staff"), reason="x", now=door.utc_now())
    yield
    for project in (CODE, EMPTY):
        for user in ("staff", "staff2"):
            for one in kept(project, user):
                drafts.drop(databases.engine(), project, one.id, actor=staff(user), now=door.utc_now())


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_load_is_offered_in_another_tab_and_goes_on_as_it_was(lang: str) -> None:
    first = chosen([csv_file(HEADS, *ROWS, name="กลุ่ม ก.csv")], lang=lang)
    day_field(first).set_value("31/08/2564").run()
    (one,) = kept()
    assert one.names == ("กลุ่ม ก.csv",) and one.kinds == ("groups",)
    assert t("unfinished.kept", lang, days=7) in said(first)

    shown = opened(lang=lang)
    assert t("unfinished.title", lang) in said(shown)
    shown = go_on(shown)

    assert not shown.exception
    assert day_field(shown).value == "31/08/2564"
    assert t("upload.step_save", lang) in said(shown)
    for box in shown.checkbox:
        box.check()
    shown.run().button(key="upload-apply-2021-08-31").click().run()
    assert store.newest_of_each(databases.engine(), EMPTY)["groups"].as_of == date(2021, 8, 31)
    assert kept() == []


def test_answers_and_corrections_are_kept() -> None:
    shown = chosen([broken()])
    box = next(one for one in shown.selectbox if str(one.key).startswith("value-stage"))
    box.select_index(2)
    next(one for one in shown.button if one.label == t("upload.use")).click().run()
    meant = shown.session_state["upload.draft"].mapping.values
    assert "ขั้นที่ไม่มี" in meant["stage"]

    again = go_on(opened())

    assert not again.exception
    draft = again.session_state["upload.draft"]
    assert draft.mapping is not None and draft.mapping.values == meant
    assert draft == shown.session_state["upload.draft"]


def test_it_is_checked_against_what_is_in_force_when_it_goes_on() -> None:
    chosen([csv_file(HEADS, *ROWS)])
    other = chosen([csv_file(HEADS, ROWS[0])])
    day_field(other).set_value("31/08/2564").run()
    for box in other.checkbox:
        box.check()
    other = other.run()
    other.button(key="upload-apply-2021-08-31").click().run()

    shown = go_on(opened())
    day_field(shown).set_value("31/08/2564").run()

    assert not shown.exception
    found = shown.session_state["upload.read"][shown.session_state["upload.draft"].print].found
    assert found.base_upload_id == store.newest_of_each(databases.engine(), EMPTY)["groups"].id
    assert found.diff.counts == {"added": 1, "changed": 0, "removed": 0}


def test_nobody_else_is_offered_it() -> None:
    chosen([csv_file(HEADS, *ROWS)])
    for user in ("admin", "committee", "director"):
        shown = opened(user)
        assert not any(str(one.key).startswith("unfinished") for one in shown.button), user


def test_the_same_tab_goes_on_after_another_page() -> None:
    shown = chosen([csv_file(HEADS, *ROWS, name="กลุ่ม ก.csv")])
    day_field(shown).set_value("31/08/2564").run()
    shown = left_and_back(shown)

    assert not shown.exception
    assert day_field(shown).value == "31/08/2564"
    assert t("unfinished.on", names="กลุ่ม ก.csv") in said(shown).replace("\\", "")
    assert len(kept()) == 1


def left_and_back(shown: AppTest) -> AppTest:
    """The tab after a visit to another page: what widgets held is forgotten, what the session holds is not."""
    back = tab("upload.py", "staff", project=EMPTY)
    for name in ("upload.draft", "upload.parsed", "unfinished.here", "month", "month.kinds", "upload.held"):
        if name in shown.session_state:
            back.session_state[name] = shown.session_state[name]
    back.session_state["upload.held"] = {}
    return back.run()


def test_a_tab_whose_load_another_has_taken_says_so_and_writes_no_more() -> None:
    first = chosen([csv_file(HEADS, *ROWS)])
    second = go_on(opened())
    day_field(second).set_value("31/08/2564").run()

    day_field(first).set_value("30/06/2564").run()
    assert t("unfinished.elsewhere") in [one.value for one in first.warning]
    assert t("upload.step_save") in said(first)  # it can be saved all the same
    day_field(first).set_value("29/06/2564").run()

    assert day_field(go_on(opened())).value == "31/08/2564"
    assert len(kept()) == 1


def test_one_that_was_thrown_away_is_gone() -> None:
    chosen([csv_file(HEADS, *ROWS)])
    shown = opened()
    next(one for one in shown.button if str(one.key).startswith("unfinished-throw-")).click().run()
    assert kept() == [] and t("unfinished.title") not in said(shown)


def test_a_file_that_is_taken_out_of_the_uploader_ends_its_load() -> None:
    shown = chosen([csv_file(HEADS, *ROWS)])
    assert len(kept()) == 1
    shown.file_uploader[0].clear()
    shown = shown.run()
    assert kept() == [] and not shown.exception


def test_another_file_in_its_place_takes_over_its_draft() -> None:
    shown = chosen([csv_file(HEADS, *ROWS, name="ก.csv")])
    (first,) = kept()
    name, data = csv_file(HEADS, ROWS[0], name="ข.csv")
    shown.file_uploader[0].set_value([(name, data, "text/csv")]).run()
    (second,) = kept()
    assert (second.id, second.names) == (first.id, ("ข.csv",))


def test_another_file_beside_a_load_that_goes_on_is_a_load_of_its_own() -> None:
    chosen([csv_file(HEADS, *ROWS, name="ก.csv")])
    shown = go_on(opened())
    name, data = csv_file(HEADS, ROWS[0], name="ข.csv")
    shown.file_uploader[0].set_value([(name, data, "text/csv")]).run()
    assert sorted(one.names for one in kept()) == [("ก.csv",), ("ข.csv",)]


def test_the_same_file_chosen_again_goes_on_with_its_load() -> None:
    file = csv_file(HEADS, *ROWS)
    day_field(chosen([file])).set_value("31/08/2564").run()
    shown = chosen([file])
    assert not shown.exception and day_field(shown).value == "31/08/2564" and len(kept()) == 1
    assert all(one.is_here for one in shown.session_state["upload.draft"].files)


def test_what_needs_the_file_asks_for_it_and_nothing_is_lost() -> None:
    name, data = csv_file([*HEADS, "คำที่ไม่รู้จัก"], [*ROWS[0], "x"], name="ก.csv")
    day_field(chosen([(name, data)])).set_value("31/08/2564").run()
    shown = go_on(opened())
    next(one for one in shown.selectbox if str(one.key) == "map-คำที่ไม่รู้จัก").set_value("next_step")
    shown = next(one for one in shown.button if one.label == t("upload.use")).click().run()
    assert t("unfinished.needs_file") in [one.value for one in shown.info]

    back = shown.button(key="unfinished-as-before").click().run()
    assert not back.exception and day_field(back).value == "31/08/2564"
    back.file_uploader[0].set_value([(name, data, "text/csv")])
    back = back.run()
    assert not back.exception and day_field(back).value == "31/08/2564" and len(kept()) == 1


@pytest.mark.parametrize("lang", ["th", "en"])
def test_while_personal_data_block_nothing_is_written(lang: str) -> None:
    before = on_disk()
    assert citizens_number().encode() not in before
    shown = chosen([csv_file(HEADS, [*ROWS[0][:4], citizens_number()], ROWS[1])], lang=lang)

    assert t("unfinished.personal", lang) in [one.value for one in shown.info]
    assert kept() == []
    assert citizens_number().encode() not in on_disk()

    draft = shown.session_state["upload.draft"]
    shown.session_state["upload.draft"] = with_edit(draft, Cell(2, "หมายเหตุ"), "ไม่มี")
    shown = shown.run()
    assert len(kept()) == 1 and t("unfinished.kept", lang, days=7) in said(shown)
    disk = on_disk()
    assert citizens_number().encode() not in disk and "กลุ่มสอง".encode() in disk


def with_edit(draft: loading.Draft, cell: Cell, text: str) -> loading.Draft:
    return replace(draft, edits={**draft.edits, cell: text})


def test_personal_data_that_come_later_take_the_draft_away() -> None:
    shown = chosen([csv_file(HEADS, *ROWS)])
    assert len(kept()) == 1
    shown.session_state["upload.draft"] = with_edit(
        shown.session_state["upload.draft"], Cell(2, "หมายเหตุ"), citizens_number()
    )
    shown = shown.run()
    assert kept() == [] and t("unfinished.personal") in [one.value for one in shown.info]
    assert citizens_number().encode() not in on_disk()


def test_a_number_typed_for_the_day_is_not_written() -> None:
    shown = chosen([csv_file(HEADS, *ROWS)])
    day_field(shown).set_value(citizens_number()).run()
    assert citizens_number().encode() not in on_disk()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_one_that_is_too_large_is_said(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.screens.unfinished.keeping.MOST_ROWS", 1)
    shown = chosen([csv_file(HEADS, *ROWS)], lang=lang)
    assert t("unfinished.large", lang, rows="1") in [one.value for one in shown.info] and kept() == []


@pytest.mark.parametrize("lang", ["th", "en"])
def test_one_too_many_is_said(lang: str) -> None:
    for count in range(drafts.KEPT_EACH):
        given = Writing(f"p{count}", ["x.csv"], ["groups"], "{}", "[]")
        drafts.begin(databases.engine(), CODE, given, holder="x", actor=staff("staff"), now=door.utc_now())
    shown = chosen([csv_file(HEADS, *ROWS)], lang=lang)
    assert t("unfinished.many", lang, n=drafts.KEPT_EACH) in [one.value for one in shown.info] and kept() == []


def test_one_of_another_version_is_said_and_stays() -> None:
    given = Writing("p", ["x.csv"], ["groups"], "{}", '[{"Other":{}}]')
    drafts.begin(databases.engine(), EMPTY, given, holder="x", actor=staff("staff"), now=door.utc_now())
    shown = go_on(opened())
    assert not shown.exception and t("unfinished.version") in [one.value for one in shown.warning]
    assert len(kept()) == 1


def test_a_month_goes_on_with_all_its_parts() -> None:
    files = [sample("2021-07-31", kind) for kind in ("groups", "products", "spending")]
    shown = chosen(files)
    field = day_field(shown, "month-day-all")
    field.set_value("31/07/2564").run()
    next(box for box in shown.checkbox if str(box.key).startswith("month-with-products")).uncheck().run()
    (one,) = kept()
    assert one.kinds == ("groups", "products", "spending")

    again = go_on(opened())

    assert not again.exception
    assert day_field(again, "month-day-all").value == "31/07/2564"
    assert [box.value for box in again.checkbox if str(box.key).startswith("month-with")] == [True, False, True]
    month = again.session_state["month"]
    assert set(month.drafts) == {"groups", "products", "spending"}
    for box in again.checkbox:
        if str(box.key).startswith(("tick-", "accept-")):
            box.check()
    again = again.run()
    next(one for one in again.button if str(one.key).startswith("month-save")).click().run()
    assert set(store.newest_of_each(databases.engine(), EMPTY)) >= {"groups", "spending"}
    assert kept() == []


def test_a_month_with_personal_data_in_one_file_is_not_kept() -> None:
    name, data = csv_file(HEADS, [*ROWS[0][:4], citizens_number()], name="groups.csv")
    shown = chosen([(name, data), sample("2021-07-31", "spending")])
    assert t("unfinished.personal") in [one.value for one in shown.info]
    assert kept() == [] and citizens_number().encode() not in on_disk()


def test_keeping_a_load_is_no_change_of_the_data() -> None:
    shown = opened()
    before = generation.current(databases.engine())
    name, data = csv_file(HEADS, *ROWS)
    shown.file_uploader[0].set_value([(name, data, "text/csv")]).run()
    day_field(shown).set_value("31/08/2564").run()
    assert len(kept()) == 1 and generation.current(databases.engine()) == before


def test_no_session_holds_the_bytes_of_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UploadedFile, "__deepcopy__", lambda file, _memo: file, raising=False)  # as at the start
    name, data = sample(AUGUST, "spending")
    mark = b"\xef\xbb\xbf" + data.lstrip(b"\xef\xbb\xbf") + b"\n" * 5_000
    size = len(mark)
    shown = page("upload.py", "staff", project=CODE)
    shown.session_state["upload-kind"] = "spending"
    shown.run()
    shown.file_uploader[0].set_value([(name, mark, "text/csv")])
    shown = shown.run()
    shown.file_uploader[0]._files = []
    del mark
    held = [one for one in gc.get_objects() if isinstance(one, Held)]
    assert held and all(not isinstance(one.place, bytes) for one in held)
    assert [len(one.getvalue()) for one in shown.session_state["upload-files-0"]] == [0]
    (own,) = [one for one in held if one.size == size]
    assert len(own.file()[1]) == size


def test_a_file_is_held_once_and_read_when_it_is_asked_for() -> None:
    one = hold("ก.csv", b"abc")
    assert one.file() == ("ก.csv", b"abc") and hold("", b"").file() == ("", b"")
    with pytest.raises(FileGone):
        Held(one.name, one.sha256, one.size).file()
