"""The README's walk through, step by step, with the very words and files that stand there."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.browser import press_cell, sign_in
from tests.support.load_page import settle
from tests.support.server import Server
from ui.text.words import t

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
VERDICT = ".st-key-verdict"


def step(number: int) -> str:
    """The text of one step, on one line."""
    walk = README.partition("## A walk through")[2].partition("\n## ")[0]
    found = re.search(rf"^{number}\. (.*?)(?=^\d\. |^\S|\Z)", walk, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no step {number}"
    return re.sub(r"\s+", " ", found[1])


def bold(number: int) -> list[str]:
    """The words of the screen that a step names."""
    return re.findall(r"\*\*(.+?)\*\*", step(number))


def paths(number: int) -> list[Path]:
    """The files and folders of the samples that a step names."""
    return [ROOT / name for name in re.findall(r"`(samples/\S+?)`", step(number))]


def load(page: Page, kind: str, path: Path) -> None:
    """Choose a kind by its words and a file; wait until the page says what it read."""
    page.locator(".st-key-upload-kind").get_by_text(kind, exact=True).click()
    settle(page)
    page.locator("input[type=file]").set_input_files(path)
    settle(page)


def press(page: Page, words: str) -> None:
    button = page.get_by_role("button", name=words, exact=True)
    expect(button).to_be_enabled()
    button.click()


def saved(page: Page) -> None:
    page.locator(".st-key-upload-done").wait_for()
    settle(page)


def pick_newest(page: Page) -> None:
    """Tick the first row of the data history; its table is drawn on a canvas."""
    press_cell(page, "[class*='st-key-history-table']", 15)
    settle(page)


def test_the_steps_of_the_readme_are_what_the_screens_show(new_page: Callable[..., Page], fresh: Server) -> None:
    director = new_page()
    sign_in(director, fresh, "director")
    assert "both groups and money are below plan on 31 July 2564" in step(1)
    expect(director.locator(VERDICT)).to_contain_text("ต่ำกว่าแผนทั้งสองด้าน")
    expect(director.locator(".st-key-band")).to_contain_text("31 ก.ค. 64")

    page = new_page()
    sign_in(page, fresh, "staff")
    menu, groups, save_august = bold(2)
    page.get_by_role("link", name=menu).click()
    (file,) = paths(2)
    load(page, groups, file)
    press(page, save_august)
    saved(page)

    (spending,), (file,) = bold(3), paths(3)
    load(page, spending, file)
    press(page, save_august)
    saved(page)
    director.reload()
    assert "money is on plan again, three groups are still missing" in step(3)
    expect(director.locator(VERDICT)).to_contain_text("ลงทะเบียนช้ากว่าแผน 3 กลุ่ม")
    expect(director.locator(VERDICT)).to_contain_text("ด้านเงินเป็นไปตามแผน")

    (as_the_file_says,), (folder,) = bold(4), paths(4)
    for kind, name in ((groups, "groups.csv"), (spending, "spending.csv")):
        load(page, kind, folder / name)
        if kind == groups:  # the day used last is another one than the file's
            expect(page.locator(".st-key-upload-apply button")).to_have_count(0)
            press(page, as_the_file_says)
            settle(page)
        for box in page.locator("[data-testid=stCheckbox]").all():
            box.locator("label").click()
            settle(page)
        page.locator(".st-key-upload-apply button").click()
        saved(page)
    director.reload()
    expect(director.locator(VERDICT)).to_contain_text("สิ้นปีงบฯ: ได้ 27 จาก 30 กลุ่ม")

    history, withdraw, bring_back = bold(5)
    page.get_by_role("link", name=history).click()
    settle(page)
    pick_newest(page)
    page.get_by_label("เหตุผลที่ยกเลิก").fill("ทดลอง")
    press(page, withdraw)
    page.get_by_text("ยกเลิกแล้ว ตัวเลขทุกหน้ากลับไปใช้ชุดก่อนหน้า").wait_for()
    director.reload()
    expect(director.locator(VERDICT)).not_to_contain_text("สิ้นปีงบฯ: ได้ 27 จาก 30 กลุ่ม เบิกจ่าย 742,749 บาท")
    pick_newest(page)
    page.get_by_label("เหตุผลที่นำกลับมาใช้").fill("ทดลองแล้ว")
    press(page, bring_back)
    page.get_by_text(t("history.reinstated_done")).wait_for()
    director.reload()
    expect(director.locator(VERDICT)).to_contain_text("สิ้นปีงบฯ: ได้ 27 จาก 30 กลุ่ม เบิกจ่าย 742,749 บาท")
    assert paths(6) == [ROOT / "samples" / "practice"]  # each of its files: tests/core/test_intake_samples.py


def test_what_starts_with_real_data_is_the_word_of_the_banner(new_page: Callable[..., Page], fresh: Server) -> None:
    (words,) = re.findall(r"When you are ready for your own figures, press \*\*(.+?)\*\*", README)
    page = new_page()
    sign_in(page, fresh, "staff")

    expect(page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first).to_be_visible()
