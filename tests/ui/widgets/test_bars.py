"""The bar of a headline figure and the tick of its plan, on the eight days of the samples."""

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.figures.figures import compute
from core.money import percent
from tests.support.pages import page
from tests.support.views import expected_days, expected_view
from ui.request import load
from ui.text import t
from ui.widgets.bars import Bar, html


class Thai:
    """Says sentences in Thai."""

    lang = "th"

    def say(self, key: str, **params: Any) -> str:
        return t(key, self.lang, **params)


THAI = Thai()
BAR = re.compile(r'class="bar" role="img" aria-label="([^"]+)".*?width: ([\d.]+)%"></i>(?:.*?left: ([\d.]+)%)?')


def bars(test: AppTest) -> list[tuple[str, ...]]:
    """(sentence, width, place of the tick or nothing) of each bar."""
    return [found.groups("") for element in test.get("html") if (found := BAR.search(element.proto.body))]


@pytest.mark.parametrize("day", [day["day"] for day in expected_days()])
def test_the_tick_stands_where_the_plan_is(day: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = expected_view(day)
    figures = compute(view)
    monkeypatch.setattr(load, "view", lambda _session: view)
    monkeypatch.setattr(load, "figures", lambda _session, _view: figures)

    shown = page("overview.py", "director")

    assert not shown.exception
    target, net = figures.target_groups, figures.net_budget_satang
    wanted = (
        (figures.whole("registered_groups", None), target, figures.whole("expected_groups", None)),
        (figures.whole("disbursed_satang", None), net, figures.whole("expected_disbursed_satang", None)),
        (figures.whole("developed_groups", None), target, None),
        (figures.whole("used_satang", None), net, None),
    )
    found = bars(shown)
    assert len(found) == 4
    for (said, width, tick), (done, whole, plan) in zip(found, wanted, strict=True):
        share, planned = (None if part is None else percent(part, whole) for part in (done, plan))
        assert width == str(share) and tick == ("" if planned is None else str(planned))
        assert f"ร้อยละ {share}" in said and ("แผน" in said) == (planned is not None)


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        (Bar(45, 30, 60), ("100.00", "100.00")),  # more than the whole ends at its edge, and the sentence says how much
        (Bar(-1, 30, 0), ("0.00", "0.00")),
        (Bar(0, 30, None), ("0.00", "")),
    ],
)
def test_a_bar_ends_at_its_edges(bar: Bar, expected: tuple[str, str]) -> None:
    found = BAR.search(html(THAI, bar))
    assert found is not None and found.groups("")[1:] == expected


@pytest.mark.parametrize("bar", [Bar(None, 30, 12), Bar(3, 0, 12)])
def test_nothing_is_drawn_of_what_is_not_known(bar: Bar) -> None:
    assert html(THAI, bar) == ""
