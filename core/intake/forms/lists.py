"""Drop-down lists of the workbooks that are filled in: those of the blank form and of the file given back."""

from collections.abc import Callable, Mapping
from typing import Any

from core.intake.layout.names import LISTS_SHEET
from core.model import choices_in
from core.model.kinds import KINDS, Kind
from core.model.project import Project
from core.text import Message

Written = Callable[[Any], str]  # writes a text or a sentence in a language
CHOOSE = Message("form.choose")
_BLANK_ROWS = 500  # rows below the data that get drop-downs too


def choices_of(kind: Kind, project: Project) -> dict[str, list[str]]:
    """What each column with a list may hold, in Thai: enumerations, amphoe, the project's expense lines."""
    lists = {column.name: choices_in(column, project) for column in KINDS[kind].columns}
    found = {name: [choice.written for choice in choices] for name, choices in lists.items() if choices}
    found |= {column.name: list(column.listed(project)) for column in KINDS[kind].columns if column.listed}
    return {name: words for name, words in found.items() if words}


def write_lists(book: Any, kind: Kind, project: Project, written: Written) -> dict[str, str]:
    """The hidden sheet that drop-downs read, named in a language; column name -> its cells there."""
    from xlsxwriter.utility import xl_col_to_name

    title = written(LISTS_SHEET)
    sheet = book.add_worksheet(title)
    lists = choices_of(kind, project)
    for place, (name, words) in enumerate(lists.items()):
        sheet.write_string(0, place, name)
        for row, word in enumerate(words, 1):
            sheet.write_string(row, place, word)
    sheet.hide()
    letters = [xl_col_to_name(place) for place in range(len(lists))]
    return {
        name: f"='{title}'!${letter}$2:${letter}${len(words) + 1}"
        for letter, (name, words) in zip(letters, lists.items(), strict=True)
    }


def write_validations(
    sheet: Any,
    kind: Kind,
    places: Mapping[str, int],
    lists: Mapping[str, str],
    rows: tuple[int, int],
    asked: str,
) -> None:
    """Drop-downs for each column with a list: ``places`` says where a column stands, ``rows`` (from 0) where the first
    and the last row of data are; blank rows below get them too. ``asked`` is what a wrong value is answered with.
    """
    first, last = rows
    for column in KINDS[kind].columns:
        if column.name in lists and column.name in places:
            place = places[column.name]
            rule = {
                "validate": "list",
                "source": lists[column.name],
                "error_type": "warning" if column.open else "stop",
                "error_title": column.header[:32],
                "error_message": asked,
            }
            sheet.data_validation(first, place, last + _BLANK_ROWS, place, rule)
