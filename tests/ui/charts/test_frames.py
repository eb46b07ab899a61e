"""What charts are fed: the first plan stays beside a revised one, and no plan beside a part."""

from datetime import date

import pytest

from core.figures.catalogue import FIGURES
from core.text import Text
from ui.charts import frames
from ui.text.words import t

DAY = date(2021, 6, 30)
GROUPS = [{"day": DAY, "series": name, "groups": n} for n, name in enumerate(("registered", "plan", "first_plan"), 9)]
MONEY = [
    {"day": DAY, "series": name, "satang": 100, "side": "chosen", "code": "recurrent"}
    for name in ("disbursed", "used", "plan", "first_plan", "cabinet")
]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_revised_plan_stands_beside_the_first_one(lang: str) -> None:
    drawn = frames.groups_burn(GROUPS, lang)
    shown = [(row["series"], row["label"] if row["last"] else "") for row in drawn]
    assert shown == [("registered", "9"), ("plan", "10"), ("first_plan", "")]
    assert [row["series"] for row in frames.money_burn(MONEY, lang)] == [row["series"] for row in MONEY]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_what_a_chart_draws_of_a_figure_has_the_name_of_the_figure(lang: str) -> None:
    drawn = [*frames.groups_burn(GROUPS, lang), *frames.money_burn(MONEY, lang)]
    bars = [{"bar": bar, "satang": 1, "start_satang": 0, "end_satang": 1} for bar in ("budget", "outstanding")]

    names = {row["series"]: row["name"] for row in drawn} | {
        row["id"]: row["name"] for row in frames.waterfall(bars, lang)
    }
    for series, figure in {
        "registered": "registered_groups",
        "disbursed": "disbursed_satang",
        "used": "used_satang",
        "budget": "budget_satang",
        "outstanding": "outstanding_satang",
    }.items():
        assert names[series] == t(FIGURES[figure].key("label"), lang)
    assert {"th": "เทียบเคียง", "en": "reference"}[lang] in names["cabinet"]  # it is for comparison, and says so


def test_a_part_is_drawn_against_no_plan() -> None:
    assert [row["series"] for row in frames.groups_burn(GROUPS, "th", whole=False)] == ["registered"]
    assert [row["series"] for row in frames.money_burn(MONEY, "th", whole=False)] == ["disbursed", "used"]


def test_a_cell_of_the_matrix_tells_certified_and_on_the_way_apart() -> None:
    counts = {"category": "food", "name": Text.both("อาหาร", "Food"), "of": 29}
    rows = [
        counts | {"standard": "fda", "products": 1, "in_progress": 12},
        counts | {"standard": "gi", "products": 2, "in_progress": 0},
        counts | {"standard": None, "products": 28, "in_progress": 12},
    ]

    drawn = frames.matrix(rows, "th")

    assert [(row["standard"], row["label"], row["held"], row["none"]) for row in drawn] == [
        ("อย.", "1 (+12)", 1, False),
        ("GI", "2", 2, False),  # its Thai name is wider than a phone's column
        ("ยังไม่ได้รับรอง", "28", 0, True),
    ]
    assert [row["tip"] for row in drawn] == [
        "อย. · 1/29 · ยื่นแล้ว 12",
        "สิ่งบ่งชี้ทางภูมิศาสตร์ · 2/29",
        "ยังไม่ได้รับรอง · 28/29 · ยื่นแล้ว 12",
    ]
