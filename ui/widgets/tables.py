"""Tables on a page: unknown is a dash, money has two decimals, no index; a table may let its reader pick rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import crc32

import streamlit as st
from cachetools import LRUCache

from core.analysis.filters import Filters
from core.analysis.sorting import order
from core.model import Right, Rows, Snapshot
from core.text import searchable
from ui import framework
from ui.request import link
from ui.text import letters
from ui.widgets import boxes, filter_link, filters

if TYPE_CHECKING:
    import pandas as pd

    from ui.auth.guard import Session

Columns: TypeAlias = Mapping[str, Sequence[Any]]
Content: TypeAlias = "Mapping[str, Any] | Sequence[Mapping[str, Any]] | pd.DataFrame"  # columns, or rows by column

MONEY = st.column_config.NumberColumn(format="%,.2f")
DASH = "–"
_MOST_BYTES = 8_000_000  # of all tables that are kept
_MEASURED = 9  # the first rows, and the last, are what the browser takes a column's width from
_LETTER_PX, _CELL_PX, _WIDEST_PX = 9, 20, 420
_ONE_LINE, _LINE_PX = 60, 26  # letters that fit a line of a wide column; height of a line


@dataclass(frozen=True, slots=True)
class _Ready:
    """An Arrow table; how many rows; a mark of what they hold; widths of columns in pixels."""

    table: Any
    length: int
    mark: int
    widths: tuple[tuple[str, int], ...]


_KEPT: LRUCache[bytes, _Ready] = LRUCache(_MOST_BYTES, getsizeof=lambda one: int(one.table.nbytes))
_LOCK = Lock()


def download(session: "Session", label: str, page: str, more: Sequence[tuple[str, str]] = ()) -> None:
    """The link to a file of rows, for those who may take one."""
    if session.may(Right.EXPORT):
        address = link.href(link.glance(), page, more=more)
        st.link_button(label, address, icon=":material/download:", type="tertiary")


def titled(session: "Session", view: Snapshot, rows: Rows, chosen: Filters) -> None:
    """What stands above a table of a page's rows: title, how many of how many, download."""
    kind, say = rows.kind, session.say
    with boxes.ends():
        shown = say(f"{kind}.shown", n=len(rows), of=len(view.of(kind)))
        st.markdown(f"**{say(f'{kind}.table')}** · {shown}")
        download(session, say("products.download"), f"files/export/{kind}.csv", filter_link.pairs_of(chosen))


def listed(
    session: "Session", view: Snapshot, rows: Rows, searched: Callable[[Mapping[str, Any]], str]
) -> list[dict[str, Any]]:
    """What search and order leave of a page's rows, in words where it is nothing; ``searched`` gives the text of a row
    that is searched.
    """
    sought, by, descending = asked(rows.kind)
    if by:
        rows = rows.take(order(rows, by, view.project, descending=descending))
    found = [row for row in rows.records() if searchable(sought) in searchable(searched(row))]
    if not found:
        st.caption(session.say("table.nothing"))
    return found


def columns_of(content: Content) -> Columns:
    """The columns of a table by name, in the order in which its rows name them; what a row lacks is unknown."""
    if isinstance(content, Sequence):
        return {name: [row.get(name) for row in content] for name in dict.fromkeys(chain.from_iterable(content))}
    return {str(name): list(values) for name, values in content.items()}


def show(content: Content, key: str, *, alt: str, money: Iterable[str] = (), wide: Iterable[str] = ()) -> None:
    """A table to read. ``alt`` says what it holds; ``money`` names columns of baht, ``wide`` those with sentences."""
    columns = columns_of(content)
    table = framework.arrow_table(columns)
    _draw(table, key, alt, _config(cut_short(columns), money, wide), row_height=_height(columns, wide))


def show_again(content: Sequence[Mapping[str, Any]], key: str, *, alt: str, money: Iterable[str] = ()) -> None:
    """The same for what is shown under one filter after another, and names no person: what it is sent as is kept."""
    ready = _ready(content)
    _draw(ready.table, key, alt, _config(dict(ready.widths), money, ()))


def pick(content: Content, key: str, *, alt: str, wide: Iterable[str] = ()) -> list[int]:
    """A table to pick rows from; gives back their places, all of them within the table.

    A browser keeps what is picked by place: a table of other rows is another table, with nothing picked.
    """
    columns = columns_of(content)
    table = framework.arrow_table(columns)
    event: Any = _draw(
        table, f"{key}-{print_of(columns)}", alt, _config(cut_short(columns), (), wide),
        row_height=_height(columns, wide), on_select="rerun", selection_mode="multi-row",
    )  # fmt: skip
    return [place for place in event.selection.rows if place < len(table)]


def opens(content: Sequence[Mapping[str, Any]], key: str, *, alt: str, open_row: Callable[[int], None]) -> None:
    """A table each of whose rows opens something: a press anywhere in a row, Enter or its box calls ``open_row`` with
    the row's place. The pick is let go at once, so that the same row can be pressed again after Back. It is kept as
    ``show_again`` keeps it.
    """
    ready = _ready(content)
    name = f"{key}-{ready.mark}"
    with st.container(key=f"opens-{key}"):
        _draw(
            ready.table, name, alt, _config(dict(ready.widths), (), ()),
            on_select=partial(_open, name, ready.length, open_row), selection_mode="single-row",
        )  # fmt: skip


def _ready(content: Sequence[Mapping[str, Any]]) -> _Ready:
    """The table of these rows, made once for equal rows: whatever it depends on is in them."""
    rows = blake2b(repr(content).encode()).digest()
    with _LOCK:
        if rows in _KEPT:
            return _KEPT[rows]
    columns = columns_of(content)
    table = framework.arrow_table(columns)
    found = _Ready(table, len(table), print_of(columns), tuple(cut_short(columns).items()))
    if found.table.nbytes <= _MOST_BYTES:
        with _LOCK:
            _KEPT[rows] = found
    return found


def _draw(table: Any, key: str, alt: str, columns: dict[str, Any], **more: Any) -> Any:
    """A table as every page draws one."""
    return st.dataframe(
        table, hide_index=True, width="stretch", placeholder=DASH, column_config=columns, key=key, alt=alt, **more
    )


def _open(key: str, length: int, open_row: Callable[[int], None]) -> None:
    """Call ``open_row`` with what was picked, and pick nothing. A callback."""
    picked = [place for place in st.session_state[key].selection.rows if place < length]
    st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}
    for place in picked:
        open_row(place)


def print_of(columns: Columns) -> int:
    """A number that is another one for other contents."""
    return crc32(repr(list(columns.values())).encode())


def _height(columns: Columns, wide: Iterable[str]) -> int | None:
    """Room for sentences to break into lines where a table has any that are long."""
    longest = max((len(str(text)) for name in wide if name in columns for text in columns[name]), default=0)
    return None if longest < _ONE_LINE else _LINE_PX * min(4, 1 + longest // _ONE_LINE)


def _config(widths: Mapping[str, int], money: Iterable[str], wide: Iterable[str]) -> dict[str, Any]:
    """Formats of columns, and the widths of those that the browser would make too narrow."""
    columns = {name: st.column_config.Column(width=width) for name, width in widths.items()}
    return columns | dict.fromkeys(money, MONEY) | {name: st.column_config.TextColumn(width="large") for name in wide}


def cut_short(columns: Columns) -> dict[str, int]:
    """Widths in pixels of the columns whose longest text the browser would cut: it measures the first rows and the
    last alone, and of those leaves out what is twice as long as their mean.
    """
    found = {}
    for name, values in columns.items():
        lengths = [letters(text) if isinstance(text, str) else 0 for text in values]
        if not any(lengths):  # numbers are never as long
            continue
        lengths.append(letters(name))
        measured = [*lengths[:_MEASURED], *lengths[-2:]]
        mean = sum(measured) / len(measured)
        given = max((length for length in measured if length < 2 * mean), default=0)
        if max(lengths) > given:
            found[name] = min(_WIDEST_PX, _CELL_PX + _LETTER_PX * max(lengths))
    return found


def search_and_sort(session: "Session", key: str, label: str, fields: Mapping[str, str]) -> None:
    """A search and an order above a table (``asked``). No filter changes them: ``filtered.asks``.

    The order is the server's: a column of days or stages, sorted in the browser, goes by its letters.
    ``fields`` maps each field to its heading.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"{key}-tools"):
        st.text_input(label, key=f"{key}-search", type="search", placeholder=" ")
        by = st.selectbox(
            session.say("table.sort"),
            ["", *fields],
            format_func=lambda name: fields.get(name, session.say("table.as_filed")),
            key=f"{key}-sort",
            width=190,
            on_change=filters.draw_again,  # whether there is an order that can be turned
        )
        st.toggle(session.say("table.descending"), key=f"{key}-descending", disabled=not by)


def asked(key: str) -> tuple[str, str | None, bool]:
    """What is sought, the field to order by or ``None``, descending: what ``search_and_sort`` holds."""
    sought, by, descending = (st.session_state.get(f"{key}-{name}") for name in ("search", "sort", "descending"))
    return str(sought or "").strip(), by or None, bool(by and descending)
