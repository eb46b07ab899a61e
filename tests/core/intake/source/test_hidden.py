"""What is hidden in a sheet is found however its XML is written."""

import pytest

from core.intake.source.sheet_xml import scan_sheet

USUAL = (
    '<sheet><cols><col min="2" max="3" width="9" hidden="1"/></cols><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="2" hidden="1" spans="1:3"><c r="A2"><v>1</v></c></row><row r="3" hidden="0"><c r="A3"><v>1</v></c>'
    "</row></sheet>"
)


@pytest.mark.parametrize("written", [USUAL, USUAL.replace('<c r="A1">', '<c r="A1" t="e">')])
def test_hidden_rows_and_columns_are_noted(written: str) -> None:
    extent = scan_sheet(lambda: [written.encode()])

    assert (extent.hidden_rows, extent.hidden_columns, extent.rows) == ({2}, {1, 2}, 3)
