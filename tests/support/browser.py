"""What somebody does with pages in a browser: arrive, sign in, wait, set a filter, read an address."""

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.support.server import PASSWORD, READY, Server
from tests.support.talk import answered
from ui.auth import menu
from ui.text.words import t

CARD, CHIPS = ".st-key-linked", ".st-key-filter-chips"
MARKS = """() => [...document.querySelectorAll('.st-key-linked .role-mark [role=graphics-symbol]')]
           .map(mark => mark.getAttribute('aria-label'))"""

TABLE = "[data-testid=stDataFrame]"  # the last one of each page


QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
  .filter(v => ['serious', 'critical'].includes(v.impact))
  .flatMap(v => v.nodes.map(n => [v.id, n.target.join(' '), n.html.slice(0, 200)])))"""
# Two frames in a row, both drawn with the page scrolled to where it was; a scroll is told of once a frame.
STANDS_STILL = """() => new Promise(done => {
  const top = () => document.querySelector('[data-testid=stMain]')?.scrollTop;
  const look = (before, same) => requestAnimationFrame(() => {
    const now = top(); now !== before ? look(now, 0) : same ? done(true) : look(now, same + 1) });
  look(top(), 0) })"""
ALLOWED: dict[tuple[str, str], str] = {}  # (rule, pattern of the selector) -> why it stands; at most ten

# Of a page that the server makes: what is too low to be pressed, whether it is too wide, what is cut.
SMALL = """() => [...document.querySelectorAll('a, button')].filter(e => e.getBoundingClientRect().height < 44)
  .map(e => e.innerText)"""
WIDE = """() => document.documentElement.scrollWidth > innerWidth ||
  [...document.querySelectorAll('main *')].some(e => e.getBoundingClientRect().right > innerWidth + 1)"""
CUT = """() => [...document.querySelectorAll('main :is(p, a, span, strong, h1, h2, b)')].filter(e =>
  e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflow !== 'visible').map(e => e.innerText)"""
PHONE: dict[str, Any] = {
    "width": 390,
    "height": 844,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
}
FORM = "form button[type=submit]"
BAND = ".st-key-band, .st-key-band-stale"
ON_PAGE = {"/": ".st-key-verdict", "/groups": ".st-key-groups-funnel", "/budget": ".st-key-ledger"}
# Links of the menu; one that has no room in it lies there unseen all the same.
MENU = "[data-testid=stTopNavLink]:not([inert] *), [data-testid=stTopNavDropdownLink], [data-testid=stSidebarNavLink]"
NewPage = Callable[..., Page]


def open_form(page: Page, server: Server, link: str) -> None:
    page.goto(f"{server.address}/{link}")
    page.locator(FORM).wait_for()


def sign_in(page: Page, server: Server, role: str, link: str = "") -> None:
    """Open a link, sign in, and wait for the band of the page."""
    open_form(page, server, link)
    fill_form(page, READY[role], PASSWORD)
    page.locator(BAND).wait_for()


def fill_form(page: Page, name: str, password: str) -> None:
    """Type a name and a password, and send them."""
    page.locator("input[autocomplete=username]").fill(name)
    page.locator("input[autocomplete=current-password]").fill(password)
    page.locator("input[autocomplete=current-password]").press("Enter")


def arrive(page: Page, server: Server, role: str, link: str = "") -> None:
    """Open a link as somebody who signed in on this device before; a phone as if from the quick page."""
    page.context.add_cookies([{"name": server.cookie_name, "value": server.token_of(role), "url": server.address}])
    page.goto(f"{server.address}/{link}", referer=f"{server.address}/glance")
    page.locator(BAND).wait_for()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds. (The policy forbids the page to evaluate text, which Playwright's own wait does.)"""
    for _ in range(600):  # half a minute: a slow machine is no fault of the program
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"waited in vain at {page.evaluate('location.href')}")


def address(page: Page) -> tuple[str, dict[str, list[str]]]:
    """Path and query of the address bar."""
    parts = urlsplit(str(page.evaluate("location.href")))
    return parts.path, parse_qs(parts.query)


def expect_query(page: Page, **values: str | None) -> None:
    """Wait until the address carries these values."""
    wanted = {name: None if value is None else [value] for name, value in values.items()}
    until(page, lambda: {name: address(page)[1].get(name) for name in wanted} == wanted)


def set_filter(page: Page, name: str, value: str) -> None:
    page.locator(".st-key-filters").get_by_role("button", name=t(f"filter.{name}")).click()
    page.get_by_role("button", name=value, exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-filter-chips")).to_contain_text(value)


def closed_part(page: Page, name: str, lang: str = "th") -> Locator | None:
    """The part of the menu at the top in which a page stands, where it has to be opened first."""
    under = next(one.under for one in menu.ENTRIES if one.name == name)
    if not under:
        return None
    part = page.locator("[data-testid=stTopNavSection][aria-expanded=false]").filter(has_text=t(f"nav.{under}", lang))
    return part if part.count() else None


def in_menu(page: Page, name: str, lang: str = "th") -> Locator:
    """The link to a page in the menu, which shows it now. (A page links to others too.)"""
    if (part := closed_part(page, name, lang)) is not None:
        part.click()
    return page.locator(MENU).filter(has_text=t(f"nav.{name}", lang))


def go(page: Page, name: str, lang: str = "th") -> None:
    """By the menu, once the page before stands still; then the page has been drawn."""
    settle(page)
    in_menu(page, name, lang).click()
    page.wait_for_url(re.compile(rf"/{name}(\?|$)" if name != "overview" else r":\d+/(\?|$)"))
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator(BAND)).to_be_visible()


def expect_address(page: Page, path: str, **query: list[str]) -> None:
    """The address, and the page itself: only then has the browser been told all that this step changes of it."""
    until(page, lambda: address(page) == (path, query))
    page.locator(ON_PAGE[path]).first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def settle(page: Page) -> None:
    """The script has run, every chart is drawn, no part is faded as one that is being drawn anew, nothing scrolls."""
    rest(page)
    until(page, lambda: page.locator("[data-testid=stVegaLiteChart]:not(:has(svg, canvas))").count() == 0)
    page.wait_for_timeout(300)
    rest(page)
    page.evaluate(STANDS_STILL)


def rest(page: Page) -> None:
    """Wait until the server has answered what the page asked, and the page has drawn the answer."""
    page.wait_for_timeout(100)
    until(page, lambda: answered(page))
    page.locator(QUIET).wait_for()
    until(page, lambda: page.locator("[data-stale=true]").count() == 0 and answered(page))


def unexplained(violations: list[list[str]]) -> list[list[str]]:
    """Violations that the list of allowed ones does not hold."""
    return [
        [rule, selector, html]
        for rule, selector, html in violations
        if not any(rule == r and re.search(pattern, selector) for r, pattern in ALLOWED)
    ]


def audit(page: Page) -> list[list[str]]:
    """Serious and critical violations of the page as it stands; what fades in is looked at again once it is there."""
    page.evaluate(AXE)
    found = unexplained(page.evaluate(RUN_AXE))
    if found:
        page.wait_for_timeout(2_000)
        found = unexplained(page.evaluate(RUN_AXE))
    return found


def first_row(page: Page, table: str) -> tuple[float, float, float]:
    """Left edge, middle of the first row, and width of a table (it is drawn on a canvas)."""
    grid = page.locator(f"{table} canvas").first
    grid.scroll_into_view_if_needed()
    settle(page)
    box = grid.bounding_box()
    assert box is not None
    return box["x"], box["y"] + 53, box["width"]


def press_cell(page: Page, table: str, place: float, text: str = "") -> None:
    """Press a cell of the first row until the grid has it: a grid that was drawn a moment before may miss a press.
    ``place`` counts pixels from the left edge, below nought from the right one; ``text`` is what the cell says."""
    taken = page.locator(f"{table} [aria-selected=true]").filter(has_text=text)
    for _ in range(3):
        left, middle, width = first_row(page, table)  # what grew above it meanwhile has moved it
        page.mouse.click(left + place if place >= 0 else left + width + place, middle)
        try:
            taken.first.wait_for(state="attached", timeout=15_000)  # another press would let it go again
            return
        except PlaywrightTimeoutError:
            continue
    raise AssertionError(f"no press reached {table}")


def type_over(page: Page, table: str, place: float, text: str, new: str) -> None:
    """Write a new text over that of a cell of the first row, and wait until the page has been told of it."""
    press_cell(page, table, place, text)
    page.keyboard.press("Enter")
    page.locator("#portal textarea, #portal input").first.fill(new)
    page.keyboard.press("Enter")
    expect(page.locator(f"{table} [role=gridcell]", has_text=new)).to_have_count(1)
    page.wait_for_timeout(1_500)  # the grid hands its cell over after a pause of its own


def first_cells(page: Page) -> list[str]:
    """What the first row says."""
    cells: Locator = page.locator(TABLE).last.locator("[role=row][aria-rowindex='2'] [role=gridcell]")
    return [text.strip() for text in cells.all_text_contents()]


def marks(page: Page) -> list[str]:
    """What the marks of the chart say to a screen reader."""
    return list(page.evaluate(MARKS))


def make_if_not_made(page: Page, sign: Locator, lang: str) -> None:
    """Press the button, unless another test has had these very papers made."""
    button = page.get_by_role("button", name=t("reports.make", lang))
    button.or_(sign).first.wait_for()
    if button.count():
        button.click()
