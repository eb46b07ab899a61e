"""An admin's year in a browser, from an empty server to the closed year: each step as a person does it, its presses
counted. Used by the test that walks it and by the tool that takes its pictures.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import BAND, FORM, closed_part, in_menu, settle
from tests.support.server import PASSWORD, Server
from ui.text.words import t
from words import rendering

ADMIN, CLERK = "keeper", "clerk1"
PROJECT, NEXT = "phetchaburi-2564", "phetchaburi-2565"
YEAR, NEXT_YEAR = 2564, 2565
GROUPS_BELOW = "2"  # the tolerance that the settings step sets
LAST_SAFE = {"procurement": "31/08/2565", "direct": "15/09/2565"}  # of the next year
BACKED_UP_MS = 240_000
Show = Callable[[Page, str], None]


@dataclass
class Hand:
    """What an admin does at a page: a press is a click, also one into a field that is then typed into."""

    page: Page
    lang: str
    show: Show
    presses: int = 0
    password: str = ""  # the one-time one of the user that was added
    done: dict[str, int] = field(default_factory=dict)  # presses of each step

    def press(self, where: Locator) -> None:
        """Click what can be clicked, and wait until the page stands still."""
        expect(where).to_be_enabled()
        where.click()
        self.presses += 1
        settle(self.page)

    def write(self, where: Locator, text: str) -> None:
        """Click into a field, type, and leave it by the tabulator: then the page has it."""
        where.click()
        self.presses += 1
        where.fill(text)
        where.press("Tab")
        if not where.evaluate("e => !!e.form"):  # a form is handed in as a whole
            settle(self.page)

    def pick(self, label: str, choice: str) -> None:
        """Open a list and choose."""
        box = self.page.get_by_role("combobox", name=re.compile(rf"(^|\s){re.escape(label)}$"))
        self.press(box)
        self.press(self.page.get_by_role("option", name=choice, exact=True))

    def picture(self, name: str, at: Locator) -> None:
        """Show the page at a place worth a picture."""
        self.page.mouse.move(2, 2)  # no hint over what was pressed
        at.evaluate("e => e.scrollIntoView({block: 'center'})")
        settle(self.page)
        self.show(self.page, name)

    def open(self, page: str) -> None:
        """By the menu, and by the part of it in which the page stands."""
        if (part := closed_part(self.page, page, self.lang)) is not None:
            self.press(part)
        self.press(in_menu(self.page, page, self.lang))
        self.page.locator(BAND).wait_for()
        settle(self.page)

    def box(self, key: str) -> Locator:
        return self.page.get_by_role("textbox", name=self.say(key), exact=True)

    def button(self, key: str, **params: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(key, **params), exact=True)

    def year(self, fiscal_year_be: int) -> str:
        """A fiscal year as pages write it."""
        return rendering.year(fiscal_year_be, self.lang)

    def say(self, key: str, **params: str) -> str:
        return t(key, self.lang, **params)


def set_up(hand: Hand, server: Server) -> None:
    """The first admin, by the link that the server printed at its start."""
    found = re.search(r"(http\S+/setup\?token=\S+)", server.words())
    assert found is not None, server.words()
    path = found[1].partition("/setup")[2]
    hand.page.goto(f"{server.address}/setup{path}&lang={hand.lang}")
    hand.page.locator(FORM).wait_for()
    hand.write(hand.page.locator("input[autocomplete=username]"), ADMIN)
    for place in (0, 1):
        hand.write(hand.page.locator("input[autocomplete=new-password]").nth(place), PASSWORD)
    hand.show(hand.page, "set-up")
    hand.page.locator(FORM).click()
    hand.presses += 1
    hand.page.locator(BAND).wait_for()
    if hand.lang != "th":
        hand.page.goto(f"{server.address}/?lang={hand.lang}")
        hand.page.locator(BAND).wait_for()
    settle(hand.page)


def open_project(hand: Hand, _server: Server) -> None:
    """From the sample project to the office's own."""
    hand.press(hand.page.locator(".st-key-account button").first)
    hand.press(hand.button("switch.open"))
    own = hand.page.locator(f".st-key-switch-go-{PROJECT} button")
    hand.picture("project", own)
    hand.press(own)
    hand.page.wait_for_url(re.compile(f"project={PROJECT}"))
    settle(hand.page)


def add_user(hand: Hand, _server: Server) -> None:
    """A clerk, whose one-time password is shown once."""
    hand.open("users")
    hand.press(hand.page.locator(".st-key-people-add summary"))
    hand.write(hand.page.locator(".st-key-people-add input[type=password]"), PASSWORD)
    hand.press(hand.button("signin.again_submit"))
    hand.write(hand.box("people.name"), CLERK)
    hand.pick(hand.say("people.role"), hand.say("role.staff"))
    hand.press(hand.page.locator(".st-key-people-add").get_by_role("button", name=hand.say("people.add")))
    shown = hand.page.locator(".st-key-people-one-time")
    expect(shown).to_contain_text(CLERK)
    hand.password = shown.locator("code").inner_text().strip()
    hand.picture("user", shown)
    hand.press(hand.button("people.one_time_seen"))


def change_setting(hand: Hand, _server: Server) -> None:
    """A tolerance, with its reason."""
    hand.open("settings")
    hand.pick(hand.say("settings.choose"), hand.say("settings.section.verdict"))
    hand.write(hand.box("setting_name.verdict.tolerance_groups"), GROUPS_BELOW)
    _save(hand, "setting")


def _save(hand: Hand, picture: str) -> None:
    """Why, a look at what it would change, and the press that saves."""
    why = hand.box("settings.reason")
    why.wait_for()
    hand.write(why, "มติที่ประชุม" if hand.lang == "th" else "Resolution of the committee")
    hand.press(hand.button("settings.check"))
    hand.picture(picture, hand.button("settings.save"))
    hand.press(hand.button("settings.save"))
    expect(hand.page.get_by_text(hand.say("settings.none_changed"))).to_be_visible()


def back_up(hand: Hand, _server: Server) -> None:
    """A backup now, restored on trial."""
    hand.open("status")
    hand.button("status.take").first.click()
    hand.presses += 1
    said = hand.page.get_by_test_id("stAlertContentSuccess")
    expect(said.first).to_contain_text("otop-", timeout=BACKED_UP_MS)
    settle(hand.page)
    hand.picture("backup", said.first)


def begin_next_year(hand: Hand, _server: Server) -> None:
    """The project of the year that follows."""
    hand.open("settings")
    hand.press(hand.button("settings.next_begin", year=hand.year(NEXT_YEAR)))
    way = hand.page.get_by_role("link", name=hand.say("settings.next_open", year=hand.year(NEXT_YEAR)))
    expect(way).to_be_visible()
    hand.picture("next-year", way)


def fill_next_year(hand: Hand, _server: Server) -> None:
    """What a new year begins without, in the tab that the link opens: here the last days to commit by."""
    former = hand.page
    with former.context.expect_page() as opened:
        former.get_by_role("link", name=hand.say("settings.next_open", year=hand.year(NEXT_YEAR))).click()
    hand.presses += 1
    hand.page = opened.value
    to_fill = hand.page.locator(".st-key-settings-to-fill")
    to_fill.wait_for()
    expect(to_fill).to_contain_text(hand.year(NEXT_YEAR))
    settle(hand.page)
    hand.picture("to-fill", to_fill)
    hand.press(hand.button("settings.fill", name=hand.say("settings.section.days")))
    for name, day in LAST_SAFE.items():
        hand.write(hand.box(f"setting_name.last_safe_days.{name}"), day)
    _save(hand, "filled")
    hand.page.close()
    hand.page = former


def close_year(hand: Hand, _server: Server) -> None:
    """The year that is over."""
    hand.press(hand.button("settings.close", year=hand.year(YEAR)))
    expect(hand.button("settings.reopen", year=hand.year(YEAR))).to_be_visible()
    hand.picture("closed", hand.button("settings.reopen", year=hand.year(YEAR)))


def reopen_year(hand: Hand, _server: Server) -> None:
    """Closed by mistake: open again."""
    hand.press(hand.button("settings.reopen", year=hand.year(YEAR)))
    expect(hand.button("settings.close", year=hand.year(YEAR))).to_be_visible()


# Each step with the presses that it may take.
STEPS: dict[str, tuple[Callable[[Hand, Server], None], int]] = {
    "set up": (set_up, 4),
    "open the office's project": (open_project, 3),
    "add a user": (add_user, 10),
    "change a setting": (change_setting, 8),
    "back up": (back_up, 3),
    "begin the next year": (begin_next_year, 3),
    "fill in the next year": (fill_next_year, 7),
    "close the year": (close_year, 1),
    "open it again": (reopen_year, 1),
}


def walk(page: Page, server: Server, lang: str, show: Show) -> Hand:
    """Every step in a browser that nobody used yet, on a server that has no user. ``show`` gets the page at what is
    worth a picture, and its name.
    """
    hand = Hand(page, lang, show)
    for name, (step, _) in STEPS.items():
        before = hand.presses
        step(hand, server)
        hand.done[name] = hand.presses - before
    return hand
