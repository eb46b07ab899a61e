"""The page that signs in, without a browser: what it is made of, and what comes of each way to fill it in."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from db import engine as databases
from db.accounts import passwords, sessions, users
from tests.support.actors import admin
from tests.support.asgi import Answer, answered, ask, send_form
from tests.support.databases import NOW, PASSWORD, initialised
from tests.support.databases import address as url_of
from tests.support.pages import COOKIE, cookie
from ui.app.headers import SecurityHeaders
from ui.auth import door, tokens
from ui.gate.forms import entering, first_admin, page, signing_in
from ui.gate.forms.agents import agent
from ui.gate.middleware import Door
from ui.text import t

DEVICE = "otop-device-80"


@pytest.fixture
def app(home: Path) -> ASGIApp:
    """The two forms behind the door."""
    middleware = [Middleware(SecurityHeaders), Middleware(Door)]
    return Starlette(routes=[*signing_in.routes(), *first_admin.routes()], middleware=middleware)


def body(device: str, **fields: str) -> bytes:
    return urlencode({"field": tokens.form_field(device, door.key()), **fields}).encode()


def enter(
    app: ASGIApp, name: str, password: str, path: str = "/signin", device: str = "a-device", **more: str
) -> Answer:
    worn = "; ".join([f"{DEVICE}={device}", *more.values()])
    return send_form(app, path, body(device, username=name, password=password), worn)


class Read(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_is_small_loads_thai_letters_alone_and_runs_no_script(lang: str, app: ASGIApp) -> None:
    answer = ask(app, f"/signin?lang={lang}")
    read = Read(answer.text)

    assert answer.status == 200
    letters = ask(app, "/signin/thai.woff")
    assert letters.headers["content-type"] == "font/woff"
    assert len(answer.content) + len(letters.content) < 15_000
    assert not read.of("script") and not read.of("img") and not read.of("iframe")
    assert [one["href"] for one in read.of("link")] == ["data:,"]
    assert re.findall(r"url\([^)]*\)", answer.text) == ['url("signin/thai.woff")'] and "@import" not in answer.text
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on") or name == "style"]
    policy = answer.headers["content-security-policy"]
    assert policy == page.POLICY and policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in policy and "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_it_speaks_the_language_of_the_link_and_names_the_office_and_whom_to_ask(
    lang: str, app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (f"/signin?lang={lang}", f"/signin?next=%2Fbudget%3Flang%3D{lang}"):
        shown = ask(app, path).text
        read = Read(shown)
        assert read.of("html") == [{"lang": lang}]
        for key in ("title", "name", "password", "submit", "lost"):
            assert escape(t(f"signin.{key}", lang)) in shown
        assert page.office(lang) in shown
        other = next(link for link in read.of("a"))
        assert other["hreflang"] != lang and f"lang={other['hreflang']}" in str(other["href"])

    monkeypatch.setenv(page.CONTACT, "<b>ห้อง 2</b> โทร. 1")
    assert "&lt;b&gt;ห้อง 2&lt;/b&gt; โทร. 1" in ask(app, f"/signin?lang={lang}").text


def test_the_other_language_is_that_of_the_page_that_is_led_to(app: ASGIApp) -> None:
    link = Read(ask(app, "/signin?next=%2Fbudget%3Fas_of%3D2021-06-30%26lang%3Dth").text).of("a")[0]

    assert link["href"] == "?next=%2Fbudget%3Fas_of%3D2021-06-30%26lang%3Den&lang=en"


def test_password_managers_know_its_fields_and_a_new_device_gets_its_cookie(app: ASGIApp) -> None:
    answer = ask(app, "/signin")
    typed = [one for one in Read(answer.text).of("input") if one.get("type") != "hidden"]

    assert [(one["autocomplete"], one["type"]) for one in typed] == [
        ("username", "text"),
        ("current-password", "password"),
    ]
    assert {one["id"] for one in typed} == {label["for"] for label in Read(answer.text).of("label")}
    assert Read(answer.text).of("form") == [{"method": "post"}]  # no action: query and fragment stay
    kept = answer.cookies[DEVICE]
    assert "HttpOnly; SameSite=Lax" in kept and "Max-Age=34560000" in kept and "Secure" not in kept
    again = ask(app, "/signin", cookie=f"{DEVICE}={kept.split(';')[0]}")
    assert again.cookies[DEVICE].split(";")[0] == kept.split(";")[0]  # never another: two tabs may both be sent


def test_over_https_cookies_are_secure_and_bound_to_the_host(app: ASGIApp) -> None:
    drawn = ask(app, "/signin", scheme="https")
    name, kept = next(iter(drawn.cookies.items()))
    assert name == "__Host-otop-device" and kept.endswith("; Secure") and "Path=/;" in kept
    device = kept.split(";")[0]

    headers = [("origin", "https://localhost"), ("content-type", "application/x-www-form-urlencoded")]
    form = body(device, username="director", password=PASSWORD)
    answer = ask(app, "/signin", "POST", f"__Host-otop-device={device}", headers=headers, body=form, scheme="https")
    assert answer.status == 303
    assert answer.cookies["__Host-otop"].endswith("; HttpOnly; SameSite=Lax; Secure")


def test_a_right_password_gets_a_cookie_and_leads_to_the_link(app: ASGIApp) -> None:
    answer = enter(app, " Director ", PASSWORD, "/signin?next=%2Fbudget%3Flang%3Den")

    assert (answer.status, answer.headers["location"]) == (303, "/budget?lang=en")
    token = answer.cookies[COOKIE].split(";")[0]
    found = sessions.signed_in(databases.engine(), sessions.public_id(token), door.utc_now())
    assert found is not None and (found.name, found.device.address) == ("director", "127.0.0.1")
    assert ask(app, "/signin?next=%2Fbudget", cookie=f"{COOKIE}={token}").headers["location"] == "/budget"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/signin", "/_stcore/health", "/x\r\ny: z"]
)
def test_it_leads_nowhere_else(wanted: str, app: ASGIApp) -> None:
    answer = enter(app, "director", PASSWORD, f"/signin?{urlencode({'next': wanted})}")

    assert (answer.status, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("name", ["director", "nobody-here", '"><script>alert(1)</script>', "ผู้ใด"])
def test_a_wrong_one_is_told_the_same_whoever_it_is_and_keeps_the_name(name: str, app: ASGIApp) -> None:
    answer = enter(app, name, "not that one")

    assert answer.status == 401
    assert t("signin.wrong") in answer.text
    assert "<script" not in answer.text and "not that one" not in answer.text
    assert Read(answer.text).of("input")[1]["value"] == name
    assert COOKIE not in answer.cookies


def test_a_form_that_was_not_drawn_for_the_browser_is_drawn_again_with_the_name(app: ASGIApp) -> None:
    good = body("a-device", username="director", password=PASSWORD)
    for worn, sent in (
        (None, good), (f"{DEVICE}=another", good), (f"{DEVICE}=a-device", b"username=director&password=x"),
        (f"{DEVICE}=a-device", good.replace(b"field=", b"field=0")),
    ):  # fmt: skip
        answer = send_form(app, "/signin", sent, worn)
        assert (answer.status, COOKIE in answer.cookies) == (403, False)
        assert t("signin.again_form") in answer.text
        assert Read(answer.text).of("input")[1]["value"] == "director"


def test_a_form_is_small_and_a_form(app: ASGIApp) -> None:
    worn = f"{DEVICE}=a-device"
    long = body("a-device", username="director", password="x" * 5_000)
    assert send_form(app, "/signin", long, worn).status == 413
    assert send_form(app, "/signin", b"&".join(b"a=1" for _ in range(50)), worn).status == 413
    headers = [("origin", "http://localhost"), ("content-type", "application/json")]
    assert ask(app, "/signin", "POST", worn, headers=headers, body=b"{}").status == 413
    for nonsense in (b"\xff\xfe=\x00", b"", b"username=%ff%00&password=%ed%a0%80&field=%ff"):
        assert send_form(app, "/signin", nonsense, worn).status == 403


def test_a_cookie_of_before_is_taken_away_and_the_page_says_why(app: ASGIApp) -> None:
    answer = ask(app, "/signin", cookie="otop_sign_in=eyJ.x.y")

    assert t("signin.upgraded") in answer.text
    assert answer.cookies["otop_sign_in"].startswith("; Path=/; Max-Age=0")


def test_a_one_time_password_whose_days_are_over_says_so(app: ASGIApp) -> None:
    long_ago = NOW - passwords.ONE_TIME
    one_time = users.add(databases.engine(), "late", "staff", actor=admin(), now=long_ago)

    answer = enter(app, "late", one_time)

    assert (answer.status, COOKIE in answer.cookies) == (401, False)
    assert t("signin.over") in answer.text


def test_tries_of_an_address_wait_for_one_another_and_none_is_refused(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, most, check = Counter[str](), 0, sessions.verify_credentials

    def watched(engine: Engine, name: str, password: str, now: datetime, device: sessions.Device) -> sessions.Outcome:
        nonlocal most
        at_work[device.address] += 1
        most = max(most, at_work[device.address])
        try:
            return check(engine, name, password, now, device)
        finally:
            at_work[device.address] -= 1

    async def at_once() -> list[Answer]:
        headers = [("origin", "http://localhost"), ("content-type", "application/x-www-form-urlencoded")]
        passwords_tried = ["wrong"] * 40 + [PASSWORD]
        forms = [body(f"device-{n}", username="director", password=one) for n, one in enumerate(passwords_tried)]
        tries_sent = (
            answered(app, "/signin", "POST", f"{DEVICE}=device-{n}", headers=headers, body=form)
            for n, form in enumerate(forms)
        )
        return await asyncio.gather(*tries_sent)

    monkeypatch.setattr(sessions, "verify_credentials", watched)
    answers = asyncio.run(at_once())

    assert [answer.status for answer in answers] == [401] * 40 + [303]
    assert most == 1
    assert not signing_in._waiting and not signing_in._turns


def test_a_form_whose_end_does_not_come_gives_its_place_free(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "LONGEST_S", 0.05)
    headers = [("origin", "http://localhost"), ("content-type", "application/x-www-form-urlencoded")]
    form = body("a-device", username="director", password=PASSWORD)

    sent = answered(app, "/signin", "POST", f"{DEVICE}=a-device", headers=headers, body=form, whole=False)
    answer = asyncio.run(asyncio.wait_for(sent, 5))

    assert (answer.status, t("signin.again_form") in answer.text) == (403, True)


@pytest.mark.long
def test_an_hour_of_a_stranger_s_tries_at_the_form_keeps_no_director_out(
    app: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One wrong try a second from the office's own address; the director enters at once on each new browser."""
    clock = [door.utc_now()]
    monkeypatch.setattr(door, "utc_now", lambda: clock[0])
    for second in range(3_600):
        clock[0] += timedelta(seconds=1)
        assert enter(app, "director", f"wrong {second}", device="a-stranger").status == 401
        if second % 60 == 59:
            assert enter(app, "director", PASSWORD, device=f"new-{second}").status == 303


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36 Line/14.1", "LINE · Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("curl/8", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_in_words_that_its_owner_knows(header: str, told: str) -> None:
    assert agent(header) == told


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: ASGIApp) -> Iterator[ASGIApp]:
    """The forms over a database without a user."""
    monkeypatch.setenv("OTOP_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url_of(tmp_path / "empty.db"))
    initialised(databases.engine())
    yield app
    databases.engine().dispose()


def test_the_first_admin_is_made_by_the_printed_link_alone_and_once(empty: ASGIApp) -> None:
    assert ask(empty, "/setup").status == ask(empty, "/setup?token=x").status == 403
    drawn = ask(empty, first_admin.address())
    assert drawn.status == 200 and t("signin.setup") in drawn.text

    device = drawn.cookies[DEVICE].split(";")[0]
    worn = f"{DEVICE}={device}"

    def make(path: str = first_admin.address(), **fields: str) -> Answer:
        values = {"username": "keeper", "password": "ตาลโตนด-เจ็ดต้น", "again": "ตาลโตนด-เจ็ดต้น", **fields}
        return send_form(empty, path, body(device, **values), worn)

    assert make("/setup?token=x").status == 403
    assert send_form(empty, first_admin.address(), b"username=x", worn).status == 403
    for fields, said in (
        ({"again": "x"}, t("signin.differ")), ({"password": "short", "again": "short"}, "สั้นเกินไป"),
        ({"username": "x"}, t("error.user_name")),
    ):  # fmt: skip
        refused = make(**fields)
        assert refused.status == 422 and said in refused.text
    assert users.count(databases.engine()) == 0

    made = make()
    assert (made.status, made.headers["location"]) == (303, "/")
    assert users.find(databases.engine(), "keeper").role == "admin"
    assert make(username="second").status == 401
    assert ask(empty, first_admin.address(), headers=[("accept", "text/html")]).headers["location"] == "/signin"


def test_whoever_is_signed_in_and_signs_in_as_another_is_the_other_alone(app: ASGIApp) -> None:
    first = cookie("director")
    sid = sessions.public_id(first.split("=", 1)[1])

    answer = enter(app, "staff", PASSWORD, also=first)

    assert answer.status == 303
    assert sessions.signed_in(databases.engine(), sid, door.utc_now()) is None
    assert re.match(r"[\w-]{43};", answer.cookies[COOKIE])
