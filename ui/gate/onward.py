"""Where a visitor goes once signed in: the link that was asked for, where it is one of a page or a file of ours."""

import re
from urllib.parse import quote

from starlette.types import Scope

from ui.request import link

# A path of this host: no other host, no header, no fragment, nothing that a browser would read as a slash.
_OURS = re.compile(r"/(?![/\\])[^\x00-\x20\x7f-\uffff\\#]*")
# Following a link changes nothing; still, what signs in or belongs to the machinery is no page.
_NO_PAGES = frozenset(
    {"signin", "setup", "oidc", "auth", "_stcore", "static", "media", "component", "healthz", "readyz", ""}
)
LONGEST = 2_000


def safe(wanted: str | None) -> str:
    """The link where it leads to a page or a file of this program, else the overview."""
    home = f"{link.base_path()}/"
    if not wanted or len(wanted) > LONGEST or not _OURS.fullmatch(wanted) or not wanted.startswith(home):
        return home
    inside = wanted.removeprefix(home)
    first = re.split("[?;/]", inside)[0]
    return home if first in _NO_PAGES and not inside.startswith("?") else wanted


def asked(scope: Scope) -> str:
    """The address of a request, as it was sent."""
    raw = scope.get("raw_path") or quote(scope["path"]).encode()
    query = scope.get("query_string", b"")
    return (raw.split(b"?")[0] + (b"?" + query if query else b"")).decode("latin-1")


def to_sign_in(scope: Scope) -> str:
    """The address that signs in and then leads on to what a request asked for."""
    wanted = safe(asked(scope))
    base = link.base_path()
    return f"{base}/signin" if wanted == f"{base}/" else f"{base}/signin?next={quote(wanted, safe='')}"
