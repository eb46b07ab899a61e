"""The guide's pictures, docs/screenshots given out by the program: ``/pictures/NAME.webp``, ``?top=1`` its first part.

They are made smaller when somebody asks for the first time. Whoever asks is signed in (``ui.gate``).
"""

import io
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ui.gate.refusals import refusal
from ui.guide import book
from ui.request import link

PLACE = "/pictures"
TALLEST = {390: 700, 1366: 860}  # of the first part, by width: what one screen shows of the page
QUALITY = 60
KEPT = 64
_AT_ONCE = CapacityLimiter(2)


def routes() -> list[BaseRoute]:
    """The pictures."""
    return [Route(PLACE + "/{name}.webp", _answer)]


def address(name: str, *, top: bool = False) -> str:
    """Where a picture is; another content has another address, so that a browser may keep it."""
    return f"{link.base_path()}{PLACE}/{name}.webp?v={_version(name)}{'&top=1' if top else ''}"


def is_there(name: str) -> bool:
    """Whether there is a picture of that name."""
    return _path(name).is_file()


@lru_cache(2 * KEPT)
def size(name: str) -> tuple[int, int]:
    """Width and height of a picture's first part, in pixels. Raises ``OSError``."""
    with Image.open(_path(name)) as picture:
        return picture.width, min(picture.height, TALLEST.get(picture.width, picture.height))


@lru_cache(2 * KEPT)
def made(name: str, *, top: bool) -> bytes:
    """A picture, or its first part, as WebP. Raises ``OSError``."""
    with Image.open(_path(name)) as picture:
        shown = picture.convert("RGB")
        if top:
            shown = shown.crop((0, 0, *size(name)))
        kept = io.BytesIO()
        shown.save(kept, "WEBP", quality=QUALITY, method=4)
        return kept.getvalue()


@lru_cache(2 * KEPT)
def _version(name: str) -> str:
    return sha256(_path(name).read_bytes()).hexdigest()[:8]


def _path(name: str) -> Path:
    return book.PICTURES / f"{name}.png"


async def _answer(request: Request) -> Response:
    name, top = request.path_params["name"], bool(request.query_params.get("top"))
    if name not in book.pictures():
        return refusal(request.scope, 404, "gate.nothing")
    content = await run_sync(lambda: made(name, top=top), limiter=_AT_ONCE)
    return Response(content, media_type="image/webp", headers={"Cache-Control": "private, max-age=86400"})
