"""An officer of one amphoe sees it alone, on every page and in every file, answer, search and link."""

import json
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from core.figures import FIGURES
from core.model.kinds import KINDS
from db import engine as databases
from db.accounts import audit, refusals, users
from db.accounts.refusals import refusals as counted
from db.notebook import short_links
from db.notebook.short_links import Target
from db.programs.tries import tries
from db.snapshots import store
from tests.support.actors import OPERATOR, staff
from tests.support.asgi import ask
from tests.support.databases import NOW
from tests.support.glance import HTML, glance
from tests.support.one_amphoe import (
    DAYS,
    MARK,
    MINE,
    NUMBERS,
    OFFICER,
    OTHERS,
    OWN,
    ROLES,
    WHOLE_PAID,
    officer,
    plant,
    traces_in,
)
from tests.support.pages import ROUTER, cookie, elements, tab
from tests.support.programs import bearer, new_token
from tests.support.uploads import CODE
from ui import server
from ui.api import models, routes
from ui.auth import menu
from ui.gate.middleware import Door
from ui.glance import first
from ui.guide import book
from ui.reports.catalogue import PAPERS
from ui.routes import files, papers, short
from ui.screens import compared
from ui.text.words import t

FOLDED = ("history-audit", "second-look", "history-edits", "lessons-gone", "form-emenscr", "form-quarter", "form-gfmis")
OPEN = {entry.name for entry in menu.known().values() if entry.of_amphoe}
APP = Starlette(routes=[*files.routes((*papers.ROUTES, *compared.ROUTES)), *short.routes()])
API = Starlette(routes=routes.routes(), middleware=[Middleware(Door)])
SERVER = Starlette(
    routes=[Route("/", lambda _request: HTMLResponse("the overview"))],
    middleware=[Middleware(one.cls) for one in server.middleware()],
)
LATER = f"{NOW + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
REFUSED = "ข้อมูลส่วนนี้เป็นของทั้งโครงการ"


@pytest.fixture(scope="module")
def three(home: Path) -> Iterator[Path]:
    """The project of three amphoe, and the officers of one."""
    plant(databases.engine())
    tries.clear()
    counted.clear()
    yield home
    tries.clear()
    counted.clear()


def sent(script: str | Path, user: str, **query: str) -> bytes:
    """All that a page sends to the browser: every element as it goes over the wire."""
    shown = tab(script, user, project=CODE, **query)
    for name in (*FOLDED, *(f"source-{name}" for name in FIGURES)):
        shown.session_state[name] = True
    shown.run()
    assert not shown.exception, shown.exception
    return b"\n".join(e.proto.SerializeToString() for e in elements(shown) if getattr(e, "proto", None))


def drawn(script: str | Path, user: str, **query: str) -> str:
    return sent(script, user, **query).decode("utf-8", "ignore")


def numbers_in(content: bytes) -> list[str]:
    """The numbers of others in the columns of a table, which go over the wire as such."""
    packed = {one: (struct.pack("<d", float(one)), struct.pack("<q", int(one))) for one in NUMBERS}
    return [one for one, forms in packed.items() if any(form in content for form in forms)]


PAGES = sorted(menu.known().values(), key=lambda entry: entry.name)


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("role", ROLES)
def test_no_page_tells_anything_of_another_amphoe(role: str, entry: menu.Entry, lang: str, three: Path) -> None:
    content = sent(entry.script.name, officer(role), lang=lang)
    text = content.decode("utf-8", "ignore")

    assert len(text) > 70
    assert [text[max(0, text.find(one) - 80) : text.find(one) + 30] for one in traces_in(text)] == []
    assert numbers_in(content) == []


def test_the_pages_that_were_looked_at_show_it_to_who_sees_the_whole(three: Path) -> None:
    """Else nothing was looked at; and their own rows are there for the officers."""
    for name in ("groups.py", "products.py", "budget.py", "lessons.py", "resolutions.py"):
        assert MARK in drawn(name, "staff", lang="th"), name
    assert numbers_in(sent("budget.py", "staff", lang="th")) and numbers_in(sent("products.py", "staff", lang="th"))
    for name in ("groups.py", "products.py", "budget.py"):
        assert MINE in drawn(name, officer("staff"), lang="th"), name


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_guide_leaves_out_pages_that_refuse_them_and_says_whose_they_are(lang: str, three: Path) -> None:
    text = drawn("help.py", officer("staff"), lang=lang)
    sections = {one.anchor: one.text[:40] for one in book.book(lang).sections}

    assert [name for name in ("groups", "products", "budget") if sections[name] not in text] == []
    assert [name for name in ("reports", "history", "upload", "lessons") if sections[name] in text] == []
    assert t("guide.of_whole", lang) in text


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_page_is_of_an_amphoe_or_says_that_it_is_of_the_whole_project(entry: menu.Entry, three: Path) -> None:
    text = drawn(entry.script.name, officer("staff"), lang="th")

    assert (REFUSED in text) is not entry.of_amphoe
    assert entry.open_to(OFFICER) is entry.of_amphoe


@pytest.mark.parametrize(
    "query",
    [
        {"group": "G07"}, {"group": "G01"}, {"about": "support"}, {"amphoe": OTHERS[0]}, {"on": "group:G07"},
        {"as_of": DAYS[0].isoformat()}, {"as_of": DAYS[1].isoformat(), "seen": LATER},
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", sorted(OPEN))
def test_neither_does_a_link_that_asks_for_it(name: str, query: dict[str, str], three: Path) -> None:
    content = sent(f"{name}.py", officer("staff"), lang="th", **query)

    assert traces_in(content.decode("utf-8", "ignore"), but=query.values()) == []
    assert numbers_in(content) == []


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_program_around_the_pages_says_that_one_amphoe_is_shown(lang: str, three: Path) -> None:
    text = drawn(ROUTER, officer("director"), lang=lang)

    assert {"th": "เฉพาะอำเภอชะอำ", "en": "Amphoe Cha-am alone"}[lang] in text.replace("\\", "")
    assert {"th": "ทั้งโครงการ (ทุกอำเภอ)", "en": "The whole project (every amphoe)"}[lang] in text
    assert f"{WHOLE_PAID // 100:,}" in text
    assert traces_in(text) == []


def test_the_card_of_a_group_elsewhere_says_that_there_is_none_and_their_own_opens(three: Path) -> None:
    other = drawn("groups.py", officer("staff"), lang="th", group="G07")
    own = drawn("groups.py", officer("staff"), lang="th", group="G01")

    assert "ไม่พบกลุ่ม" in other or "G07" in other
    assert f"ขนม {MINE}" in own and f"ค่า {MINE}" in own


def got(path: str, role: str) -> tuple[int, str]:
    lang = "&lang=th" if "?" in path else "?lang=th"
    answer = ask(APP, f"{path}{lang}&project={CODE}", cookie=cookie(officer(role)))
    return answer.status, answer.content.decode("utf-8-sig", "ignore")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_holds_the_rows_of_the_amphoe_or_is_refused(kind: str, role: str, three: Path) -> None:
    for more in ("", f"?as_of={DAYS[0]}", f"?amphoe={quote(OWN)}", f"?amphoe={quote(OTHERS[0])}", f"?q={quote(MARK)}"):
        if more.startswith("?amphoe") and kind not in ("groups", "products", "spending"):
            continue
        status, text = got(f"/files/export/{kind}.csv{more}", role)
        said_back = OTHERS[:1] if quote(OTHERS[0]) in more else ()
        assert traces_in(text, but=said_back) == [], (more, text)
        assert MARK not in text
        if kind in ("plan", "instalments"):
            assert status == 403 and REFUSED in text
        elif not more or "as_of" in more:
            assert status == 200 and ("G01" in text), text


def others() -> list[str]:
    engine = databases.engine()
    found = [f"/files/report/{paper}" for paper in PAPERS]
    for kind in KINDS:
        found += [f"/files/template/{kind}.xlsx", f"/files/template/{kind}.csv"]
        ids = [upload.id for upload in store.history(engine, CODE, kind)]
        found += [f"/files/upload/{one}.csv" for one in ids]
        found += [f"/files/diff/{ids[1]}/{ids[0]}.csv"] if len(ids) > 1 else []
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_other_file_is_refused_in_words(role: str, three: Path) -> None:
    begun = datetime.now(UTC)
    for path in others():
        status, text = got(path, role)
        assert status == 403, (path, text)
        assert "ไม่มีสิทธิ์" in text or REFUSED in text, path
        assert traces_in(text) == [], path
    assert "export" in by_right(officer(role), begun)


@pytest.mark.parametrize("path", ["/files/export/plan.csv", "/files/report/brief"])
@pytest.mark.parametrize("project", [CODE, "no-such-2564", "%00", "x" * 5_000])
def test_a_file_of_the_whole_that_is_refused_is_recorded(project: str, path: str, three: Path) -> None:
    """Of a project that there is; the log takes nothing else of what was typed."""
    begun = datetime.now(UTC)
    assert ask(APP, f"{path}?project={project}", cookie=cookie(officer("staff"))).status == 403

    assert by_right(officer("staff"), begun) == {"export"}
    (event,) = [one for one in audit.recent(databases.engine()) if one.at >= begun and one.action == refusals.BY_RIGHT]
    assert event.project == (CODE if project == CODE else None)


def by_right(who: str, since: datetime) -> set[str]:
    """What somebody was refused, as the log has it."""
    refusals.write(databases.engine(), datetime.now(UTC), at_the_end=True)
    events = [one for one in audit.recent(databases.engine()) if one.by == who and one.at >= since]
    return {one.detail.split()[0] for one in events if one.action == refusals.BY_RIGHT}


def test_the_quick_page_leads_to_the_full_one_and_its_words_stand_in_no_page(three: Path) -> None:
    answer = glance(f"?project={CODE}", officer("director"))
    headers = [(b"cookie", cookie(officer("director")).encode()), (b"host", b"localhost")]
    scope = {"type": "http", "path": "/", "query_string": f"project={CODE}".encode(), "headers": headers,
             "method": "GET", "scheme": "http", "server": ("localhost", 80), "root_path": ""}  # fmt: skip

    assert (answer.status, answer.headers["location"]) == (303, f"/?project={CODE}")
    assert traces_in(answer.text) == []
    assert first.words(scope) is None
    phone = [*HTML, ("sec-ch-ua-mobile", "?1")]
    assert ask(SERVER, "/", cookie=cookie(officer("director")), headers=phone).status == 200


def test_a_short_link_of_somebody_else_shows_one_amphoe(three: Path) -> None:
    engine = databases.engine()
    code = short_links.code_of(engine, Target(CODE, DAYS[1], NOW, "groups"), actor=staff(), now=NOW)
    answer = ask(APP, f"/s/{code}", cookie=cookie(officer("staff")))

    assert answer.status in (302, 303, 307)
    text = drawn("groups.py", officer("staff"), as_of=DAYS[1].isoformat(), seen=NOW.isoformat())
    assert traces_in(text) == []


def token(role: str, owner: str) -> list[tuple[str, str]]:
    """The header of a program with a new token that a user answers for."""
    return bearer(new_token(databases.engine(), role, owner=owner))


@pytest.mark.parametrize("resource", ["figures", "history", *models.RESOURCES, "projects"])
@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("role", ROLES)
def test_a_token_of_an_officer_opens_one_amphoe(role: str, form: str, resource: str, three: Path) -> None:
    secret = token(role, owner=officer("staff"))
    path = f"/api/v1/projects/{CODE}/{resource}" if resource != "projects" else "/api/v1/projects"
    for more in ("", "?lang=en") if resource == "projects" else ("", f"?as_of={DAYS[0]}", f"?seen={LATER}"):
        answer = ask(API, f"{path}.{form}{more}", headers=secret)
        text = answer.content.decode("utf-8-sig")
        assert traces_in(text) == [], text
        if resource in ("history", "plan", "instalments"):
            assert (answer.status, json.loads(text)["code"]) == (403, "of_whole")
        else:
            assert answer.status == 200, text
            assert resource in ("figures", "projects") or MINE in text or form == "json"


def test_figures_of_the_whole_have_names_of_their_own_and_the_rest_is_of_the_amphoe(three: Path) -> None:
    secret = token("director", owner=officer("director"))
    found = json.loads(ask(API, f"/api/v1/projects/{CODE}/figures?lang=en", headers=secret).content)
    rows = {row["name"]: row for row in found["rows"]}

    assert rows["whole_registered_groups"]["value"] == 2 and rows["registered_groups"]["value"] == 1
    assert rows["whole_disbursed_baht"]["value"] == WHOLE_PAID / 100
    assert rows["disbursed_baht"]["value"] == 3_579
    assert "whole project" in rows["whole_verdict"]["label"]
    known = {name for name, row in rows.items() if row["value"] is not None}
    assert known == {"whole_registered_groups", "whole_disbursed_baht", "registered_groups", "developed_groups",
                     "disbursed_baht"}  # fmt: skip
    assert "whole project" in rows["net_budget_baht"]["text"]


def test_a_token_made_before_its_owner_was_bound_is_bound_too(three: Path) -> None:
    engine = databases.engine()
    users.add(engine, "later", "staff", actor=OPERATOR, now=NOW, password="long-enough-65")
    secret = token("staff", owner="later")
    path = f"/api/v1/projects/{CODE}/groups.csv"
    assert MARK in ask(API, path, headers=secret).text

    users.set_scope(engine, "later", [CODE], amphoe=OWN, actor=OPERATOR, now=NOW)

    assert traces_in(ask(API, path, headers=secret).text) == []


def test_what_was_drawn_for_one_is_not_given_to_the_other(three: Path) -> None:
    """Caches tell who sees the whole from who does not, in both orders."""
    for name in ("groups.py", "products.py", "budget.py"):
        for user, sees in (("staff", True), (officer("staff"), False), ("staff", True)):
            assert (MARK in drawn(name, user, lang="th")) is sees, (name, user)
