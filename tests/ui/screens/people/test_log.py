"""The log: every event in words, filtered, page by page, and as a file; what was refused and who was looked at too."""

import ast
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from core.model import ROLES as EVERY_ROLE
from core.model import Right
from db import engine as databases
from db.accounts import audit, looks
from db.accounts.audit import PAGE, Sought
from db.errors import DatabaseBusy
from db.projects.versions import SAMPLE_PROJECT
from db.transactions import writing
from tests.support.actors import staff
from tests.support.asgi import ask
from tests.support.databases import ROLES
from tests.support.pages import cookie, page, said
from tests.support.uploads import NOW
from ui.routes import files
from ui.screens.past import deed_words, detail_words
from ui.screens.people import log
from ui.text.words import t
from words import catalogue, languages

ROOT = Path(__file__).resolve().parents[4]
MANY = 2 * PAGE + 30


@pytest.fixture(scope="module")
def engine(home: Path) -> Engine:
    """The database of the screens, with many downloads by one, two of them of payees, the last one a formula."""
    engine = databases.engine()
    busy, project = staff("busy"), SAMPLE_PROJECT
    far = replace(busy, address="10.1.2.3")
    with writing(engine) as session:
        for number in range(MANY):
            at, detail = NOW + timedelta(seconds=number), f"groups {number}"
            audit.record(session, at=at, actor=far, action="export", project=project, detail=detail)
    for number in range(2):
        at = NOW + timedelta(days=number)
        looks.exported(engine, actor=busy, project=project, detail="spending", now=at, payees=True)
    looks.phone_shown(engine, actor=busy, project=project, group_code="=1+1", now=NOW + timedelta(days=9))
    return engine


def shown(**keys: str | None) -> AppTest:
    """The page with its filters set."""
    test = page("audit.py", "admin")
    assert not test.exception
    for name, value in keys.items():
        box = test.text_input if name in ("since", "until", "text") else test.selectbox
        box(key=f"log-{name}").set_value(value)
    return test.run()


def column(test: AppTest, name: str) -> list[str]:
    return list(test.dataframe[0].value[t(f"log.{name}")])


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_others_see_nothing_of_it(engine: Engine, role: str) -> None:
    test = page("audit.py", role)

    assert t("role.admin") in said(test)
    assert not test.dataframe


def test_who_what_when_and_from_where(engine: Engine) -> None:
    test = shown(by="busy", action="export")

    assert test.dataframe[0].value.iloc[0].tolist() == [
        f"2 ส.ค. 64 {(NOW + timedelta(hours=7, seconds=MANY - 1)):%H.%M} น.",
        "busy", t("role.staff"), t("via.screen"), "10.1.2.3", t("history.did.export"), SAMPLE_PROJECT, None,
        f"กลุ่มอาชีพ {MANY - 1}",
    ]  # fmt: skip


def test_a_page_has_a_hundred_and_the_next_follows_it(engine: Engine) -> None:
    test = shown(by="busy", action="export")
    numbers = column(test, "detail")
    assert len(numbers) == PAGE
    while any(button.key == "log-older" for button in test.button):
        test = test.button(key="log-older").click().run()
        numbers += column(test, "detail")
    assert numbers == [f"กลุ่มอาชีพ {number}" for number in reversed(range(MANY))]
    assert t("log.count", a=201, b=230) in said(test)

    test = test.button(key="log-newer").click().run()
    assert column(test, "detail")[0] == f"กลุ่มอาชีพ {MANY - 1 - PAGE}"
    test = test.selectbox(key="log-action").set_value(None).run()
    assert t("log.count", a=1, b=100) in said(test), "another choice begins at its newest"


def test_looks_at_persons_are_found_by_their_action(engine: Engine) -> None:
    assert column(shown(action="export.payees"), "by") == ["busy", "busy"]
    assert column(shown(action="phone.show"), "detail") == ["=1+1"]


def test_days_are_bangkok_s_and_both_inclusive(engine: Engine) -> None:
    assert len(column(shown(action="export.payees", since="2/8/2564", until="2/8/64"), "at")) == 1
    assert len(column(shown(action="export.payees", since="๒ ส.ค. ๖๔", until="2021-08-03"), "at")) == 2
    assert t("log.none") in said(shown(action="export.payees", until="1 ส.ค. 64"))


def test_a_day_that_cannot_be_read_stays_typed_and_is_said(engine: Engine) -> None:
    test = shown(since="เมื่อวาน")

    assert "เมื่อวาน" in "\n".join(one.value for one in test.warning)
    assert test.text_input(key="log-since").value == "เมื่อวาน"
    assert not test.dataframe


SEARCHES = [("10.1.2", PAGE), ("groups 22", 11), ("%", 0), ("groups_1", 0), ("BUSY", PAGE)]


@pytest.mark.parametrize(("text", "found"), SEARCHES)
def test_a_search_takes_its_letters_as_they_are(engine: Engine, text: str, found: int) -> None:
    test = shown(text=text, action="export")

    assert len(column(test, "at") if test.dataframe else []) == found


def test_a_log_that_cannot_be_read_is_said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(audit, "page", busy)

    assert "อ่านบันทึกไม่ได้" in "\n".join(one.value for one in page("audit.py", "admin").error)


def test_no_more_than_a_page_is_read_and_by_index(engine: Engine) -> None:
    asked: list[tuple[str, object]] = []

    def keep(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    sought = (Sought(), Sought(by="busy"), Sought(action="export"), Sought(project=SAMPLE_PROJECT), Sought(since=NOW))
    event.listen(engine, "before_cursor_execute", keep)
    try:
        for one in sought:
            audit.page(engine, one, before=(NOW, 5))
        audit.actors_and_actions(engine)
    finally:
        event.remove(engine, "before_cursor_execute", keep)
    selects = [one for one in asked if "FROM audit_event" in one[0]]
    with engine.connect() as connection:
        for statement, parameters in selects:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
            said_of_it = " ".join(str(row[3]) for row in plan)
            assert "SEARCH" in said_of_it and "USING" in said_of_it and "INDEX" in said_of_it, (statement, said_of_it)
            assert "TEMP B-TREE" not in said_of_it, (statement, said_of_it)
            assert "LIMIT" in statement or "min(" in statement
    assert len(selects) >= len(sought)


def test_the_whole_choice_is_a_file_in_which_nothing_runs(engine: Engine, home: Path) -> None:
    found = list(audit.every(engine, Sought(by="busy")))
    assert len(found) == MANY + 3

    written = log.as_csv(found, "th")
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    heads = ("at", "by", "role", "via", "address", "action", "project", "set", "detail")
    assert rows[0] == [t(f"log.{name}") for name in heads]
    assert len(rows) == MANY + 4
    assert rows[1][-1] == "'=1+1"
    assert rows[1][0] == (NOW + timedelta(days=9)).isoformat()


def test_the_file_is_for_those_who_keep_users_and_that_it_was_taken_is_recorded(engine: Engine, home: Path) -> None:
    app = Starlette(routes=files.routes(log.ROUTES))
    address = "/files/audit.csv?of_action=export.payees&of_since=2/8/2564&of_until=2/8/2564&lang=en"

    assert ask(app, address).status == 401
    assert ask(app, address, cookie=cookie("staff")).status == 403
    refusal = audit.recent(engine, limit=1)[0]
    assert (refusal.action, refusal.by, refusal.detail) == ("refused", "staff", "users")
    answer = ask(app, address, cookie=cookie("admin"))
    assert answer.status == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[5] for row in rows[1:]] == ["Downloaded a file with names of payees"]
    assert audit.recent(engine, limit=1)[0].action == "audit.export"
    assert ask(app, "/files/audit.csv?of_since=x", cookie=cookie("admin")).status == 400


def actions() -> Iterator[str]:
    """Every action that the program writes into the log, as its source has them."""
    for path in [*(ROOT / "db").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("record"):
                yield from (ast.unparse(k.value) for k in call.keywords if k.arg == "action")


def test_every_action_has_words_in_each_language() -> None:
    literal = {ast.literal_eval(one) for one in actions() if one.startswith("'") and " if " not in one}
    made = {f"{what}.{verb}" for what in ("upload", "lesson") for verb in ("withdraw", "reinstate")}
    made |= {"sign_in.ok", "sign_in.wrong", "export", "export.payees", "lesson.write", "lesson.correct"}
    made |= {f"note.{kind}" for kind in ("meeting", "official_total", "explained_gap")}
    assert len(literal) > 15

    for action in literal | made:
        for lang in languages():
            assert deed_words(action, lang) != action, action
    for right in Right:
        assert {detail_words("refused", right, lang) for lang in languages()}.isdisjoint({right.value})
    for role in EVERY_ROLE:
        assert f"role.{role}" in catalogue() or f"actor.{role}" in catalogue()
