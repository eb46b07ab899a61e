"""How the quick page writes: its words with the digits asked for, its links with the query that it was asked with."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from core.text import to_thai_digits
from ui.auth.guard import Session
from ui.reports.writing import Writing
from ui.request import link
from ui.request.link import Link

Pairs = Sequence[tuple[str, str]]
_LEFT = (link.GONE, link.ABOUT, link.GROUP)  # parts of an address that belong to the page that they were made for


@dataclass(frozen=True, slots=True)
class Pen:
    """Who is written for, the link that they asked with, and what else stood in its query, such as filters."""

    session: Session
    here: Link
    rest: Pairs = ()

    def text(self, words: str) -> str:
        """Words as HTML."""
        return escape(self.digits(words))

    def digits(self, words: str) -> str:
        """Words with the digits of the link."""
        return to_thai_digits(words) if self.here.thai_digits else words

    def say(self, key: str, **params: Any) -> str:
        """A sentence of the catalogue as HTML."""
        return self.text(self.session.say(key, **params))

    def address(self, page: str, more: Pairs = (), **changes: str | None) -> str:
        """A page of the program with the same query, some parts of it changed, as HTML."""
        added = {name for name, _ in more}
        kept = [pair for pair in self.rest if pair[0] not in added]
        return escape(link.base_path() + link.href(self.here, page, more=[*kept, *more], **changes))

    @property
    def writing(self) -> Writing:
        """The same for drawings."""
        return Writing(self.session.lang, "thai" if self.here.thai_digits else "arabic")


def rest_of(query: Pairs) -> Pairs:
    """What of a query is passed on to the full page besides the kept parts."""
    return tuple(pair for pair in query if pair[0] not in (*link.KEPT, *_LEFT))
