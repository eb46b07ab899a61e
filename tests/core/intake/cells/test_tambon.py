"""The word before the name of a tambon."""

import pytest

from core.intake.cells.parsers import parser_of
from core.model.kinds import KINDS
from tests.support.views import PROJECT


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ต.บ้านกุ่ม", "บ้านกุ่ม"), ("ตำบล บ้านกุ่ม", "บ้านกุ่ม"), ("ตำบลต.บ้านกุ่ม", "บ้านกุ่ม"), ("ต.", "ต."), ("ต้นมะม่วง", "ต้นมะม่วง")],
)
def test_it_is_left_out_unless_it_is_all_that_is_there(typed: str, kept: str) -> None:
    parse = parser_of(KINDS["groups"].column("tambon"), PROJECT)

    assert parse(typed, "") == kept
