"""The burns are drawn before anybody asks, once, and are what whoever asks is shown; a restart draws nothing again."""

from pathlib import Path

import pytest

from tests.support.glance import glance
from ui.app import made
from ui.glance import charts, page, warming
from ui.text.words import t

WAYS = ("", "?lang=en", "?digits=thai")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No drawing is at hand."""
    monkeypatch.setenv(made.VARIABLE, str(tmp_path))
    charts._kept.clear()
    page._page_for.cache.clear()


def drawings_of(html: str) -> list[str]:
    return [part.partition("</svg>")[0] for part in html.split('<svg class="burn"')[1:]]


def test_who_asks_after_it_waits_for_no_drawing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warming.draw()
    monkeypatch.setattr(charts, "_made", lambda *_: pytest.fail("it was drawn already"))

    for query in WAYS:
        assert (
            all("<path" in one for one in drawings_of(glance(query).text)) and len(drawings_of(glance(query).text)) == 2
        )
    charts._kept.clear()  # as after another start
    warming.draw()
    page._page_for.cache.clear()
    assert len(drawings_of(glance("").text)) == 2


def test_it_looks_at_each_state_of_the_data_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(charts, "draw_ahead", lambda wanted: asked.append(len(wanted)))
    state = warming._if_changed(None)
    assert warming._if_changed(state) == state
    assert asked == [2 * len(warming.ways())] == [6]


def test_a_drawing_that_did_not_succeed_is_tried_again_after_some_minutes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(charts, "LONGEST_S", 0.001)
        assert t("glance.not_drawn") in glance("").text
        assert t("glance.not_drawn") in glance("").text
    assert t("glance.not_drawn") in glance("").text  # the same page, until it is time

    monkeypatch.setattr(charts, "AGAIN_S", 0.0)
    assert len(drawings_of(glance("").text)) == 2


@pytest.mark.parametrize("damage", ["", "half of a", '{"a": 1'])
def test_a_damaged_drawing_is_drawn_again(damage: str, home: Path, tmp_path: Path) -> None:
    whole = drawings_of(glance("").text)
    for path in (tmp_path / "drawings").iterdir():
        path.write_text(damage)
    charts._kept.clear()
    page._page_for.cache.clear()

    assert drawings_of(glance("").text) == whole
    assert t("glance.not_drawn") not in glance("").text


def test_the_oldest_drawings_go(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "FILES", 2)
    glance("")
    glance("?lang=en")
    assert len(list((tmp_path / "drawings").iterdir())) == 2
