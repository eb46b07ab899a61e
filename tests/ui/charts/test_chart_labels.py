"""Long names in charts: whole, over lines that break where Thai may be broken, in every chart that names rows."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from core.analysis.breakdowns.of_products import category_standards
from core.model.choices import CATEGORIES
from tests.support.views import MIXED
from ui.charts import frames
from ui.charts.named import ROWS, height_of
from ui.charts.specs import compiled, every
from ui.text.labels import NEWLINE, lines

LONG = (
    "ค่าตอบแทนวิทยากรภายนอกสำหรับการประชุมเชิงปฏิบัติการพัฒนาศักยภาพผู้ประกอบการ",
    "ค่าใช้จ่ายในการสัมมนาและฝึกอบรม (ค่าอาหาร ค่าที่พัก ค่าพาหนะ)",
    "Training and seminars, travel of resource persons, rooms and meals",
    "น้ำพริกเผากุ้งเคยสูตรดั้งเดิมบ้านแหลมตราดอกตาลรสเผ็ดน้อยพิเศษ",
    "x" * 200,
)


@pytest.mark.parametrize("most", [14, 36])
@pytest.mark.parametrize("name", LONG)
def test_a_long_name_keeps_every_letter_and_no_mark_is_torn_off(name: str, most: int) -> None:
    found = lines(name, most).split(NEWLINE)

    assert "".join("".join(found).split()) == "".join(name.split())
    assert len(found) > 1
    for line in found:
        assert sum(unicodedata.category(letter) != "Mn" for letter in line) <= most
        assert unicodedata.category(line[0]) != "Mn" and line[0] not in "ะาำๆฯ" and line[-1] not in "เแโใไ"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("สมุนไพรที่ไม่ใช่อาหาร", "สมุนไพร\nที่ไม่ใช่อาหาร"),
        ("ของใช้ ของตกแต่ง ของที่ระลึก", "ของใช้ ของตกแต่ง\nของที่ระลึก"),
        ("เครื่องดื่ม", "เครื่องดื่ม"),
        ("Phra Nakhon Si Ayutthaya", "Phra Nakhon Si\nAyutthaya"),
        ("", ""),
    ],
)
def test_a_name_breaks_where_a_reader_would(name: str, expected: str) -> None:
    assert lines(name, 14) == expected


def _limits(part: Any) -> Iterator[int]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key in ("labelLimit", "limit"))
        for value in part.values():
            yield from _limits(value)
    elif isinstance(part, list):
        for value in part:
            yield from _limits(value)


@pytest.mark.parametrize("name", every())
def test_no_chart_cuts_a_name(name: str) -> None:
    assert set(_limits(compiled(name))) <= {0}


def test_rows_get_the_height_that_their_names_need() -> None:
    line = {
        "expense_line": LONG[0],
        "side": "chosen",
        "disbursed_satang": 1,
        "outstanding_satang": 2,
        "remaining_satang": 3,
    }
    short = line | {"expense_line": "ค่าเช่า"}
    one, two = frames.expense_lines([short], "th"), frames.expense_lines([line, short], "th")

    assert {row["lines"].replace(NEWLINE, "") for row in two} == {LONG[0], "ค่าเช่า"}
    first, second = height_of("expense_lines", one), height_of("expense_lines", two)
    assert first is not None and second is not None and second > 2 * first - 36
    assert height_of("waterfall", []) is None
    assert set(ROWS) <= set(every())


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_category_is_written_whole(lang: str) -> None:
    drawn = frames.matrix(category_standards(MIXED), lang)
    whole = {row["lines"].replace("|", "").replace(" ", "") for row in drawn}
    names = {choice.name.get(lang).replace(" ", "") for choice in CATEGORIES}
    assert whole <= names and len(whole) == 3


def test_no_category_of_the_matrix_loses_its_name_on_a_phone() -> None:
    cell = compiled("matrix")["layer"][0]["encoding"]
    assert cell["y"]["axis"]["labelOverlap"] is False and cell["x"]["axis"]["labelOverlap"] is False
