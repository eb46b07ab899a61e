"""The program's own file routes: who gets which file, under which name, and what everybody else is told."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import pytest
from starlette.applications import Starlette

from core.model.kinds import KINDS, Kind
from db import engine as databases
from db.accounts import audit, sessions, users
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import admin
from tests.support.asgi import Answer, ask
from tests.support.databases import NOW, ROLES
from tests.support.intakes import read
from tests.support.pages import cookie
from ui.reports import catalogue
from ui.routes import files
from ui.text.words import t

Get = Callable[..., Answer]


@pytest.fixture
def get(home: Path) -> Get:
    """Ask for a file as a user."""
    app = Starlette(routes=files.routes())

    def ask_as(path: str, user: str | None = None) -> Answer:
        return ask(app, path, cookie=cookie(user) if user else None)

    return ask_as


EVERY_FILE = [
    "export/groups.csv",
    "template/groups.xlsx",
    "template/groups.csv",
    "errors/anything",
    "export/nothing.csv",
]


@pytest.mark.parametrize("path", EVERY_FILE)
def test_a_stranger_gets_a_sentence_and_no_file(path: str, get: Get) -> None:
    answer = get(f"/files/{path}")

    assert answer.status == 401
    assert answer.sentences == [t("files.sign_in"), t("files.sign_in", "en")]
    assert "content-disposition" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("lang", ["th", "en", "x"])
def test_a_sentence_is_in_both_languages_whatever_the_link_says(lang: str, get: Get) -> None:
    said = get(f"/files/export/groups.csv?lang={lang}").sentences

    assert said == [t("files.sign_in"), t("files.sign_in", "en")]


@pytest.mark.parametrize("role", ["director", "committee", "admin"])
@pytest.mark.parametrize("path", ["template/groups.xlsx", "template/groups.csv", "errors/anything"])
def test_forms_are_for_those_who_load_data(path: str, role: str, get: Get) -> None:
    answer = get(f"/files/{path}", role)

    assert (answer.status, answer.sentences[0]) == (403, t("files.refused"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_role_takes_the_rows_in_force_home(kind: str, role: str, get: Get) -> None:
    answer = get(f"/files/export/{kind}.csv", role)

    assert answer.status == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


def test_the_name_of_a_file_says_what_of_which_project_and_day(get: Get) -> None:
    disposition = get("/files/export/spending.csv?as_of=2021-06-30", "director").headers["content-disposition"]

    assert unquote(disposition.split("''")[1]) == f"การใช้จ่าย {SAMPLE_PROJECT} 2021-06-30.csv"
    assert disposition.isascii()


def test_an_export_of_a_past_day_loads_back_to_the_rows_of_that_day(get: Get) -> None:
    day = date(2021, 6, 30)
    content = get(f"/files/export/spending.csv?as_of={day}", "staff").content

    today = store.view(databases.engine(), SAMPLE_PROJECT, day)
    again = read(("again.csv", content), "spending", project=today.project, today=today, as_of=day)
    assert again.rows_sha256 is not None
    assert again.diff is not None
    assert sum(again.diff.counts.values()) == 0


@pytest.mark.parametrize(
    ("kind", "query", "rows"),
    [
        ("groups", {"amphoe": ["ชะอำ"]}, 4),
        ("groups", {"amphoe": ["Cha-am", "เขาย้อย"], "lang": ["en"]}, 8),
        ("products", {"category": ["textile"]}, 8),
        ("spending", {"entry": ["commitment"]}, 4),
        ("spending", {"entry": ["ก่อหนี้ผูกพัน"], "months": ["2021-04"]}, 1),
    ],
)
def test_a_file_is_filtered_as_the_page_is_and_says_so(
    kind: str, query: dict[str, list[str]], rows: int, get: Get
) -> None:
    answer = get(f"/files/export/{kind}.csv?{urlencode(query, doseq=True)}", "staff")

    assert len(list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))) == rows
    part = t("files.part", query.get("lang", ["th"])[0])
    assert unquote(answer.headers["content-disposition"].split("''")[1]).endswith(f"{part}.csv")


@pytest.mark.parametrize("query", ["amphoe=x", "entry=disbursement&entry=x", "months=2021-13", "months=soon"])
def test_a_file_is_never_wider_than_the_filter_that_was_asked_for(query: str, get: Get) -> None:
    answer = get(f"/files/export/spending.csv?{query}", "staff")

    assert answer.status == 400
    assert answer.text.startswith(t("files.bad_query", value="")[:10])


def test_a_plan_can_not_be_had_filtered(get: Get) -> None:
    assert get("/files/export/plan.csv?entry=disbursement", "staff").status == 400


def column(answer: Answer, header: str) -> set[str]:
    return {row[header] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}


def test_the_admin_takes_no_payee_and_nobody_a_telephone(get: Get) -> None:
    answers = {role: get("/files/export/spending.csv", role) for role in ("staff", "admin")}
    assert len(column(answers["staff"], "ผู้รับเงิน")) > 1
    assert "ผู้รับเงิน" not in answers["admin"].content.decode("utf-8-sig").splitlines()[0]
    shown = store.view(databases.engine(), SAMPLE_PROJECT)
    back = read(("spending.csv", answers["admin"].content), "spending", project=shown.project, today=shown)
    assert back.diff is not None and back.diff.is_empty  # a column left out clears nothing

    kept = {phone for phone in store.view(databases.engine(), SAMPLE_PROJECT).of("groups")["phone"] if phone}
    assert kept.isdisjoint(column(get("/files/export/groups.csv", "staff"), "เบอร์โทรศัพท์"))


def test_an_export_is_in_the_log(get: Get) -> None:
    get("/files/export/products.csv", "committee")

    newest = audit.recent(databases.engine(), project=SAMPLE_PROJECT, limit=1)[0]
    assert (newest.action, newest.by, newest.detail) == ("export", "committee", "products")


def test_a_setting_of_the_server_that_names_no_project_refuses_no_file(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = get("/files/export/groups.csv", "staff")
    monkeypatch.setenv("OTOP_PROJECT", "nowhere")

    assert get("/files/export/groups.csv", "staff").content == shown.content
    assert get("/files/export/groups.csv?project=nowhere", "staff").status == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/files/export/nothing.csv", 404),
        ("/files/export/groups.csv?project=nowhere", 404),
        ("/files/export/groups.csv?project=phetchaburi-2564", 404),
        ("/files/export/groups.csv?as_of=30/06/2564", 400),
        ("/files/export/groups.csv?as_of=2021-06-30&seen=then", 400),
        ("/files/export/groups.csv?seen=0001-01-01T00:00:00%2B14:00", 400),
        ("/files/export/groups.csv?as_of=2020-01-01", 404),
        ("/files/export/groups.csv?as_of=0001-01-01", 404),
    ],
)
def test_what_is_not_there_gets_a_sentence(path: str, status: int, get: Get) -> None:
    answer = get(path, "director")

    assert answer.status == status
    assert "content-disposition" not in answer.headers
    assert answer.text.strip()


def test_a_form_comes_filled_in_or_blank(get: Get) -> None:
    filled, blank = (get(f"/files/template/groups.xlsx{query}", "staff") for query in ("", "?blank=1"))

    assert filled.content[:2] == blank.content[:2] == b"PK"
    assert len(filled.content) > len(blank.content)


@pytest.mark.parametrize("kind", ["groups", "products"])
def test_a_form_of_one_amphoe_holds_its_rows_and_updates_them(kind: Kind, get: Get) -> None:
    content = get(f"/files/template/{kind}.xlsx?amphoe={quote('ชะอำ')}", "staff").content

    today = store.view(databases.engine(), SAMPLE_PROJECT)
    mine = {
        code
        for code, amphoe in zip(*map(today.of("groups").__getitem__, ("code", "amphoe")), strict=True)
        if amphoe == "ชะอำ"
    }
    found = read(("form.xlsx", content), kind, project=today.project, today=today, scope="update", as_of=today.day)
    assert found.diff is not None and found.diff.is_empty
    alone = read(("form.xlsx", content), kind, project=today.project)
    assert alone.rows is not None and set(alone.rows["code" if kind == "groups" else "group_code"]) == mine


def test_a_file_kept_for_one_person_is_given_to_nobody_else(get: Get) -> None:
    link = files.keep_for("staff", "แก้ไข.xlsx", catalogue.XLSX, b"PK")

    assert get(link, "staff").content == b"PK"
    assert get(link, "director").status == 403
    assert get("/files/errors/guess", "staff").sentences[0] == t("files.expired")


def test_a_user_who_must_change_the_password_gets_no_file(get: Get, home: Path) -> None:
    users.add(databases.engine(), "newcomer", "staff", actor=admin("test"), now=NOW)

    answer = get("/files/export/groups.csv", "newcomer")
    assert (answer.status, answer.sentences[0]) == (403, t("files.change_first"))


def test_a_sign_out_ends_the_links_too(get: Get, home: Path) -> None:
    worn = cookie("committee")
    sessions.sign_out_everywhere(databases.engine(), "committee", actor=admin("test"), now=NOW)

    assert ask(Starlette(routes=files.routes()), "/files/export/groups.csv", cookie=worn).status == 401


def test_another_file_is_another_route(home: Path) -> None:
    more = files.FileRoute("/files/note.txt", None, lambda _r, person: files.Delivery("n.txt", "text/plain", b"hi"))
    app = Starlette(routes=files.routes([more]))

    assert ask(app, "/files/note.txt").status == 401
    assert ask(app, "/files/note.txt", cookie=cookie("admin")).content == b"hi"


@pytest.mark.parametrize(("role", "rows"), [("staff", 20), ("director", 20)])
def test_a_ledger_that_was_searched_is_downloaded_as_searched(role: str, rows: int, get: Get) -> None:
    answer = get(f"/files/export/spending.csv?q={quote('น้ำมันเชื้อเพลิง')}", role)

    assert answer.content.decode("utf-8-sig").count("ฎ.64-") == rows
    assert quote(t("files.part")) in answer.headers["content-disposition"]


def test_a_payee_is_found_by_those_alone_who_see_persons(get: Get) -> None:
    sought = quote("ร้านวัสดุสำนักงาน")
    seen, unseen = (get(f"/files/export/spending.csv?q={sought}", role).text for role in ("staff", "director"))

    assert len(seen.splitlines()) > len(unseen.splitlines()) == 1  # the header alone
