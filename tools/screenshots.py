"""``make screenshots``: every page at two sizes in two languages, from a fresh server with the samples.

Writes docs/screenshots/<page>-<language>-<width>.png, the overview with Thai digits, overview and budget as a meeting
is shown them, the list of projects, an admin's year step by step, each page of brief and pack, and each slide in both
languages. Anybody can repeat it; needs a Chromium on the machine, and for the slides LibreOffice Impress and Poppler
(without them their pictures stay as they are).
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from db.accounts import actors, users  # noqa: E402
from db.chain import keys  # noqa: E402
from db.engine import engine_for  # noqa: E402
from db.maintenance import setup  # noqa: E402
from tests.support import admins_year as year  # noqa: E402
from tests.support import libreoffice  # noqa: E402
from tests.support.chromium import FLAGS, find_browser  # noqa: E402
from tests.support.databases import CHAIN_KEY  # noqa: E402
from tests.support.server import PASSWORD, Server, database_url  # noqa: E402
from ui.reports.material import Material, Order, gather  # noqa: E402
from ui.reports.print import brief, pack, typeset  # noqa: E402
from ui.reports.slides import deck  # noqa: E402
from ui.reports.writing import Writing  # noqa: E402
from ui.text.words import t  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {390: 844, 1366: 768}
PAGES = ("overview", "groups", "products", "budget", "upload", "history", "reports", "lessons")
TALLEST = 4600
PROJECTOR: ViewportSize = {"width": 1366, "height": 768}
PROJECTED = {"overview": "", "budget": "budget"}
SLIDE_PPI = 72
PAPER_PPI = 75.0
SETTLE_MS = 2500


def main() -> None:
    """Start a server, sign in as staff, visit and photograph."""
    program = find_browser()
    if program is None:
        raise SystemExit("no Chromium, Chrome or Edge was found on this machine")
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ[keys.VARIABLE] = CHAIN_KEY  # the server's
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        engine = engine_for(database_url(Path(folder)))
        now = datetime.now(UTC)
        setup.prepare(engine, samples=True, actor=actors.operator(), now=now)
        users.add(engine, "clerk", "staff", actor=actors.operator(), now=now, password=PASSWORD)
        users.end_tour(engine, "clerk", "staff", now=now)  # pictures are of the pages, not of the first steps on them
        engine.dispose()
        server = Server(Path(folder), {}).start().wait()
        try:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            for width, height in SIZES.items():
                photograph(browser.new_page(viewport={"width": width, "height": height}), server, width, height)
            special(browser.new_page(viewport=PROJECTOR), server)
            for lang in ("th", "en"):
                admins_year(browser.new_page(viewport=PROJECTOR, locale=lang), lang)
            browser.close()
            papers(Path(folder))
            projected(Path(folder))
        finally:
            server.stop()


def special(page: Page, server: Server) -> None:
    """The overview with Thai digits, what a room sees, and the list of projects and years."""
    sign_in(page, server)
    shown = [("overview-thai-digits", "?digits=thai")]
    for lang in ("th", "en"):
        shown += [(f"{name}-projector-{lang}", f"{path}?lang={lang}&present=1") for name, path in PROJECTED.items()]
    for name, link in shown:
        page.goto(f"{server.address}/{link}")
        page.locator(".st-key-band, .st-key-band-stale").wait_for()
        page.wait_for_timeout(SETTLE_MS)
        keep(page.screenshot(), name)
    page.goto(server.address)
    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("switch.open")).click()
    page.locator("[role=dialog] [class*=st-key-switch-go-]").last.wait_for()
    page.wait_for_timeout(SETTLE_MS)
    keep(page.screenshot(), "project-switch")


def admins_year(page: Page, lang: str) -> None:
    """An admin's year from an empty server, picture by picture."""
    expect.set_options(timeout=60_000)
    with tempfile.TemporaryDirectory(prefix="otop-") as folder:
        server = Server(Path(folder), {}).start().wait()
        try:
            year.walk(page, server, lang, lambda shown, name: keep(shown.screenshot(), f"year-{name}-{lang}"))
        finally:
            page.close()
            server.stop()


def ordered(folder: Path, writing: Writing) -> Material:
    """What the papers of the samples' newest day are made from."""
    clock, day = datetime(2021, 8, 2, 3, tzinfo=UTC), date(2021, 7, 31)
    return gather(engine_for(database_url(folder)), Order("demo-phetchaburi-2564", writing, clock, day))


def papers(folder: Path) -> None:
    """The pages of the brief and of the pack, as they are printed."""
    shown = ordered(folder, Writing("th", "thai"))
    for name, content in (("brief", brief.content(shown, "page")), ("pack", pack.content(shown))):
        for number, page in enumerate(typeset.pages(name, content, PAPER_PPI), 1):
            keep(page, f"paper-{name}-{number}")


def projected(folder: Path) -> None:
    """The slides as an office's program shows them: Thai ones with Thai digits."""
    decks = {
        "th": deck.pptx(ordered(folder, Writing("th", "thai"))),
        "en": deck.pptx(ordered(folder, Writing("en", "arabic"))),
    }
    place = folder / "slides"
    place.mkdir()
    made, reader = libreoffice.shown(decks, place), shutil.which("pdftoppm")
    if made is None or reader is None:
        sys.stderr.write("no LibreOffice Impress or no Poppler was found: the pictures of slides stay as they are\n")
        return
    for old in FOLDER.glob("slides-*.png"):
        old.unlink()
    for lang, path in made.items():
        subprocess.run([reader, "-r", str(SLIDE_PPI), "-png", str(path), str(place / lang)], check=True)
        for number, picture in enumerate(sorted(place.glob(f"{lang}-*.png")), 1):
            keep(picture.read_bytes(), f"slides-{lang}-{number}")


def sign_in(page: Page, server: Server) -> None:
    """As the clerk, by the form."""
    page.goto(server.address)
    page.locator("input[autocomplete=username]").fill("clerk")
    page.locator("input[autocomplete=current-password]").fill(PASSWORD)
    page.locator("input[autocomplete=current-password]").press("Enter")
    page.locator(".st-key-band, .st-key-band-stale").wait_for()


def photograph(page: Page, server: Server, width: int, height: int) -> None:
    """Every page in both languages at one size; the sign-in form first."""
    for lang in ("th", "en"):
        page.goto(f"{server.address}/?lang={lang}")
        page.locator("input[autocomplete=username]").wait_for()
        shoot(page, f"signin-{lang}-{width}", width, height)
    sign_in(page, server)
    for lang in ("th", "en"):
        for name in PAGES:
            path = "" if name == "overview" else name
            page.goto(f"{server.address}/{path}?lang={lang}")
            page.locator(".st-key-band, .st-key-band-stale").wait_for()
            if name == "upload":
                practice = ROOT / "samples" / "practice" / "spending-amount.csv"
                page.get_by_text("การใช้จ่าย" if lang == "th" else "Spending", exact=True).first.click()
                page.locator("input[type=file]").set_input_files(practice)
            if name == "reports":
                page.get_by_role("button", name=t("reports.make", lang)).or_(
                    page.locator(".st-key-paper-brief")
                ).wait_for()
                if page.locator(".st-key-paper-make button").count():
                    page.locator(".st-key-paper-make button").click()
                page.locator(".st-key-paper-slides").wait_for(timeout=60_000)
            shoot(page, f"{name}-{lang}-{width}", width, height)
        page.goto(f"{server.address}/glance?lang={lang}")
        page.locator("main svg").first.wait_for()
        shoot(page, f"glance-{lang}-{width}", width, height)
        if width == min(SIZES):
            group_card(page, server, lang)


def group_card(page: Page, server: Server, lang: str) -> None:
    """A group's card on a phone, where a press on its row leads."""
    page.goto(f"{server.address}/groups?lang={lang}&group=G07")
    page.locator("[class*=st-key-opened-]").wait_for()
    page.wait_for_timeout(2 * SETTLE_MS)
    keep(page.screenshot(), f"group-card-{lang}-{min(SIZES)}")


def shoot(page: Page, name: str, width: int, height: int) -> None:
    """The page as far as it goes."""
    page.wait_for_timeout(SETTLE_MS)
    tall = page.evaluate("(document.querySelector('[data-testid=stMain]') ?? document.body).scrollHeight + 60")
    page.set_viewport_size({"width": width, "height": min(max(int(tall), height), TALLEST)})
    page.wait_for_timeout(800)
    keep(page.screenshot(), name)
    page.set_viewport_size({"width": width, "height": height})


def keep(content: bytes, name: str) -> None:
    """A picture of 256 colours: a third of the bytes."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
