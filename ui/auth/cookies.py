"""The cookies of the program, which no script of a page can read: the sign-in, and the device it was made on.

Cookies take no notice of ports: over plain http their names hold the port, so that two servers on one machine do not
overwrite each other's. Over https a ``__Host-`` name keeps other hosts of the domain from setting them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Scope

OF_BEFORE = "otop_sign_in"  # a script wrote and read it; what it named is over
DEVICE_DAYS = 400  # the longest that browsers keep a cookie
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie as it is named on this connection."""

    name: str
    secure: bool

    def read(self, cookies: Mapping[str, str]) -> str | None:
        """What the browser sent."""
        return cookies.get(self.name) or None

    def header(self, value: str, seconds: int) -> tuple[bytes, bytes]:
        """The header that has a browser keep it; for 0 seconds: forget it."""
        secure = "; Secure" if self.secure else ""
        text = f"{self.name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
        return b"set-cookie", text.encode("latin-1")


def sign_in(scope: Scope) -> Cookie:
    """Names a sign-in."""
    return _named(scope, "otop")


def device(scope: Scope) -> Cookie:
    """Names a browser, signed in or not."""
    return _named(scope, "otop-device")


def on_the_way(scope: Scope) -> Cookie:
    """Holds what the office's own sign-in service has to send back."""
    return _named(scope, "otop-way")


def token_of(connection: HTTPConnection) -> str | None:
    """The secret of the sign-in that a request carries."""
    return sign_in(connection.scope).read(connection.cookies)


def _named(scope: Scope, name: str) -> Cookie:
    if scope["scheme"] in ("https", "wss"):
        return Cookie(f"__Host-{name}", secure=True)
    host = HTTPConnection(scope).headers.get("host", "")
    _, _, port = host.rpartition(":")
    return Cookie(f"{name}-{port if port.isdigit() else 80}", secure=False)
