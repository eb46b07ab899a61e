"""Searching the register: the rows that hold a text in a column that the reader is shown."""

from collections.abc import Sequence

from core.analysis.filters import Side
from core.model import Rows
from core.text import Sight, searchable

SEARCHED = ("doc_no", "description", "settles", "group_code", "expense_line", "activity")


def search(rows: Rows, index: Sequence[tuple[int, Side]], sought: str, sight: Sight) -> list[tuple[int, Side]]:
    """Of the places in ``index`` those whose row holds ``sought`` in what the reader sees; payees are looked through
    for those who see persons.
    """
    shown = rows.seen_by(sight)
    columns = [shown[name] for name in (*SEARCHED, *(["payee"] if sight.persons else []))]
    wanted = searchable(sought)
    return [
        (place, side)
        for place, side in index
        if any(wanted in searchable(str(values[place])) for values in columns if values[place] is not None)
    ]
