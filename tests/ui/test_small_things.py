"""Small things that a reader stumbles over: an unknown with a unit, a form that promises data, a card left alone."""

import io
from pathlib import Path

import openpyxl
import pytest

from tests.support.pages import page
from tests.support.papers import DAYS, material
from tests.support.said import LANGS
from ui.reports.workbook import book as workbook
from ui.screens.budget import money
from ui.text.words import t, whole
from ui.widgets import tables


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", ["amount.satang", "amount.groups"])
def test_an_unknown_has_no_unit(key: str, lang: str) -> None:
    assert t(key, lang, n="–") == "–"
    assert t(key, lang, n="1") != "1"


def test_a_dash_between_numbers_and_one_inside_a_sentence_keep_what_they_are() -> None:
    assert t("paper.plan_satang", "th", n="–") == "แผน –"
    assert t("history.chosen", "th", kind="แผน", set=1, day="1 – 3 กลุ่ม") == "แผน ชุดที่ 1 ข้อมูล ณ 1 – 3 กลุ่ม"


def test_the_form_of_an_empty_project_promises_no_data(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = page("upload.py", "staff")
    monkeypatch.setenv("OTOP_PROJECT", "phetchaburi-2564")
    empty = page("upload.py", "staff")

    def labels(shown: object) -> list[str]:
        return [button.proto.label for button in shown.get("link_button")]  # type: ignore[attr-defined]

    assert t("upload.template") in labels(filled) and t("upload.template_blank") not in labels(filled)
    assert t("upload.template_blank") in labels(empty) and t("upload.template") not in labels(empty)


@pytest.mark.parametrize("cards", range(4, 12))
def test_no_card_is_left_alone_in_a_row(cards: int) -> None:
    assert cards % money._columns(cards) != 1


@pytest.mark.parametrize("lang", LANGS)
def test_names_of_the_workbook_say_the_unit_of_their_cells(lang: str, home: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(material(DAYS[2], lang))))
    names = set(book.defined_names)

    assert "F_disbursed_baht" in names and not [name for name in names if "satang" in name]
    formulas = [
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    assert formulas and not [formula for formula in formulas if "satang" in formula]


def test_a_column_is_as_wide_as_its_longest_text_where_the_browser_would_cut_it() -> None:
    short, long = ["อาหาร"] * 12, "ของใช้ ของตกแต่ง ของที่ระลึก"
    late, early = [*short[:10], long, "อาหาร"], [long] * 4 + short[:8]
    outlier = [long, *short[:11]]
    widths = tables.cut_short({"late": late, "early": early, "outlier": outlier, "n": range(12), "short": short})

    assert set(widths) == {"late", "outlier"}
    assert all(200 < width < 300 for width in widths.values())
    assert tables.cut_short({"x": [*short[:10], long * 9, "-"]}) == {"x": 420}
    assert tables.cut_short({"x": []}) == {}


def test_a_title_of_little_room_keeps_its_compounds_whole() -> None:
    title = whole(t("figure.used_satang.label"))
    assert "ก่อ\u2060หนี้" in title and "เบิก\u2060จ่าย" in title
    assert title.replace("\u2060", "") == t("figure.used_satang.label")
    assert whole(t("figure.used_satang.label", "en")) == t("figure.used_satang.label", "en")


@pytest.mark.parametrize("key", ["budget.ledger_rows", "budget.opened", "upload.counts", "upload.read"])
def test_one_row_is_not_called_rows(key: str) -> None:
    assert "1 rows" not in t(key, "en", rows=1, sum="5.00", name="x", a=1, c=1, r=1, enc="x")
