"""Searching the register: the rows that hold a text in a column that the reader is shown."""

from collections.abc import Sequence

from core.filters import Side
from core.rows import Rows
from core.thai import searchable

SEARCHED = ("doc_no", "description", "settles", "group_code", "expense_line", "activity")


def search(rows: Rows, index: Sequence[tuple[int, Side]], sought: str, *, payee: bool) -> list[tuple[int, Side]]:
    """Of the places in ``index`` those whose row holds ``sought``; ``payee`` says whether payees are looked through."""
    columns = [rows[name] for name in (*SEARCHED, *(["payee"] if payee else []))]
    wanted = searchable(sought)
    return [
        (place, side)
        for place, side in index
        if any(wanted in searchable(str(values[place])) for values in columns if values[place] is not None)
    ]
