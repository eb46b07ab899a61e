"""A frozen link whose rows were erased says so and shows the figures that it showed, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from db import engine as databases
from db.maintenance import erase
from db.notebook import short_links
from db.notebook.short_links import Target
from db.snapshots import store
from tests.support.actors import OPERATOR, staff
from tests.support.asgi import ask
from tests.support.pages import ROUTER, cookie, page, said
from tests.support.uploads import CODE, group, put
from ui.request import link
from ui.routes import files, papers
from ui.screens import compared
from ui.text.words import t

JUNE = date(2021, 6, 30)
LOADED = datetime(2021, 7, 2, 3, 0, tzinfo=UTC)
SEEN = LOADED + timedelta(hours=1)
YEARS = timedelta(days=11 * 366)


@pytest.fixture(scope="module")
def engine(home: Path) -> Engine:
    """A set of two registered groups, frozen in a link, withdrawn, replaced, and erased eleven years later."""
    engine = databases.engine()
    registered = {"stage": "registered", "registered_on": date(2021, 6, 1)}
    wrong = put(engine, "groups", [group(f"G0{number}", **registered) for number in (1, 2)], JUNE, now=LOADED)
    short_links.code_of(engine, Target(CODE, JUNE, SEEN), actor=staff(), now=SEEN)
    store.withdraw(engine, wrong.id, actor=staff(), reason="ผิดไฟล์", now=SEEN + timedelta(days=1))
    put(engine, "groups", [group("G01", **registered)], JUNE, now=SEEN + timedelta(days=2))
    found = erase.erase(engine, CODE, days=30, actor=OPERATOR, now=LOADED + YEARS)
    assert [one.free for one in found] == [True]
    return engine


def query(seen: datetime | None = SEEN) -> dict[str, str]:
    frozen = {} if seen is None else {"seen": seen.isoformat().replace("+00:00", "Z")}
    return {"project": CODE, "as_of": JUNE.isoformat(), **frozen}


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("role", ["director", "staff"])
def test_it_opens_with_the_figures_and_the_sentence(engine: Engine, role: str, lang: str) -> None:
    shown = page(ROUTER, role, lang=lang, **query())

    assert not shown.exception
    sentence = {"th": "ข้อมูลชุดที่ 1 ถูกลบตามระยะเก็บรักษาเมื่อ 10 ก.ค. 75", "en": "Data set 1 was erased on 10 Jul 2032"}
    assert sentence[lang] in "\n".join(one.value for one in shown.warning).replace("\\", "")
    (table,) = shown.dataframe
    values = dict(table.value.itertuples(index=False, name=None))
    assert values[t("figure.registered_groups.label", lang)] == t("amount.groups", lang, n=2)
    assert values[t("figure.net_budget_satang.label", lang)] == t("amount.satang", lang, n="885,000.00")
    assert t("erased.kept", lang, day={"th": "30 มิ.ย. 64", "en": "30 Jun 2021"}[lang]) in said(shown)


def test_another_instant_has_no_figures_and_says_so(engine: Engine) -> None:
    shown = page(ROUTER, "director", **query(SEEN + timedelta(minutes=1)))

    assert not shown.exception
    assert shown.warning and t("erased.nothing") in said(shown)
    assert not shown.dataframe


def test_today_and_that_day_as_known_now_open_as_ever(engine: Engine) -> None:
    for asked in (query(None), {"project": CODE}):
        shown = page(ROUTER, "director", **asked)
        assert not shown.exception and not [one for one in shown.warning if "ถูกลบ" in one.value]


@pytest.fixture
def app(engine: Engine) -> Iterator[Starlette]:
    yield Starlette(routes=files.routes((*papers.ROUTES, *compared.ROUTES)))


def test_no_file_and_no_paper_is_made_of_it(app: Starlette, home: Path, engine: Engine) -> None:
    wrong, right = sorted(store.history(engine, CODE, "groups"), key=lambda upload: upload.id)
    asked = link.href(link.Link(query()), "files/export/groups.csv")
    paper = link.href(link.Link(query()), "files/report/brief")

    for address in (asked, paper, f"/files/upload/{wrong.id}.csv", f"/files/diff/{wrong.id}/{right.id}.csv"):
        answer = ask(app, address, cookie=cookie("staff"))
        assert answer.status == 410, address
        assert "ถูกลบตามระยะเก็บรักษา" in answer.text


def test_the_history_says_it_and_offers_no_way_back(engine: Engine) -> None:
    shown = page("history.py", "staff", project=CODE)

    (table,) = shown.dataframe
    assert t("history.erased") in list(table.value[t("history.state")])
