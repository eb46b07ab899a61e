"""Gives out static files as they were compressed once; until they are, the file as it is.

What is kept is read once, unpacked, and compared with the file that it was made from: half a file, or another, is
passed over. Whoever asks for a part of a file gets it of the file as it is.
"""

import logging
import threading
import zlib
from pathlib import Path, PurePosixPath
from typing import Any

import brotli
from anyio.to_thread import run_sync
from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.app import made
from ui.app.headers import OF_A_FILE
from ui.app.static import digest_of
from ui.request import link
from ui.visit import packing
from ui.visit.packing import Source
from ui.workers.process import Bounds, at_work

LONGEST_S = 600.0
KEPT_BYTES = 8_000_000  # of what was read: all that the pages ask for is half of it
FOR_EVER = "public, immutable, max-age=31536000"  # of a file whose name changes with what is in it
MEDIA = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
log = logging.getLogger("otop")


class Kept:
    """What is known of the files: which there are, and what was read of their compressed forms."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.sources: dict[str, Source] = {}
        self._read: LRUCache[tuple[str, str], bytes] = LRUCache(KEPT_BYTES, getsizeof=len)

    def begin(self) -> None:
        """Look at the files and have compressed what is not, in the background."""
        self.sources = {source.address: source for source in packing.of_the_program()}
        self.folder = made.folder("static")
        if self.folder is not None:
            threading.Thread(target=self.prepare, args=(self.folder,), name="static files", daemon=True).start()

    def prepare(self, folder: Path) -> None:
        """The same, to its end."""
        try:
            found = list(packing.sources())
            self.sources = {source.address: source for source in found}
            if packing.missing(folder, iter(found)):
                _have_packed(folder)
        except OSError as error:
            log.warning("static files are given out as they are: %s", error)

    def at_hand(self, source: Source, encoding: str) -> bytes | None:
        """What was read before."""
        return self._read.get((source.digest, encoding))

    def read(self, source: Source, encoding: str) -> bytes | None:
        """The compressed form, whole and of this very file; ``None`` where there is none yet."""
        if self.folder is None:
            return None
        try:
            content = source.packed(self.folder, encoding).read_bytes()
            whole = digest_of(packing.UNPACKED[encoding](content)) == source.digest
        except (OSError, EOFError, zlib.error, brotli.error):
            return None
        return content if whole else None

    def keep(self, source: Source, encoding: str, content: bytes) -> None:
        """For the next one who asks."""
        self._read[source.digest, encoding] = content


kept = Kept()


def _have_packed(folder: Path) -> None:
    with at_work(("ui.visit.packing", str(folder)), Bounds(seconds=LONGEST_S)) as work:
        work.given.close()
        if (code := work.process.wait()) > 0:  # below 0: the server ended meanwhile
            log.warning("static files are given out as they are: exit %s in %s", code, folder)


class Packed:
    """Behind the door, before the framework's own files."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what is no static file passes untouched."""
        source = _source(scope)
        if source is None:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        encoding = None if "range" in headers else best(headers.get("accept-encoding", ""))
        content = None if encoding is None else kept.at_hand(source, encoding)
        if encoding is not None and content is None:
            content = await run_sync(kept.read, source, encoding)
            if content is not None:
                kept.keep(source, encoding, content)
        if content is None and not source.is_written:
            await self.app(scope, receive, _varying(send))
        else:
            await _answer(source, encoding if content else None, content, headers)(scope, receive, send)


def _source(scope: Scope) -> Source | None:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    return kept.sources.get(str(scope["path"]).removeprefix(link.base_path()))


def best(accepted: str) -> str | None:
    """Of the encodings that there are, the first that a browser takes; ``None``: it takes none."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        try:
            weights[name.strip()] = float(weight.partition("q=")[2] or 1)
        except ValueError:
            weights[name.strip()] = 0.0
    return next((name for name in packing.ENCODINGS if weights.get(name, weights.get("*", 0.0)) > 0), None)


def _answer(source: Source, encoding: str | None, content: bytes | None, asked: Headers) -> Response:
    tag = f'"{source.digest[:16]}-{encoding}"'
    kept_for = {"Cache-Control": FOR_EVER} if source.address.startswith("/static/") else {"ETag": tag}
    headers = {**kept_for, "Vary": "Accept-Encoding", "Content-Security-Policy": OF_A_FILE}
    known = {one.strip().removeprefix("W/") for one in asked.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    if encoding is not None:
        headers["Content-Encoding"] = encoding
    media_type = MEDIA.get(PurePosixPath(source.address).suffix, "font/ttf")
    return Response(source.content() if content is None else content, headers=headers, media_type=media_type)


class Named(StaticFiles):
    """Files whose names change with what is in them."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        """One of them, to be kept."""
        answer = super().file_response(*args, **more)
        answer.headers.update({"Cache-Control": FOR_EVER, "Content-Security-Policy": OF_A_FILE})
        return answer


def _varying(send: Send) -> Send:
    """Say that another browser would have been given the file in another form."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_on
