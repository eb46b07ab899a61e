"""A database with persons and telephones in every text: no page, file or paper tells them to who may not see them."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from core.intake.forms.templates import export_csv
from core.model import Right, from_records, user_roles
from core.model.kinds import KINDS, Kind
from core.text import PERSON_MASK, PHONE_MASK, Sight
from db import engine as databases
from db.accounts import audit
from db.commands import main
from db.notebook import organisations
from db.snapshots import store
from tests.support.actors import staff
from tests.support.asgi import ask
from tests.support.databases import NOW
from tests.support.glance import glance
from tests.support.intakes import read
from tests.support.names import FAMILY
from tests.support.pages import cookie, elements, tab
from tests.support.planted import DAYS, FORMS, KEPT, SECRET, plant, snapshot, traces_in
from tests.support.uploads import CODE, intake_of, payment
from ui.auth import menu
from ui.reports.catalogue import PAPERS
from ui.reports.material import Order, gather
from ui.reports.writing import Writing
from ui.routes import files
from ui.screens import compared, past


@pytest.fixture(scope="module")
def named(home: Path) -> Path:
    """The office's own project with a person and a number in every text that it holds, typed and loaded."""
    plant(databases.engine())
    return home


FOLDED = ("history-audit", "second-look", "history-edits", "lessons-gone", "form-emenscr", "form-quarter", "form-gfmis")
OPEN = dict.fromkeys(FOLDED, True)


def drawn(name: str, role: str, lang: str, **state: Any) -> str:
    """All that a page sends to the browser: every element as it goes over the wire."""
    shown = tab(name, role, lang=lang, project=CODE)
    for key, value in {**OPEN, **state}.items():
        shown.session_state[key] = value
    shown.run()
    assert not shown.exception
    sent = [element.proto.SerializeToString() for element in elements(shown) if getattr(element, "proto", None)]
    return b"\n".join(sent).decode("utf-8", "ignore")


PAGES = sorted(path.name for path in menu.FOLDER.glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", user_roles())
def test_no_page_tells_a_person_or_a_number_to_who_may_not_see_it(role: str, name: str, named: Path) -> None:
    may = {right for right in Right if role in user_roles(right)}

    text = drawn(name, role, "th")

    assert len(text) > 70
    found = traces_in(text, persons=Right.SEE_PERSON not in may, phones=Right.SEE_PHONE not in may)
    assert [text[max(0, text.find(one) - 60) : text.find(one) + 20] for one in found] == []


@pytest.mark.parametrize("role", user_roles())
def test_neither_does_the_quick_page(role: str, named: Path) -> None:
    may = {right for right in Right if role in user_roles(right)}

    html = glance(f"?project={CODE}", role).text

    assert '<ul class="needs">' in html and '<svg class="burn"' in html
    assert traces_in(html, persons=Right.SEE_PERSON not in may, phones=Right.SEE_PHONE not in may) == []


def test_the_pages_that_were_looked_at_show_the_texts(named: Path) -> None:
    """Else nothing was looked at: texts stand masked on each of these, and whole for those who see persons."""
    for name in ("budget.py", "groups.py", "products.py", "history.py", "lessons.py", "resolutions.py", "overview.py"):
        assert PERSON_MASK in drawn(name, "director", "th"), name
        assert traces_in(drawn(name, "staff", "th")), name
    assert PERSON_MASK in drawn("history.py", "admin", "th").split("G01")[-1]
    assert traces_in(drawn("budget.py", "staff", "th"), persons=False) == [SECRET]
    assert traces_in(drawn("budget.py", "committee", "th")) and PHONE_MASK in drawn("budget.py", "committee", "th")


@pytest.mark.parametrize("role", ["director", "committee", "admin"])
def test_a_group_s_card_tells_no_number(role: str, named: Path) -> None:
    shown = tab("groups.py", role, lang="th", project=CODE, group="G02").run()
    text = "\n".join(str(e.value) for e in (*shown.markdown, *shown.caption, *shown.subheader))

    assert (PERSON_MASK in text) is (role != "committee")
    assert traces_in(text, persons=role != "committee") == []


KEPT_HERE = {text for day in DAYS for row in snapshot("spending", day) for text in [row["description"]] if text in KEPT}


def test_what_only_looks_like_a_name_is_shown_as_it_was_loaded(named: Path) -> None:
    page, paper = drawn("budget.py", "director", "th"), readable(PAPERS["workbook"].file, paper_of("workbook"))

    assert len(KEPT_HERE) > 20
    assert [text for text in KEPT_HERE if text not in page] == []
    assert [text for text in KEPT_HERE if text not in paper] == []


def asked(named: Path, path: str, role: str) -> str:
    app = Starlette(routes=files.routes(compared.ROUTES))
    answer = ask(app, f"{path}{'&' if '?' in path else '?'}project={CODE}&lang=th", cookie=cookie(role))
    return answer.content.decode("utf-8-sig", "ignore") if answer.status == 200 else ""


def paths() -> Iterator[str]:
    yield from (f"/files/export/{kind}.csv" for kind in KINDS if kind != "plan")
    engine = databases.engine()
    for kind in ("groups", "products", "spending", "instalments"):
        after, before = (upload.id for upload in store.history(engine, CODE, kind))
        yield from (f"/files/upload/{after}.csv", f"/files/diff/{before}/{after}.csv")


@pytest.mark.parametrize("role", user_roles())
def test_no_file_that_is_taken_along_tells_anybody(role: str, named: Path) -> None:
    for path in paths():
        text = asked(named, path, role)

        assert text.count("\n") > 2, path
        assert traces_in(text) == [], path


def test_a_search_finds_no_name_that_its_reader_is_not_shown(named: Path) -> None:
    export = "/files/export/spending.csv?q="

    assert asked(named, export + quote(FAMILY), "director").count("\n") == 1  # the header alone
    assert asked(named, export + quote(FAMILY), "staff").count("\n") > 5


def paper_of(name: str, lang: str = "th", payees: bool = True) -> bytes:
    order = Order(CODE, Writing(lang, "arabic"), NOW, payees=payees, second_look=True)
    return PAPERS[name].make(gather(databases.engine(), order))


def readable(file: str, made: bytes) -> str:
    """The text of a finished paper."""
    if file.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    if file.endswith((".xlsx", ".pptx")):
        with zipfile.ZipFile(io.BytesIO(made)) as book:
            return "\n".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return made.decode("utf-8", "ignore")


@pytest.mark.parametrize("payees", [True, False])
@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("name", [name for name in PAPERS if name != "png"])
def test_no_paper_tells_anybody(name: str, lang: str, payees: bool, named: Path) -> None:
    text = readable(PAPERS[name].file, paper_of(name, lang, payees))

    assert traces_in(text) == []
    assert name != "workbook" or PERSON_MASK in text


@pytest.mark.parametrize("command", [["diff", "1", "5"], ["summary"], ["export", "spending", "{file}"]])
def test_no_command_that_writes_what_is_taken_along_tells_anybody(
    command: list[str], named: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = sorted(upload.id for upload in store.history(databases.engine(), CODE, "spending"))
    said = {"{file}": str(tmp_path / "out.csv"), "1": str(ids[0]), "5": str(ids[1])}
    for shape in ([], ["--json"]):
        arguments = [*(said.get(word, word) for word in command), "--project", CODE, *shape]
        main(arguments)
        out = capsys.readouterr()
        assert traces_in(out.err + out.out) == []
    if command[0] == "export":
        assert traces_in((tmp_path / "out.csv").read_text(encoding="utf-8-sig")) == []


@pytest.mark.parametrize("kind", ["groups", "products", "spending", "instalments"])
@pytest.mark.parametrize("role", user_roles())
def test_a_masked_file_that_comes_back_changes_nothing(role: str, kind: Kind, named: Path) -> None:
    today = store.base_view(databases.engine(), CODE, DAYS[1])
    written = asked(named, f"/files/export/{kind}.csv", role).encode("utf-8-sig")

    found = read(("back.csv", written), kind, today=today, project=today.project, as_of=DAYS[1])

    assert found.ok and found.diff is not None and found.diff.is_empty


@pytest.mark.parametrize("persons", [True, False])
@pytest.mark.parametrize("phones", [True, False])
def test_whatever_a_file_was_masked_for_it_brings_the_texts_back(persons: bool, phones: bool, named: Path) -> None:
    today = store.base_view(databases.engine(), CODE, DAYS[1])
    rows = today.of("groups")
    masked = export_csv(rows, today.stages, Sight(persons, phones))

    found = read(("back.csv", masked), "groups", today=today, project=today.project, as_of=DAYS[1])

    assert found.ok and found.diff is not None and found.diff.is_empty


def test_a_payee_that_staff_name_an_organisation_is_shown_to_all_and_taken_back(named: Path) -> None:
    engine, name = databases.engine(), "ฬฬฬ พาณิชย์"
    day = date(2021, 4, 30)
    rows = from_records("spending", [*snapshot("spending", DAYS[1]), payment("Z1", 5, payee=name)])
    intake = intake_of(rows, store.base_view(engine, CODE, day), as_of=day)
    store.apply(engine, intake, project=CODE, as_of=day, actor=staff(), now=NOW)
    shown = []

    for organisation in (None, True, False):
        if organisation is not None:
            organisations.mark(engine, CODE, name, organisation=organisation, actor=staff(), now=NOW)
        surfaces = (
            drawn("budget.py", "director", "th"),
            asked(named, "/files/export/spending.csv", "director"),
            readable(".xlsx", paper_of("workbook")),
        )
        shown.append([name in text for text in surfaces])

    assert shown == [[False] * 3, [True] * 3, [False] * 3]
    deeds = [event.action for event in audit.recent(engine, project=CODE) if event.action.startswith("payee.")]
    assert deeds == ["payee.person", "payee.organisation"]


def payees_of(role: str) -> AppTest:
    shown = tab("budget.py", role, lang="th", project=CODE)
    shown.session_state["payees"] = True
    return shown.run()


def test_staff_mark_a_masked_payee_where_it_is_listed_and_take_it_back(named: Path) -> None:
    shown = payees_of("staff")
    name = shown.selectbox(key="payee-masked").options[-1]

    shown.selectbox(key="payee-masked").select(name).run()
    shown.button(key="payee-mark").click().run()
    assert organisations.marked(databases.engine(), CODE) == {name}
    assert name not in shown.selectbox(key="payee-masked").options

    shown.button(key=f"payee-unmark-{name}").click().run()
    assert organisations.marked(databases.engine(), CODE) == frozenset()
    assert name in shown.selectbox(key="payee-masked").options


@pytest.mark.parametrize("role", ["director", "committee", "admin"])
def test_nobody_else_is_offered_it(role: str, named: Path) -> None:
    assert "payee-masked" not in [box.key for box in payees_of(role).selectbox]


@pytest.mark.parametrize("action", ["upload.withdraw", "note.meeting", "lesson.withdraw", "not.known"])
def test_the_words_of_the_log_tell_nobody(action: str) -> None:
    assert [traces_in(past.detail_words(action, form, "th")) for form in FORMS] == [[]] * len(FORMS)
