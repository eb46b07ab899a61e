"""What a link carries besides the filters: project, language, digits, the day asked for, and as it was seen when.

The address is the truth, typed, reloaded or gone back to. The browser asks for a page of the menu without it, so it is
carried over.
``?project=CODE&lang=en&digits=thai&as_of=2021-06-30&seen=2021-07-01T03:00:00Z``
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlencode

import streamlit as st

from core.calendar import BANGKOK
from ui import framework
from words import known, template

KEPT = ("project", "lang", "digits", "present", "as_of", "seen")
GROUP = "group"  # the group whose card is open
ABOUT = "about"  # the line to follow up whose rows a page lists; left with the page
ON = "on"  # what remarks are asked for: ``group:G07``; left with the page
OF_ALL = ("year", "region", "province", "state", "find")  # which of all projects are listed; left with their page
AT = "at"  # the part of the guide that is asked for; left with the page
GONE = "gone"  # a page that was asked for and does not exist
_LAST = "door.address"


@dataclass(frozen=True, slots=True)
class Address:
    """What the browser showed at the end of a run: the page as Streamlit numbers it, and the query as it stood."""

    page: str
    query: str


@dataclass(frozen=True, slots=True)
class Link:
    """The kept parts of the address."""

    values: Mapping[str, str]

    @property
    def lang(self) -> str:
        """The language asked for, where there is one of that code; the office's own else."""
        return known(self.values.get("lang"))

    @property
    def thai_digits(self) -> bool:
        """Whether the screen counts ๑ ๒ ๓: asked for, and in a language that has these digits."""
        return "thai" == self.values.get("digits") == template("language.digits", self.lang)

    @property
    def presenting(self) -> bool:
        """Whether the screen is shown to a room: what is for those who mend data stays away."""
        return self.values.get("present") == "1"

    @property
    def project(self) -> str | None:
        """The code of the project asked for."""
        return self.values.get("project") or None

    @property
    def as_of(self) -> date | None:
        """The day asked for; ``None`` where there is none or it can not be read."""
        return parse_day(self.values.get("as_of"))

    @property
    def seen(self) -> datetime | None:
        """The instant (UTC) up to which uploads count."""
        return parse_instant(self.values.get("seen"))

    @property
    def bad_day(self) -> str | None:
        """The text of a day or an instant that can not be read."""
        for name, value in (("as_of", self.as_of), ("seen", self.seen)):
            if self.values.get(name) and value is None:
                return self.values[name]
        return None


def parse_day(text: str | None) -> date | None:
    """``2021-06-30`` as a day, anything else as nothing."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def parse_instant(text: str | None) -> datetime | None:
    """``2021-07-01T03:00:00Z`` as an instant; a time without a zone is UTC; anything else is nothing.

    So is an instant that the calendar does not hold in UTC or in Bangkok (``9999-12-31T23:59:59Z``).
    """
    try:
        instant = datetime.fromisoformat(text) if text else None
        if instant is None:
            return None
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
        instant.astimezone(BANGKOK)
    except (ValueError, OverflowError):
        return None
    return instant


def base_path() -> str:
    """Where the program stands on its server, without a slash at the end: empty, or ``/otop``."""
    return f"/{str(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")


def of(query: Mapping[str, str]) -> Link:
    """The link of a query."""
    return Link({name: query[name] for name in KEPT if query.get(name)})


def glance() -> Link:
    """The link of this run."""
    return of(st.query_params)


def whole() -> list[tuple[str, str]]:
    """The query of this run, filters too, for a link to another page: without what belongs to the page left."""
    names = [name for name in st.query_params if name not in (GONE, ABOUT, GROUP, ON, AT, *OF_ALL)]
    return [(name, value) for name in names for value in st.query_params.get_all(name)]


def carry() -> None:
    """Before the menu is drawn: let a page chosen from it have the whole query of the page left.

    The browser makes one entry of its history when it is told the page, with the query that it knows by then; a query
    told later, or another one, makes a second entry, and Back leads to the page without it.
    """
    last = st.session_state.get(_LAST)
    if last is not None and framework.turned_from(last.page):
        left = parse_qs(last.query, keep_blank_values=True)
        for name in (GONE, ABOUT, ON, AT, *OF_ALL, *((GROUP,) if ABOUT in st.query_params else ())):
            left.pop(name, None)
        framework.add_to_address(left)
    _remember()  # a run that a press in the menu cuts short stores nothing at its end


def _remember() -> bool:
    """Keep this run's address for ``carry``; whether there is a visitor who has one."""
    shown = framework.address()
    if shown is not None:
        st.session_state[_LAST] = Address(*shown)
    return shown is not None


def keep(bound: Iterable[str]) -> None:
    """At the end of a run: remember its address for ``carry``, and let go of the names that filters are bound to.

    Streamlit takes the names of another page's widgets out of the address before a page runs, and tells the browser,
    which makes an entry of it. A filter takes its name up again whenever it is drawn; a page without it leaves it be.
    """
    if _remember():
        framework.unbind(bound)


def change(**values: str | None) -> None:
    """Change kept parts (``None`` takes one out). For callbacks: the coming run then reads the new address."""
    for name, value in values.items():
        if value is not None:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def href(link: Link, page: str, *, more: Sequence[tuple[str, str]] = (), **changes: str | None) -> str:
    """The address of a page with the kept parts of this link and some changes: ``/budget?lang=en``; ``more`` are pairs
    of which a name may stand several times.
    """
    values = {**link.values, **changes}
    query = urlencode([*((name, value) for name, value in values.items() if value), *more])
    return f"/{page}" + (f"?{query}" if query else "")
