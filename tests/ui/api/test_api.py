"""What programs get by a token: the figures and rows of the screens, and a sentence where there is none."""

import base64
import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core.figures import compute
from core.model import Right
from core.model.kinds import KINDS
from db import engine as databases
from db.accounts import audit, refusals, users
from db.accounts.refusals import refusals as counted
from db.programs import issued
from db.programs.tries import tries
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support.actors import admin
from tests.support.asgi import Answer, ask
from tests.support.pages import cookie
from tests.support.programs import bearer, new_token
from ui.api import document, models, routes
from ui.app.headers import SecurityHeaders
from ui.auth import door
from ui.gate import problems
from ui.gate.middleware import Door
from ui.routes import files
from words.rendering import render

AT = f"/api/v1/projects/{SAMPLE_PROJECT}"
DAY = "2021-06-30"
OTHER = "phetchaburi-2564"


@pytest.fixture
def app(home: Path) -> Iterator[Starlette]:
    """The addresses of programs behind the door, and the files of pages."""
    tries.clear()
    counted.clear()
    middleware = [Middleware(SecurityHeaders), Middleware(Door)]
    yield Starlette(routes=[*routes.routes(), *files.routes()], middleware=middleware)
    tries.clear()
    counted.clear()


def token(role: str = "director", name: str = "", **more: Any) -> str:
    return new_token(databases.engine(), role, name=name, **{"owner": "director", **more})


def basic(name: str, secret: str) -> list[tuple[str, str]]:
    return [("authorization", "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode())]


def problem(answer: Answer) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    found: dict[str, Any] = json.loads(answer.content)
    where = f"{problems.PAGE}#{found['code']}" if found["code"] in problems.CODES else problems.OTHER
    assert found["status"] == answer.status and found["type"] == where
    assert found["title"] and len(found["detail"]) > 20
    return found


@pytest.mark.parametrize("role", ["director", "committee", "staff"])
@pytest.mark.parametrize("name", models.RESOURCES)
def test_csv_is_to_the_byte_what_the_page_of_that_role_exports(name: str, role: str, app: Starlette) -> None:
    kind, secret = models.RESOURCES[name], token(role)

    for when in ("", f"?as_of={DAY}"):
        own = ask(app, f"{AT}/{name}.csv{when}", headers=bearer(secret))
        page_has = ask(app, f"/files/export/{kind}.csv{when}{'&' if when else '?'}project={SAMPLE_PROJECT}",
                       cookie=cookie(role))  # fmt: skip
        assert (own.status, page_has.status) == (200, 200), own.text
        assert own.content == page_has.content
        assert own.headers["content-type"] == page_has.headers["content-type"]


@pytest.mark.parametrize("name", models.RESOURCES)
def test_json_has_the_same_rows_by_the_identifiers_of_their_columns(name: str, app: Starlette) -> None:
    kind, secret = models.RESOURCES[name], token("committee")
    found = json.loads(ask(app, f"{AT}/{name}?as_of={DAY}", headers=bearer(secret)).content)
    text = ask(app, f"{AT}/{name}.csv?as_of={DAY}", headers=bearer(secret)).content.decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))

    columns = KINDS[kind].columns
    assert header == [column.header for column in columns]
    assert found["total"] == len(rows) == len(found["rows"])
    assert list(found["rows"][0]) == ["row", *(column.name for column in columns)]
    whole = store.view(databases.engine(), SAMPLE_PROJECT, date.fromisoformat(DAY))
    assert (found["upload"], found["as_of"]) == (whole.uploads[kind].id, DAY)
    for column in columns:
        if column.type == "satang":
            stored = [None if v is None else v / 100 for v in whole.of(kind)[column.field]]
            assert [row[column.name] for row in found["rows"]] == stored


def test_a_figure_is_that_of_the_catalogue_in_both_forms_and_languages(app: Starlette) -> None:
    secret = token()
    view = store.view(databases.engine(), SAMPLE_PROJECT, date.fromisoformat(DAY))
    wanted = compute(view).summary(render)

    for lang in ("th", "en"):
        found = json.loads(ask(app, f"{AT}/figures?as_of={DAY}&lang={lang}", headers=bearer(secret)).content)
        values = {row["name"]: row["value"] for row in found["rows"][1:]}
        assert values == {name: wanted[name] for name in values} and len(values) > 20
        assert (found["verdict"], found["rows"][0]["text"]) == (wanted["verdict"]["code"], wanted["verdict"][lang])
        text = ask(app, f"{AT}/figures.csv?as_of={DAY}&lang={lang}", headers=bearer(secret)).content
        rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        assert [row["name"] for row in rows] == [row["name"] for row in found["rows"]]
        assert [float(row["value"]) if row["value"] else None for row in rows[1:]] == list(values.values())


def test_as_known_at_an_instant_only_what_was_received_by_then_counts(app: Starlette) -> None:
    secret, history = token(), store.history(databases.engine(), SAMPLE_PROJECT)
    middle = sorted(one.received_at for one in history)[len(history) // 2]
    seen = middle.astimezone(UTC).isoformat().replace("+00:00", "Z")

    found = json.loads(ask(app, f"{AT}/history?seen={seen}", headers=bearer(secret)).content)
    assert [row["upload"] for row in found["rows"]] == [one.id for one in history if one.received_at <= middle]
    figures = json.loads(ask(app, f"{AT}/figures?seen={seen}", headers=bearer(secret)).content)
    view = store.view(databases.engine(), SAMPLE_PROJECT, None, datetime.fromisoformat(seen))
    assert figures["as_of"] == str(view.day)
    assert {row["name"]: row["value"] for row in figures["rows"]}["disbursed_baht"] == (
        compute(view).summary(render)["disbursed_baht"]
    )


def test_basic_and_bearer_open_the_same_and_no_credentials_are_asked_for_as_browsers_know_it(app: Starlette) -> None:
    secret = token(name="excel")
    first = ask(app, f"{AT}/figures.csv")
    assert first.status == 401 and problem(first)["code"] == "no_token"
    assert first.headers["www-authenticate"].startswith('Basic realm="OTOP"')

    again = ask(app, f"{AT}/figures.csv", headers=basic("excel", secret))
    assert again.status == 200
    assert again.content == ask(app, f"{AT}/figures.csv", headers=bearer(secret)).content


def test_a_cookie_opens_nothing_here_and_a_token_nothing_else(app: Starlette) -> None:
    signed_in, secret = cookie("staff"), token("staff")

    assert ask(app, f"{AT}/figures", cookie=signed_in).status == 401
    assert ask(app, f"{AT}/figures", cookie=signed_in, headers=bearer(secret)).status == 200
    for path in ("/files/export/groups.csv", "/api", "/api/openapi.json"):
        assert ask(app, path, headers=bearer(secret)).status == 401, path


def test_who_took_what_is_in_the_log_and_what_was_looked_at_is_not(app: Starlette) -> None:
    secret, engine = token("committee", "power-bi"), databases.engine()
    for path in ("figures", "history", "ledger.csv", "groups"):
        assert ask(app, f"{AT}/{path}", headers=bearer(secret)).status == 200
    assert ask(app, f"{AT}/products", "HEAD", headers=bearer(secret)).status == 200

    told = [e for e in audit.recent(engine) if e.by == "token:power-bi"]
    assert [(e.action, e.detail, e.via, e.role, e.project) for e in told] == [
        ("export", "groups", "api", "committee", SAMPLE_PROJECT),
        ("export.payees", "spending", "api", "committee", SAMPLE_PROJECT),
    ]
    assert {one.name: one.seen_at for one in issued.listed(engine)}["power-bi"] is not None


def test_what_has_not_changed_is_not_sent_again_nor_recorded(app: Starlette) -> None:
    secret, engine = token(), databases.engine()
    first = ask(app, f"{AT}/groups?as_of={DAY}", headers=bearer(secret))
    before = len(audit.recent(engine))
    again = ask(app, f"{AT}/groups?as_of={DAY}", headers=bearer(secret, if_none_match=first.headers["etag"]))

    assert (again.status, again.content) == (304, b"") and len(audit.recent(engine)) == before
    assert first.headers["last-modified"].endswith("GMT") and "no-cache" in first.headers["cache-control"]
    other = ask(app, f"{AT}/groups?as_of=2021-05-31", headers=bearer(secret, if_none_match=first.headers["etag"]))
    assert other.status == 200
    assert "access-control-allow-origin" not in first.headers
    packed = ask(app, f"{AT}/groups?as_of={DAY}", headers=bearer(secret, accept_encoding="gzip"))
    assert packed.headers["content-encoding"] == "gzip" and len(packed.content) < len(first.content)


def test_long_lists_come_in_pages_that_lead_on(app: Starlette) -> None:
    secret, path, rows, answers = token(), f"{AT}/ledger?as_of={DAY}&limit=7", [], 0
    while path:
        answer = ask(app, path, headers=bearer(secret))
        found = json.loads(answer.content)
        assert len(found["rows"]) <= 7
        rows += found["rows"]
        answers += 1
        following = found["next"]
        assert (following is None) == ("link" not in answer.headers)
        path = following.removeprefix("http://localhost") if following else ""
    whole = json.loads(ask(app, f"{AT}/ledger?as_of={DAY}", headers=bearer(secret)).content)
    assert rows == whole["rows"] and answers == -(-whole["total"] // 7) and answers > 1


REFUSED: dict[str, tuple[str, int]] = {
    f"{AT}/figures?as_of=30/6/2564": ("day", 400), f"{AT}/figures?as_of=": ("day", 400),
    f"{AT}/figures?seen=yesterday": ("instant", 400), f"{AT}/figures?nonsense=1": ("query", 400),
    f"{AT}/figures?as_of={DAY}&as_of=2021-05-31": ("query", 400), f"{AT}/figures?amphoe=x": ("query", 400),
    f"{AT}/groups?limit=0": ("number", 400), f"{AT}/groups?limit=10001": ("number", 400),
    f"{AT}/groups?first=-1": ("number", 400), f"{AT}/groups?first=x": ("number", 400),
    f"{AT}/figures.xml": ("format", 406), f"{AT}/figures?format=pdf": ("format", 406),
    f"{AT}/figures?format=": ("format", 406), f"{AT}/figures?lang=fr": ("language", 400),
    f"{AT}/figures?lang=TH": ("language", 400), f"{AT}/figures?lang=": ("language", 400),
    f"{AT}/users": ("nothing", 404), f"{AT}/audit": ("nothing", 404), "/api/v1/": ("nothing", 404),
    "/api/v1/users": ("nothing", 404), f"{AT}/figures/more": ("nothing", 404), "/api/v1/../../users": ("nothing", 404),
    "/api/v1/projects/made-up/figures": ("project", 404), f"{AT}/groups?as_of=2019-01-01": ("no_data", 404),
}  # fmt: skip


@pytest.mark.parametrize("path", REFUSED)
def test_what_cannot_be_answered_is_said_with_its_remedy_in_the_language_asked_for(path: str, app: Starlette) -> None:
    secret, (code, status) = token(), REFUSED[path]
    thai = problem(ask(app, path, headers=bearer(secret)))
    english = problem(ask(app, path, headers=bearer(secret, accept_language="en-GB,en;q=0.9")))

    assert thai["type"].endswith(f"/api#{code}")
    assert (thai["code"], thai["status"]) == (english["code"], english["status"]) == (code, status)
    assert any("\u0e00" < letter < "\u0e7f" for letter in thai["detail"])
    assert english["detail"].replace("…", "").isascii() or code == "no_data"


def test_an_unknown_form_by_accept_is_refused_and_anything_is_json(app: Starlette) -> None:
    secret, anything = token(), ("*/*", "text/html,application/xhtml+xml", "")
    forms = {
        "text/csv": "text/csv",
        "application/json": "application/json",
        "text/csv;q=0, application/json": "application/json",
        "application/json;q=0.1, text/csv;q=0.9": "text/csv",
        **dict.fromkeys(anything, "application/json"),
    }
    for accept, form in forms.items():
        answer = ask(app, f"{AT}/figures", headers=bearer(secret, accept=accept))
        assert answer.headers["content-type"].startswith(form)
    assert problem(ask(app, f"{AT}/figures", headers=bearer(secret, accept="application/xml")))["code"] == "format"


def test_a_token_that_is_over_is_told_why_and_in_the_log(app: Starlette) -> None:
    engine, now = databases.engine(), door.utc_now()
    users.add(engine, "leaving", "director", actor=admin(), now=now)
    revoked, off = token(name="revoked"), token(name="off", owner="leaving")
    ended = token(name="ended", now=now - timedelta(days=60))
    issued.revoke(engine, "revoked", actor=admin(), now=now)
    users.disable(engine, "leaving", actor=admin(), now=now)

    for secret, code in ((revoked, "token_revoked"), (ended, "token_ended"), (off, "token_owner_off")):
        tries.clear()
        answer = ask(app, f"{AT}/figures", headers=bearer(secret))
        assert (answer.status, problem(answer)["code"]) == (401, code)
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    refusals.write(engine, now)
    told = {(e.by, e.detail) for e in audit.recent(engine) if e.action == refusals.BY_DOOR}
    assert {("token:revoked", "gate.token_revoked"), ("token:ended", "gate.token_ended")} <= told


def test_wrong_tokens_wait_longer_each_time_and_a_good_one_does_not(app: Starlette) -> None:
    good, codes = token(), []
    for _ in range(4):
        answer = ask(app, f"{AT}/figures", headers=bearer("otop_" + "x" * 43))
        codes.append(problem(answer)["code"])
    assert codes == ["token_wrong"] * 3 + ["token_wait"]
    assert (answer.status, answer.headers["retry-after"]) == (429, "1")
    assert ask(app, f"{AT}/figures", headers=bearer(good)).status == 200


@pytest.mark.parametrize("header", ["", "x", "Basic", "Basic !!!", "Basic eA==", "Bearer ", "Digest a=b", "Basic \xff"])
def test_a_header_that_cannot_be_read_is_said(header: str, app: Starlette) -> None:
    answer = ask(app, f"{AT}/figures", headers=[("authorization", header)])
    assert answer.status == 401 and problem(answer)["code"] in ("header", "no_token")


@pytest.mark.parametrize("query", [
    "token={secret}", "access_token={secret}", "as_of={secret}", "api_key=x", "Key=x", "password=x",
])  # fmt: skip
def test_a_token_in_the_address_is_refused_even_beside_a_good_one(query: str, app: Starlette) -> None:
    secret = token()
    answer = ask(app, f"{AT}/figures?{query.format(secret=secret)}", headers=bearer(secret))
    assert (answer.status, problem(answer)["code"]) == (400, "token_in_address")
    assert secret not in answer.text
    assert ask(app, f"/api/v1/projects/{secret}/figures", headers=bearer(secret)).status == 400


def test_a_scope_asked_beyond_is_told_like_a_project_that_is_not_there_and_the_log_knows(app: Starlette) -> None:
    secret, engine = token(projects=[SAMPLE_PROJECT], name="narrow"), databases.engine()
    others = [info.code for info in versions.list_projects(engine)]
    beyond = next(code for code in others if code != SAMPLE_PROJECT)

    answers = [ask(app, f"/api/v1/projects/{code}/figures", headers=bearer(secret)) for code in (beyond, "made-up")]
    said = [
        problem(answer)["detail"].replace(code, "") for answer, code in zip(answers, (beyond, "made-up"), strict=True)
    ]
    assert [answer.status for answer in answers] == [404, 404] and said[0] == said[1]
    listed = json.loads(ask(app, "/api/v1/projects", headers=bearer(secret)).content)
    assert [row["project"] for row in listed["rows"]] == [SAMPLE_PROJECT]
    told = {(e.by, e.detail, e.project) for e in audit.recent(engine) if e.action == refusals.BY_RIGHT}
    assert {one for one in told if one[0] == "token:narrow"} == {("token:narrow", Right.EXPORT.value, beyond)}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_is_written_here(method: str, app: Starlette) -> None:
    answer = ask(app, f"{AT}/figures", method, headers=bearer(token("staff")))
    assert answer.status == 405 and problem(answer)["code"] == "method"


def test_a_page_elsewhere_and_another_host_are_refused_as_programs_read_it(app: Starlette) -> None:
    secret = token()
    other = ask(app, f"{AT}/figures", headers=bearer(secret, origin="http://evil.example"))
    assert (other.status, problem(other)["code"]) == (403, "origin")
    assert problem(ask(app, f"{AT}/figures", headers=bearer(secret), host="evil.example"))["code"] == "host"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_document_is_openapi_and_has_every_address_and_field(lang: str, app: Starlette) -> None:
    secret = token()
    made = json.loads(ask(app, f"/api/v1/openapi.json?lang={lang}", headers=bearer(secret)).content)

    OpenAPIV31SpecValidator(made).validate()
    assert ask(app, f"/api/openapi.json?lang={lang}", cookie=cookie("director")).status == 200
    for path, model in document.answers().items():
        answer = json.loads(
            ask(app, f"/api/v1{path.replace('{project}', SAMPLE_PROJECT)}", headers=bearer(secret)).content
        )
        model.model_validate(answer)
        row = made["components"]["schemas"][model.model_fields["rows"].annotation.__args__[0].__name__]  # type: ignore[union-attr]
        assert set(answer["rows"][0]) <= set(row["properties"])


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_for_people_names_every_address_and_problem(lang: str, app: Starlette) -> None:
    answer = ask(app, f"/api?lang={lang}", cookie=cookie("director"))
    assert answer.status == 200 and answer.headers["content-security-policy"].startswith("default-src 'none'")
    for path in document.answers():
        assert path.replace("{project}", "") in answer.text or path.rpartition("/")[2] in answer.text
    for code in problems.CODES:
        assert f'id="{code}"' in answer.text
    assert "<script" not in answer.text and " style=" not in answer.text


def test_whoever_has_not_chosen_a_password_reads_no_page_about_programs(app: Starlette) -> None:
    users.add(databases.engine(), "newcomer", "director", actor=admin(), now=door.utc_now())

    for path in ("/api", "/api/openapi.json"):
        answer = ask(app, path, cookie=cookie("newcomer"))
        assert answer.status == 403
        assert SAMPLE_PROJECT not in answer.text
        assert ask(app, path).status == 401
