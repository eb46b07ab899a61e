"""The pack as the server gives it: made once, in another process, to those who may have it."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette

from core.model import Actor, Right
from db import engine as databases
from db.accounts import audit
from db.notebook import notes
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import staff
from tests.support.asgi import Answer, ask
from tests.support.databases import NOW, ROLES
from tests.support.pages import cookie
from tests.support.papers import material
from tests.support.trees import tree_of
from ui.reports.catalogue import PAPERS
from ui.reports.print import brief
from ui.routes import files, papers
from ui.routes.papers import Ask, NotMade, Pack
from ui.text.words import t
from ui.workers.process import Bounds

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("typst", "pptx", "vl_convert", "lxml", "xlsxwriter", "altair", "authlib", "pandas", "pyarrow")
Get = Callable[..., Answer]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    papers.made.cache_clear()


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Ask]]:
    """Who had papers made, without making them."""
    asked: list[Ask] = []

    def make(asking: Ask, report: papers.Progress) -> Pack:
        asked.append(asking)
        return Pack({kind: f"%PDF {kind} {asking.lang} {asking.digits}".encode() for kind in PAPERS}, asking.now)

    monkeypatch.setattr(papers, "_make", make)
    yield asked


@pytest.fixture
def get(home: Path) -> Get:
    app = Starlette(routes=files.routes(papers.ROUTES))

    def ask_as(path: str, user: str | None = None) -> Answer:
        return ask(app, path, cookie=cookie(user) if user else None)

    return ask_as


def an_ask(role: str = "staff", asked_day: bool = False) -> Ask:
    return Ask(store.view(databases.engine(), SAMPLE_PROJECT), asked_day, "th", "thai", Actor(role, role), NOW)


def test_the_server_never_loads_what_makes_papers(home: Path) -> None:
    """All that the launcher, start-up and every page import; a page's own run imports nothing more."""
    wanted = {"ui.screens.pack_page", "ui.routes.papers"}
    for page in (ROOT / "pages").glob("*.py"):
        for node in tree_of(page).body:
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "ui":
                package = find_spec(node.module)
                assert package, node.module
                inside = (
                    {f"{node.module}.{alias.name}" for alias in node.names}
                    if package.submodule_search_locations
                    else set()
                )
                wanted |= {node.module, *(name for name in inside if find_spec(name))}
    assert len(wanted) > 20
    code = f"""
import importlib, sys, dashboard
from ui.auth import menu
from ui.shell import band
from ui.auth import guard
from ui.widgets import filters
from ui.request import load
from ui import startup
from ui.charts import specs
startup.prepare(); specs.every()
for name in {sorted(wanted)!r}:
    importlib.import_module(name)
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.splitlines()[-1] == "[]"


def test_the_process_that_makes_papers_never_loads_streamlit(home: Path) -> None:
    code = (
        "import sys, pkgutil, ui.reports.cli; from ui.reports.catalogue import PAPERS\n"
        "for paper in PAPERS.values(): pkgutil.resolve_name(paper.maker)\n"
        "print([name for name in ('streamlit', 'pandas') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", PAPERS)
def test_a_stranger_gets_a_sentence_and_no_paper(kind: str, get: Get, making: list[Ask]) -> None:
    answer = get(f"/files/report/{kind}")

    assert (answer.status, answer.sentences[0]) == (401, t("files.sign_in"))
    assert making == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_takes_the_papers_and_the_admin_without_payees(role: str, get: Get, making: list[Ask]) -> None:
    answer = get("/files/report/brief?as_of=2021-06-30", role)

    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    name = unquote(answer.headers["content-disposition"].split("''")[1])
    assert name == f"{t('reports.brief')} {SAMPLE_PROJECT} 2021-06-30.pdf"
    assert [asked.actor.may(Right.SEE_PAYEE) for asked in making] == [role != "admin"]
    newest = audit.recent(databases.engine(), project=SAMPLE_PROJECT, limit=1)[0]
    numbers = [str(upload.id) for upload in making[0].view.uploads.values()]
    assert (newest.action, newest.by, newest.detail.split(" ")) == ("export", role, ["report", "brief", *numbers])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("nothing", 404),
        ("brief?digits=roman", 400),
        ("brief?as_of=30/06/2564", 400),
        ("brief?project=nowhere", 404),
        ("brief?project=phetchaburi-2564", 404),
        ("brief?as_of=2020-01-01", 404),
    ],
)
def test_what_can_not_be_made_gets_a_sentence(query: str, status: int, get: Get, making: list[Ask]) -> None:
    answer = get(f"/files/report/{query}", "director")

    assert answer.status == status and answer.text.strip()
    assert "content-disposition" not in answer.headers
    assert making == []


def test_the_same_figures_are_made_once_and_others_anew(get: Get, making: list[Ask]) -> None:
    for kind in ("brief", "png", "brief"):
        assert get(f"/files/report/{kind}", "director").status == 200
    assert len(making) == 1
    assert get("/files/report/brief", "staff").content == get("/files/report/brief", "committee").content
    assert len(making) == 1

    for query in ("?lang=en", "?digits=arabic", "?as_of=2021-06-30", "?lang=en&digits=thai"):
        get(f"/files/report/brief{query}", "director")
    assert len(making) == 5
    assert get("/files/report/brief?digits=thai", "director").status == 200
    assert len(making) == 5


def test_a_withdrawal_makes_them_anew(get: Get, making: list[Ask]) -> None:
    engine = databases.engine()
    get("/files/report/brief", "director")
    newest = max((u for u in store.history(engine, SAMPLE_PROJECT, "groups")), key=lambda u: u.as_of)
    store.withdraw(engine, newest.id, actor=staff("staff"), reason="test", now=NOW)
    try:
        get("/files/report/brief", "director")
    finally:
        store.reinstate(engine, newest.id, actor=staff("staff"), reason="test", now=NOW)
    assert len(making) == 2


def test_a_meeting_makes_them_anew(get: Get, making: list[Ask]) -> None:
    engine, values = databases.engine(), {"on_date": date(2021, 6, 30), "actor": staff("staff"), "now": NOW}
    get("/files/report/pack", "director")
    notes.write(engine, SAMPLE_PROJECT, "meeting", "ประชุม", text="ครั้งที่ 1", **values)
    try:
        assert get("/files/report/pack", "director").status == 200
        assert get("/files/report/pack", "director").status == 200
        assert len(making) == 2
    finally:
        notes.write(engine, SAMPLE_PROJECT, "meeting", "ประชุม", **values)


def test_an_official_total_makes_them_anew(get: Get, making: list[Ask]) -> None:
    engine, values = databases.engine(), {"on_date": date(2021, 7, 31), "actor": staff("staff"), "now": NOW}
    get("/files/report/pack", "director")
    notes.write(engine, SAMPLE_PROJECT, "official_total", "GFMIS", amount_satang=25_000_000, **values)
    try:
        get("/files/report/pack", "director")
        assert len(making) == 2
        get("/files/report/pack?as_of=2021-06-30", "director")
        get("/files/report/pack?as_of=2021-06-30", "committee")
        assert len(making) == 3
    finally:
        notes.write(engine, SAMPLE_PROJECT, "official_total", "GFMIS", **values)  # type: ignore[arg-type]


def test_papers_are_made_for_real_and_progress_is_told(home: Path) -> None:
    shares: list[float] = []

    pack = papers.made(an_ask(asked_day=True), shares.append)
    assert set(pack.papers) == set(PAPERS)
    assert shares == [(n + 1) / len(PAPERS) for n in range(len(PAPERS))]
    assert pack.papers["brief"][:5] == b"%PDF-" and pack.papers["png"][1:4] == b"PNG"
    assert papers.ready(an_ask(asked_day=True)) is pack
    shown = material(an_ask().view.day, "th", "thai")
    assert len(pack.papers["png"]) == pytest.approx(len(brief.png(shown)), rel=0.05)


def a_module(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    """The name of a module of this text, as a process begun from here finds it."""
    (folder / "made_for_a_test.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return ["made_for_a_test"]


def test_a_process_that_fails_is_told_and_nothing_is_kept(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing = a_module(tmp_path, monkeypatch, "raise SystemExit('out of paper')")
    with monkeypatch.context() as patch:
        patch.setattr(papers, "_command", lambda *_: failing)
        with pytest.raises(NotMade) as told:
            papers.made(an_ask())
    assert told.value.why == "failed"
    assert "out of paper" in caplog.text
    assert papers.ready(an_ask()) is None


def test_other_data_in_between_are_noticed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = papers._command

    def stale(*args: object) -> list[str]:
        command = true(*args)  # type: ignore[arg-type]
        command[command.index("--uploads") + 1] = "1,2"
        return command

    monkeypatch.setattr(papers, "_command", stale)
    with pytest.raises(NotMade) as told:
        papers.made(an_ask())
    assert told.value.why == "changed"


def test_a_process_that_hangs_is_stopped(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = a_module(tmp_path, monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(papers, "Bounds", lambda: Bounds(seconds=0.3))
    monkeypatch.setattr(papers, "_command", lambda *_: hanging)

    with pytest.raises(NotMade) as told:
        papers.made(an_ask())
    assert told.value.why == "too_long"


def test_old_packs_are_let_go(home: Path, making: list[Ask], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "KEPT_PACKS", 1)
    first, second = an_ask(), an_ask("admin")

    papers.made(first)
    papers.made(second)
    assert papers.ready(first) is None and papers.ready(second) is not None
