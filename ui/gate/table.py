"""The one table of what answers without a sign-in, and the lists of what is never asked for. All else is shut."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from db import engine as databases
from db.accounts import users

API = "/api/v1/"  # for programs, each of which shows a token: no cookie is taken there
SAFE = frozenset({"GET", "HEAD"})
FORM = SAFE | {"POST"}


@dataclass(frozen=True, slots=True)
class Public:
    """One address that answers strangers. ``how``: by itself; before the host is looked at; or by leading to sign in.

    An address that ends in a slash stands for all below it. ``open`` says whether it answers at this moment.
    """

    path: str
    methods: frozenset[str] = SAFE
    how: Literal["answers", "any host", "leads"] = "answers"
    open: Callable[[], bool] = lambda: True

    def covers(self, path: str) -> bool:
        """Whether an address is this one, to the letter."""
        return path.startswith(self.path) if self.path.endswith("/") else path == self.path


def nobody_yet() -> bool:
    """Whether there is no user, as in a program that was just installed."""
    return users.count(databases.engine()) == 0


PUBLIC = (
    Public("/healthz", how="any host"),
    Public("/readyz", how="any host"),
    Public("/signin", FORM),
    Public("/signin/thai.woff"),
    Public("/setup", FORM, open=nobody_yet),
    Public("/oidc/callback"),
    Public("/s/", how="leads"),
    Public(API),
)
FORMS = {"/glance": FORM}  # pages of ours that somebody who is signed in sends a form from
UPLOADS = "/_stcore/upload_file/"
STREAM = "/_stcore/stream"
# What the framework's page asks for by itself, without anybody having pressed anything: never led elsewhere.
PINGS = ("/_stcore/health", "/_stcore/host-config")
# Of the framework, and used by nothing of ours: closed to everybody.
SHUT = (
    "/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/auth/", "/oauth2callback", "/component/",
)  # fmt: skip
OF_THE_PAGE = ("/static/", "/fonts/", "/scripts/")  # a hundred at each visit, the same for whoever is signed in
LOADED_ALONE = ("/media/",)  # what is made for one page, and kept by no cache


def public(path: str) -> Public | None:
    """The row of the table for an address."""
    return next((row for row in PUBLIC if row.covers(path)), None)


def methods(path: str) -> frozenset[str]:
    """How an address may be asked for by whoever is signed in."""
    if path.startswith(UPLOADS):
        return frozenset({"PUT", "DELETE"})
    row = public(path)
    return row.methods if row else FORMS.get(path, SAFE)
