"""What the server draws is what is written in Altair."""

from ui.charts.specs import FILE
from ui.charts.written.__main__ import text


def test_the_compiled_charts_are_those_that_are_written() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "a chart has changed: make charts"
