"""Legends: every entry keeps together, and the linked view says what its colours mean whatever is filtered."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.analysis.filters import Filters
from tests.support.pages import page
from ui.text.amounts import key_of_series
from ui.text.words import t
from ui.widgets import filters


def legends(test: AppTest) -> list[str]:
    return [e.proto.body for e in test.get("html") if 'class="legend"' in e.proto.body]


NO_REGISTERED = Filters(stage=("developing",))  # none of these is registered: the rows name one series alone


@pytest.mark.parametrize("chosen", [Filters(), NO_REGISTERED, Filters(amphoe=("ท่ายาง",))])
def test_the_tiles_keep_their_legend_under_a_filter(
    chosen: Filters, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "current", lambda *_: chosen)

    shown = page("overview.py", "director")

    assert not shown.exception
    (linked,) = [body for body in legends(shown) if t("series.earlier") in body]
    for key in (key_of_series("registered"), "series.earlier", "overview.tile_scale", "overview.tile_out"):
        assert t(key) in linked


def test_an_entry_keeps_together(home: Path) -> None:
    shown = page("budget.py", "director")

    found = legends(shown)
    assert len(found) >= 3
    for body in found:
        assert body.count("<span>") == body.count("</span>") >= 2  # each entry is a box of its own
    sheet = (Path(__file__).resolve().parents[3] / "ui" / "style.css").read_text(encoding="utf-8")
    assert ".legend span { display: inline-block;" in sheet
