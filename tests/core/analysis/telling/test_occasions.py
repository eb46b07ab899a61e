"""What there is to tell of a project on a day that is handed in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.analysis.telling.occasions import OCCASIONS, OF_NO_PROJECT, SCHEDULED, WITHOUT_FIGURES, arisen
from core.figures import compute
from core.model.project.model import Window
from core.text import Text
from tests.support.views import PROJECT, d, entry, group, view

WINDOW = Window(date(2021, 6, 1), date(2021, 6, 30), None, Text.plain("-"))
OURS = replace(PROJECT, windows=(WINDOW,))
DATA = view(
    "2021-05-31", project=OURS, groups=[group("G01")], spending=[entry("P-1", "2021-05-01", "disbursement", 300)]
)


def told(today: str) -> list[tuple[str, str]]:
    day = d(today)
    return [(one.name, one.key) for one in arisen(OURS, compute(DATA, day), day)]


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        ("2021-05-31", []),
        ("2021-06-01", ["opens:2021-06-01"]),
        ("2021-06-04", ["opens:2021-06-01"]),
        ("2021-06-05", []),
        ("2021-06-22", []),
        ("2021-06-23", ["closes:2021-06-30"]),
        ("2021-06-30", ["closes:2021-06-30"]),
        ("2021-07-01", []),
    ],
)
def test_a_window_is_told_of_as_it_opens_and_before_it_closes(today: str, keys: list[str]) -> None:
    assert [key for name, key in told(today) if name == "window"] == keys


def test_data_are_told_of_once_they_are_older_than_the_project_says() -> None:
    limit = d("2021-05-31") + timedelta(days=OURS.staleness_days)

    assert [one for one in told(limit.isoformat()) if one[0] == "stale"] == []
    assert ("stale", "stale:2021-05-31") in told((limit + timedelta(days=1)).isoformat())


def test_no_data_is_nothing_to_tell_of() -> None:
    empty = view("2021-05-31", project=replace(OURS, windows=()))

    assert list(arisen(empty.project, compute(empty, d("2021-09-01")), d("2021-09-01"))) == []


def test_every_occasion_of_the_lists_is_known() -> None:
    assert {*SCHEDULED, *OF_NO_PROJECT, *WITHOUT_FIGURES} <= set(OCCASIONS)
