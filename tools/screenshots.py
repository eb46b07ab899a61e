"""``make screenshots``: every page at two sizes in two languages, from a fresh server with the samples.

Writes docs/screenshots/<page>-<language>-<width>.png, a month of files in one drop, the tour of a newcomer, the
overview with Thai digits, overview and budget as a meeting is shown them, the list of projects, an admin's year step by
step, each page of brief and pack, and each slide in both languages. Anybody can repeat it; needs a Chromium on the
machine, and for the slides LibreOffice Impress and Poppler (without them their pictures stay as they are).
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.model import Actor  # noqa: E402
from core.model.kinds import KINDS  # noqa: E402
from core.model.meetings.resolutions import ResolutionText  # noqa: E402
from db.accounts import actors, users  # noqa: E402
from db.chain import keys  # noqa: E402
from db.engine import Engine, engine_for  # noqa: E402
from db.maintenance import setup  # noqa: E402
from db.notebook import resolutions  # noqa: E402
from db.telling import subscriptions  # noqa: E402
from db.telling.subscriptions import Wish  # noqa: E402
from tests.support import admins_year as year  # noqa: E402
from tests.support import libreoffice  # noqa: E402
from tests.support.chromium import FLAGS, find_browser  # noqa: E402
from tests.support.databases import CHAIN_KEY  # noqa: E402
from tests.support.intakes import sample  # noqa: E402
from tests.support.server import PASSWORD, Server, database_url  # noqa: E402
from ui.reports.material import Material, Order, gather  # noqa: E402
from ui.reports.print import brief, pack, typeset  # noqa: E402
from ui.reports.slides import deck  # noqa: E402
from ui.reports.writing import Writing  # noqa: E402
from ui.text.words import t  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {390: 844, 1366: 768}
PAGES = {  # who is looked at by: the pages
    "clerk": (
        "overview", "groups", "products", "budget", "upload", "history", "reports", "lessons", "resolutions", "told",
        "help",
    ),
    "keeper": ("users", "audit", "status", "settings"),
}  # fmt: skip
TALLEST = 4600
FIRST_PART = {"help": 1600}  # of the guide, which is as long as a book
DEMO, REAL = "demo-phetchaburi-2564", "phetchaburi-2564"
JULY = "2021-07-31"
PROJECTOR: ViewportSize = {"width": 1366, "height": 768}
PROJECTED = {"overview": "", "budget": "budget"}
SLIDE_PPI = 72
PAPER_PPI = 75.0
SETTLE_MS = 2500
MAIL = {"OTOP_SMTP_HOST": "mail.example.go.th", "OTOP_SMTP_FROM": "otop@example.go.th"}  # nothing is sent


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
        furnish(engine, now)
        engine.dispose()
        server = Server(Path(folder), {}, settings=MAIL).start().wait()
        try:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            for width, height in SIZES.items():
                for user in PAGES:
                    page = browser.new_page(viewport={"width": width, "height": height})
                    photograph(page, server, user, width, height)
                newcomer(browser.new_page(viewport={"width": width, "height": height}), server, width)
            special(browser.new_page(viewport=PROJECTOR), server)
            for lang in ("th", "en"):
                admins_year(browser.new_page(viewport=PROJECTOR, locale=lang), lang)
            browser.close()
            papers(Path(folder))
            projected(Path(folder))
        finally:
            server.stop()


def furnish(engine: Engine, now: datetime) -> None:
    """The users who look, a resolution and a subscription: what the samples have none of."""
    operator = actors.operator()
    for name, role in (("clerk", "staff"), ("keeper", "admin"), ("newcomer", "director")):
        users.add(engine, name, role, actor=operator, now=now, password=PASSWORD, email=f"{name}@example.go.th")
    for name, role in (("clerk", "staff"), ("keeper", "admin")):
        users.end_tour(engine, name, role, now=now)
    clerk = Actor("clerk", "staff")
    text = ResolutionText("เร่งรวบรวมเอกสารประกอบการลงทะเบียน", "กลุ่มงานส่งเสริมการพัฒนาชุมชน")
    resolutions.record(engine, DEMO, text, met_on=date(2021, 7, 15), due_on=date(2021, 8, 31), actor=clerk, now=now)
    subscriptions.subscribe(engine, "clerk", Wish("verdict"), project=DEMO, actor=clerk, now=now)


def newcomer(page: Page, server: Server, width: int) -> None:
    """What somebody sees who has never been here: the tour of their role, on the overview."""
    sign_in(page, server, "newcomer")
    for lang in ("th", "en"):
        page.goto(f"{server.address}/?lang={lang}")
        page.locator(".st-key-tour button").last.wait_for()
        page.wait_for_timeout(SETTLE_MS)
        keep(page.screenshot(), f"tour-{lang}-{width}")


def month(page: Page, server: Server, lang: str, width: int, height: int) -> None:
    """The files of a month chosen together, before they are saved."""
    page.goto(f"{server.address}/upload?project={REAL}&lang={lang}")
    page.locator(".st-key-band, .st-key-band-stale").wait_for()
    page.wait_for_timeout(SETTLE_MS)
    files = [sample(JULY, kind) for kind in KINDS if not KINDS[kind].planned]
    dropped: list[FilePayload] = [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in files]
    page.locator("input[type=file]").set_input_files(dropped)
    page.locator(".st-key-month-save").wait_for(timeout=180_000)
    shoot(page, f"month-{lang}-{width}", width, height)


def special(page: Page, server: Server) -> None:
    """The overview with Thai digits, what a room sees, and the list of projects and years."""
    sign_in(page, server, "clerk")
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
    return gather(engine_for(database_url(folder)), Order(DEMO, writing, clock, day))


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


def sign_in(page: Page, server: Server, user: str) -> None:
    """By the form."""
    page.goto(server.address)
    page.locator("input[autocomplete=username]").fill(user)
    page.locator("input[autocomplete=current-password]").fill(PASSWORD)
    page.locator("input[autocomplete=current-password]").press("Enter")
    page.locator(".st-key-band, .st-key-band-stale").wait_for()


def photograph(page: Page, server: Server, user: str, width: int, height: int) -> None:
    """The pages of a user in both languages at one size; the sign-in form first."""
    for lang in ("th", "en"):
        page.goto(f"{server.address}/?lang={lang}")
        page.locator("input[autocomplete=username]").wait_for()
        shoot(page, f"signin-{lang}-{width}", width, height)
    sign_in(page, server, user)
    for lang in ("th", "en"):
        for name in PAGES[user]:
            path = "" if name == "overview" else name
            page.goto(f"{server.address}/{path}?lang={lang}")
            page.locator(".st-key-band, .st-key-band-stale").wait_for()
            PREPARE.get(name, as_it_is)(page, lang)
            shoot(page, f"{name}-{lang}-{width}", width, height, FIRST_PART.get(name, TALLEST))
        if "upload" in PAGES[user]:
            beside(page, server, lang, width, height)


def as_it_is(_page: Page, _lang: str) -> None:
    """Nothing to do before the picture is taken."""


def chosen(page: Page, lang: str) -> None:
    """A file with something to fix."""
    practice = ROOT / "samples" / "practice" / "spending-amount.csv"
    page.get_by_text("การใช้จ่าย" if lang == "th" else "Spending", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(practice)


def made(page: Page, lang: str) -> None:
    """The papers, made."""
    page.get_by_role("button", name=t("reports.make", lang)).or_(page.locator(".st-key-paper-brief")).wait_for()
    if page.locator(".st-key-paper-make button").count():
        page.locator(".st-key-paper-make button").click()
    page.locator(".st-key-paper-slides").wait_for(timeout=60_000)


PREPARE: dict[str, Callable[[Page, str], None]] = {"upload": chosen, "reports": made}


def beside(page: Page, server: Server, lang: str, width: int, height: int) -> None:
    """What is no page of the menu: a month of files, the quick view, a group's card."""
    month(page, server, lang, width, height)
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


def shoot(page: Page, name: str, width: int, height: int, tallest: int = TALLEST) -> None:
    """The page as far as it goes."""
    page.wait_for_timeout(SETTLE_MS)
    tall = page.evaluate("(document.querySelector('[data-testid=stMain]') ?? document.body).scrollHeight + 60")
    page.set_viewport_size({"width": width, "height": min(max(int(tall), height), tallest)})
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
