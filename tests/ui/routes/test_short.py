"""The public address, and what a short link answers before anybody has signed in."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette

from db import engine as databases
from db.notebook import short_links
from db.notebook.short_links import Target
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import staff
from tests.support.asgi import ask
from tests.support.databases import NOW
from tests.support.papers import DAYS, material
from tests.support.said import english, thai
from ui.reports import chat
from ui.reports.material import Material
from ui.reports.print.brief import stamps
from ui.reports.writing import NBSP, Digits
from ui.request import frozen, public
from ui.routes import short

APP = Starlette(routes=short.routes())
JUNE = date(2021, 6, 30)


def code() -> str:
    return short_links.code_of(
        databases.engine(), Target(SAMPLE_PROJECT, JUNE, NOW, kept=(("lang", "en"),)), actor=staff("test"), now=NOW
    )


def test_a_short_link_leads_to_the_overview_of_its_day(home: Path) -> None:
    made = code()
    for path in (f"/s/{made}", f"/s/{made.upper()}", f"/s/{made}/"):
        answer = ask(APP, path)
        assert answer.status == 303
        seen = NOW.isoformat().replace("+00:00", "Z").replace(":", "%3A")
        assert answer.headers["location"] == f"/?project={SAMPLE_PROJECT}&as_of=2021-06-30&seen={seen}&lang=en"
        assert answer.headers["cache-control"] == "no-store"


def test_a_code_nobody_was_given_is_said_in_both_languages(home: Path) -> None:
    answer = ask(APP, "/s/%3Cb%3Ezz%3C%2Fb%3E".replace("%2F", ""))

    assert answer.status == 404
    assert "ไม่พบลิงก์" in answer.text and "There is no link" in answer.text
    assert "<b>zz" not in answer.text and "&lt;b&gt;zz" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "text", ["https://otop.example.go.th", "http://10.0.0.7:8501", "https://example.go.th/otop", "https://a.th/ "]
)
def test_a_web_address_is_taken_as_it_is(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(public.VARIABLE, text)

    assert public.trouble() is None
    assert public.short_link("abc") == f"{text.strip().rstrip('/')}/s/abc"


@pytest.mark.parametrize(
    "text",
    ["otop.example.go.th", "ftp://a.th", "https://", "https://a.th?x=1", "https://a.th#x", "https://u:p@a.th",
     "https://a.th:99999", "https://a.th:x", "javascript:alert(1)", "https://a th", "https://ก.th", "https://a.th/\x07",
     "https://" + "a" * 300],
)  # fmt: skip
def test_anything_else_counts_as_none_and_is_said_in_both_languages(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(public.VARIABLE, text)

    assert public.address() is None
    assert public.short_link("abc") is None
    wrong = public.trouble()
    assert wrong is not None
    assert all(public.VARIABLE in sentence and text[:100] in sentence for sentence in (thai(wrong), english(wrong)))


def test_without_a_setting_there_is_neither_an_address_nor_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("", "  "):
        monkeypatch.setenv(public.VARIABLE, text)
        assert (public.address(), public.trouble()) == (None, None)


def with_link(shown: Material) -> str:
    return frozen.printed(databases.engine(), shown.view, "th", actor=staff("test"), now=NOW)


def test_papers_and_texts_carry_the_link_only_where_the_address_is_set(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = material(JUNE, digits="thai")
    monkeypatch.delenv(public.VARIABLE, raising=False)
    assert with_link(shown) == ""
    assert "http" not in chat.text(shown.view, shown.figures, shown.writing, "")
    assert "http" not in stamps(shown)["stamp"]

    monkeypatch.setenv(public.VARIABLE, "https://otop-2564.example.go.th/")
    link = with_link(shown)
    assert link == with_link(shown), "the same data have the same link"
    assert link.startswith("https://otop-2564.example.go.th/s/") and len(link.rsplit("/", 1)[1]) == 10
    text = chat.text(shown.view, shown.figures, shown.writing, link)
    assert len(text) <= chat.LONGEST
    assert text.endswith(f"ดูตัวเลขชุดนี้: {link}"), "its digits are typed, so they stay Arabic"
    target = short_links.find(databases.engine(), link.rsplit("/", 1)[1])
    assert target is not None and (target.project, target.as_of, target.page) == (SAMPLE_PROJECT, JUNE, "")


def test_the_link_of_a_message_opens_the_quick_page_of_the_same_figures(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(public.VARIABLE, "https://otop.example.go.th")
    shown = material(JUNE)
    paper, message = (
        frozen.printed(databases.engine(), shown.view, "en", actor=staff("test"), now=NOW, page=page)
        for page in ("", frozen.QUICK)
    )

    assert paper != message
    led = [ask(APP, link.removeprefix("https://otop.example.go.th")).headers["location"] for link in (paper, message)]
    assert led[1] == led[0].replace("/?", "/glance?") and "lang=en" in led[1]
    sent = replace(shown, order=replace(shown.order, link=paper, quick_link=message))
    assert chat.encoded(sent).decode().rstrip().endswith(message)


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("digits", ["thai", "arabic"])
def test_a_text_with_a_link_holds_whole_lines_alone(
    home: Path, lang: str, digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    for length in (40, 90, 150, 210):
        link = "https://" + "a" * length + "/s/23456789ab"
        for day in DAYS:
            shown = material(day, lang, digits)
            text = chat.text(shown.view, shown.figures, shown.writing, link)
            monkeypatch.setattr(chat, "LONGEST", 5000)
            whole = chat.text(shown.view, shown.figures, shown.writing, link).splitlines()
            monkeypatch.undo()
            *figures, last = text.splitlines()
            assert len(text) <= chat.LONGEST and last.endswith(link)
            say = shown.writing.say
            counted = {say(f"paper.{key}", n=n) for key in ("more_to_follow", "follow_count") for n in range(9)}
            short = {re.sub(r" \([^()]*\)$", "", line) for line in whole}
            assert {line.replace(NBSP, " ") for line in figures} <= {
                line.replace(NBSP, " ") for line in (*whole, *counted, *short)
            }
            assert figures[:4] == whole[:4], "day and verdict stay"
