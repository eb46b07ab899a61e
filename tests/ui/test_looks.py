"""What a grey print keeps apart, and how rows and changes are written."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from core.figures.verdict import Verdict
from core.text import Message
from tests.support.said import CODES
from ui.charts import palette
from ui.charts.specs import LEGENDS, every
from ui.widgets import cards


def grey(colour: str) -> float:
    """How light a colour prints without colour, 0 to 255."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_neighbours_in_a_bar_are_told_apart_in_grey() -> None:
    shades = [grey(colour) for colour, _ in LEGENDS["expense_lines"].values()]

    assert all(abs(a - b) >= 30 for a, b in pairwise(shades)), shades


@pytest.mark.parametrize("chart", ["groups_burn", "money_burn"])
def test_no_two_lines_have_one_dash(chart: str) -> None:
    marks = [mark for _, mark in LEGENDS[chart].values()]

    assert len(set(marks)) == len(marks)


def test_letters_stand_out_on_what_they_stand_on() -> None:
    assert grey(palette.FULL) - grey(palette.TEXT_DARK) > 100


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((2, 3, 4, 7), "2–4, 7"), ((9,), "9"), ((), ""), (tuple(range(2, 100, 2)), None)],
)
def test_rows_are_named_in_runs(numbers: tuple[int, ...], said: str | None) -> None:
    shown = cards.spans(numbers)

    assert shown == said if said is not None else shown.startswith("2, 4, 6") and shown.endswith(" …")


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (Decimal("12.50"), "(เพิ่มร้อยละ 12.50)"),
        (Decimal("-10.00"), "(ลดร้อยละ 10.00)"),
        (Decimal("0.00"), "(เท่าเดิม)"),
        (None, "(ก่อนเข้าโครงการไม่มียอดขาย จึงไม่คิดร้อยละ)"),
    ],
)
def test_a_change_of_sales_is_said_in_words(percent: Decimal | None, said: str) -> None:
    from ui.screens import product_list
    from ui.text.words import t

    class Speaker:
        def say(self, key: str, **params: object) -> str:
            return t(key, "th", **params)

    assert product_list.change(Speaker(), percent) == said  # type: ignore[arg-type]


def test_papers_know_every_mark_of_the_screens() -> None:

    from ui.reports.print import typeset
    from ui.reports.slides import native_charts

    marks = {mark for marks in LEGENDS.values() for _, mark in marks.values()} - {"line", "bar"}
    template = (typeset.FOLDER / "pack.typ").read_text(encoding="utf-8")

    assert marks <= set(native_charts.DASHES)
    assert all(f'mark == "{mark}"' in template for mark in marks)


def test_only_a_verdict_on_plan_and_on_the_curve_has_the_green_tick() -> None:
    green = {code for code in CODES if cards.look(Verdict(code, Message("")))[0] == "success"}

    assert green == {"on_course"}
    assert cards.look(Verdict("below_cabinet_on_plan", Message("")))[0] == "info"


def test_what_wants_a_second_reading_is_amber() -> None:
    below = cards.look(Verdict("below_cabinet_on_plan", Message(""), within_tolerance=True))
    waiting = cards.look(Verdict("on_course", Message(""), waiting=True))

    assert (below[0], waiting[0]) == ("warning", "warning")
    assert "check_circle" not in below[1] + waiting[1]


@pytest.mark.parametrize("name", list(every()))
def test_a_chart_for_a_room_is_the_same_chart_in_larger_letters(name: str) -> None:
    from ui.charts import larger
    from ui.charts.specs import compiled

    def sizes(part: Any, key: str = "") -> list[float]:
        if isinstance(part, dict):
            return [n for k, v in part.items() for n in sizes(v, k)]
        if isinstance(part, list):
            return [n for v in part for n in sizes(v)]
        return [part] if key.endswith("ontSize") else []

    def without_numbers(part: Any) -> Any:
        if isinstance(part, dict):
            return {k: without_numbers(v) for k, v in part.items()}
        if isinstance(part, list):
            return [without_numbers(v) for v in part]
        if isinstance(part, str):
            return re.sub("[0-9.]+$", "", part)
        return 0 if isinstance(part, int | float) and not isinstance(part, bool) else part

    desk, room = compiled(name), larger.for_a_room(name)

    assert sizes(desk) and sizes(room) == [round(size * larger.BY, 2) for size in sizes(desk)]
    assert without_numbers(desk) == without_numbers(room)
