"""The quick page: who gets it, in which state it says what, where it leads, what it weighs."""

import base64
import gzip
import hashlib
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from core.figures import compute
from core.figures.verdict import Verdict
from core.model import Snapshot
from core.text import Message
from db import engine as databases
from db.accounts import audit, looks, users
from db.errors import DatabaseMissing
from db.notebook import notes
from db.projects.versions import SAMPLE_PROJECT
from tests.support import pages
from tests.support.actors import OPERATOR, admin, staff
from tests.support.asgi import ask, send_form
from tests.support.databases import NOW, ROLES
from tests.support.glance import APP, HTML, RUNNING, STATES, glance, parts_of, text_of
from tests.support.said import CODES, thai
from tests.support.uploads import CODE
from ui.app import made
from ui.auth import door
from ui.glance import charts, page, parts
from ui.request import load
from ui.text.words import t

OF_A_DAY = "?as_of=2021-07-31"


@pytest.fixture(autouse=True)
def kept_pages() -> None:
    """A page that was kept is of data that a test has put in place of others."""
    page._page_for.cache.clear()


def test_a_stranger_is_led_to_sign_in_and_back(home: Path) -> None:
    led = glance("?lang=en&as_of=2021-07-31", None)

    assert (led.status, led.headers["location"]) == (303, "/signin?next=%2Fglance%3Flang%3Den%26as_of%3D2021-07-31")
    assert glance("", None, headers=[]).status == 401


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_the_same_figures(role: str, home: Path) -> None:
    answer = glance(OF_A_DAY, role)

    assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
    values = parts_of(answer.text, r'<p class="value">.*?</p>')
    assert values == ["9 กลุ่ม", "255,424 บาท"]


def test_it_works_without_a_script_and_loads_nothing_from_elsewhere(home: Path) -> None:
    answer = glance(OF_A_DAY)
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    policy = answer.headers["content-security-policy"]

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ") and f"style-src 'sha256-{digest}';" in policy
    assert "script" not in policy and "unsafe" not in policy
    body = answer.text.replace(style, "")
    assert not re.search(r"<script|<link (?!rel=\"icon\")|\sstyle=|\son[a-z]+=|https?:|url\(", body)
    assert re.findall(r"url\(\"([^\"]+)", style) == ["signin/thai.woff", "fonts/Sarabun-Regular.ttf"]
    assert len(gzip.compress(answer.content, 5)) < 45_000


def test_every_figure_leads_into_the_full_page_with_the_same_query(home: Path) -> None:
    html = glance("?as_of=2021-07-31&lang=en&amphoe=ชะอำ&gone=x").text
    found = [unescape(one) for one in re.findall(r'href="(/[^"]*)"', html)]

    kept = "lang=en&as_of=2021-07-31&amphoe="
    there = [one for one in found if not one.startswith("/glance")]
    assert len(there) >= 2 + 2 + 3 + 8 and {one.split("?")[0] for one in there} == {"/", "/groups", "/budget"}
    assert all(one.split("?")[1].startswith("lang=en&as_of=2021-07-31") and "gone=" not in one for one in there)
    assert all(kept in one for one in there)
    assert any("about=instalment" in one for one in there)
    assert t("glance.filtered", "en") in text_of(html)


def test_what_a_link_carries_is_text_and_never_markup(home: Path) -> None:
    html = glance('?project="><script>x</script>&amphoe="><b>x&as_of=<i>x').text

    assert "<script>x" not in html and "<b>x" not in html and "<i>x" not in html


def test_a_day_that_cannot_be_read_and_one_after_the_data_are_said(home: Path) -> None:
    assert "31-07" in text_of(glance("?as_of=31-07").text)
    assert t("band.too_late", day="31 ก.ค. 64") in text_of(glance("?as_of=2021-08-15").text)


def shown_with(patch: pytest.MonkeyPatch, data: Snapshot, today: date | None = None) -> str:
    """The page over other data."""
    patch.setattr(load, "view", lambda _session: data)
    patch.setattr(load, "figures", lambda _session, seen: compute(seen, today))
    return glance().text


@pytest.mark.parametrize("code", STATES)
def test_each_state_is_said_in_the_words_of_the_overview(
    code: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, today = STATES[code]
    figures = compute(data, today)
    assert figures.verdict.code == code

    html = shown_with(monkeypatch, data, today)
    read = text_of(html)
    assert thai(figures.verdict) in parts_of(html, r'<a class="verdict.*?</a>')[0]
    assert (t("band.check", k=1) in read) == (code == "suspect")
    assert ('<header class="stale">' in html) == (code == "stale")
    if code == "stale":
        assert t("band.stale", days=figures.age_days) in read
    if code == "closed":
        assert t("paper.closed") in read


def test_without_data_it_says_so_and_who_loads_is_shown_the_way(home: Path) -> None:
    empty = f"?project={CODE}"

    for role in ROLES:
        html = glance(empty, role).text
        read = text_of(html)
        assert t("verdict.no_data") in read and t("beginning.plan") in read and t("band.empty") in read
        assert (f'href="/upload{empty}"' in html) == (role == "staff")
        assert (t("beginning.wait") in read) == (role != "staff")
        assert "burn" not in html.split("</style>")[1]


def test_looking_back_and_a_frozen_link_are_said_with_the_way_to_the_newest(home: Path) -> None:
    seen = NOW.isoformat().replace("+00:00", "Z")
    back, frozen = glance("?as_of=2021-06-30").text, glance(f"?as_of=2021-06-30&seen={seen}").text

    assert t("band.past", a="30 มิ.ย. 64") in text_of(back)
    assert t("band.past_seen", a="30 มิ.ย. 64", seen="").strip() in text_of(frozen)
    for html in (back, frozen):
        assert f'<a href="/glance">{t("band.back")}</a>' in html
    before = glance("?as_of=2021-06-30&seen=2020-09-02T00:00:00Z").text
    assert t("verdict.no_data") in text_of(before)


@pytest.mark.parametrize("code", CODES)
def test_each_verdict_has_its_tone_and_its_sign(code: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = replace(compute(RUNNING), verdict=Verdict(code, Message("verdict.on_course", {"r": 1, "d": 1})))
    monkeypatch.setattr(load, "view", lambda _session: RUNNING)
    monkeypatch.setattr(load, "figures", lambda _session, _seen: figures)

    html = glance().text
    assert re.search(r'<a class="verdict (info|success|warning)" href="/">\s*<svg[^>]*aria-hidden="true"', html)


def test_somebody_kept_to_some_projects_meets_those_alone(home: Path) -> None:
    users.add(databases.engine(), "kept", "committee", actor=admin("test"), now=NOW, password="long-enough-64")
    users.set_scope(databases.engine(), "kept", [SAMPLE_PROJECT], actor=OPERATOR, now=NOW)

    read = text_of(glance(f"?project={CODE}", "kept").text)
    assert t("band.unknown_project", code=CODE) in read and t("band.sample") in read
    assert t("band.unknown_project", code=CODE) not in text_of(glance(f"?project={CODE}", "committee").text)


def test_a_one_time_password_is_changed_first(home: Path) -> None:
    users.add(databases.engine(), "newcomer", "director", actor=admin("test"), now=NOW)

    answer = glance("?lang=en", "newcomer")
    assert (answer.status, answer.headers["location"]) == (303, "/?lang=en")


def test_a_page_is_made_once_for_the_same_data_and_link(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    draw = parts.headline
    monkeypatch.setattr(parts, "headline", lambda pen, figures: made.append(pen.session.lang) or draw(pen, figures))
    worn = pages.cookie("director")

    for query in ("", "", "?lang=en", "", "?lang=en"):
        assert ask(APP, f"/glance{query}", cookie=worn, headers=HTML).status == 200
    assert made == ["th", "en"]
    engine = databases.engine()
    users.set_email(engine, "staff", "clerk@example.go.th", actor=admin("test"), now=NOW)
    looks.exported(engine, actor=staff(), project=SAMPLE_PROJECT, detail="groups", now=NOW)
    ask(APP, "/glance", cookie=worn, headers=HTML)
    assert made == ["th", "en"], "people who come and go change no page"
    notes.write(engine, SAMPLE_PROJECT, "meeting", "x", text="x", on_date=date(2021, 7, 31), actor=staff(), now=NOW)
    ask(APP, "/glance", cookie=worn, headers=HTML)
    assert made == ["th", "en", "th"], "other data are read anew"


def test_a_chart_that_cannot_be_drawn_is_said_in_words(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(made.VARIABLE, str(tmp_path))
    monkeypatch.setattr("ui.workers.process.sys.executable", "/nowhere/python")
    monkeypatch.setattr(charts, "_kept", {})

    html = glance(OF_A_DAY).text
    assert '<svg class="burn"' not in html
    assert html.count(t("glance.not_drawn")) == 2
    assert "255,424" in text_of(html.split(t("overview.money_burn"))[1])


def test_a_drawing_keeps_shapes_and_letters_alone() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script><style>x</style>'
        '<g class="mark-rule role-axis-grid"><line y2="10.123456" x2="3" onload="x" stroke="#ddd" style="x"/></g>'
        '<g aria-label="X-axis"><text font-size="12px" font-family="X" fill="#000">&lt;b&gt;</text>'
        '<text opacity="0">hidden</text><path d="" /><path class="background" d="M0,0"/></g>'
        '<a href="https://x"><path d="M1,1"/></a></svg>'
    )

    assert charts.cleaned(svg) == (
        '<g class="grid"><line x2="3" y2="10.1" stroke="#ddd"/></g><g><text font-size="12px">&lt;b&gt;</text></g>'
    )


def field_of(html: str) -> str:
    (found,) = re.findall(r'name="field" value="([^"]+)"', html)
    return str(found)


def pressed(user: str, field: str | None = None) -> Any:
    """The press on "full page" from the form of one browser."""
    drawn = glance("?lang=en", user)
    device = "; ".join(f"{name}={value.split(';')[0]}" for name, value in drawn.cookies.items())
    form = f"field={field_of(drawn.text) if field is None else field}".encode()
    return send_form(APP, "/glance?lang=en", form, f"{pages.cookie(user)}; {device}")


def opens_full(user: str) -> bool:
    person = door.person_of(databases.engine(), pages.person(user).sid, door.utc_now())
    assert person is not None
    return person.opens_full


def test_a_press_leads_to_the_full_page_and_is_kept_with_the_person(home: Path) -> None:
    answer = pressed("committee")

    assert (answer.status, answer.headers["location"]) == (303, "/?lang=en")
    assert opens_full("committee") and not opens_full("director")
    assert [event.action for event in audit.recent(databases.engine())].count("user.opens") == 1
    pressed("committee")
    assert [event.action for event in audit.recent(databases.engine())].count("user.opens") == 1, "nothing changed"


def test_a_form_of_another_browser_chooses_nothing(home: Path) -> None:
    assert pressed("admin", field="0" * 64).status == 303
    assert not opens_full("admin")
    assert ask(APP, "/glance", "POST", pages.cookie("admin"), headers=[("origin", "http://evil.example")]).status == 403
    assert send_form(APP, "/glance", b"field=x").status == 401


def test_without_a_database_it_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worn = pages.cookie("director")
    assert ask(APP, "/glance", cookie=worn, headers=HTML).status == 200

    def gone(*_: object) -> None:
        raise DatabaseMissing("x")

    monkeypatch.setattr(page, "_page_for", gone)
    assert ask(APP, "/glance", cookie=worn, headers=HTML).status == 503
