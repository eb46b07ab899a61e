"""Charts ready to be sent are what the rows say, and made once for the same snapshot, filters and language."""

from dataclasses import replace

import pytest

from core.analysis.filters import NO_FILTERS, Filters
from core.model import Snapshot
from tests.support.views import view
from ui.charts import ready

ROWS = [{"series": "used", "value": 2, "tip": "๒"}, {"series": "plan", "value": None, "tip": ""}]


def test_the_rows_of_a_chart_are_read_back_as_they_were() -> None:
    made = ready.of("groups_burn", ROWS, "a sentence")

    assert made is not None
    assert made.series == ("plan", "used")
    assert made.rows()["tip"].tolist() == ["๒", ""]
    assert made.rows()["value"].isna().tolist() == [False, True]


def test_no_rows_are_no_chart() -> None:
    assert ready.of("groups_burn", [], "a sentence") is None


VIEW: Snapshot = view()


@pytest.mark.parametrize(
    "other",
    [
        (VIEW, Filters(amphoe=("ชะอำ",)), "th", ()),
        (VIEW, Filters(stage=("ชะอำ",)), "th", ()),
        (VIEW, NO_FILTERS, "en", ()),
        (VIEW, NO_FILTERS, "th", ("curve",)),
        (replace(VIEW), NO_FILTERS, "th", ()),
    ],
)
def test_it_is_made_once_for_what_it_depends_on(other: tuple[Snapshot, Filters, str, tuple[str, ...]]) -> None:
    times = []

    def made() -> tuple[list[dict[str, object]], str]:
        times.append(1)
        return ROWS, str(len(times))

    mine = replace(VIEW)  # another snapshot, of equal content
    first = ready.kept("money_burn", mine, NO_FILTERS, "th", made)
    of_other = mine if other[0] is VIEW else other[0]

    assert ready.kept("money_burn", mine, NO_FILTERS, "th", made) is first
    assert ready.kept("money_burn", of_other, *other[1:3], made, *other[3]) is not first
    assert len(times) == 2
