"""What a filter does not change stands still in the browser: charts are fed, not begun anew, and nothing jumps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from core.model.choices import STAGES, choice_names
from tests.support.browser import address, arrive, set_filter, settle, until
from tests.support.server import Server
from tests.support.views import sample_view
from ui.charts import palette
from ui.text import words
from ui.text.words import t

MARK = """() => { for (const drawn of document.querySelectorAll('[data-testid=stVegaLiteChart] svg'))
    drawn.marked = true; }"""
KEPT = """card => [...document.querySelectorAll(`.st-key-${card} [data-testid=stVegaLiteChart] svg`)].map(
    drawn => drawn.marked === true)"""
WATCH = """() => { window.jumps = []; new PerformanceObserver(found => window.jumps.push(...found.getEntries().filter(
    jump => !jump.hadRecentInput).map(jump => jump.value))).observe({type: 'layout-shift'}); }"""
JUMPED = "() => window.jumps.reduce((sum, value) => sum + value, 0)"
MONTHS = [words.month(day) for day in sample_view("2021-07-31").project.months()]
A_JUMP = 0.05  # of the layout, as browsers count it


@pytest.mark.parametrize(
    ("path", "name", "value", "cards"),
    [
        ("", "amphoe", "เมืองเพชรบุรี", ["burn-groups", "linked"]),
        ("groups", "amphoe", "เมืองเพชรบุรี", ["groups-funnel", "groups-tiles"]),
        ("products", "amphoe", "เมืองเพชรบุรี", ["products-matrix"]),
        ("budget", "expense_line", "ค่าจ้างเหมาบริการ", ["budget-curve", "budget-waterfall", "budget-quarters"]),
    ],
)
def test_a_filter_feeds_the_charts_that_are_there(
    path: str, name: str, value: str, cards: list[str], new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    arrive(page, server, "staff", path)
    settle(page)
    until(page, lambda: all(marked(page, cards).values()))
    page.evaluate(WATCH)
    before = said(page, cards[0])

    set_filter(page, name, value)
    settle(page)

    assert said(page, cards[0]) != before
    assert kept(page, cards) == {card: [True] for card in cards}
    assert page.evaluate(JUMPED) < A_JUMP


def test_the_linked_view_is_fed_too_and_shows_pressed_what_is_filtered(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = new_page()
    arrive(page, server, "staff")
    settle(page)
    until(page, lambda: marked(page, ["linked"])["linked"])
    assert looks(page) == (0, 0, 0)

    page.locator(f'.st-key-linked path[aria-label^="เม.ย. 64 {t("series.earlier")}"]').click()
    page.locator(".st-key-linked").get_by_role("button", name=t("filter.use")).click()
    until(page, lambda: address(page)[1].get("months") == ["เม.ย. 64"] * 2)
    until(page, lambda: looks(page) == (0, 0, len(MONTHS) - 1))
    set_filter(page, "stage", "ลงทะเบียน OTOP แล้ว")
    until(page, lambda: looks(page) == (0, len(STAGES) - 1, len(MONTHS) - 1))
    set_filter(page, "amphoe", "ชะอำ")
    until(page, lambda: looks(page) == (1, len(STAGES) - 1, len(MONTHS) - 1))
    page.get_by_role("button", name=t("filter.clear")).click()
    until(page, lambda: looks(page) == (0, 0, 0))

    assert kept(page, ["linked"]) == {"linked": [True]}


def looks(page: Page) -> tuple[int, int, int]:
    """Of the linked view: tiles with the edge of a pressed one; stages, and months, whose bars are dimmed."""
    card = page.locator(".st-key-linked")
    bars = card.locator('path[opacity="0.35"]').evaluate_all("bars => bars.map(bar => bar.getAttribute('aria-label'))")
    stages = {name.get("th") for name in choice_names(STAGES).values()}
    stages_dimmed = {name for name in stages if any(bar.startswith(name) for bar in bars)}
    months_dimmed = {month for month in MONTHS if any(bar.startswith(month) for bar in bars)}
    return card.locator(f'path[stroke="{palette.SPENT}"]').count(), len(stages_dimmed), len(months_dimmed)


def kept(page: Page, cards: list[str]) -> dict[str, list[bool]]:
    """Of the chart in each card, whether it is one that was marked."""
    return {card: page.evaluate(KEPT, card) for card in cards}


def marked(page: Page, cards: list[str]) -> dict[str, bool]:
    """Mark the charts; whether they stand: a page that has just been opened draws some of them twice."""
    page.evaluate(MARK)
    page.wait_for_timeout(1_000)
    return {card: found == [True] for card, found in kept(page, cards).items()}


def said(page: Page, card: str) -> str:
    """A chart in words."""
    return str(page.locator(f".st-key-{card} .said").text_content())
