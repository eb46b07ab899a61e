"""Links of another site, and the way back from the office's sign-in service, open for who is signed in, unasked; forms
of another site change nothing.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from db.accounts import users
from db.notebook import short_links
from db.projects.versions import SAMPLE_PROJECT
from db.snapshots import store
from tests.support import provider
from tests.support.actors import admin, staff
from tests.support.browser import BAND
from tests.support.server import PASSWORD, READY, Server
from ui.auth import door
from ui.gate.forms import oidc
from ui.text import t

NAME = "input[autocomplete=username]"


@contextmanager
def another_site(body: str) -> Iterator[str]:
    """A page of another site: to a browser ``localhost`` is none of 127.0.0.1."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>portal</title>{body}".encode())

        def log_message(self, *_: Any) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://localhost:{site.server_port}/"
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that nobody knows and that may look at other sites."""
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def enter(page: Page, server: Server, name: str) -> None:
    """Sign in by the form."""
    page.goto(f"{server.address}/signin")
    page.locator(NAME).fill(name)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name=t("signin.submit")).click()
    page.locator(BAND).wait_for()


def test_links_of_another_site_open_without_a_second_password(page: Page, server: Server) -> None:
    view = store.view(server.engine, SAMPLE_PROJECT)
    assert view.day is not None
    target = short_links.Target(SAMPLE_PROJECT, view.day, door.utc_now(), "budget")
    code = short_links.code_of(server.engine, target, actor=staff("clerk"), now=door.utc_now())
    links = ("/", f"/groups?project={SAMPLE_PROJECT}", f"/s/{code}")
    enter(page, server, READY["director"])

    with another_site("".join(f'<p><a href="{server.address}{link}">{link}</a>' for link in links)) as portal:
        for link in links:
            page.goto(portal)
            page.get_by_role("link", name=link, exact=True).click()
            page.locator(BAND).wait_for()
            assert page.url.startswith(server.address) and "/signin" not in page.url
            expect(page.locator(NAME)).to_have_count(0)


def test_a_link_of_another_site_leads_a_stranger_to_the_form_and_then_on(page: Page, server: Server) -> None:
    with another_site(f'<a href="{server.address}/budget?lang=en">budget</a>') as portal:
        page.goto(portal)
        page.get_by_role("link", name="budget").click()
        page.locator(NAME).fill(READY["director"])
        page.locator("input[type=password]").fill(PASSWORD)
        page.get_by_role("button", name=t("signin.submit", "en")).click()
        page.locator(BAND).wait_for()
    assert page.url.startswith(f"{server.address}/budget?lang=en")


@pytest.mark.parametrize("path", ["/signin", "/signin?next=/signout", "/auth/logout", "/budget"])
def test_a_form_of_another_site_signs_nobody_out_and_in(path: str, page: Page, server: Server) -> None:
    enter(page, server, READY["director"])
    fields = f'<input name="username" value="{READY["staff"]}"><input name="password" value="{PASSWORD}">'
    form = f'<form method="post" action="{server.address}{path}">{fields}<button>go</button></form>'
    with another_site(form) as portal:
        page.goto(portal)
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            page.get_by_role("button", name="go").click()
        assert sent.value.status in (403, 404, 405)
    page.goto(f"{server.address}/budget")
    page.locator(BAND).wait_for()
    expect(page.get_by_role("button", name=t("role.director")).first).to_be_visible()


def test_the_office_s_own_service_leads_back_without_a_password(page: Page, new_server: Callable[..., Server]) -> None:
    with provider.providing("localhost") as service:
        settings = {oidc.ISSUER: service.address, oidc.CLIENT: provider.CLIENT, oidc.SECRET: provider.SECRET}
        service.claims = {"email": "chief@office.example", "email_verified": True}
        server = new_server(settings=settings)
        users.set_email(
            server.engine, READY["director"], "chief@office.example", actor=admin("test"), now=door.utc_now()
        )
        server.start().wait()
        page.goto(f"{server.address}/budget?lang=en")
        page.locator("a.other").last.click()
        page.locator(BAND).wait_for()
        assert page.url.startswith(f"{server.address}/budget?lang=en")

        with another_site(f'<a href="{server.address}/">home</a>') as portal:
            page.goto(portal)
            page.get_by_role("link", name="home").click()
            page.locator(BAND).wait_for()
        expect(page.locator(NAME)).to_have_count(0)


def test_signing_in_needs_no_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/budget?lang=en")
    page.locator(NAME).fill(READY["director"])
    page.locator("input[type=password]").fill("wrong-password")
    page.get_by_role("button", name=t("signin.submit", "en")).click()
    expect(page.locator("#said")).to_have_text(t("signin.wrong", "en"))
    expect(page.locator(NAME)).to_have_value(READY["director"])
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name=t("signin.submit", "en")).click()

    assert page.url == f"{server.address}/budget?lang=en"
    context.close()
