"""Rows in the order of what a value means."""

import pytest

from core.analysis.sorting import order
from core.model.rows import from_records
from tests.support.views import PROJECT, d, entry, group


def codes(rows, by, **how):
    return [rows[next(iter(rows.columns))][place] for place in order(rows, by, PROJECT, **how)]


GROUPS = from_records(
    "groups",
    [
        group("G1", "registered", name="แม่บ้าน", amphoe="ท่ายาง", stage_since=d("2021-02-03"), members=9),
        group("G2", "trained", name="กลุ่มทอผ้า", amphoe="เขาย้อย", stage_since=d("2020-12-31"), members=10),
        group("G3", "developing", name="เกษตรกร", amphoe="ชะอำ", stage_since=None, members=None),
    ],
)


@pytest.mark.parametrize(
    "by, ascending, descending",
    [
        ("stage_since", "G2 G1 G3", "G1 G2 G3"),  # as text, 3 ก.พ. 64 and 31 ธ.ค. 63 would stand the other way
        ("stage", "G2 G3 G1", "G1 G3 G2"),  # the ladder: trained, developing, registered
        ("name", "G2 G3 G1", "G1 G3 G2"),  # ก, เก, แม: a leading vowel after its consonant
        ("amphoe", "G2 G3 G1", "G1 G3 G2"),  # ข, ช, ท
        ("members", "G1 G2 G3", "G2 G1 G3"),  # numbers, and the unknown last both ways
    ],
)
def test_groups(by, ascending, descending):
    assert codes(GROUPS, by) == ascending.split()
    assert codes(GROUPS, by, descending=True) == descending.split()


def test_entries_go_in_their_own_order_and_equals_as_they_came():
    rows = from_records(
        "spending",
        [
            entry("B", "2021-01-05", "disbursement", 3),
            entry("A", "2021-01-05", "commitment", 2),
            entry("C", "2021-01-05", "disbursement", 1),
        ],
    )

    assert codes(rows, "entry") == ["A", "B", "C"]
    assert codes(rows, "date") == codes(rows, "date", descending=True) == ["B", "A", "C"]
    assert codes(rows, "amount_satang", descending=True) == ["B", "A", "C"]
