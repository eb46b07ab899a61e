"""The menu: which pages there are, at which address, for whom. A page a role may not open still says so itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError
from streamlit.navigation.page import Page

from core.analysis.filters import Measure
from core.model import Actor, Right
from ui.request import link
from ui.text import t

FOLDER = Path(__file__).resolve().parents[2] / "pages"
KEEPING = "keeping"
SIGNS = {KEEPING: ":material/build:"}  # of the parts of the menu


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: script ``pages/<name>.py``, words ``nav.<name>``. Unlisted, it is reached from other pages."""

    name: str
    url_path: str
    icon: str
    right: Right | None = None  # None: every role
    listed: bool = True
    under: str = ""  # words ``nav.<under>``: the part of the menu that opens to it; "": it stands in the menu itself
    dated: bool = False  # whether another day can be looked at
    of_all: bool = False  # about every project that the visitor sees: for those who see more than one
    of_amphoe: bool = False  # for those too who are kept to one amphoe; every other page is of the whole project
    measures: tuple[Measure, ...] = ()  # what it counts: filters that act on none of it are not offered

    @property
    def script(self) -> Path:
        """The page's script."""
        return FOLDER / f"{self.name}.py"

    def open_to(self, actor: Actor) -> bool:
        """Whether a visitor has the right that the page asks for, and sees enough of a project for it."""
        return (self.right is None or actor.may(self.right)) and (actor.amphoe is None or self.of_amphoe)


ENTRIES = (
    Entry("overview", "", ":material/monitoring:", dated=True, of_amphoe=True, measures=("groups", "time")),
    Entry("groups", "groups", ":material/groups:", dated=True, of_amphoe=True, measures=("groups",)),
    Entry("products", "products", ":material/shopping_bag:", dated=True, of_amphoe=True, measures=("products",)),
    Entry(
        "budget",
        "budget",
        ":material/account_balance_wallet:",
        dated=True,
        of_amphoe=True,
        measures=("balances", "entries", "time"),
    ),
    Entry("upload", "upload", ":material/upload_file:", Right.UPLOAD),
    Entry("history", "history", ":material/history:"),
    Entry("reports", "reports", ":material/description:", dated=True),
    Entry("projects", "projects", ":material/folder_open:", of_all=True, of_amphoe=True),
    Entry("users", "users", ":material/manage_accounts:", Right.USERS, under=KEEPING),
    Entry("audit", "audit", ":material/fact_check:", Right.USERS, under=KEEPING),
    Entry("status", "status", ":material/task_alt:", Right.MAINTAIN, under=KEEPING),
    Entry("settings", "settings", ":material/tune:", Right.MAINTAIN, under=KEEPING),
    Entry("lessons", "lessons", ":material/school:", listed=False, dated=True),
    Entry("told", "told", ":material/mail:", listed=False),
    Entry("resolutions", "resolutions", ":material/rule:", listed=False, dated=True),
    Entry("help", "help", ":material/help:", listed=False, of_amphoe=True),
)


@cache
def known() -> Mapping[str, Entry]:
    """The pages whose scripts are there, by address."""
    return {entry.url_path: entry for entry in ENTRIES if entry.script.is_file()}


def listed(actor: Actor, projects: int) -> set[str]:
    """The addresses in the menu of a visitor who sees so many projects."""
    several = projects > 1
    return {path for path, entry in known().items()
            if entry.listed and entry.open_to(actor) and (several or not entry.of_all)}  # fmt: skip


def draw(actor: Actor, lang: str, projects: int) -> Page:
    """The page asked for, under the menu of a visitor who sees so many projects; pages of other roles are reached by
    link and refuse in words.
    """
    shown = listed(actor, projects)
    parts: dict[str, list[Page]] = {"": []}
    for path, entry in known().items():
        part = entry.under if path in shown else ""
        parts.setdefault(part, []).append(_page(entry, lang, shown=path in shown))
    return st.navigation({_heading(part, lang): pages for part, pages in parts.items()}, position="top")


def _heading(part: str, lang: str) -> str:
    return part and f"{SIGNS[part]} {t(f'nav.{part}', lang)}"


def page(url_path: str, lang: str) -> Page:
    """The page at an address, for a link to it in the same tab."""
    return _page(known()[url_path], lang, shown=True)


def way(url_path: str, lang: str, label: str, icon: str, more: Sequence[tuple[str, str]] = ()) -> None:
    """A link to a page in the same tab, with the day, the language and the digits of the moment, and ``more`` in its
    address; ``label`` is Markdown. The filters of the moment come along as to any page of the menu (``link.carry``).
    """
    try:
        st.page_link(page(url_path, lang), label=label, icon=icon, query_params=[*link.glance().values.items(), *more])
    except StreamlitPageNotFoundError:  # a page that is run alone, without its menu
        st.markdown(f"[{label}]({link.href(link.glance(), url_path, more=more)})")


def _page(entry: Entry, lang: str, *, shown: bool) -> Page:
    return st.Page(
        entry.script,
        title=t(f"nav.{entry.name}", lang),
        icon=entry.icon,
        url_path=entry.url_path or None,
        default=entry.url_path == "",
        visibility="visible" if shown else "hidden",
    )


def hidden(lang: str) -> None:
    """Keep the address asked for while its reader sets a first password: no menu, no page has a name or a script."""
    title = t("signin.title", lang)
    st.navigation(
        [
            st.Page(_nothing, title=title, url_path=path or None, default=path == "", visibility="hidden")
            for path in known()
        ],
        position="hidden",
    )


def _nothing() -> None:
    """The script of every page until then."""
