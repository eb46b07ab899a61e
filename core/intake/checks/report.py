"""Findings about one table as it was read: missing or unknown columns, unreadable cells, skipped rows."""

from collections import Counter
from collections.abc import Iterator

from core.calendar import fiscal_year_be
from core.intake.assessment import Assessment
from core.intake.cells.values import TableValues
from core.intake.checks.findings import Found, severity_of
from core.intake.forms.examples import example_cells
from core.intake.issues import Severity, meant
from core.intake.layout.headers import Layout, guess
from core.intake.layout.mapping import Mapping
from core.intake.model import Reading, SampleDate, Unmapped
from core.intake.parsed import ParsedTable
from core.model.kinds import KINDS, Column, Kind
from core.model.project import Project
from core.text import Message, mask_phone

SPOILT_CODES = ("code_cut", "code_formula", "code_hashes", "code_none")  # identifiers that nobody can know again
ALWAYS_BLOCKING = {"id13", "bare_transfer", "month_over_12", "cell_too_long", *SPOILT_CODES}


def name_of(header: str, place: int) -> str:
    """A header, or the letters of a column that has none."""
    if header:
        return header
    from xlsxwriter.utility import xl_col_to_name  # loads the whole library, which writes workbooks

    return str(xl_col_to_name(place))


def reading_of(read: TableValues, kind: Kind) -> Reading:
    """How a table was understood."""
    table, layout, lines = read.table, read.table.layout, read.table.lines
    columns = {layout.headers[place]: name for name, place in layout.columns.items()}
    columns |= {layout.headers[place]: "amount_baht" for place in layout.entries.values()}
    columns |= {layout.headers[place]: "occupation" for place, _ in layout.ticks}
    columns |= {layout.headers[place]: what for what, place in layout.compare.items()}
    loose = tuple(unmapped(table, kind))
    seen = {*columns, *(one.header for one in loose)}
    unread = (name_of(header, place) for place, header in enumerate(layout.headers))
    folded: Counter[str] = Counter()
    for column in read.columns.values():
        folded.update(column.folded)
    folded.update(layout.folded)
    if lines.merged_filled:
        folded["merged_cells"] = lines.merged_filled
    return Reading(
        source=table.source,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheets=table.sheets,
        sheet=table.sheet,
        header_row=layout.header_row,
        header_rows=layout.header_rows,
        skipped=tuple(lines.skipped),
        repeated_headers=tuple(lines.headers_again),
        automatic=tuple(lines.automatic),
        columns=columns,
        places=dict(layout.columns),
        unmapped=loose,
        ignored=tuple(name for name in unread if name not in seen),
        dates=tuple(_sample_dates(read)),
        folded=dict(folded),
        rows=len(read.numbers),
    )


def unmapped(table: ParsedTable, kind: Kind) -> Iterator[Unmapped]:
    """Filled columns that nothing was made of, each with a guess."""
    layout = table.layout
    for place in layout.loose:
        if table.columns.loose[place].holds_any and place not in layout.personal:
            header = layout.headers[place]
            yield guess(header, kind, layout.columns) if header else Unmapped(name_of("", place), None, 0.0)


def _sample_dates(read: TableValues) -> Iterator[SampleDate]:
    numbers = read.numbers
    for name in read.table.layout.columns:
        samples = read.columns[name].samples
        if len(samples) >= min(3, len(numbers)) and samples:
            header = read.table.layout.header_of(name) or name
            return iter([SampleDate(numbers[p], header, found, meant) for p, found, meant in samples])
    return iter(())


def layout_faults(table: ParsedTable, work: Assessment) -> Iterator[Found]:
    """Columns missing, named twice, or not to be read at all."""
    layout, mapping, kind = table.layout, work.mapping, work.kind
    if table.kind_seen is not None:
        yield Found(
            "wrong_kind",
            "blocking",
            params={"kind": KINDS[table.kind_seen].name, "kind2": KINDS[kind].name, "guess": table.kind_seen},
        )
        return
    for place, code in layout.personal.items():
        yield Found(code, "blocking", None, params={"header": name_of(layout.headers[place], place)})
    for header in layout.repeated:
        yield Found("repeated_header", "blocking", params={"header": header})
    if mapping is not None:
        yield from _mapping_faults(layout, mapping)
    if not table.has_header:
        yield Found("no_header", "blocking", params={"needed": needed_words(kind)})
        return
    given = {*layout.columns, *(mapping.constants if mapping else ())}
    given |= {"entry", "amount_baht"} if layout.entries else set()
    given |= {"code"} if work.options.mint else set()
    has_base = work.base is not None and len(work.base) > 0
    for column in KINDS[kind].columns:
        partly = work.options.scope == "update" and has_base and not column.key
        if column.required and column.name not in given and not partly:
            code = "missing_code" if column.name == "code" else "missing_column"
            yield Found(code, "blocking", None, column.name, params={"th": column.th})


def _mapping_faults(layout: Layout, mapping: Mapping) -> Iterator[Found]:
    for name, header in mapping.columns.items():
        if name not in layout.columns:
            yield Found("mapping_header", "blocking", None, name, params={"header": header})
    for header in (header for what, header in mapping.compare.items() if what not in layout.compare):
        yield Found("mapping_header", "warning", None, params={"header": header})


def needed_words(kind: Kind) -> str:
    """The required headers of a kind."""
    return " · ".join(column.th for column in KINDS[kind].columns if column.required)


def cell_faults(read: TableValues, kind: Kind, project: Project) -> Iterator[Found]:
    """Cells that could not be read, and those that could but deserve a word. Positions are those of the table."""
    samples = example_cells(kind, project)
    for column in KINDS[kind].columns:
        reader = read.columns[column.name]
        for position, cell, code, params in reader.faults:
            spoilt = column.type == "code" and code in ("exceldate", "excel_error")
            severity: Severity = "blocking" if spoilt or code in ALWAYS_BLOCKING else severity_of(column)
            more = {**params, "eg": samples[column.name]}
            more |= {"then": _LEFT_EMPTY} if severity == "warning" else {}
            yield Found(code, severity, position, column.name, _echoed(column, code, cell), more)
        for position, cell, code, params in reader.notes:
            severity = "info" if code == "barcode13" else "warning"
            yield Found(code, severity, position, column.name, _echoed(column, code, cell), params)
    for position in read.table.columns.twice:
        yield Found("two_amounts", "blocking", position, "amount_baht")


def _echoed(column: Column, code: str, cell: str) -> str | None:
    """The cell as an issue may repeat it: national numbers never, telephone numbers masked."""
    if code == "id13":
        return None
    return mask_phone(cell) if column.type == "phone" else cell


_LEFT_EMPTY = Message("hint.left_empty")


def table_facts(read: TableValues, kind: Kind) -> Iterator[Found]:
    """For information: rows skipped, merged cells, columns not read, sheets not read, comparisons."""
    table, lines = read.table, read.table.lines
    told = ("skipped_rows", lines.skipped), ("headers_again", lines.headers_again), ("automatic_rows", lines.automatic)
    for code, numbers in told:
        if numbers:
            rows = ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")
            yield Found(code, "info", params={"count": len(numbers), "rows": rows})
    if read.examples:
        yield Found("example_row", "info", params={"rows": ", ".join(map(str, read.examples[:20]))})
    header = table.layout.header_row
    if header > 1 and table.has_header:
        yield Found("title_rows", "info", params={"count": header - 1, "header": header})
    if table.hidden_sheets:
        yield Found("hidden_sheets", "info", params={"names": ", ".join(table.hidden_sheets)})
    if table.passed:
        yield Found("sheets_passed", "info", params={"sheet": table.sheet, "others": ", ".join(table.passed)})
    if table.other_sheets:
        yield Found("other_sheets", "warning", params={"sheet": table.sheet, "others": ", ".join(table.other_sheets)})
    for loose in unmapped(table, kind) if table.kind_seen is None else ():
        column = next((c for c in KINDS[kind].columns if c.name == loose.guess), None)
        hint = meant(column.th if column else None)
        yield Found("unmapped_header", "warning" if column else "info", params={"header": loose.header, "hint": hint})
    yield from _comparisons(read, kind)


def _comparisons(read: TableValues, kind: Kind) -> Iterator[Found]:
    """The fiscal year computed from each row's date beside the file's own column."""
    date_name = next((c.name for c in KINDS[kind].columns if c.type == "date" and c.required), None)
    layout = read.table.layout
    if "fiscal_year_be" not in layout.compare or date_name is None:
        return
    header = layout.headers[layout.compare["fiscal_year_be"]]
    years = read.table.columns.values["fiscal_year_be"].values
    pairs = list(zip(read.columns[date_name].values, years, strict=True))
    different = [p for p, (day, year) in enumerate(pairs) if day is None or fiscal_year_be(day) != year]
    params = {
        "equal": len(pairs) - len(different),
        "total": len(pairs),
        "header": header,
        "what": Message("part.fiscal_year"),
    }
    if different:
        first = ", ".join(str(read.numbers[p]) for p in different[:10])
        yield Found("compare_differs", "warning", params={**params, "rows": first})
    else:
        yield Found("compared", "info", params=params)
