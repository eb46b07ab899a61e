"""What charts are fed: the first plan stays beside a revised one, and no plan beside a part."""

from datetime import date

import pytest

from ui import frames

DAY = date(2021, 6, 30)
GROUPS = [{"day": DAY, "series": name, "groups": n} for n, name in enumerate(("registered", "plan", "first_plan"), 9)]
MONEY = [
    {"day": DAY, "series": name, "satang": 100, "side": "chosen", "code": "recurrent"}
    for name in ("disbursed", "used", "plan", "first_plan", "cabinet")
]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_revised_plan_stands_beside_the_first_one(lang: str) -> None:
    drawn = frames.groups_burn(GROUPS, lang)
    assert [(row["series"], row["label"]) for row in drawn] == [("registered", "9"), ("plan", "10"), ("first_plan", "")]
    assert [row["series"] for row in frames.money_burn(MONEY, lang)] == [row["series"] for row in MONEY]


def test_a_part_is_drawn_against_no_plan() -> None:
    assert [row["series"] for row in frames.groups_burn(GROUPS, "th", whole=False)] == ["registered"]
    assert [row["series"] for row in frames.money_burn(MONEY, "th", whole=False)] == ["disbursed", "used"]
