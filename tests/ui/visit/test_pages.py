"""The page that a browser is given: its language, how it is packed, and what is left as it is."""

import gzip
import json
from pathlib import Path

import brotli
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.support.asgi import ask
from ui.app import browser_scripts
from ui.visit.pages import Pages

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


async def page(_request: Request) -> Response:
    return HTMLResponse(INDEX, headers={"ETag": '"of the file"', "Cache-Control": "no-store"})


async def text(_request: Request) -> Response:
    return PlainTextResponse(INDEX)


async def other(request: Request) -> Response:
    return HTMLResponse(
        INDEX.replace(b"Streamlit", b"Streamlot"), headers={"X-Asked": request.headers.get("range", "")}
    )


APP = Starlette(
    routes=[
        Route("/", page),
        Route("/budget", page),
        Route("/text", text),
        Route("/other", other),
        Route("/a/b", page),
    ],
    middleware=[Middleware(Pages)],
)


@pytest.mark.parametrize(
    ("link", "lang"),
    [("/", b"th"), ("/?lang=th", b"th"), ("/?lang=xx", b"th"), ("/?lang=en", b"en"), ("/budget?lang=en", b"en")],
)
@pytest.mark.parametrize("encoding", UNPACK)
def test_a_page_says_the_language_of_its_link_however_it_is_packed(encoding: str, link: str, lang: bytes) -> None:
    answer = ask(APP, link, headers=[("Accept-Encoding", encoding)] if encoding else [])

    shown = UNPACK[encoding](answer.content)
    assert b'<html lang="' + lang + b'">' in shown and b'<div id="root">' in shown
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers.get("content-encoding") == encoding
    assert (answer.headers["vary"], answer.headers["cache-control"]) == ("Accept-Encoding", "no-store")
    assert "etag" not in answer.headers, "it is no file that could be asked for again"


def test_head_says_what_get_would() -> None:
    head, get = ask(APP, "/?lang=en", method="HEAD"), ask(APP, "/?lang=en")
    assert head.headers == get.headers and (head.status, head.content) == (200, b"")


@pytest.mark.parametrize("link", ["/text", "/other", "/a/b"])
def test_what_is_no_page_is_left_as_it_is(link: str) -> None:
    answer = ask(APP, link, headers=[("Accept-Encoding", "gzip")])
    assert answer.content in (INDEX, INDEX.replace(b"Streamlit", b"Streamlot"))
    assert "content-encoding" not in answer.headers


def test_the_browser_puts_no_word_in_its_own_place() -> None:
    """Each change of a word is looked at again: one that changes nothing would be made for ever."""
    known = json.loads(browser_scripts.framework().splitlines()[0].removeprefix("const LANGUAGES = ").rstrip(";"))[
        "words"
    ]

    assert set(known) >= {"th", "en"} and all(known.values())
    assert not [word for words in known.values() for word, put in words.items() if word == put]
