"""A project of another province says nothing of the sample province: no word, place, number or year, in any screen's
script, paper or form, in both languages. The same scan finds them all in the samples.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.text_format import MessageToString

from core.intake.forms import templates
from core.model.kinds import KINDS
from db import engine as databases
from db.accounts import users
from db.maintenance import setup
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from tests.support import elsewhere
from tests.support.actors import OPERATOR, admin, store_projects
from tests.support.databases import NOW, PASSWORD
from tests.support.elsewhere import found_in, words_of_package
from tests.support.forms import template_xlsx
from tests.support.pages import elements, page
from tests.support.papers import text_of
from tests.support.said import LANGS
from ui.auth import menu
from ui.reports import chat
from ui.reports.material import Material, Order, gather
from ui.reports.print import brief, pack
from ui.reports.slides import deck
from ui.reports.workbook import book
from ui.reports.writing import Writing

HASH = re.compile(r"\$\$ID-[0-9a-f]{32}")  # of a widget: its digits say nothing, and may be a year by chance
OF_ALL = {entry.script.name for entry in menu.ENTRIES if entry.of_all}  # the samples are among what they list
PAGES = sorted({path.name for path in menu.FOLDER.glob("*.py")} - OF_ALL)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One database with the samples and the other province's project, whose data are the newest."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "projects").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTOP_DATA", str(folder))
        patch.setenv("DATABASE_URL", f"sqlite:///{(folder / 'otop.db').as_posix()}")
        patch.delenv("OTOP_PROJECT", raising=False)
        engine = databases.engine()
        setup.prepare(engine, actor=OPERATOR, samples=True, now=NOW)
        patch.setenv("OTOP_PROJECTS", str(folder / "projects"))
        elsewhere.write_project(folder / "projects")
        assert store_projects(engine, now=NOW, folder=folder / "projects")
        elsewhere.fill(engine, NOW)
        users.set_password(engine, "staff", PASSWORD, actor=admin("test"), now=NOW)
        yield folder
        engine.dispose()


def screen(script: Path, code: str, lang: str) -> str:
    """All that a script draws, as it is sent to the browser, tables as their cells."""
    test = page(script, "staff", project=code, lang=lang)
    assert not test.exception
    sent = [MessageToString(node.proto, as_utf8=True) for node in elements(test) if getattr(node, "proto", None)]
    sent = [HASH.sub("", text) for text in sent]
    cells = [frame.value.to_csv() for frame in test.dataframe]
    return "\n".join([*sent, *cells])


def material(code: str, lang: str) -> Material:
    return gather(databases.engine(), Order(code, Writing(lang, "thai" if lang == "th" else "arabic"), NOW))


def papers(code: str, lang: str) -> dict[str, str]:
    """The words of each paper."""
    shown = material(code, lang)
    return {
        "brief": text_of(brief.pdf(shown)),
        "png": json.dumps(brief.content(shown, "png"), ensure_ascii=False, default=str),
        "pack": text_of(pack.pdf(shown)),
        "pack's words": json.dumps(pack.content(shown), ensure_ascii=False, default=str),
        "slides": words_of_package(deck.pptx(shown)),
        "workbook": words_of_package(book.xlsx(shown)),
        "line": chat.encoded(shown).decode("utf-8"),
    }


def blank_forms(code: str, lang: str) -> dict[str, str]:
    project = versions.project_at(databases.engine(), code).project
    books = {kind: words_of_package(template_xlsx(kind, project, None, lang)) for kind in KINDS}
    return books | {f"{kind}.csv": templates.template_csv(kind, project).decode("utf-8-sig") for kind in KINDS}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [*PAGES, "router.py"])
def test_no_screen_of_another_province_says_anything_of_the_sample_province(both: Path, name: str, lang: str) -> None:
    script = menu.FOLDER.parent / "ui" / name if name == "router.py" else menu.FOLDER / name

    assert found_in(screen(script, elsewhere.CODE, lang)) == {}


@pytest.mark.parametrize("lang", LANGS)
def test_no_paper_of_another_province_says_anything_of_the_sample_province(both: Path, lang: str) -> None:
    assert {name: found for name, text in papers(elsewhere.CODE, lang).items() if (found := found_in(text))} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_no_form_of_another_province_says_anything_of_the_sample_province(both: Path, lang: str) -> None:
    assert {name: found for name, text in blank_forms(elsewhere.CODE, lang).items() if (found := found_in(text))} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_the_other_province_is_what_they_speak_of(both: Path, lang: str) -> None:
    province, goal = ("ระยอง", "ขึ้นบัญชีแล้ว") if lang == "th" else ("Rayong", "Listed")
    texts = papers(elsewhere.CODE, lang)

    assert all(province in texts[name] for name in ("brief", "pack", "slides", "workbook", "line")), texts["line"]
    assert goal in screen(menu.FOLDER / "groups.py", elsewhere.CODE, lang)
    assert elsewhere.STAGES[1][1] in blank_forms(elsewhere.CODE, lang)["groups"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_scan_finds_the_sample_province_in_the_samples(both: Path, lang: str) -> None:
    screens = {
        name: found_in(screen(menu.FOLDER / name, SAMPLE_PROJECT, lang)) for name in ("overview.py", "groups.py")
    }
    printed = {name: found_in(text) for name, text in papers(SAMPLE_PROJECT, lang).items()}
    filled = {kind: found_in(text) for kind, text in blank_forms(SAMPLE_PROJECT, lang).items()}

    assert set(screens["overview.py"]) >= {"province", "target", "year"} - ({"year"} if lang == "en" else set())
    assert "amphoe" in screens["groups.py"]
    assert set().union(*printed.values()) == set(elsewhere.FORBIDDEN)
    assert all(printed.values()), printed
    assert {"province", "amphoe"} <= set(filled["groups"])
