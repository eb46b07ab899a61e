"""What a browser sends of the linked view is read as values that were turned over under the filters that stand."""

import pytest

from ui.charts.linked import pressed, turn_of

CHOSEN = {"amphoe": ["ชะอำ"], "stage": [], "month": []}
OTHER = {"amphoe": [], "stage": [], "month": []}
TURN = turn_of(CHOSEN)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, set()),
        ({"amphoe": {}}, set()),
        ({"amphoe": [{"amphoe_press": f"{TURN} ชะอำ"}]}, {"ชะอำ"}),
        ({"amphoe": [{"amphoe_press": f"{TURN} two words"}, {"amphoe_press": f"{TURN} ชะอำ"}]}, {"two words", "ชะอำ"}),
        ({"amphoe": [{"amphoe_press": f"{turn_of(OTHER)} ชะอำ"}]}, set()),
        ({"amphoe": [{"amphoe": "ชะอำ"}, {"amphoe_press": None}]}, set()),
        ({"stage": [{"stage_press": f"{TURN} registered"}]}, set()),
    ],
)
def test_only_what_was_pressed_under_these_filters_counts(sent: dict[str, object], found: set[str]) -> None:
    assert pressed(sent, "amphoe", CHOSEN) == found


def test_each_side_and_each_value_makes_another_turn() -> None:
    value = ["2021-04"]
    turns = [turn_of({**OTHER, side: value}) for side in OTHER]
    assert len({*turns, TURN, turn_of(OTHER)}) == 5
    assert turn_of(dict(reversed(CHOSEN.items()))) == TURN
