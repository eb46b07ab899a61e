"""Remarks on the pages: written by who judges the figures, beside what they are about, in the pack, taken back."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.figures import FIGURES
from core.model import Actor
from core.text import PERSON_MASK
from db import engine as databases
from db.notebook import remarks
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from db.tables import Note
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.names import GO
from tests.support.pages import page, said
from ui.reports import material
from ui.reports.material import Order, gather
from ui.reports.print import pack
from ui.reports.writing import Writing
from ui.text.words import t

JULY = date(2021, 7, 31)


def write(role: str, text: str, **query: str) -> AppTest:
    """Through the form that a link opens."""
    shown = page("resolutions.py", role, **query)
    (box,) = [one for one in shown.text_area if one.label == t("lesson_part.remark")]
    box.set_value(text)
    (button,) = [one for one in shown.button if one.label == t("remarks.save")]
    return button.click().run()


def remark(about: str, subject: str, text: str = "ขอเหตุผล") -> int:
    return remarks.write(
        databases.engine(), SAMPLE_PROJECT, about, subject, text, as_of=JULY,  # type: ignore[arg-type]
        actor=Actor("committee", "committee"), now=NOW,
    )  # fmt: skip


def told() -> list[dict[str, object]]:
    order = Order(SAMPLE_PROJECT, Writing("th", "arabic"), NOW, JULY)
    return list(pack.content(gather(databases.engine(), order))["remarks"])


@pytest.mark.parametrize("role", ["director", "committee", "staff"])
def test_who_judges_the_figures_writes_one_by_the_link_of_what_it_is_about(home: Path, role: str) -> None:
    shown = write(role, f"ถามโดย {role}", on="group:G07")

    assert t("remarks.saved") in [one.value for one in shown.success]
    newest = remarks.listed(databases.engine(), SAMPLE_PROJECT, about="group", subject="G07")[0]
    assert (newest.text, newest.role) == (f"ถามโดย {role}", role)
    assert f"ถามโดย {role}" in said(page("resolutions.py", "director", on="group:G07"))


def test_who_keeps_users_reads_them_and_has_no_form(home: Path) -> None:
    remark("agenda", "4.1", "ขอเลื่อนวาระ")
    shown = page("resolutions.py", "admin")

    assert "ขอเลื่อนวาระ" in said(shown)
    assert t("remarks.item", item="4.1").replace(".", "\\.") in said(shown)
    assert not [one for one in shown.text_area if one.label == t("lesson_part.remark")]


def test_it_stands_beside_the_group_the_figure_and_the_set(home: Path) -> None:
    upload = store.newest_of_each(databases.engine(), SAMPLE_PROJECT)["spending"]
    remark("group", "G03", "เอกสารครบหรือยัง")
    remark("figure", "disbursed_satang", "ต่ำกว่าแผนเพราะอะไร")
    remark("upload", str(upload.id), "ที่มาของชุดนี้")

    assert "เอกสารครบหรือยัง" in said(page("groups.py", "director", group="G03"))
    shown = page("resolutions.py", "director", on="figure:disbursed_satang")
    assert "ต่ำกว่าแผนเพราะอะไร" in said(shown)
    assert "เอกสารครบหรือยัง" not in said(shown)
    assert t(FIGURES["disbursed_satang"].key("label")) in said(shown)
    assert t("remarks.set", kind="การใช้จ่าย", set=upload.seq).split()[-1] in said(page("resolutions.py", "staff"))


def test_the_pack_prints_those_since_the_last_meeting_without_a_name(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remark("agenda", "5", f"ถาม {GO[0]}")

    parts = [part for one in told() for part in one["parts"]]  # type: ignore[attr-defined]
    assert any(role == t("role.committee") and text.startswith(f"ถาม {PERSON_MASK}") for role, text in parts)
    many = [remark("agenda", "6", f"ข้อ {number}") for number in range(pack.MOST_REMARKS + 3)]
    assert len(told()) == pack.MOST_REMARKS + 1
    assert "และอีก" in str(told()[-1]["title"])
    for number in many:
        remarks.take_back(databases.engine(), number, reason="ทดลอง", actor=staff(), now=NOW)

    later = Note(project=SAMPLE_PROJECT, kind="meeting", subject="", text="ประชุม", on_date=date(2100, 1, 1))
    monkeypatch.setattr(material.meetings, "before", lambda *_: [later])
    assert told() == [], "what was written before the last meeting was told then"


def test_its_writer_takes_it_back_with_a_reason_and_others_have_no_press_for_it(home: Path) -> None:
    number = remark("agenda", "7", "ขอแก้ข้อสี่")

    def press(role: str, reason: str) -> AppTest:
        shown = page("resolutions.py", role)
        shown.session_state[f"remark-back-{number}"] = True
        shown = shown.run()
        (box,) = [one for one in shown.text_input if one.label == t("remarks.reason")]
        box.set_value(reason)
        (button,) = [one for one in shown.button if one.label == t("remarks.take_back")]
        return button.click().run()

    others = page("resolutions.py", "director")
    assert "ขอแก้ข้อสี่" in said(others)
    assert f"remark-back-{number}" not in others.session_state
    assert f"remark-back-{number}" in page("resolutions.py", "staff").session_state
    refused = press("committee", "")
    assert any("ยังว่าง" in one.value for one in refused.warning)
    assert "ขอแก้ข้อสี่" not in said(press("committee", "พิมพ์ผิด"))
    assert remarks.listed(databases.engine(), SAMPLE_PROJECT, about="agenda", subject="7") == ()


def test_a_link_about_nothing_known_shows_the_form_and_all(home: Path) -> None:
    for on in ("x", "row:1", "group:", "figure:nothing"):
        assert not page("resolutions.py", "staff", on=on).exception
