"""A run of codes is looked at one by one where the pattern of spoilt codes finds something, and only there."""

import random

import pytest

from core.intake.cells import parsers
from core.intake.cells.parsers import may_be_spoilt

PARTS = (
    *"0123456789.-/ T:=#+<>eEnNaAuUlLfFiIdDsSpP\u0131\u017f\u0130กมพคย\x1f",
    *("jan", "FEB", "ม.ค.", "มิ.ย.", "ธ.ค.", "nan", "NULL", "undefined", "undef\u0131ned", "\u017fep"),
    *("<NA>", "err:", "1e+5", "1 10:"),
)


@pytest.mark.parametrize(
    "codes", ["1E+05", "ม.ค.-64", "12-Jan", "-\u017feP", "Undef\u0131ned", "2020-01-01 00:00", "<NA>"]
)
def test_what_a_spreadsheet_made_of_a_code_is_seen(codes: str) -> None:
    assert may_be_spoilt(f"ผพ.64-001\x1f{codes}\x1fPO-7")


def test_codes_as_offices_write_them_are_passed() -> None:
    assert not may_be_spoilt("ผพ.64-0000001\x1fฎ.64/12\x1fPO 7-2564\x1fG01\x1f")


def test_words_are_looked_for_first_without_anything_being_missed() -> None:
    chance = random.Random(2564)
    seen = 0
    for _ in range(20_000):
        codes = "".join(chance.choices(PARTS, k=chance.randrange(1, 7)))
        found = parsers._SPOILT.search(codes) is not None
        assert may_be_spoilt(codes) == found, codes
        seen += found
    assert 2_000 < seen < 18_000
