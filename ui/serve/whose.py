"""Which worker answers a request: a rule over its first lines, the same in every worker, that remembers nothing.

What one process keeps of a visitor (open pages, files just chosen, when they were seen) is then always in the same one.
Signing in is the first worker's: there wrong passwords are counted and hashing waits its turn, as with one process.
"""

import re

from starlette.requests import HTTPConnection
from starlette.types import Scope

from ui.auth import cookies
from ui.auth.spread import place_of
from ui.request import link

END_OF_HEAD = re.compile(rb"\n\r?\n")  # as h11 finds it
LONGEST_HEAD = 16_384  # bytes; h11 refuses what is longer
ANYBODYS = ("/healthz", "/readyz")  # of whoever accepts: a probe of each worker in turn
SIGNING_IN = ("/signin", "/setup", "/oidc/callback")
FIRST = 0


def whose(head: bytes, workers: int) -> int | None:
    """The worker, from 0, of a request that begins so; ``None``: any. Who is not signed in is the first's."""
    lines = head.split(b"\n\n")[0].split(b"\r\n\r\n")[0].replace(b"\r", b"").split(b"\n")
    path = _path(lines[0])
    if path in ANYBODYS:
        return None
    token = None if path in SIGNING_IN else _token(lines[1:])
    return FIRST if token is None else place_of(token, workers)


def _path(first_line: bytes) -> str:
    target = first_line.split(b" ")[1:2]
    text = target[0].split(b"?")[0].decode("latin-1") if target else ""
    return text.removeprefix(link.base_path())


def _token(lines: list[bytes]) -> str | None:
    """What the door reads as the sign-in: over https its cookie has a name that a browser sends there alone."""
    pairs = (line.partition(b":") for line in lines)
    headers = [(name.strip().lower(), value.strip()) for name, _, value in pairs]
    for scheme in ("https", "http"):
        scope: Scope = {"type": "http", "scheme": scheme, "headers": headers}
        if (token := cookies.token_of(HTTPConnection(scope))) is not None:
            return token
    return None
