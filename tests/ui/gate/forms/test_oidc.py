"""Signing in by the office's own service: a provider made for tests answers on loopback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from db import engine as databases
from db.accounts import sessions, users
from tests.support.actors import admin
from tests.support.asgi import Answer, ask
from tests.support.databases import NOW
from tests.support.pages import COOKIE
from tests.support.provider import CLIENT, SECRET, Provider, providing
from ui.auth import door
from ui.gate.forms import oidc, signing_in
from ui.gate.middleware import Door
from ui.text import t

WAY = "otop-way-80"
MAIL = "Chief@example.go.th"
GOOD = {"email": MAIL, "email_verified": True}


@pytest.fixture
def provider(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    users.set_email(databases.engine(), "director", MAIL, actor=admin(), now=NOW)
    with providing() as found:
        for name, value in ((oidc.ISSUER, found.address), (oidc.CLIENT, CLIENT), (oidc.SECRET, SECRET)):
            monkeypatch.setenv(name, value)
        monkeypatch.setenv(oidc.NAME, "บัญชีจังหวัด <b>")
        found.claims = dict(GOOD)
        yield found


@pytest.fixture
def app(home: Path) -> ASGIApp:
    return Starlette(routes=[*signing_in.routes(), *oidc.routes()], middleware=[Middleware(Door)])


def led(app: ASGIApp, path: str = "/signin?next=%2Fbudget%3Flang%3Den&by=office") -> Answer:
    answer = ask(app, path)
    assert answer.status == 303
    return answer


def back(app: ASGIApp, provider: Provider, query: str | None = None, cookie: str | None = None) -> Answer:
    """There and back again."""
    begun = led(app)
    came = provider.came(begun.headers["location"])
    way = begun.cookies[WAY].split(";")[0]
    return ask(app, f"/oidc/callback?{query or came}", cookie=cookie or f"{WAY}={way}")


def failed(answer: Answer) -> bool:
    assert COOKIE not in answer.cookies
    return answer.status == 303 and answer.headers["location"].startswith("/signin?office=no")


def test_without_a_service_the_page_offers_none(app: ASGIApp) -> None:
    assert "by=office" not in ask(app, "/signin").text
    assert ask(app, "/signin?by=office").status == 200
    assert failed(ask(app, "/oidc/callback?code=a-code&state=x"))


def test_the_page_offers_it_by_its_name_and_keeps_the_link(app: ASGIApp, provider: Provider) -> None:
    shown = ask(app, "/signin?next=%2Fbudget").text

    assert t("signin.office", name="บัญชีจังหวัด &lt;b&gt;") in shown
    assert 'href="?next=%2Fbudget&amp;by=office"' in shown


def test_a_user_is_known_by_a_verified_e_mail_and_led_to_the_link(app: ASGIApp, provider: Provider) -> None:
    answer = back(app, provider)

    assert (answer.status, answer.headers["location"]) == (303, "/budget?lang=en")
    assert provider.asked["redirect_uri"] == "http://localhost/oidc/callback"
    token = answer.cookies[COOKIE].split(";")[0]
    found = sessions.signed_in(databases.engine(), sessions.public_id(token), door.utc_now())
    assert found is not None and found.name == "director"
    assert answer.cookies[WAY].startswith("; Path=/; Max-Age=0")


REFUSED: dict[str, dict[str, Any]] = {
    "not verified": {"email": MAIL, "email_verified": False},
    "verified in letters": {"email": MAIL, "email_verified": "true"},
    "nothing said of it": {"email": MAIL},
    "no e-mail": {"email_verified": True},
    "nobody's": {**GOOD, "email": "nobody@example.go.th"},
    "of another service": {**GOOD, "iss": "https://evil.example"},
    "for another program": {**GOOD, "aud": "another"},
    "over": {**GOOD, "exp": 1_000_000_000, "iat": 999_999_000},
    "of another try": {**GOOD, "nonce": "another"},
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_the_service_says_is_checked(why: str, app: ASGIApp, provider: Provider) -> None:
    provider.claims = REFUSED[why]

    answer = back(app, provider)

    assert failed(answer)
    assert t("signin.office_no", "en") in ask(app, answer.headers["location"]).text


def test_what_the_secret_of_both_signs_is_no_proof(app: ASGIApp, provider: Provider) -> None:
    provider.algorithm = "HS256"

    assert failed(back(app, provider))


def test_only_signatures_of_a_key_pair_count_whatever_the_service_offers(provider: Provider) -> None:
    offered = provider.metadata()["id_token_signing_alg_values_supported"]
    assert "HS256" in offered and "none" in offered

    assert oidc.service().load_server_metadata()["id_token_signing_alg_values_supported"] == ["RS256"]


def test_a_service_that_calls_itself_otherwise_is_not_led_to(app: ASGIApp, provider: Provider) -> None:
    provider.issuer = "https://evil.example"

    assert failed(led(app))


def test_what_comes_back_is_held_to_what_was_asked(app: ASGIApp, provider: Provider) -> None:
    state = {"query": "code=a-code&state=another"}
    for query in (state["query"], "code=a-code", "error=access_denied", "code=another&state={state}"):
        begun = led(app)
        provider.came(begun.headers["location"])
        way = begun.cookies[WAY].split(";")[0]
        sent = query.format(state=provider.asked["state"])
        assert failed(ask(app, f"/oidc/callback?{sent}", cookie=f"{WAY}={way}"))


@pytest.mark.parametrize("way", ["", "x", "x.y", "eyJ9.00", "é.é"])
def test_without_its_cookie_nothing_that_comes_back_counts(way: str, app: ASGIApp, provider: Provider) -> None:
    assert failed(back(app, provider, cookie=f"{WAY}={way}"))
    begun = led(app)
    provider.came(begun.headers["location"])
    text, _, signature = begun.cookies[WAY].split(";")[0].partition(".")
    forged = f"{WAY}={text}A.{signature}"
    assert failed(ask(app, f"/oidc/callback?code=a-code&state={provider.asked['state']}", cookie=forged))


def test_a_service_that_does_not_answer_is_said_and_the_password_still_opens(
    app: ASGIApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ((oidc.ISSUER, "http://127.0.0.1:9"), (oidc.CLIENT, CLIENT), (oidc.SECRET, SECRET)):
        monkeypatch.setenv(name, value)

    assert failed(led(app))
    assert ask(app, "/signin").status == 200


def test_a_user_who_is_disabled_does_not_enter(app: ASGIApp, provider: Provider) -> None:
    users.add(databases.engine(), "leaver", "staff", actor=admin(), now=NOW, password="ตาลโตนด-เจ็ดต้น")
    users.set_email(databases.engine(), "leaver", "leaver@example.go.th", actor=admin(), now=NOW)
    provider.claims = {**GOOD, "email": "LEAVER@example.go.th"}
    assert COOKIE in back(app, provider).cookies

    users.disable(databases.engine(), "leaver", actor=admin(), now=NOW)
    assert failed(back(app, provider))
