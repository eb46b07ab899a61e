"""Links in a real browser: one with filters shows what clicking them shows; a made-up one shows the plain page."""

from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page, expect

from core.analysis.breakdowns.of_money import ledger_totals
from core.analysis.filters import Filters
from core.money import format_baht
from tests.support.browser import CARD, NewPage, address, arrive, go, marks, set_filter, until
from tests.support.server import Server
from tests.support.views import sample_view
from ui.text.words import t

CHIPS = ".st-key-filter-chips"
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"
FIVE = {
    "amphoe": ["ชะอำ", "เมืองเพชรบุรี"],
    "stage": ["ลงทะเบียน OTOP แล้ว"],
    "category": ["อาหาร"],
    "expense_line": ["ค่าใช้จ่ายในการสัมมนาและฝึกอบรม"],
    "entry": ["เบิกจ่าย"],
}
PLAIN = {
    "": ".st-key-linked svg",
    "groups": ".st-key-groups-funnel svg",
    "budget": ".st-key-ledger [data-testid=stDataFrame]",
}


def shown(page: Page, path: str, drawn: str) -> list[str]:
    """All words of the page below the band, and what the charts say to a screen reader, once they change no more."""
    page.locator(drawn).first.wait_for()
    page.locator(QUIET).wait_for()
    before: list[str] = []
    for _ in range(20):
        page.wait_for_timeout(700)
        texts = page.locator("[data-testid=stMain]").inner_text().splitlines()
        said = page.evaluate("[...document.querySelectorAll('.role-mark [aria-label]')].map(e => e.ariaLabel)")
        now = [path, *texts, *said]
        if now == before:
            return now
        before = now
    raise AssertionError("the page never came to rest")


def test_a_link_with_five_filters_shows_the_same_as_clicking_them(new_page: NewPage, server: Server) -> None:
    clicked = new_page()
    arrive(clicked, server, "director", "budget")
    for name, values in FIVE.items():
        for value in values:
            set_filter(clicked, name, value)
    until(clicked, lambda: address(clicked) == ("/budget", FIVE))
    budget = shown(clicked, "budget", PLAIN["budget"])
    link = clicked.evaluate("location.href")
    go(clicked, "overview")
    overview = shown(clicked, "", PLAIN[""])

    opened = new_page()
    arrive(opened, server, "director", link.removeprefix(f"{server.address}/"))
    assert shown(opened, "budget", PLAIN["budget"]) == budget
    go(opened, "overview")
    assert shown(opened, "", PLAIN[""]) == overview

    chosen = Filters(
        amphoe=("ชะอำ", "เมืองเพชรบุรี"),
        stage=("registered",),
        category=("food",),
        expense_line=tuple(FIVE["expense_line"]),
        entry=("disbursement",),
    )
    sums = ledger_totals(sample_view("2021-07-31"), chosen)
    assert sums, "the filters leave something to add up"
    for row in sums:
        assert any(format_baht(row["satang"]) in line for line in budget)


BAD = {
    "HTML": {"amphoe": "<script>alert(1)</script>", "stage": "<img src=x onerror=alert(1)>"},
    "SQL": {"amphoe": "' OR 1=1; DROP TABLE grouprow;--"},
    "Markdown": {"amphoe": "[x](javascript:alert) **b** :red[y] $z$"},
    "other types": {"amphoe": "1", "stage": "null", "category": "[]"},
    "controls": {"amphoe": "\x00", "stage": "\r\n", "category": "\u202e"},
    "huge": {"amphoe": "ก" * 4000},
    "many": {"amphoe": [f"x{i}" for i in range(300)]},
}


@pytest.mark.parametrize(("kind", "path"), [*((kind, "") for kind in BAD), ("HTML", "groups"), ("SQL", "budget")])
def test_a_made_up_link_shows_the_plain_page_and_says_what_is_left_out(
    kind: str, path: str, new_page: NewPage, server: Server, plain: dict[str, list[str]]
) -> None:
    page = new_page()
    arrive(page, server, "director", f"{path}?{urlencode(BAD[kind], doseq=True)}")

    values = [v for value in BAD[kind].values() for v in ([value] if isinstance(value, str) else value)]
    gone = page.locator(".stMarkdownBadge").filter(has_text=t("filter.gone", value="").split("“")[0])
    expect(gone).to_have_count(min(len(values), 3))
    for value in (v for v in values[:3] if v.isprintable()):
        expect(page.locator("[data-testid=stMain]")).to_contain_text(value[:80])
    if len(values) > 3:
        expect(page.get_by_text(t("filter.gone_more", n=len(values) - 3))).to_be_visible()
    expect(page.locator(CHIPS)).to_have_count(0)
    notes = t("filter.gone", value="").split("“")[0], t("filter.gone_more", n=297), "link_off"
    assert [line for line in shown(page, path, PLAIN[path]) if line and not line.startswith(notes)] == plain[path]
    until(page, lambda: address(page) == (f"/{path}", {}))
    assert page.locator("[data-testid=stMarkdown] script, [onerror]").count() == 0


@pytest.fixture(scope="module")
def plain() -> dict[str, list[str]]:
    """What each page shows without a filter; filled by ``_plain_first``."""
    return {}


@pytest.fixture(autouse=True)
def _plain_first(request: pytest.FixtureRequest, server: Server, plain: dict[str, list[str]]) -> None:
    """Read a page as it is, once, before a made-up link to it is opened."""
    path = getattr(request.node, "callspec", None) and request.node.callspec.params.get("path")
    if isinstance(path, str) and path not in plain:
        page = request.getfixturevalue("new_page")()
        arrive(page, server, "director", path)
        plain[path] = [line for line in shown(page, path, PLAIN[path]) if line]


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["ม.ค. 64"], "ม.ค. 64"),
        (["2021-03", "2021-01"], "ม.ค. 64 – มี.ค. 64"),
        (["2021-01", "2021-03", "2021-05"], None),
        (["x", "y"], None),
    ],
    ids=["one", "backwards", "three", "none of them"],
)
def test_months_of_a_link_are_a_span_or_said_to_be_none(
    months: list[str], said: str | None, new_page: NewPage, server: Server
) -> None:
    page = new_page()
    arrive(page, server, "director", "budget?" + urlencode({"months": months}, doseq=True))

    if said:
        expect(page.locator(CHIPS)).to_contain_text(f"กำลังกรอง: {said} (")
    else:
        expect(page.get_by_text("ซึ่งไม่มีแล้ว").first).to_be_visible()
        expect(page.locator(CHIPS)).to_have_count(0)


@pytest.mark.parametrize("role", ["director", "committee", "admin"])
def test_a_link_opens_no_page_of_another_role(role: str, new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, role, f"upload?amphoe={quote('ชะอำ')}&kind=groups")

    expect(page.locator("[data-testid=stMain]")).to_contain_text(t("role.staff"))
    expect(page.locator("input[type=file]")).to_have_count(0)
    expect(page.locator("a[href*='/files/template']")).to_have_count(0)


def test_the_language_switch_keeps_page_filters_and_months_in_the_other_words(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    query = {"amphoe": "ชะอำ", "stage": "ลงทะเบียน OTOP แล้ว", "months": ["เม.ย. 64", "ก.ค. 64"], "as_of": "2021-06-30"}
    arrive(page, server, "director", "?" + urlencode(query, doseq=True))
    expect(page.locator(CHIPS)).to_contain_text("เม.ย. 64 – ก.ค. 64")

    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("language.name", "en")).click()
    expect(page.locator(CHIPS)).to_contain_text("Cha-am, Registered as OTOP, Apr 2021 – Jul 2021")
    wanted = {
        "amphoe": ["Cha-am"],
        "stage": ["Registered as OTOP"],
        "months": ["Apr 2021", "Jul 2021"],
        "as_of": ["2021-06-30"],
        "lang": ["en"],
    }
    until(page, lambda: address(page) == ("/", wanted))
    until(page, lambda: "Cha-am 2/2" in marks(page))
    page.reload()
    expect(page.locator(CHIPS)).to_contain_text("Cha-am, Registered as OTOP, Apr 2021 – Jul 2021")
    expect(page.locator(CARD)).to_be_visible()
