"""A card names the day of its plan where that is another one than the day on show."""

from pathlib import Path

import pytest

from tests.support.pages import page, said

ON_15_JULY = {"th": ("(แผน ณ 30 มิ.ย. 64: 12)", "(แผน ณ 30 มิ.ย. 64: 29.60)"),
              "en": ("(plan as of 30 Jun 2021: 12)", "(plan as of 30 Jun 2021: 29.60)")}  # fmt: skip


@pytest.mark.parametrize("lang", ["th", "en"])
def test_between_month_ends_both_cards_name_the_plan_s_day(home: Path, lang: str) -> None:
    shown = said(page("overview.py", "director", as_of="2021-07-15", lang=lang)).replace("\\", "")

    for part in ON_15_JULY[lang]:
        assert part in shown


def test_on_a_month_end_the_plan_is_of_the_day_on_show(home: Path) -> None:
    shown = said(page("overview.py", "director")).replace("\\", "")

    assert "(แผน 12)" in shown
    assert "แผน ณ" not in shown
