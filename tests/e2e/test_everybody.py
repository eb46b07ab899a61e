"""Every page, for everybody: read aloud, on a phone, on a projector, on paper, by keyboard; light and dark."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.model.roles import user_roles
from tests.support.browser import (
    ALLOWED,
    BAND,
    PHONE,
    NewPage,
    arrive,
    audit,
    open_form,
    settle,
    until,
)
from tests.support.server import Server
from ui.auth import menu
from ui.text.words import t

Look = Callable[[str, str, str], dict[str, Any]]
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"width": 1366, "height": 768, "color_scheme": "light"},
    "phone": {**PHONE, "color_scheme": "dark"},
    "projector": {"width": 1024, "height": 768, "color_scheme": "light"},
}
EACH = [
    (page, *seen) for page in sorted(menu.known()) for seen in (("en", "desk"), ("th", "phone"), ("th", "projector"))
]
MORE = [
    (page, *seen) for page in sorted(menu.known()) for seen in (("th", "desk"), ("en", "phone"))
]  # before a release
VISITS = [*EACH, *(pytest.param(*visit, marks=[pytest.mark.long, pytest.mark.release]) for visit in MORE)]


WIDE = """() => document.documentElement.scrollWidth > innerWidth + 1 ||
  [...document.querySelectorAll('[data-testid=stMain] :is([class*=st-key-], svg.marks)')].some(e =>
    e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.st-key-filters'))"""

PRESSED = "button, a, summary, select, input, [role=combobox], [role=option], [role=switch], label:has(input)"
SMALL = """([within, pressed]) => [...document.querySelectorAll(within)].flatMap(e => [...e.querySelectorAll(pressed)])
  .filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const seen = box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && style.opacity !== '0';
    return seen && box.height < 43.5 && (e.matches('label') || !e.closest('label:has(input)'));
  })
  .map(e => [
    e.tagName, e.dataset.testid ?? '', e.closest('p, li') && !e.dataset.testid ? 'inline' : '',
    e.closest('[class*=st-key-]')?.className.match(/st-key-([^ ]*)/)[1] ?? '', e.innerText.trim().slice(0, 30),
  ].join('|'))"""
SMALL_ALLOWED = (
    r"\|inline\|",  # a link within a sentence: as high as its line
    r"\|stSkipToContent\|",  # shown by Tab alone, to keyboards
    r"^INPUT\|\|",  # letters inside a list, the ends of a slider: their frame and their dot are what is pressed
)

# The words of what has the focus, if it can be pressed: the page itself takes the focus too, with all its words.
FOCUSED = "document.activeElement?.matches('a, button, summary') ? document.activeElement.innerText : ''"

CHARTS_ON = {"": 3, "groups": 2, "products": 1, "budget": 4}  # at least so many, by page
CHARTS = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].map(chart => [
    chart.closest('[role=figure], [aria-label]')?.getAttribute('aria-label')
      ?? chart.querySelector('[aria-label]')?.getAttribute('aria-label') ?? '',
    [...document.querySelectorAll('p.said')].filter(said =>
      said.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)?.innerText ?? '',
    chart.closest('[data-testid=stVerticalBlock]:has([class*=st-key-table-], [data-testid=stDataFrame])') !== null])"""


@pytest.fixture(scope="module")
def seen() -> dict[tuple[str, str, str], dict[str, Any]]:
    """What was found at each visit of this module; each page is opened once for all its tests."""
    return {}


@pytest.fixture
def look(new_page: NewPage, server: Server, seen: dict[tuple[str, str, str], dict[str, Any]]) -> Look:
    def find(path: str, lang: str, how: str) -> dict[str, Any]:
        if (path, lang, how) not in seen:
            page = new_page(**LOOKS[how])
            role = user_roles(menu.known()[path].right)[0]
            arrive(page, server, role, f"{path}?lang={lang}")
            settle(page)
            found = {
                "axe": audit(page),
                "wide": page.evaluate(WIDE),
                "small": page.evaluate(SMALL, [".stApp", PRESSED]),
            }
            until(page, lambda: are_told(page.evaluate(CHARTS), path))
            seen[path, lang, how] = {**found, "charts": page.evaluate(CHARTS)}
        return seen[path, lang, how]

    return find


def are_told(charts: list[tuple[str, str, bool]], path: str) -> bool:
    """Whether the charts of a page are there with their names: what draws them is fetched after the page."""
    return len(charts) >= CHARTS_ON.get(path, 0) and all(name for name, *_ in charts)


@pytest.mark.parametrize(("path", "lang", "how"), VISITS)
def test_a_page_can_be_read_aloud(path: str, lang: str, how: str, look: Look) -> None:
    assert look(path, lang, how)["axe"] == []


def test_few_violations_are_allowed() -> None:
    assert len(ALLOWED) <= 10
    assert all(ALLOWED.values())


@pytest.mark.parametrize(("path", "lang", "how"), VISITS)
def test_no_page_is_wider_than_its_screen(path: str, lang: str, how: str, look: Look) -> None:
    assert look(path, lang, how)["wide"] is False


@pytest.mark.parametrize(("path", "lang"), [(path, lang) for path, lang, how in EACH if how == "phone"])
def test_what_a_finger_presses_is_44_px_high(path: str, lang: str, look: Look) -> None:
    small = look(path, lang, "phone")["small"]

    assert [e for e in small if not any(re.search(pattern, e) for pattern in SMALL_ALLOWED)] == []


@pytest.mark.parametrize(("path", "lang"), [(path, lang) for path, lang, how in EACH if how == "desk"])
def test_every_chart_has_a_sentence_and_a_table(path: str, lang: str, look: Look) -> None:
    charts = look(path, lang, "desk")["charts"]

    assert len(charts) >= CHARTS_ON.get(path, 0)
    assert len({sentence for _, sentence, _ in charts}) == len(charts)  # each has one of its own
    for name, sentence, has_table in charts:
        assert len(sentence) > max(20, len(name)), (name, sentence)
        assert re.search(r"\d", sentence) or "กราฟ" not in sentence, sentence
        assert has_table, sentence


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("how", ["desk", "phone"])
def test_the_sign_in_form_can_be_read_aloud_and_says_its_language(
    how: str, lang: str, new_page: NewPage, server: Server
) -> None:
    page = new_page(**LOOKS[how])
    open_form(page, server, f"?lang={lang}")

    assert audit(page) == []
    assert page.evaluate(WIDE) is False
    assert page.evaluate("document.documentElement.lang") == lang


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_a_page_can_be_read_aloud_and_pressed(scheme: str, new_page: NewPage, server: Server) -> None:
    page = new_page(**{**PHONE, "color_scheme": scheme})
    arrive(page, server, "director", "?amphoe=ชะอำ")
    settle(page)

    openers = (
        page.locator(".st-key-filters").get_by_role("button", name=t("filter.amphoe")),
        page.locator(".st-key-filters").get_by_role("button", name=t("filter.months")),
        page.locator(".st-key-account button").locator("visible=true"),
        page.locator(".st-key-source-disbursed_satang button").locator("visible=true"),
    )
    for opener in openers:
        opener.tap()
        page.locator("[data-testid=stPopoverBody]").wait_for()
        settle(page)
        assert audit(page) == []
        small = page.evaluate(SMALL, ["[data-testid=stPopoverBody]", PRESSED])
        assert [e for e in small if not any(re.search(pattern, e) for pattern in SMALL_ALLOWED)] == []
        page.keyboard.press("Escape")
        page.locator("[data-testid=stPopoverBody]").wait_for(state="detached")

    page.get_by_test_id("stExpandSidebarButton").tap()
    page.get_by_role("link", name=t("nav.history")).wait_for()
    page.wait_for_timeout(500)
    assert audit(page) == []
    assert all(
        box["height"] >= 44 for link in page.get_by_test_id("stSidebarNavLink").all() if (box := link.bounding_box())
    )


def test_filters_language_table_and_menu_are_reached_and_worked_by_keyboard(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "groups")
    settle(page)

    tab_to(page, t("filter.amphoe"))
    page.keyboard.press("Enter")
    tab_to(page, "หนองหญ้าปล้อง")  # the first of them; arrows lead on
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "ชะอำ"
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")
    page.keyboard.press("Escape")

    tab_to(page, t("chart.table"))
    page.keyboard.press("Enter")
    page.locator("[data-testid=stExpander] [data-testid=stDataFrame]").first.wait_for()

    tab_to(page, t("nav.budget"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/budget?*")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("ชะอำ")

    tab_to(page, t("role.director"))
    page.keyboard.press("Enter")
    tab_to(page, t("language.name", "en"), keys="Shift+Tab")  # what opens over a page comes after all of it
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-filter-chips")).to_contain_text("Cha-am")


def tab_to(page: Page, text: str, keys: str = "Tab") -> None:
    """Press Tab until what has the focus says ``text``."""
    for _ in range(60):
        page.keyboard.press(keys)
        if text in str(page.evaluate(FOCUSED)).split("\n"):
            return
    raise AssertionError(f"Tab does not reach {text!r}")


def test_on_paper_there_are_no_menus_and_cards_stay_whole(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "?amphoe=ชะอำ")
    settle(page)
    page.emulate_media(media="print")

    for hidden in ("[data-testid=stHeader]", ".st-key-filters", ".st-key-account", ".st-key-linked button"):
        expect(page.locator(hidden).first).to_be_hidden()
    for kept in (BAND, ".st-key-verdict", ".st-key-filter-chips .stMarkdownBadge", ".st-key-linked .role-mark"):
        expect(page.locator(kept).first).to_be_visible()
    for card in (".st-key-burn-groups", ".st-key-linked", ".st-key-kpi-disbursed_satang"):
        assert page.locator(card).evaluate("e => getComputedStyle(e).breakInside") == "avoid"
