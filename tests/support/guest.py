"""A browser without scripts: keeps cookies, reads forms, sends them, and follows nothing by itself."""

import re
import urllib.request
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar
from http.cookies import SimpleCookie
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

FIELD = re.compile(r'name="field" value="([^"]*)"')


class Stays(urllib.request.HTTPRedirectHandler):
    """Lets an answer that leads on be looked at."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Page:
    """One answer."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str | None:
        """Where it leads."""
        return self.headers.get("location")

    @property
    def field(self) -> str:
        """The hidden field of its form."""
        return unescape(FIELD.findall(self.text)[0])


@dataclass
class Guest:
    """Somebody at a server, with cookies of their own."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Stays)

    def ask(self, path: str, method: str = "GET", form: dict[str, str] | None = None, **headers: str) -> Page:
        """One request; a form from a page of the same origin."""
        own = {"Accept": "text/html", "User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0", **self.headers}
        if form is not None:
            method, own = "POST", {**own, "Origin": self.address}
        data = None if form is None else urlencode(form).encode()
        request = urllib.request.Request(
            self.address + path, data=data, headers={**own, **{k.replace("_", "-"): v for k, v in headers.items()}},
            method=method,
        )  # fmt: skip
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Page(answer.status, _lower(answer.headers), answer.read().decode("utf-8", "replace"))
        except HTTPError as error:
            with error:
                return Page(error.code, _lower(error.headers), error.read().decode("utf-8"))

    def sign_in(self, name: str, password: str, path: str = "/signin") -> Page:
        """Fill in the form and send it; what came of it."""
        drawn = self.ask(path)
        return self.ask(path, form={"field": drawn.field, "username": name, "password": password})

    @property
    def cookies(self) -> dict[str, str]:
        """What it holds."""
        return {cookie.name: cookie.value or "" for cookie in self.jar}

    @property
    def cookie(self) -> str:
        """The header of what it holds."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def set_cookies(page: Page) -> SimpleCookie:
    """The cookies that an answer sets."""
    return SimpleCookie(page.headers.get("set-cookie", ""))


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
