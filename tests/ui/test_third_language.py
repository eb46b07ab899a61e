"""A third language is one more file in each folder of words: pages, papers, messages and commands show it.

It is made by machine: each sentence is its key with its placeholders. Days, lists, texts of a project and names of
places are left out and read in English.
"""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from string import Formatter

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

import words
from core.figures.figures import compute
from core.intake.compare.listing import as_csv
from core.model.diff import diff_rows
from core.model.kinds import KINDS
from core.text import Message, Text
from db import commands
from db.commands.console import VARIABLE
from db.errors import DatabaseBusy
from tests.support.diffs import lines, sentences, ticks
from tests.support.forms import error_workbook, template_xlsx
from tests.support.intakes import PROJECT, csv_file, headers, read
from tests.support.pages import TIMEOUT_S, page
from tests.support.papers import DAYS, material, text_of
from tests.support.views import sample_view
from ui.app import browser_scripts
from ui.auth import menu
from ui.guide import book
from ui.reports.catalogue import PAPERS
from ui.request.link import Link
from words.rendering import said

CODE, NAME = "xx", "Third"
LEFT_OUT = ("date", "month", "list", "count", "language")
PAGES = sorted(path.name for path in menu.FOLDER.glob("*.py"))
ENGLISH = re.compile(r"[A-Za-z]+(?: [a-z]+){3,}")


def made(key: str, english: str) -> str:
    """A sentence of the third language: its key, and the placeholders as English has them."""
    names = [(name, spec) for _, name, spec, _ in Formatter().parse(english) if name is not None]
    return " ".join([f"{CODE} {key}", *(f"{{{name}:{spec}}}" if spec else f"{{{name}}}" for name, spec in names)])


def forget() -> None:
    for kept in (words.languages, words.catalogue, browser_scripts.framework, book.book):
        kept.cache_clear()


@pytest.fixture(scope="module")
def third(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The program with a third language; every sentence of it by its key."""
    folder = tmp_path_factory.mktemp("words") / "words"
    shutil.copytree(words.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    sentences = {
        key: made(key, texts["en"]) for key, texts in words.catalogue().items() if key.split(".")[0] not in LEFT_OUT
    }
    for english in folder.glob("*/en.toml"):
        sections = {line[1:-1].split(".")[0] for line in english.read_text("utf-8").splitlines() if line[:1] == "["}
        mine = [f'{key} = "{text}"' for key, text in sentences.items() if key.split(".")[0] in sections]
        named = [f'language.name = "{NAME}"'] if "language" in sections else []
        (english.parent / f"{CODE}.toml").write_text("\n".join([*mine, *named]), encoding="utf-8")
    guide = folder.parent / "guide"
    shutil.copytree(book.FOLDER, guide)
    headed = re.sub("(?m)^(#+ )", rf"\g<1>{CODE} ", (guide / "en.md").read_text("utf-8"))
    (guide / f"{CODE}.md").write_text(headed, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "FOLDER", folder)
        patch.setattr(book, "FOLDER", guide)
        forget()
        yield sentences
    forget()


def texts_of(shown: AppTest) -> list[str]:
    """What stands on a page: headings, texts, labels of widgets."""
    elements = (
        *shown.header,
        *shown.subheader,
        *shown.markdown,
        *shown.caption,
        *shown.info,
        *shown.warning,
        *shown.success,
        *shown.error,
    )
    labels = (*shown.button, *shown.selectbox, *shown.multiselect, *shown.text_input, *shown.toggle, *shown.checkbox)
    return [str(element.value) for element in elements] + [str(widget.label) for widget in labels]


def plain(text: str) -> str:
    return re.sub(r"[\\\u2060]", "", text)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_in_the_third_language(name: str, third: dict[str, str]) -> None:
    shown = page(name, "staff", lang=CODE)
    found = [plain(text) for text in texts_of(shown)]

    assert not shown.exception
    assert any(text.startswith(f"{CODE} ") for text in found), found
    english = {texts["en"] for key, texts in words.catalogue().items() if key in third and len(texts["en"]) > 12}
    assert not [text for text in found if text in english]


def test_the_switch_offers_every_other_language(third: dict[str, str]) -> None:
    names = {lang: words.template("language.name", lang) for lang in words.languages()}

    assert words.languages() == ("th", "en", CODE) and names[CODE] == NAME
    for lang in words.languages():
        top = AppTest.from_function(_door_top, default_timeout=TIMEOUT_S, args=(lang,)).run()
        assert [button.label for button in top.button] == [name for code, name in names.items() if code != lang]


def _door_top(lang: str) -> None:
    from ui.auth import signin

    signin.top(lang)


def test_a_link_takes_the_language_and_an_unknown_one_is_the_offices_own(third: dict[str, str]) -> None:
    assert [Link({"lang": lang}).lang for lang in (CODE, "en", "th", "zz")] == [CODE, "en", "th", "th"]
    assert Link({}).lang == "th"
    assert not Link({"lang": CODE, "digits": "thai"}).thai_digits


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_made_in_the_third_language(name: str, third: dict[str, str]) -> None:
    content = PAPERS[name].make(material(DAYS[1], CODE))

    assert len(content) > 400
    if name in ("brief", "pack"):
        assert text_of(content).count(f"{CODE} paper") > 10
    if name == "line":
        assert f"{CODE} verdict." in content.decode("utf-8")
    if name == "workbook":
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0].startswith(f"{CODE} paper.")


def test_a_message_its_values_and_what_is_left_out(third: dict[str, str]) -> None:
    view = material(date(2021, 7, 31)).view

    assert said(compute(view).verdict.message, CODE).startswith(f"{CODE} verdict.")
    assert said(DatabaseBusy().message, CODE) == f"{CODE} error.busy"
    assert said(Message("console.as_of", {"day": date(2021, 7, 31), "verdict": 3}), CODE) == (
        f"{CODE} console.as_of 31 Jul 2021 3"
    )
    assert said(Message("within.groups", {"g": 1, "tol": 2}), CODE) == f"{CODE} within.groups 1 group 2 groups"
    assert said(Text.both("เพชรบุรี", "Phetchaburi"), CODE) == "Phetchaburi"
    assert view.project.name.get(CODE) == view.project.name.get("en")


def test_a_comparison_speaks_it(third: dict[str, str]) -> None:
    """Sentences of every kind, lines of the table and its file, and what is asked about before saving."""
    for kind in KINDS:
        rows = sample_view("2021-07-31").of(kind)
        fewer, before = rows.take(range(1, len(rows))), date(2021, 6, 30)
        told = [sentences(diff_rows(*pair, before), CODE) for pair in ((rows, fewer), (fewer, rows), (rows, rows))]
        assert all(texts and all(text.startswith(f"{CODE} diff.") for text in texts) for texts in told), told
        gone = diff_rows(rows, fewer, before)
        assert ticks(gone, CODE) and all(text.startswith(f"{CODE} diff.") for text in ticks(gone, CODE))
        content = as_csv(lines(gone, CODE), partial(said, language=CODE)).decode("utf-8-sig")
        assert content.startswith(f"{CODE} diff_head.what") and f"{CODE} diff_what.removed" in content


def test_forms_and_returned_workbooks_speak_it(third: dict[str, str]) -> None:
    for kind in KINDS:
        notes = openpyxl.load_workbook(io.BytesIO(template_xlsx(kind, PROJECT, lang=CODE)))["Notes"]
        cells = [str(cell.value) for row in notes.iter_rows(min_row=2) for cell in row if cell.value]
        assert sum(cell.startswith(f"{CODE} form_how.") for cell in cells) == len(notes["C"]) - 4
        assert f"{CODE} form.column" in cells
    file = csv_file(headers("groups", "code"), ["G01"])
    back = openpyxl.load_workbook(io.BytesIO(error_workbook(read(file, "groups", project=PROJECT), [file], CODE)))
    found = [cell.value for row in back["All findings"].iter_rows() for cell in row if cell.value]
    assert found[0] == f"{CODE} finding_head.tier" and f"{CODE} issue.missing_column ขั้นตอน" in " ".join(map(str, found))


def test_the_command_line_speaks_it(
    third: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, CODE)

    assert commands.main(["summary"]) == 0
    assert f"{CODE} console.as_of" in capsys.readouterr().out
    assert commands.main(["withdraw", "999999", "--by", "staff", "--reason", "x"]) != 0
    assert capsys.readouterr().err.startswith(f"{CODE} error.upload")


def test_the_frameworks_words_are_put_into_every_language(third: dict[str, str]) -> None:
    script = browser_scripts.framework()

    assert f'"{CODE}": {{' in script and f"{CODE} framework." in script
