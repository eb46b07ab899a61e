"""Notices in a browser: by keyboard, on a phone and a desk, in both languages; and a trial that arrives."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from core.analysis.telling.occasions import Occasion
from core.text import Message
from db.accounts import users
from db.projects.versions import SAMPLE_PROJECT
from db.telling import queue, subscriptions
from db.telling.queue import Outcome
from db.telling.subscriptions import Wish
from tests.support.actors import SYSTEM, admin
from tests.support.browser import PHONE, NewPage, arrive, audit, settle
from tests.support.post import Post, serving
from tests.support.server import Server
from ui.text.words import t

LOOKS = {"desk": {"width": 1366, "height": 768, "color_scheme": "light"}, "phone": {**PHONE, "color_scheme": "dark"}}
LINE_ID = "U" + "0123456789abcdef" * 2


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server."""
    with serving() as post:
        yield post


@pytest.fixture
def telling(new_server: Callable[..., Server], post: Post) -> Server:
    """A server that sends to it, with subscriptions, a message that was given up and one that may have come twice."""
    settings = {"OTOP_SMTP_HOST": "127.0.0.1", "OTOP_SMTP_PORT": str(post.port), "OTOP_SMTP_TLS": "none"}
    server = new_server(settings={**settings, "OTOP_SMTP_FROM": "otop@example.go.th", "OTOP_QUIET_HOURS": "20-7"})
    engine, now = server.engine, datetime.now(UTC)
    users.set_email(engine, "keeper", "keeper@example.go.th", actor=admin(), now=now)
    subscriptions.set_line_id(engine, "keeper", LINE_ID, actor=admin(), now=now)
    for wish in (Wish("week", day=0, hour=9), Wish("stale", "line"), Wish("month", form="pdf", day=31, hour=8)):
        subscriptions.subscribe(engine, "keeper", wish, project=SAMPLE_PROJECT, actor=admin(), now=now)
    occasion = Occasion("stale", "1", Message("telling.trial"))
    queue.put(engine, occasion, project=SAMPLE_PROJECT, actor=SYSTEM, now=now)
    found = queue.claim(engine, ["line"], "a", actor=SYSTEM, now=now)
    assert found is not None
    queue.finish(engine, found, Outcome("ended", "undelivered.line_id"), actor=SYSTEM, now=now)
    return server.start().wait()


def opened(new_page: NewPage, server: Server, look: str, lang: str, role: str = "admin") -> Page:
    page = new_page(**LOOKS[look])
    arrive(page, server, role, f"told?lang={lang}&project={SAMPLE_PROJECT}")
    expect(page.get_by_text(t("told.intro", lang))).to_be_visible()
    settle(page)
    return page


def test_the_page_fits_and_is_read_aloud(new_page: NewPage, telling: Server) -> None:
    for look, lang in (("desk", "th"), ("phone", "th"), ("desk", "en"), ("phone", "en")):
        page = opened(new_page, telling, look, lang)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (look, lang)
        assert audit(page) == [], (look, lang)
    empty = opened(new_page, telling, "phone", "th", "director")
    expect(empty.get_by_text(t("told.log_none"))).to_be_visible()
    assert audit(empty) == []


def test_the_menu_leads_there_and_a_trial_by_keyboard_arrives(new_page: NewPage, telling: Server, post: Post) -> None:
    page = new_page(**LOOKS["desk"])
    arrive(page, telling, "admin", f"groups?project={SAMPLE_PROJECT}")
    page.locator(".st-key-account button").first.click()
    page.get_by_role("button", name=t("nav.told")).click()
    expect(page.get_by_text(t("told.intro"))).to_be_visible()
    settle(page)
    assert f"project={SAMPLE_PROJECT}" in page.url

    page.locator(".st-key-told-subscribe button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("told.subscribed"), exact=True)).to_be_visible()
    settle(page)
    page.locator("[class*=st-key-told-trial-] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("told.tried"))).to_be_visible()
    until = time.monotonic() + 90
    while not post.taken and time.monotonic() < until:
        time.sleep(0.5)
    (mail,) = post.taken
    assert mail["To"] == "keeper@example.go.th"
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["image/png"]
