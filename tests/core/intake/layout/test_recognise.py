"""Which kinds of data a file holds, by its headers alone."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from core.intake.layout.choose import recognise
from core.intake.model import Limits
from core.intake.source.archive import has_one_sheet
from core.intake.source.sniff import UnreadableError
from core.model.kinds import KINDS, Kind
from tests.support.forms import template_xlsx
from tests.support.intakes import PROJECT, csv_file, sample
from tests.support.offices import control_register, official_register

LIMITS = Limits()
JULY = "2021-07-31"


def of_month(kind: Kind) -> tuple[str, bytes]:
    return sample(JULY, kind)


def workbook(*kinds: Kind, more: dict[str, list[list[str]]] | None = None) -> bytes:
    """A workbook with a sheet for each kind, named by nothing that tells it."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for place, kind in enumerate(kinds):
        sheet = book.create_sheet(f"แผ่น {place}")
        for line in of_month(kind)[1].decode("utf-8-sig").splitlines():
            sheet.append(line.split(","))
    for name, rows in (more or {}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].planned])
def test_a_text_file_is_of_its_kind(kind: Kind) -> None:
    assert recognise(*of_month(kind), LIMITS) == {kind: None}


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_form_is_of_its_kind(kind: Kind) -> None:
    found = recognise("form.xlsx", template_xlsx(kind, PROJECT), LIMITS)
    assert list(found) == [kind]


def test_a_workbook_of_the_month_holds_each_kind_in_a_sheet() -> None:
    kinds = ("spending", "groups", "instalments", "products")
    cover = {"ปก": [["รายงานประจำเดือน"], ["กลุ่ม", "30"]]}
    found = recognise("month.xlsx", workbook(*kinds, more=cover), LIMITS)
    assert found == {"groups": "แผ่น 1", "products": "แผ่น 3", "spending": "แผ่น 0", "instalments": "แผ่น 2"}


@pytest.mark.parametrize(("kinds", "one"), [(("groups",), True), (("groups", "products"), False)])
def test_whether_a_workbook_has_one_sheet_is_told_by_its_members(kinds: tuple[Kind, ...], one: bool) -> None:
    assert has_one_sheet(workbook(*kinds)) is one
    assert not has_one_sheet(workbook(*kinds)[:200])


def test_of_two_sheets_of_a_kind_the_complete_one_counts() -> None:
    summary = {"สรุป": [["รหัสกลุ่ม", "ชื่อกลุ่ม"], ["G01", "ก"]]}
    assert recognise("x.xlsx", workbook("groups", more=summary), LIMITS) == {"groups": "แผ่น 0"}


@pytest.mark.parametrize("rows", [[["เดือน", "ยอดขาย"], ["มกราคม", "5"]], [["x"], ["1"]], [["รหัสกลุ่ม"], ["G01"]]])
def test_what_has_the_headers_of_no_kind_is_of_none(rows: list[list[str]]) -> None:
    assert recognise(*csv_file(*rows), LIMITS) == {}


@pytest.mark.parametrize(("made", "kind"), [(control_register, "spending"), (official_register, "groups")])
def test_sheets_that_offices_keep_are_known_too(made: Callable[[str], tuple[str, bytes]], kind: Kind) -> None:
    name, data = made(JULY)
    assert list(recognise(name, data, LIMITS)) == [kind]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04broken"])
def test_what_cannot_be_opened_is_refused_as_elsewhere(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        recognise("x", data, LIMITS)
