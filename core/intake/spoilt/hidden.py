"""Rows and columns of a workbook that a person, or a filter, hid: read and said, or left out by choice."""

from collections.abc import Iterator

from core.intake.assessment import Assessment
from core.intake.cells.rows import top_of
from core.intake.cells.values import TableValues
from core.intake.issues import Issue
from core.intake.model import HiddenWay
from core.intake.source.marks import NUMBER
from core.model.kinds import KINDS
from core.money import format_baht
from core.text import Message

HIDDEN_WAYS: tuple[HiddenWay, ...] = ("count", "skip")
_NAMED = 10


def hidden_issues(work: Assessment, read: TableValues, source: str | None) -> Iterator[Issue]:
    """What is to be said of what is hidden in a table."""
    table, hidden, way = read.table, read.table.hidden, work.parsed.options.hidden
    if table.encoding == "xls":
        yield from _unseen(work, read, source)
        return
    top = top_of(table.layout)
    numbers = [number for number in read.numbers if number in hidden.rows] if hidden.rows else []
    if hidden.left_out:
        numbers = sorted(number for number in hidden.rows if number > top)
    rows = ", ".join(map(str, numbers[:_NAMED])) + (" …" if len(numbers) > _NAMED else "")
    if numbers:
        code = "hidden_rows_left" if hidden.left_out else "hidden_rows_counted" if way else "hidden_rows"
        params = {"count": len(numbers), "rows": rows, "worth": "" if hidden.left_out else _worth(work, read)}
        yield Issue(code, "info" if way else "warning", value=rows, params=params, source=source)
    if hidden.left_out and hidden.columns:
        yield Issue("hidden_columns_left", "info", params={"count": len(hidden.columns)}, source=source)
    layout = table.layout
    used = sorted({*layout.columns.values(), *layout.entries.values()} & hidden.columns)
    if used and not hidden.left_out:
        names = ", ".join(layout.headers[place] for place in used)
        yield Issue("hidden_columns", "info", value=names, params={"names": names}, source=source)


def _unseen(work: Assessment, read: TableValues, source: str | None) -> Iterator[Issue]:
    """What is to be said of a workbook of the old form, whose reader tells no formats and nothing that is hidden."""
    if read.table.hidden.left_out:
        yield Issue("hidden_unseen", "blocking", source=source)
    codes = [column.name for column in KINDS[work.kind].columns if column.type == "code"]
    places = [place for name, place in read.table.layout.columns.items() if name in codes]
    count = sum(cell[:1] == NUMBER for run in read.table.runs for place in places for cell in run.cells(place))
    if count:
        yield Issue("old_workbook_numbers", "warning", value=str(count), params={"count": count}, source=source)
    yield Issue("old_workbook", "info", source=source)


def _worth(work: Assessment, read: TableValues) -> Message | str:
    """The amounts of the hidden rows; nothing in a kind without amounts."""
    if not KINDS[work.kind].amount:
        return ""
    amounts = read.columns["amount_baht"].values
    pairs = zip(read.numbers, amounts, strict=True)
    total = sum(amount or 0 for number, amount in pairs if number in read.table.hidden.rows)
    return Message("part.worth", {"baht": format_baht(total)})
