"""What a file leaves open is asked on the load page, answered by one press, and shown with the upload afterwards."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.support.browser import NewPage, arrive, press_cell
from tests.support.cases import FOLDER
from tests.support.load_page import EMPTY, SAVE, choose, of_day, open_form, save, settle, stored, tick
from tests.support.server import Server
from ui.text.words import t

SEPTEMBER = date(2021, 9, 30)
# The question, its answer, a file that asks it, and the satang that it then stands for.
ASKED = [
    ("unit", "thousand", "units-thousand-title.csv", [68_700_000]),
    ("hidden", "skip", "hidden-rows.xlsx", [1_000, 500]),
    ("dates", "swapped", "day-month-swapped-be.xlsx", [10_000, 20_000, 160_000, 320_000, 320_000, 160_000]),
]


@pytest.mark.parametrize(("way", "answer", "name", "satang"), ASKED)
def test_an_answer_is_given_by_one_press_and_kept_with_the_upload(
    new_page: NewPage, fresh: Server, way: str, answer: str, name: str, satang: list[int]
) -> None:
    page = new_page()
    open_form(page, fresh, EMPTY)
    choose(page, "spending", [(name, (FOLDER / name).read_bytes())])
    page.get_by_text(t(f"ways.{way}_{answer}"), exact=True).click()
    settle(page)
    of_day(page, SEPTEMBER)
    tick(page)
    expect(page.locator(SAVE)).to_be_enabled()
    save(page)

    assert stored(fresh, SEPTEMBER, EMPTY).of("spending")["amount_satang"] == satang
    arrive(page, fresh, "staff", f"history?project={EMPTY}")
    press_cell(page, "[class*='st-key-history-table']", 15)
    settle(page)
    said = f"{t(f'ways.{way}')}: {t(f'ways.{way}_{answer}')}"
    expect(page.get_by_text(said, exact=True)).to_be_visible()
