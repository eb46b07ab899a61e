"""The three linked sides of the groups: what each leaves open, and that they agree with the other breakdowns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.breakdowns.of_groups import amphoe_tiles, stage_funnel
from core.analysis.filters import Filters, known_values
from core.analysis.linked import Linked, linked_counts, linked_groups
from tests.support.views import PROJECT, d, group, registered, view

GROUPS = [
    registered("G1", "2021-06-28", amphoe="ชะอำ", stage_since=d("2021-05-02")),
    group("G2", amphoe="ชะอำ", stage_since=d("2021-04-30")),
    group("G3", amphoe="ท่ายาง", stage_since=d("2021-04-01")),
    group("G4", amphoe="ท่ายาง", stage_since=None),
    group("G5", amphoe="ท่ายาง", status="withdrawn", stage_since=d("2021-04-01")),
]


def counts(linked: Linked, side: str, **chosen: object) -> dict[object, tuple[int, int]]:
    """Groups and registered groups by value, those without any left out."""
    rows = linked_counts(linked, Filters(**chosen))  # type: ignore[arg-type]
    return {r["value"]: (r["groups"], r["registered"]) for r in rows if r["side"] == side and r["groups"]}


def test_each_side_counts_active_groups() -> None:
    linked = linked_groups(view(groups=GROUPS))

    assert counts(linked, "amphoe") == {"ท่ายาง": (2, 0), "ชะอำ": (2, 1)}
    assert counts(linked, "stage") == {"trained": (3, 0), "registered": (1, 1)}
    assert counts(linked, "month") == {date(2021, 4, 30): (2, 0), date(2021, 6, 30): (1, 1)}


def test_a_choice_acts_on_the_other_sides_and_leaves_its_own_open() -> None:
    linked = linked_groups(view(groups=GROUPS))

    assert counts(linked, "amphoe", amphoe=("ชะอำ",)) == {"ท่ายาง": (2, 0), "ชะอำ": (2, 1)}
    assert counts(linked, "stage", amphoe=("ชะอำ",)) == {"trained": (1, 0), "registered": (1, 1)}
    april = (date(2021, 4, 1), date(2021, 4, 30))
    assert counts(linked, "amphoe", months=april) == {"ท่ายาง": (1, 0), "ชะอำ": (1, 0)}
    assert counts(linked, "month", months=april) == {date(2021, 4, 30): (2, 0), date(2021, 6, 30): (1, 1)}


@pytest.mark.parametrize("since", [None, "2020-09-30", "2021-07-01", "2021-10-01"])
def test_a_day_that_is_unknown_before_the_project_or_after_the_cutoff_is_in_no_month(since: str | None) -> None:
    linked = linked_groups(view(groups=[group("G1", stage_since=d(since) if since else None)]))

    assert [row["month"] for row in linked.groups] == [None]


def test_without_groups_there_is_nothing_to_link() -> None:
    assert linked_counts(linked_groups(view(spending=[]))) == []


some_groups = st.lists(
    st.builds(
        dict,
        amphoe=st.sampled_from([tile.amphoe for tile in PROJECT.tiles]),
        stage=st.sampled_from(PROJECT.stages),
        status=st.sampled_from(["active", "withdrawn"]),
        registered_on=st.none() | st.dates(date(2020, 9, 1), date(2021, 7, 31)),
        stage_since=st.none() | st.dates(date(2020, 9, 1), date(2021, 7, 31)),
    ),
    max_size=20,
)


@given(rows=some_groups, data=st.data())
def test_the_map_and_the_ladder_agree_with_their_own_breakdowns(
    rows: list[dict[str, object]], data: st.DataObject
) -> None:
    seen = view(groups=[{"code": f"G{i}", "name": "x", **row} for i, row in enumerate(rows)])
    chosen = Filters(
        amphoe=tuple(data.draw(st.lists(st.sampled_from(known_values(seen, "amphoe")), max_size=3, unique=True))),
        stage=tuple(data.draw(st.lists(st.sampled_from(known_values(seen, "stage")), max_size=3, unique=True))),
    )
    found = linked_counts(linked_groups(seen, chosen), chosen)

    ladder = {r["value"]: r["groups"] for r in found if r["side"] == "stage"}
    tiles = {r["value"]: (r["groups"], r["registered"]) for r in found if r["side"] == "amphoe"}
    assert ladder == {r["stage"]: r["groups"] for r in stage_funnel(seen, chosen)}
    assert tiles == {r["amphoe"]: (r["groups"], r["registered"]) for r in amphoe_tiles(seen, chosen)}
