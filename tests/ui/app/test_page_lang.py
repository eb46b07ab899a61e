"""Which language a page says it is in."""

from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.ui.asgi import ask
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
