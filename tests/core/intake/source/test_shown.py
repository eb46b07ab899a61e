"""What a number format shows of a number, where that is sure."""

from xml.etree.ElementTree import fromstring

import pytest

from core.intake.source.shown import columns_of_styles, odd_formats, shown_cells

STYLES = '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'  # fmt: skip # noqa: E501


def shown(code: str, value: str) -> str | None:
    """What is shown of a value; ``None``: as it is held."""
    formats = odd_formats(fromstring(STYLES.format(code=code.replace('"', "&quot;").replace("<", "&lt;"))))
    found = shown_cells([f'<c r="B7" s="1"><v>{value}</v></c>'.encode()], formats)
    return None if not found else found[7, 1].text


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("000", "7", "007"), ('"G"00', "1", "G01"), ('"G"00', "123", "G123"), ("\\G00", "5", "G05"),
        ("000-000", "7", "000-007"), ("0##-###-####", "812345678", "081-234-5678"), ("[$-41E]000", "7", "007"),
        ("0.00", "1.1", "1.10"),
        ("0;-0;000", "0", "000"), ("000", "1234", None), ("0", "7", None), ("General", "7", None), ("#,##0", "7", None),
        ("#,##0", "1234", ""),
        ("0.00", "7", ""), ("0.0", "1.25", ""), ('[<10]"a"0;0', "7", ""), ("0%", "7", ""), ("yyyy", "7", None),
        ('"ฎ.64-"000', "7", "ฎ.64-007"), ("000", "-7", None), ("000", "1E+300", None),
    ],
)  # fmt: skip
def test_a_format_of_zeros_and_letters_is_sure_and_any_other_is_not(code: str, value: str, text: str | None) -> None:
    assert shown(code, value) == text


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ('<c r="B2" s="1"><v>885000</v></c><c r="B3" s="1"><v>1000</v></c><c r="C3"><v>1</v></c>', {1}),
        ('<c r="B2" s="1"><v>885</v></c><c r="B3"><v>885</v></c><c r="B4"><v>1000</v></c>', set()),
        ('<c r="B1" t="s" s="0"><v>0</v></c><c r="B2" s="1"><v>885000</v></c>', {1}),
    ],
    ids=["all in thousands", "a total alone", "a header of letters"],
)
def test_a_column_is_shown_in_thousands_where_each_of_its_numbers_is(cells: str, columns: set[int]) -> None:
    assert columns_of_styles([cells.encode()], {1}) == columns
