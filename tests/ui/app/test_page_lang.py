"""Which language a page says it is in."""

import json
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.support.asgi import ask
from ui.app import browser_scripts
from ui.app.page_lang import PageLanguage

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


async def page(_request: Request) -> Response:
    return HTMLResponse(INDEX)


async def text(_request: Request) -> Response:
    return PlainTextResponse(INDEX)


APP = Starlette(routes=[Route("/", page), Route("/text", text)], middleware=[Middleware(PageLanguage)])


@pytest.mark.parametrize(
    ("link", "lang"), [("/", b"th"), ("/?lang=th", b"th"), ("/?lang=xx", b"th"), ("/?lang=en", b"en")]
)
def test_a_page_says_the_language_of_its_link(link: str, lang: bytes) -> None:
    answer = ask(APP, link)

    assert b'<html lang="' + lang + b'">' in answer.content
    assert int(answer.headers["content-length"]) == len(answer.content) == len(INDEX)


def test_what_is_no_page_is_left_as_it_is() -> None:
    assert ask(APP, "/text").content == INDEX


def test_the_browser_puts_no_word_in_its_own_place() -> None:
    """Each change of a word is looked at again: one that changes nothing would be made for ever."""
    known = json.loads(browser_scripts.framework().splitlines()[0].removeprefix("const LANGUAGES = ").rstrip(";"))[
        "words"
    ]

    assert set(known) >= {"th", "en"} and all(known.values())
    assert not [word for words in known.values() for word, put in words.items() if word == put]
