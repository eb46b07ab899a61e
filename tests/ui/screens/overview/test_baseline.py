"""The table of earlier years on the overview: dashes with reasons, the source, no total, nothing read as markup."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.analysis.baseline import Year
from tests.support.pages import page
from ui.screens.overview import baseline
from ui.text.words import t


def session(lang: str) -> Any:
    return SimpleNamespace(lang=lang, say=lambda key, **params: t(key, lang, **params))


def test_a_dash_where_nobody_says_and_this_year_stands_out() -> None:
    rows = [Year(2561, 156, None, None, ()), Year(2564, None, 30, 9, (), present=True)]

    assert baseline.table(session("th"), rows).splitlines() == [
        "| ปีงบฯ | หมู่บ้าน | กลุ่มอาชีพ | ลงทะเบียน OTOP |",
        "| --- | ---: | ---: | ---: |",
        "| 2561 | 156 | – | – |",
        "| **2564 (ปีนี้)** | **–** | **30** | **9** |",
    ]


@pytest.mark.parametrize("role", ["director", "committee", "staff", "admin"])
def test_the_overview_shows_it_under_the_objectives(home: Path, role: str) -> None:
    shown = page("overview.py", role)

    tables = [place for place, element in enumerate(shown.markdown) if "| 2560 | 205 | 62 | 54 |" in element.value]
    titles = [place for place, element in enumerate(shown.markdown) if t("overview.objectives") in element.value]
    assert len(tables) == 1 and titles[0] < tables[0]
    table = shown.markdown[tables[0]].value
    assert "| **2564 (ปีนี้)** | **–** | **30** | **9** |" in table
    assert "665" not in table and "97" not in table  # sums over years that the TOR leaves open
    captions = "\n".join(caption.value for caption in shown.caption).replace("\\", "")
    for said in ("๔๓ กลุ่ม", "2561: TOR", "2562: TOR", "2563: TOR", "ข้อมูล ณ 31 ก.ค. 64"):
        assert said in captions
