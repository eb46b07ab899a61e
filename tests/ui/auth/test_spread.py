"""Secrets of sign-ins are as random as they were, and fall to the processes of a server by turns."""

from collections import Counter

import pytest

from ui.auth.spread import Spread, place_of


@pytest.mark.parametrize("places", [1, 2, 3, 7])
def test_each_process_is_given_as_many_as_the_others(places: int) -> None:
    spread = Spread()
    spread.over(places)
    tokens = [spread.drawn() for _ in range(places * 6)]

    assert Counter(place_of(token, places) for token in tokens) == dict.fromkeys(range(places), 6)


def test_no_secret_is_drawn_twice_nor_shorter() -> None:
    tokens = [Spread().drawn() for _ in range(100)]  # every one the first of its server

    assert len(set(tokens)) == 100
    assert {len(token) for token in tokens} == {43}  # 32 bytes
