"""One record makes a paper: a paper registered here is on the page, at its address and on the command line."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette

from db.projects.versions import SAMPLE_PROJECT
from tests.support.added_words import add_words
from tests.support.asgi import ask
from tests.support.pages import cookie, page
from ui.reports.catalogue import PAPERS, Paper
from ui.reports.cli import main
from ui.reports.material import Material
from ui.routes import files, papers
from ui.routes.papers import Ask, Pack

LEAFLET = Paper(
    "leaflet", "tests.ui.reports.test_paper_catalogue:leaflet", "text/markdown", ".md", ":material/shop:", True
)
LABEL, MEANING = "แผ่นพับ", "สำหรับแจกที่ตลาด"


def leaflet(material: Material) -> bytes:
    """The paper of this test: the number of groups, in the paper's digits."""
    return f"# {material.writing.count(material.figures['registered_groups'])}\n".encode()


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAPERS, LEAFLET.name, LEAFLET)
    add_words(monkeypatch, {LEAFLET.label: (LABEL, "Leaflet"), LEAFLET.meaning: (MEANING, "For markets")})


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs are made in this process: the one that the server starts does not know this test's paper."""

    def make(asked: Ask, _report: papers.Progress) -> Pack:
        return Pack({name: f"{name} {asked.digits}".encode() for name in PAPERS}, asked.now)

    papers.made.cache_clear()
    monkeypatch.setattr(papers, "_make", make)


def test_the_command_makes_it_in_the_digits_of_official_papers(home: Path, registered: None, tmp_path: Path) -> None:
    asked = ("--project", SAMPLE_PROJECT, "--as-of", "2021-07-31")

    assert main(["leaflet", str(tmp_path / "one.md"), *asked]) == 0
    assert main(["leaflet", str(tmp_path / "two.md"), *asked, "--lang", "en"]) == 0

    thai, plain = ((tmp_path / name).read_text("utf-8") for name in ("one.md", "two.md"))
    assert thai.translate({ord("๐") + n: str(n) for n in range(10)}) == plain != thai


def test_the_folder_of_all_papers_has_it(
    home: Path, registered: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in set(PAPERS) - {"leaflet", "line"}:  # the others are made by other tests
        monkeypatch.delitem(PAPERS, name)

    assert main(["all", str(tmp_path), "--project", SAMPLE_PROJECT]) == 0

    assert {file.name for file in tmp_path.iterdir()} == {"leaflet.md", "line.txt"}


def test_its_address_gives_it(home: Path, registered: None, made_here: None) -> None:
    app = Starlette(routes=files.routes(papers.ROUTES))

    answer = ask(app, "/files/report/leaflet?as_of=2021-06-30", cookie=cookie("director"))

    assert (answer.status, answer.text, answer.headers["content-type"].split(";")[0]) == (
        200,
        "leaflet thai",
        "text/markdown",
    )
    name = unquote(answer.headers["content-disposition"].split("''")[1])
    assert name == f"{LABEL} {SAMPLE_PROJECT} 2021-06-30.md"


def test_the_page_offers_it(home: Path, registered: None, made_here: None) -> None:
    tab = page("reports.py", "director")
    tab.button(key="paper-make").click().run()

    assert not tab.exception
    links = [found.proto for found in tab.get("link_button")]
    mine = [link for link in links if link.label.startswith(LABEL)]
    assert [(link.icon, "files/report/leaflet" in link.url) for link in mine] == [(LEAFLET.icon, True)]
    assert MEANING in [caption.value for caption in tab.caption]
    assert not [link for link in links if "report/line" in link.url], "what is copied is not downloaded"
