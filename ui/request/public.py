"""The address under which people reach the program: ``OTOP_PUBLIC_URL``, such as ``https://otop.example.go.th``.

A server does not know how it is reached (a proxy, a name, a port), so papers and messages carry a link only where the
office has said the address.
"""

import os
from urllib.parse import urlsplit

from core.text import Message

VARIABLE = "OTOP_PUBLIC_URL"
LONGEST = 200


def address() -> str | None:
    """The address without a slash at its end; ``None`` where none is set or what is set is none."""
    text = os.environ.get(VARIABLE, "").strip()
    return text.rstrip("/") if text and _is_address(text) else None


def trouble() -> Message | None:
    """The sentence about a setting that is no address; ``None`` where all is well."""
    text = os.environ.get(VARIABLE, "").strip()
    if not text or _is_address(text):
        return None
    return Message("console.no_address", {"variable": VARIABLE, "shown": text[:LONGEST]})


def short_link(code: str) -> str | None:
    """The whole address of a short link, where the public address is set."""
    base = address()
    return None if base is None else f"{base}/s/{code}"


def _is_address(text: str) -> bool:
    """A scheme of the web, a host, perhaps a port and a path; nothing else, no letter that ends a link in a chat."""
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or any(c in ' "<>\\^`{|}' for c in text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and parts.username is None
        and port != 0
        and not (parts.query or parts.fragment or "?" in text or "#" in text)
    )
