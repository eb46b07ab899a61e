"""A test of many things fails where one of them does, and names it."""

import pytest

from tests.support.every import every


def test_each_thing_that_fails_is_named_with_its_reason() -> None:
    @every([1, 2, 3, 4])
    def even(number: int) -> None:
        assert number % 2 == 0, "odd"

    with pytest.raises(AssertionError) as fault:
        even()

    assert [line.split(":")[0] for line in str(fault.value).splitlines() if ": odd" in line] == ["1", "3"]


def test_a_list_of_nothing_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="nothing to look at"):
        every([])(print)()
