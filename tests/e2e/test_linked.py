"""The linked view in a real browser: a press filters the other two sides there, and a button hands it to the page."""

from collections.abc import Mapping, Sequence

import pytest
from playwright.sync_api import Page, WebSocket, expect

from core.analysis.filters import NO_FILTERS, Filters
from core.analysis.linked import linked_counts, linked_groups
from core.model.choices import STAGES, choice_names
from tests.support.browser import (
    CARD,
    CHIPS,
    PHONE,
    NewPage,
    address,
    arrive,
    expect_query,
    go,
    marks,
    set_filter,
    settle,
    until,
)
from tests.support.server import Server
from tests.support.views import sample_view
from ui.charts import palette
from ui.text import words
from ui.text.amounts import key_of_series
from ui.text.words import t

STAGE = "ลงทะเบียน OTOP แล้ว"
PRESSED = f"""() => [...document.querySelectorAll('.st-key-linked path[stroke="{palette.SPENT}"]')]
  .map(tile => tile.getAttribute('aria-label').split(' ')[0])"""
REGISTERED = t(key_of_series("registered"))


def press(page: Page, text: str) -> None:
    """Press a value by its letters in the chart."""
    page.locator(f"{CARD} svg text").get_by_text(text, exact=True).first.click()


def pressed_tiles(page: Page) -> set[str]:
    """The tiles with the edge of a pressed one."""
    return set(page.evaluate(PRESSED))


def use(page: Page, lang: str = "th") -> None:
    page.locator(CARD).get_by_role("button", name=t("filter.use", lang)).click()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def frames_sent(page: Page) -> list[object]:
    """Every message that the page sends from now on; to be asked for before the page is opened."""
    sent: list[object] = []

    def hear(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.extend([frame]))

    page.on("websocket", hear)
    return sent


def expected(chosen: Filters) -> dict[str, dict[str, str]]:
    """What each mark of tiles and ladder must say, computed here from the sample files."""
    counts = linked_counts(linked_groups(sample_view("2021-07-31"), NO_FILTERS), chosen)
    stages = choice_names(STAGES)
    said: dict[str, dict[str, str]] = {"amphoe": {}, "stage": {}, "month": {}}
    for row in counts:
        n, done, value = row["groups"], row["registered"], row["value"]
        if row["side"] == "amphoe":
            said["amphoe"][value] = f"{value} {done}/{n}" if n else f"{value} –"
        elif row["side"] == "stage":
            said["stage"][value] = f"{stages[value].get('th')} {n}"
        elif n:
            month = words.month(value)
            parts = {REGISTERED: done, t("series.earlier"): n - done}
            said["month"] |= {f"{value} {name}": f"{month} {name} {k}" for name, k in parts.items() if k}
    return said


def expect_marks(page: Page, sides: Mapping[str, Mapping[str, str]]) -> None:
    """Wait until the chart says just this, its empty months left out."""
    wanted = sorted(text for side in sides.values() for text in side.values())
    months = f" {t('series.earlier')} 0", f" {REGISTERED} 0"
    until(page, lambda: sorted(m for m in marks(page) if not m.endswith(months)) == wanted)


@pytest.mark.parametrize(
    ("pressed", "chosen"),
    [
        (["ชะอำ"], Filters(amphoe=("ชะอำ",))),
        (["ชะอำ", "บ้านลาด"], Filters(amphoe=("ชะอำ", "บ้านลาด"))),
        (["ลงทะเบียน OTOP แล้ว"], Filters(stage=("registered",))),
        (["ส่งมอบให้กลุ่มแล้ว", "ชะอำ"], Filters(stage=("accepted",), amphoe=("ชะอำ",))),
        (["ชะอำ", "ชะอำ"], NO_FILTERS),
    ],
    ids=["one amphoe", "two amphoe", "a stage", "a stage and an amphoe", "let go again"],
)
def test_a_press_filters_the_other_sides_in_the_browser_alone(
    new_page: NewPage, server: Server, pressed: Sequence[str], chosen: Filters
) -> None:
    page = new_page()
    sent = frames_sent(page)
    arrive(page, server, "director")
    expect_marks(page, expected(NO_FILTERS))
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    assert sent, "the page speaks over a websocket"
    before = len(sent)

    for text in pressed:
        press(page, text)
    expect_marks(page, expected(chosen))
    page.wait_for_timeout(1000)

    assert len(sent) == before
    assert address(page) == ("/", {})


def test_the_button_makes_filters_of_what_is_pressed_and_of_what_is_let_go(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "?lang=en")

    press(page, "Cha-am")
    press(page, "Registered as OTOP")
    use(page, "en")
    expect(page.locator(CHIPS)).to_contain_text("Cha-am, Registered as OTOP")
    expect_query(page, amphoe="Cha-am", stage="Registered as OTOP")
    until(page, lambda: "Ban Lat 2/2" in marks(page))  # what is filtered is pressed: the ladder's choice acts on tiles

    press(page, "Ban Lat")
    press(page, "Registered as OTOP")
    use(page, "en")
    until(page, lambda: address(page)[1] == {"lang": ["en"], "amphoe": ["Ban Lat", "Cha-am"]})
    expect(page.locator(CHIPS)).not_to_contain_text("Registered")


def test_months_that_are_pressed_become_their_span(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "committee")

    for month in ("เม.ย. 64", "มิ.ย. 64"):
        page.locator(f'{CARD} path[aria-label^="{month} {t("series.earlier")}"]').click()
    use(page)

    expect(page.locator(CHIPS)).to_contain_text("เม.ย. 64 – มิ.ย. 64")
    expect(page.get_by_text(t("overview.linked_months"))).to_be_visible()
    until(page, lambda: address(page)[1].get("months") == ["เม.ย. 64", "มิ.ย. 64"])


def test_a_press_on_what_is_filtered_takes_it_off(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "?amphoe=ชะอำ&amphoe=บ้านลาด&stage=registered")
    expect_marks(page, expected(Filters(amphoe=("ชะอำ", "บ้านลาด"), stage=("registered",))))
    assert pressed_tiles(page) == {"ชะอำ", "บ้านลาด"}

    press(page, "ชะอำ")
    expect_marks(page, expected(Filters(amphoe=("บ้านลาด",), stage=("registered",))))
    assert pressed_tiles(page) == {"บ้านลาด"}
    press(page, "บ้านลาด")
    expect_marks(page, expected(Filters(stage=("registered",))))
    assert pressed_tiles(page) == set()
    use(page)

    expect_query(page, amphoe=None, stage="ลงทะเบียน OTOP แล้ว")
    expect_marks(page, expected(Filters(stage=("registered",))))


def test_what_is_pressed_ends_with_the_filters_it_was_pressed_under(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director")
    expect_marks(page, expected(NO_FILTERS))

    press(page, "ชะอำ")
    expect_marks(page, expected(Filters(amphoe=("ชะอำ",))))
    set_filter(page, "stage", STAGE)
    expect_marks(page, expected(Filters(stage=("registered",))))
    assert pressed_tiles(page) == set()
    page.get_by_role("button", name=t("filter.clear")).click()
    expect_marks(page, expected(NO_FILTERS))
    assert pressed_tiles(page) == set()

    settle(page)
    use(page)
    expect(page.get_by_text(t("filter.use_none"))).to_be_visible()
    assert address(page) == ("/", {})


def test_back_and_forward_show_what_is_filtered_there(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director")
    expect_marks(page, expected(NO_FILTERS))
    press(page, "ชะอำ")
    use(page)
    expect_marks(page, expected(Filters(amphoe=("ชะอำ",))))
    go(page, "groups")
    page.go_back()
    page.locator(f"{CARD} svg").first.wait_for()
    expect_marks(page, expected(Filters(amphoe=("ชะอำ",))))
    assert pressed_tiles(page) == {"ชะอำ"}

    press(page, "บ้านลาด")
    use(page)
    expect_marks(page, expected(Filters(amphoe=("ชะอำ", "บ้านลาด"))))
    assert pressed_tiles(page) == {"ชะอำ", "บ้านลาด"}


def test_the_button_says_so_where_nothing_is_pressed(new_page: NewPage, server: Server) -> None:
    page = new_page()
    arrive(page, server, "director", "?amphoe=ชะอำ")
    page.locator(f"{CARD} svg").first.wait_for()

    use(page)

    expect(page.get_by_text(t("filter.use_none"))).to_be_visible()
    expect_query(page, amphoe="ชะอำ")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_on_a_phone_every_name_and_number_stands_inside_its_tile_and_a_touch_presses_it(
    new_page: NewPage, server: Server, lang: str
) -> None:
    page = new_page(**PHONE)
    arrive(page, server, "director", f"?lang={lang}")
    page.locator(f"{CARD} svg").first.wait_for()

    outside = page.evaluate(
        """() => {
          const box = e => e.getBoundingClientRect();
          const tiles = [...document.querySelectorAll('.st-key-linked path[aria-label*="/"]')].map(box);
          const letters = [...document.querySelectorAll('.st-key-linked svg text')].filter(e => e.textContent
            && tiles.some(t => box(e).top >= t.top && box(e).bottom <= t.bottom));
          const inside = e => tiles.some(t => box(e).left >= t.left && box(e).right <= t.right
            && box(e).top >= t.top && box(e).bottom <= t.bottom);
          return [tiles.length, letters.length, letters.filter(e => !inside(e)).map(e => e.textContent)];
        }"""
    )
    assert outside == [8, 16, []]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.locator(f'{CARD} path[aria-label^="{"ชะอำ" if lang == "th" else "Cha-am"}"]').tap()
    last = choice_names(STAGES)["registered"].get(lang)
    until(page, lambda: f"{last} 2" in marks(page))
