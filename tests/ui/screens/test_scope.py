"""Somebody who is kept to some projects meets those alone: switch, links, files, papers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from db import engine as databases
from db.accounts import sessions, users
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import OPERATOR
from tests.support.asgi import ask
from tests.support.pages import ROUTER, cookie, page, said, token
from tests.support.uploads import CODE, NOW, group, put
from ui.auth import door, guard
from ui.routes import files, papers
from ui.screens import compared
from ui.text.words import markdown_text, t

JUNE = date(2021, 6, 30)


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    """Data in the office's own project, which staff and director do not see."""
    engine = databases.engine()
    put(engine, "groups", [group("G01", name="กลุ่มที่ไม่เห็น")], JUNE)
    for name in ("staff", "director"):
        users.set_scope(engine, name, [SAMPLE_PROJECT], actor=OPERATOR, now=NOW)
    yield engine


def test_a_link_to_another_project_leads_to_one_of_theirs(engine: Engine) -> None:
    shown = page(ROUTER, "director", project=CODE)

    assert not shown.exception
    assert t("band.sample") in said(shown)
    assert t("band.unknown_project", code=markdown_text(CODE)) in [one.value for one in shown.warning]


def test_unasked_they_see_one_of_theirs_and_others_the_newest(engine: Engine) -> None:
    theirs, others = page(ROUTER, "staff"), page(ROUTER, "committee")

    assert t("band.sample") in said(theirs) and t("band.sample") not in said(others)


def test_the_server_s_own_setting_is_none_of_their_business(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTOP_PROJECT", CODE)

    shown = page(ROUTER, "director")
    assert not shown.exception and t("band.sample") in said(shown)
    assert not [one for one in shown.warning if "phetchaburi" in one.value]


def test_the_switch_offers_theirs_alone(engine: Engine) -> None:
    for name, codes in (("staff", {SAMPLE_PROJECT}), ("committee", {CODE, SAMPLE_PROJECT, "demo-egp-2568"})):
        person = door.person_of(engine, sessions.public_id(token(name)), door.utc_now())
        assert person is not None
        project = store.view(engine, SAMPLE_PROJECT).project
        session = guard.Session(person, "th", door.engine_of(person.actor), project, None, None, door.utc_now())
        assert {one.code for one in session.projects} == codes


@pytest.mark.parametrize(
    "address",
    ["/files/export/groups.csv", "/files/template/groups.xlsx", "/files/template/groups.csv", "/files/report/brief"],
)
def test_no_file_of_another_project(engine: Engine, home: Path, address: str) -> None:
    app = Starlette(routes=files.routes((*papers.ROUTES, *compared.ROUTES)))

    answer = ask(app, f"{address}?project={CODE}", cookie=cookie("staff"))

    assert answer.status == 404
    assert "กลุ่มที่ไม่เห็น" not in answer.text


def test_no_rows_of_another_project_by_number(engine: Engine, home: Path) -> None:
    app = Starlette(routes=files.routes((*papers.ROUTES, *compared.ROUTES)))
    (upload,) = store.history(engine, CODE)

    for address in (f"/files/upload/{upload.id}.csv", f"/files/diff/{upload.id}/{upload.id}.csv"):
        assert ask(app, address, cookie=cookie("staff")).status == 404
        assert ask(app, address, cookie=cookie("committee")).status == 200
