"""Files of several kinds chosen at once: recognised, read with each other, saved and taken back as one."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from core.model.kinds import KINDS, Kind
from db import engine as databases
from db.snapshots import store, together
from db.snapshots.uploads import UploadInfo
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.intakes import csv_file, sample, sample_rows
from tests.support.pages import page, said
from tests.support.uploads import group, put
from ui.screens import past
from ui.screens.month import parts
from ui.text.words import t

EMPTY = "phetchaburi-2564"
JUNE, JULY = "2021-06-30", "2021-07-31"
MONTHLY = tuple(kind for kind in KINDS if not KINDS[kind].planned)


def files_of(day: str, *kinds: Kind) -> list[tuple[str, bytes]]:
    return [sample(day, kind) for kind in kinds or MONTHLY]


def chosen(files: list[tuple[str, bytes]], lang: str = "th") -> AppTest:
    shown = page("upload.py", "staff", project=EMPTY, lang=lang)
    shown.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files])
    return shown.run()


def in_force() -> dict[Kind, UploadInfo]:
    return dict(store.newest_of_each(databases.engine(), EMPTY))


def save_button(shown: AppTest) -> AppTest:
    return next(one for one in shown.button if str(one.key).startswith("month-save"))


def ticked(shown: AppTest) -> AppTest:
    """With every tick set, and the newest day of those offered where none stands there."""
    field = next(one for one in shown.text_input if str(one.key).startswith("month-day-all"))
    if not field.value:
        shown = next(one for one in shown.button if str(one.key).startswith("month-day-all")).click().run()
    for box in shown.checkbox:
        if str(box.key).startswith(("tick-", "accept-")):
            box.check()
    return shown.run()


@pytest.fixture
def clean(home: Path) -> None:
    """The project with nothing in force."""
    for one in in_force().values():
        store.withdraw(databases.engine(), one.id, actor=staff("staff"), reason="x", now=NOW)
        clean_again = in_force().get(one.kind)
        while clean_again is not None:
            store.withdraw(databases.engine(), clean_again.id, actor=staff("staff"), reason="x", now=NOW)
            clean_again = in_force().get(one.kind)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_four_files_are_recognised_dated_and_saved_by_one_press(lang: str, clean: None) -> None:
    shown = chosen(files_of(JULY), lang)

    assert not shown.exception
    text = said(shown)
    assert all(KINDS[kind].name.get(lang) in text for kind in MONTHLY)
    shown = ticked(shown)
    button = save_button(shown)
    assert (button.label, button.disabled) == (t("drop.save", lang, k=4), False)
    shown = button.click().run()

    assert not shown.exception
    found = in_force()
    assert set(found) == set(MONTHLY) and {one.as_of for one in found.values()} == {date(2021, 7, 31)}
    assert len(together.batch_of(databases.engine(), found["groups"].id)) == 4
    assert t("drop.done", lang, k=4) in said(shown)


def test_one_undo_brings_all_back_and_names_what_was_gone(clean: None) -> None:
    chosen_before = ticked(chosen(files_of(JUNE)))
    save_button(chosen_before).click().run()
    before = {kind: one.id for kind, one in in_force().items()}
    shown = save_button(ticked(chosen(files_of(JULY)))).click().run()
    stored = in_force()
    store.withdraw(databases.engine(), stored["products"].id, actor=staff("staff"), reason="x", now=NOW)

    shown = shown.run()
    shown.button(key="month-undo").click().run()

    assert {kind: one.id for kind, one in in_force().items()} == before
    told = "\n".join(str(one.value) for one in shown.warning)
    assert KINDS["products"].name.get("th") in told and t("drop.undone", k=3) in told


def test_products_of_a_group_that_comes_with_them_are_known(clean: None) -> None:
    shown = ticked(chosen(files_of(JULY, "groups", "products")))
    assert not shown.exception
    assert not any("unknown_group" in str(one.value) for one in shown.warning)
    save_button(shown).click().run()
    counted = in_force()["products"].counts["warnings"]
    assert "unknown_group" not in counted and "no_groups_yet" not in counted


def test_a_file_in_force_already_is_no_part_of_it(clean: None) -> None:
    save_button(ticked(chosen(files_of(JULY, "groups", "products")))).click().run()
    first = in_force()["groups"]

    shown = ticked(chosen(files_of(JULY, "groups", "spending")))

    assert t("drop.known", set=first.seq) in said(shown)
    assert save_button(shown).label == t("drop.save", k=1)
    save_button(shown).click().run()
    assert in_force()["groups"].id == first.id and "spending" in in_force()


def test_what_must_be_fixed_holds_all_up_until_it_is_left_out(clean: None) -> None:
    name, data = sample(JULY, "groups")
    broken = data.decode("utf-8-sig").replace("G01", "", 1).encode()
    shown = ticked(chosen([(name, broken), *files_of(JULY, "spending")]))

    assert save_button(shown).disabled
    assert t("upload.blocking", k=1) in said(shown)
    next(box for box in shown.checkbox if str(box.key).startswith("month-with-groups")).uncheck()
    shown = ticked(shown)
    assert (save_button(shown).label, save_button(shown).disabled) == (t("drop.save", k=1), False)
    save_button(shown).click().run()
    assert set(in_force()) == {"spending"}


def test_one_of_them_is_looked_at_by_itself_and_its_choices_stay(clean: None) -> None:
    name, data = sample(JULY, "groups")
    broken = data.decode("utf-8-sig").replace("G01", "", 1).encode()
    shown = chosen([(name, broken), *files_of(JULY, "spending")])

    shown.button(key="month-open-groups").click().run()
    assert not shown.exception and t("upload.step_fix") in said(shown)
    assert not any(str(one.key).startswith("month-save") for one in shown.button)
    shown.button(key="month-back").click().run()
    assert not shown.exception and t("upload.blocking", k=1) in said(shown)


def test_one_workbook_with_a_sheet_for_each_kind_is_a_month(clean: None) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, kind in enumerate(MONTHLY):
        sheet = book.create_sheet(f"แผ่น {place}")
        for row in csv.reader(io.StringIO(sample(JULY, kind)[1].decode("utf-8-sig"))):
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)

    shown = save_button(ticked(chosen([("เดือน.xlsx", content.getvalue())]))).click().run()

    assert not shown.exception
    rows = {kind: store.rows_of_upload(databases.engine(), one.id)[0] for kind, one in in_force().items()}
    assert {kind: len(found) for kind, found in rows.items()} == {
        kind: len(sample_rows(JULY, kind)) for kind in MONTHLY
    }


def test_a_save_that_somebody_overtook_is_refused_whole_and_named(clean: None) -> None:
    shown, other = ticked(chosen(files_of(JULY))), ticked(chosen(files_of(JULY, "groups", "spending")))
    save_button(other).click().run()
    first = {kind: one.id for kind, one in in_force().items()}

    shown = save_button(shown).click().run()

    assert not shown.exception
    assert {kind: one.id for kind, one in in_force().items()} == first
    assert save_button(ticked(shown)).label == t("drop.save", k=2)  # the two that are not in force yet


def test_a_file_of_no_kind_is_named(clean: None) -> None:
    shown = chosen(
        [*files_of(JULY, "groups", "spending"), csv_file(["เดือน", "ยอดขาย"], ["มกราคม", "5"], name="ยอดขาย ป")]
    )
    assert any("ยอดขาย ป" in str(one.value) for one in shown.warning)


def test_a_text_by_itself_is_opened_once_alone(clean: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(parts, "recognised", lambda given, *_: asked.append(given) or [{} for _ in given])
    chosen(files_of(JULY, "groups"))
    assert asked == []
    chosen(files_of(JULY, "groups", "products"))
    assert len(asked) == 1


def test_files_of_one_kind_are_no_month(clean: None) -> None:
    shown = chosen(files_of(JULY, "groups"))
    assert not any(str(one.key).startswith("month-") for one in shown.button)
    assert t("upload.step_read") in said(shown)


def test_the_checklist_says_what_is_loaded_and_what_is_missing(clean: None) -> None:
    assert t("drop.never") not in said(page("upload.py", "staff", project=EMPTY))
    save_button(ticked(chosen(files_of(JUNE)))).click().run()
    save_button(ticked(chosen(files_of(JULY, "groups", "spending")))).click().run()
    text = said(page("upload.py", "staff", project=EMPTY))
    products = KINDS["products"].name.get("th")
    assert f"**{products}** · " + t("drop.missing", day="30 มิ.ย. 64") in text
    assert f"**{KINDS['plan'].name.get('th')}** · {t('drop.never')}" in text
    assert in_force()["groups"].by in text


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_history_says_what_came_together_and_takes_it_back(
    lang: str, clean: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_button(ticked(chosen(files_of(JUNE)))).click().run()
    before = {kind: one.id for kind, one in in_force().items()}
    save_button(ticked(chosen(files_of(JULY)))).click().run()
    stored = in_force()
    store.withdraw(databases.engine(), stored["products"].id, actor=staff("staff"), reason="x", now=NOW)
    others = {kind: one for kind, one in stored.items() if kind != "groups"}
    named = {
        kind: t("history.set_of_kind", lang, kind=KINDS[kind].name.get(lang), set=one.seq)
        for kind, one in others.items()
    }
    places = [one.id for one in store.history(databases.engine(), EMPTY)]
    monkeypatch.setattr(past.tables, "pick", lambda *_, **__: [places.index(stored["groups"].id)])

    shown = page("history.py", "staff", project=EMPTY, lang=lang)

    assert not shown.exception
    assert all(one in said(shown) for one in named.values()) and t("history.withdrawn", lang) in said(shown)
    (box,) = [one for one in shown.checkbox if str(one.key).startswith("history-together")]
    assert named["spending"] in box.label and named["products"] not in box.label  # that one was taken back before
    box.check()
    shown.text_input[0].set_value("ผิดเดือน")
    shown = shown.button[-1].click().run()

    told = "\n".join(one.value for one in shown.success).replace("\\", "")
    assert t("drop.undone", lang, k=3) in told and all(name in told for name in named.values())
    assert {kind: one.id for kind, one in in_force().items()} == before


def test_without_the_tick_one_set_alone_is_taken_back(clean: None, monkeypatch: pytest.MonkeyPatch) -> None:
    save_button(ticked(chosen(files_of(JULY)))).click().run()
    stored = in_force()
    places = [one.id for one in store.history(databases.engine(), EMPTY)]
    monkeypatch.setattr(past.tables, "pick", lambda *_, **__: [places.index(stored["groups"].id)])

    shown = page("history.py", "staff", project=EMPTY)
    shown.text_input[0].set_value("ผิดไฟล์")
    shown.button[-1].click().run()

    assert set(in_force()) == set(MONTHLY) - {"groups"}


def test_a_set_stored_alone_says_nothing_of_others(clean: None, monkeypatch: pytest.MonkeyPatch) -> None:
    put(databases.engine(), "groups", [group("G01")], date(2021, 7, 30))
    monkeypatch.setattr(past.tables, "pick", lambda *_, **__: [0])
    shown = page("history.py", "staff", project=EMPTY)
    assert not [one for one in shown.checkbox if str(one.key).startswith("history-together")]
    assert t("history.fellows") not in said(shown)
