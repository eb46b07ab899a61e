"""The official total beside the register: the day compared, the gap, what explains it."""

from datetime import date

from core.ledger.bridge import Bridge, bridge
from tests.support.intakes import sample_rows, view

JULY = date(2021, 7, 31)
VIEW = view({"spending": sample_rows("2021-07-31", "spending")}, JULY)


def test_the_gap_is_what_gfmis_has_more_and_reasons_take_from_it() -> None:
    found = bridge(VIEW, 26_000_000, JULY, [400_000, -10_000])
    assert found == Bridge(JULY, 26_000_000, 25_542_425, 390_000)
    assert (found.gap_satang, found.rest_satang) == (457_575, 67_575)


def test_the_register_is_taken_at_the_official_day_and_never_beyond_its_own_last() -> None:
    june = bridge(VIEW, 0, date(2021, 6, 30))
    assert june is not None and june.ours_satang == 24_185_875
    later = bridge(VIEW, 0, date(2021, 8, 31))
    assert later is not None and (later.day, later.ours_satang) == (JULY, 25_542_425)


def test_without_a_register_there_is_nothing_to_compare() -> None:
    assert bridge(view({}, JULY), 1, JULY) is None
