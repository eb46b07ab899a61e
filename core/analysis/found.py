"""Searching the register: the rows that hold a text in a column that the reader is shown."""

from collections.abc import Sequence

from core.analysis.filters import Side
from core.model import Rows
from core.text import mask_persons_in, searchable

SEARCHED = ("doc_no", "description", "settles", "group_code", "expense_line", "activity")


def search(rows: Rows, index: Sequence[tuple[int, Side]], sought: str, *, payee: bool) -> list[tuple[int, Side]]:
    """Of the places in ``index`` those whose row holds ``sought``; ``payee`` says whether persons' names are looked
    through, in their column and in texts.
    """
    columns = [rows[name] for name in (*SEARCHED, *(["payee"] if payee else []))]
    if not payee:
        masked = {text: mask_persons_in(text) for text in set(rows["description"]) if text}
        columns[SEARCHED.index("description")] = [text and masked[text] for text in rows["description"]]
    wanted = searchable(sought)
    return [
        (place, side)
        for place, side in index
        if any(wanted in searchable(str(values[place])) for values in columns if values[place] is not None)
    ]
