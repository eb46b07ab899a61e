"""Thai digits as a visitor sees them: the pixels of a number, not its text."""

from playwright.sync_api import Page, expect

from tests.support.browser import NewPage, address, arrive, until
from tests.support.server import Server
from ui import fonts
from ui.text.words import t

# How much of the ink of two texts is the same, from 0 to 1. Large letters: renderers fit small ones to the grid.
SHARED = """async ([texts, weight]) => {
  const font = `${weight} 160px Sarabun`;
  await document.fonts.load(font, '0123456789๐๑๒๓๔๕๖๗๘๙');
  const [one, other] = texts.map(text => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 1400, height: 300});
    const ink = canvas.getContext('2d');
    ink.font = font;
    ink.fillText(text, 20, 200);
    return ink.getImageData(0, 0, 1400, 300).data.filter((_, i) => i % 4 === 3).map(alpha => alpha > 127);
  });
  const both = one.filter((dot, i) => dot && other[i]).length, any = one.filter((dot, i) => dot || other[i]).length;
  return both / any;
}"""
FAMILY = "e => getComputedStyle(e).fontFamily"


def same(page: Page, arabic: str, thai: str, weight: int = 400) -> bool:
    """Whether two texts look alike; what is neither alike nor clearly another is a fault of the test."""
    shared = float(page.evaluate(SHARED, [[arabic, thai], weight]))
    assert shared > 0.9 or shared < 0.5, shared
    return shared > 0.9


def test_a_press_shows_thai_digits_and_another_takes_them_back(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director")
    assert not any(same(page, "885,000.25", "๘๘๕,๐๐๐.๒๕", weight) for weight in (400, 600, 700))

    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("app.digits_thai")).click()
    until(page, lambda: address(page)[1].get("digits") == ["thai"])
    expect(page.get_by_role("button", name=t("app.digits_arabic"))).to_be_visible()

    until(page, lambda: all(same(page, "885,000.25", "๘๘๕,๐๐๐.๒๕", weight) for weight in (400, 600, 700)))
    page.reload()
    page.locator(".st-key-kpi-registered_groups").wait_for()
    until(page, lambda: same(page, "30", "๓๐"))  # the face may come after the first words
    assert "30" in page.locator(".st-key-kpi-registered_groups").inner_text()  # what is copied stays a number

    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("app.digits_arabic")).click()
    until(page, lambda: "digits" not in address(page)[1])
    until(page, lambda: not same(page, "885,000.25", "๘๘๕,๐๐๐.๒๕"))


def test_thai_digits_stay_from_page_to_page_and_leave_what_is_typed_or_copied(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    arrive(page, server, "staff", "budget?digits=thai")
    page.locator(".st-key-ledger-search input").wait_for()
    assert "as typed" in page.locator(".st-key-ledger-search input").evaluate(FAMILY)

    page.get_by_role("link", name=t("nav.reports")).click()
    page.locator("[data-testid=stCode] code").first.wait_for()
    assert address(page)[1]["digits"] == ["thai"]
    until(page, lambda: same(page, "12", "๑๒"))
    assert "as typed" in page.locator("[data-testid=stCode] code").first.evaluate(FAMILY)


def test_english_counts_in_arabic_digits(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "?lang=en&digits=thai")

    assert not same(page, "12", "๑๒")
    page.locator(".st-key-account button").first.click()
    expect(page.get_by_role("button", name=t("language.name"))).to_be_visible()
    expect(page.get_by_role("button", name=t("app.digits_thai", "en"))).to_have_count(0)


def test_the_faces_are_served_to_who_is_signed_in_and_nothing_else_is(server: Server) -> None:
    cookie = server.cookie_of("director")
    with server.open("/fonts/thai-digits/Sarabun-SemiBold.ttf", cookie) as answer:
        assert answer.read() == (fonts.THAI_DIGITS / "Sarabun-SemiBold.ttf").read_bytes()
    assert server.get("/fonts/thai-digits/Sarabun-Thin.ttf", cookie)[0] == 404
    assert server.get("/fonts/thai-digits/../make.py", cookie)[0] in (400, 404)
    assert server.get("/fonts/thai-digits/Sarabun-SemiBold.ttf")[0] == 401
