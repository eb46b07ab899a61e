"""What is said about the reading of a table: columns missing or not understood, cells that could not be read, folds."""

from collections.abc import Iterator

from xlsxwriter.utility import xl_col_to_name

from core.calendar import fiscal_year_be
from core.intake.cells.rows import Parsed
from core.intake.checks.findings import Found, severity_of
from core.intake.issues import Severity
from core.intake.layout.choose import Chosen
from core.intake.layout.headers import guess
from core.intake.layout.mapping import Mapping
from core.intake.model import Reading, SampleDate, Scope, Unmapped
from core.kinds import KIND_NAMES, Column, Kind, columns_of
from core.model.rows import Rows
from core.text import Message
from core.text.privacy import mask_phone

ALWAYS_BLOCKING = {"id13", "bare_transfer", "month_over_12", "cell_too_long"}


def name_of(header: str, place: int) -> str:
    """A header, or the letters of a column that has none."""
    return header or xl_col_to_name(place)


def reading_of(parsed: Parsed, kind: Kind) -> Reading:
    """How a table was understood."""
    table, layout = parsed.table, parsed.layout
    columns = {layout.headers[place]: name for name, place in layout.columns.items()}
    columns |= {layout.headers[place]: "amount_baht" for place in layout.entries.values()}
    columns |= {layout.headers[place]: "occupation" for place, _ in layout.ticks}
    columns |= {layout.headers[place]: what for what, place in layout.compare.items()}
    loose = tuple(unmapped(parsed, kind))
    seen = {*columns, *(one.header for one in loose)}
    unread = (name_of(header, place) for place, header in enumerate(layout.headers))
    folded: dict[str, int] = {}
    for reader in parsed.readers.values():
        for what, count in reader.folded.items():
            folded[what] = folded.get(what, 0) + count
    if parsed.filled:
        folded["merged_cells"] = parsed.filled
    return Reading(
        source=table.source,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheets=table.sheets,
        sheet=table.sheet,
        header_row=layout.header_row,
        header_rows=layout.header_rows,
        title_rows=layout.header_row - 1,
        skipped=tuple(parsed.skipped),
        repeated_headers=tuple(parsed.headers_again),
        columns=columns,
        places=dict(layout.columns),
        unmapped=loose,
        ignored=tuple(name for name in unread if name not in seen),
        dates=tuple(_sample_dates(parsed)),
        folded=folded,
        rows=len(parsed.numbers),
    )


def unmapped(parsed: Parsed, kind: Kind) -> Iterator[Unmapped]:
    """Filled columns that nothing was made of, each with a guess."""
    layout = parsed.layout
    for place in layout.loose:
        if parsed.scans[place].filled and place not in layout.personal:
            header = layout.headers[place]
            yield guess(header, kind, layout.columns) if header else Unmapped(xl_col_to_name(place), None, 0.0)


def _sample_dates(parsed: Parsed) -> Iterator[SampleDate]:
    for name in parsed.layout.columns:
        samples = parsed.readers[name].samples
        if len(samples) >= min(3, len(parsed.numbers)) and samples:
            header = parsed.layout.header_of(name) or name
            return iter([SampleDate(parsed.numbers[p], header, found, meant) for p, found, meant in samples])
    return iter(())


def layout_faults(one: Chosen, kind: Kind, mapping: Mapping | None, scope: Scope, has_base: bool) -> Iterator[Found]:
    """Columns missing, named twice, or not to be read at all."""
    layout = one.layout
    if one.kind_seen is not None:
        yield Found(
            "wrong_kind",
            "blocking",
            params={"kind": KIND_NAMES[one.kind_seen], "kind2": KIND_NAMES[kind], "guess": one.kind_seen},
        )
        return
    for place, code in layout.personal.items():
        yield Found(code, "blocking", None, params={"header": name_of(layout.headers[place], place)})
    for header in layout.repeated:
        yield Found("repeated_header", "blocking", params={"header": header})
    if mapping is not None:
        yield from _mapping_faults(one, mapping)
    if not one.known:
        yield Found("no_header", "blocking", params={"needed": needed_words(kind)})
        return
    given = {*layout.columns, *(mapping.constants if mapping else ())}
    given |= {"entry", "amount_baht"} if layout.entries else set()
    given |= {"code"} if mapping and mapping.mint else set()
    for column in columns_of(kind):
        partly = scope == "update" and has_base and not column.key
        if column.required and column.name not in given and not partly:
            code = "missing_code" if column.name == "code" else "missing_column"
            yield Found(code, "blocking", None, column.name, params={"th": column.th})


def _mapping_faults(one: Chosen, mapping: Mapping) -> Iterator[Found]:
    for name, header in mapping.columns.items():
        if name not in one.layout.columns:
            yield Found("mapping_header", "blocking", None, name, params={"header": header})
    for header in (header for what, header in mapping.compare.items() if what not in one.layout.compare):
        yield Found("mapping_header", "warning", None, params={"header": header})


def needed_words(kind: Kind) -> str:
    """The required headers of a kind."""
    return " · ".join(column.th for column in columns_of(kind) if column.required)


def cell_faults(parsed: Parsed, kind: Kind) -> Iterator[Found]:
    """Cells that could not be read, and those that could but deserve a word. Positions are those of the table."""
    for column in columns_of(kind):
        reader = parsed.readers[column.name]
        for position, cell, code, params in reader.faults:
            severity: Severity = "blocking" if code in ALWAYS_BLOCKING else severity_of(column)
            more = {**params, "eg": parsed.samples.get(column.name, "")}
            more |= {"then": _LEFT_EMPTY} if severity == "warning" else {}
            yield Found(code, severity, position, column.name, _echoed(column, code, cell), more)
        for position, cell, code, params in reader.notes:
            severity = "info" if code == "barcode13" else "warning"
            yield Found(code, severity, position, column.name, _echoed(column, code, cell), params)
    for position in parsed.twice:
        yield Found("two_amounts", "blocking", position, "amount_baht")


def _echoed(column: Column, code: str, cell: str) -> str | None:
    """The cell as an issue may repeat it: national numbers never, telephone numbers masked."""
    if code == "id13":
        return None
    return mask_phone(cell) if column.type == "phone" else cell


_LEFT_EMPTY = Message("hint.left_empty")


def table_facts(parsed: Parsed, kind: Kind, one: Chosen) -> Iterator[Found]:
    """For information: rows skipped, merged cells, columns not read, sheets not read, comparisons."""
    for code, numbers in (("skipped_rows", parsed.skipped), ("headers_again", parsed.headers_again)):
        if numbers:
            rows = ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")
            yield Found(code, "info", params={"count": len(numbers), "rows": rows})
    if parsed.examples:
        yield Found("example_row", "info", params={"rows": ", ".join(map(str, parsed.examples[:20]))})
    if one.layout.header_row > 1 and one.known:
        yield Found("title_rows", "info", params={"count": one.layout.header_row - 1, "header": one.layout.header_row})
    if one.others:
        yield Found("other_sheets", "warning", params={"sheet": parsed.table.sheet, "others": ", ".join(one.others)})
    for loose in unmapped(parsed, kind) if one.kind_seen is None else ():
        column = next((c for c in columns_of(kind) if c.name == loose.guess), None)
        hint = Message("hint.meant", {"name": column.th}) if column else ""
        yield Found("unmapped_header", "warning" if column else "info", params={"header": loose.header, "hint": hint})


def comparisons(parsed: Parsed, rows: Rows, kind: Kind) -> Iterator[Found]:
    """The fiscal year computed from each row's date beside the file's own column."""
    date_name = next((c.name for c in columns_of(kind) if c.type == "date" and c.required), None)
    reader = parsed.compared.get("fiscal_year_be")
    if reader is None or date_name is None:
        return
    header = parsed.layout.headers[parsed.layout.compare["fiscal_year_be"]]
    pairs = list(zip(rows[date_name], reader.values, strict=True))
    different = [p for p, (day, year) in enumerate(pairs) if day is None or fiscal_year_be(day) != year]
    params = {
        "equal": len(pairs) - len(different),
        "total": len(pairs),
        "header": header,
        "what": Message("part.fiscal_year"),
    }
    if different:
        first = ", ".join(str(parsed.numbers[p]) for p in different[:10])
        yield Found("compare_differs", "warning", params={**params, "rows": first})
    else:
        yield Found("compared", "info", params=params)
