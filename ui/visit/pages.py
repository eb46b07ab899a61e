"""Gives out the framework's page as the program writes it: in the language of the link, with what it asks for ahead,
and on the overview with its first words.

Screen readers choose their voice by the language, browsers their line breaks and whether they offer to translate.
"""

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import brotli
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.request import link
from ui.visit import written
from ui.visit.packed import best
from words import known

NO_PAGES = "healthz|readyz|signin|setup|glance|api|_stcore"
WORD = re.compile(rf"(?!({NO_PAGES})$)[^/.]{{1,80}}")  # an address of one word: what a page's name looks like
QUICK: Mapping[str, Callable[[bytes], bytes]] = {  # a page is compressed while somebody waits for it
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
}
SCRIPT = '<script async src="./scripts/first.js"></script>'
_SAID, _TITLE, _ROOT = '<html lang="en">', re.compile(r"<title>.*?</title>"), '<div id="root">'


@dataclass(frozen=True, slots=True)
class Words:
    """What the overview begins with, as HTML: the title of the tab, and what is shown until its scripts have come."""

    title: str
    shown: str


class Pages:
    """Before the framework, which has one page for all addresses."""

    def __init__(self, app: ASGIApp, words: Callable[[Scope], Words | None] = lambda _scope: None) -> None:
        self.app, self.words = app, words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what asks for no page passes untouched, and so does an answer that is not the page."""
        path = str(scope.get("path", "")).removeprefix(link.base_path()).strip("/")
        if (
            scope["type"] != "http"
            or scope["method"] not in ("GET", "HEAD")
            or not (path == "" or WORD.fullmatch(path))
        ):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        as_it_is = [pair for pair in scope["headers"] if pair[0].lower() not in (b"accept-encoding", b"range")]
        answer = _Answer(send, best(headers.get("accept-encoding", "")), is_head=scope["method"] == "HEAD")
        await self.app({**scope, "headers": as_it_is}, receive, answer.hold)
        if answer.is_the_page:
            words = await run_sync(self.words, scope) if path == "" else None
            await answer.give(_written(scope, path, words))


def _written(scope: Scope, path: str, words: Words | None) -> bytes:
    lang = known(QueryParams(scope["query_string"]).get("lang"))
    text = written.page(path).replace(_SAID, f'<html lang="{lang}">', 1)
    if words is not None:
        text = _TITLE.sub(lambda _: f"<title>{words.title}</title>", text, count=1)
        text = text.replace(_ROOT, f"{words.shown}{_ROOT}", 1).replace("</body>", f"{SCRIPT}</body>", 1)
    return text.encode("utf-8")


class _Answer:
    """One answer on its way: what may be the page is held back until it is whole; all else goes on as it comes."""

    def __init__(self, send: Send, encoding: str | None, *, is_head: bool) -> None:
        self._send, self._encoding, self._is_head = send, encoding, is_head
        self._start: Message | None = None
        self._body = b""
        self.is_the_page = False

    async def hold(self, message: Message) -> None:
        """The next part of it."""
        if message["type"] == "http.response.start" and _may_be_the_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            self.is_the_page = not message.get("more_body") and (self._is_head or self._body == written.index())
            if not (self.is_the_page or message.get("more_body")):
                await self._send(self._start)
                await self._send({"type": "http.response.body", "body": self._body})

    async def give(self, page: bytes) -> None:
        """The page in place of the framework's."""
        assert self._start is not None
        headers = MutableHeaders(scope=self._start)
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        headers.add_vary_header("Accept-Encoding")
        if self._encoding is not None:
            page = QUICK[self._encoding](page)
            headers["Content-Encoding"] = self._encoding
        headers["Content-Length"] = str(len(page))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": b"" if self._is_head else page})


def _may_be_the_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and headers.get("content-type", "").startswith("text/html")
        and headers.get("content-length") == str(len(written.index()))
    )
