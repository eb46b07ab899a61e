"""What a link carries besides the filters: project, language, the day asked for, and as it was seen when.

The address is the truth on one page; a change of page by the menu drops what no widget holds, so it is written back.
``?project=CODE&lang=en&as_of=2021-06-30&seen=2021-07-01T03:00:00Z``
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import streamlit as st

from ui.words import BANGKOK

KEPT = ("project", "lang", "as_of", "seen")
_STATE = "door.link"


@dataclass(frozen=True, slots=True)
class Link:
    """The kept parts of the address, and the page on which they were read."""

    page: str
    values: Mapping[str, str]

    @property
    def lang(self) -> str:
        """``th`` unless the link says ``en``."""
        return "en" if self.values.get("lang") == "en" else "th"

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


def merge(known: Link | None, page: str, address: Mapping[str, str]) -> Link:
    """What holds now: on the same page the address; on another one what was known, under what the address says."""
    if known is None or known.page == page:
        return Link(page, dict(address))
    return Link(page, {**known.values, **address})


def glance() -> Link:
    """The link as far as it is known before the page is: for the language of the menu."""
    known: Link | None = st.session_state.get(_STATE)
    return Link("", {**(known.values if known else {}), **_address()})


def settle(page: str) -> Link:
    """The link of this run. Writes back to the address what a change of page has dropped."""
    address = _address()
    link = merge(st.session_state.get(_STATE), page, address)
    if link.values != address:
        st.query_params.update(link.values)
    st.session_state[_STATE] = link
    return link


def moved(page: str) -> bool:
    """Whether this run shows another page than the last one. To be asked before ``settle``."""
    known: Link | None = st.session_state.get(_STATE)
    return known is not None and known.page != page


def change(**values: str | None) -> None:
    """Change kept parts (``None`` takes one out). For callbacks: the coming run then reads the new address."""
    for name, value in values.items():
        if value is not None:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
    known: Link | None = st.session_state.get(_STATE)
    if known is not None:
        st.session_state[_STATE] = Link(known.page, _address())


def href(link: Link, page: str, **changes: str | None) -> str:
    """The address of a page with the kept parts of this link and some changes: ``/budget?lang=en``."""
    values = {**link.values, **changes}
    query = urlencode({name: value for name, value in values.items() if value})
    return f"/{page}" + (f"?{query}" if query else "")


def _address() -> dict[str, str]:
    return {name: st.query_params[name] for name in KEPT if st.query_params.get(name)}
