"""What a parsed table means in a project: each column as values, with what a person corrected and matched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.intake.assessment import Assessment
from core.intake.cells.columns import ColumnReader
from core.intake.cells.corrections import corrected, without_rows
from core.intake.cells.parsers import Parser, meant_in, parser_of, scaled_parser
from core.intake.cells.readers import BALANCE, made_columns, places_of
from core.intake.cells.rows import anchor_of
from core.intake.forms.examples import example_row, is_example
from core.intake.issues import Issue
from core.intake.model import Cell
from core.intake.parsed import ColumnValues, ParsedTable
from core.intake.source.marks import bare, shown_as
from core.intake.spoilt.swapped import swapped_columns, swapped_parser
from core.intake.spoilt.units import power_of, scale_of
from core.model.kinds import KINDS, Column, Kind
from core.model.project import Project
from core.text import mask_national_id


@dataclass(frozen=True, slots=True)
class TableValues:
    """A table with its columns read: ``table`` has the corrections in it, and no row that is the form's example."""

    table: ParsedTable
    numbers: list[int]  # of the rows, as the spreadsheet shows them
    columns: Mapping[str, ColumnValues]
    examples: list[int]  # rows that are the form's own example
    bad_constants: Mapping[str, str]  # our column -> a text for all rows that it cannot hold
    unused: set[Cell]  # edits of columns that the table does not have


def table_values(work: Assessment, place: int) -> TableValues:
    """One of the parsed tables, with the corrections that are its own."""
    kind, project, longest = work.kind, work.project, work.parsed.options.limits.cell
    edits = {cell: text for cell, text in work.options.edits.items() if work.table_of(cell) == place}
    table, unused = corrected(work.parsed.tables[place], kind, edits, longest)
    examples = _examples(table, kind, project)
    if examples:
        table = without_rows(table, kind, examples, longest)
    numbers = table.numbers
    places = places_of(table.layout)
    texts = work.mapping.constants if work.mapping else {}
    parsers = {column.name: parser_of(column, project, work.stages.former) for column in KINDS[kind].columns}
    constants = {name: constant_value(KINDS[kind].column(name), parsers[name], text) for name, text in texts.items()}
    otherwise = _read_otherwise(work, table)
    columns: dict[str, ColumnValues] = {}
    for column in KINDS[kind].columns:
        name, parse = column.name, otherwise.get(column.name, parsers[column.name])
        meant = meant_in(column, work.options.values.get(name, {}), project)
        if name not in places:
            columns[name] = ColumnValues([constants[name][0] if name in constants else column.default] * len(numbers))
        elif name in table.columns.values and not meant and name not in otherwise:
            columns[name] = table.columns.values[name]
        else:
            reader = ColumnReader(column, parse, meant, exempt=column.number_of, longest=longest)
            columns[name] = _read_again(table, name, reader)
    if BALANCE in otherwise:
        amounts = ColumnReader(KINDS[kind].column("amount_baht"), otherwise[BALANCE], exempt=True, longest=longest)
        columns[BALANCE] = _read_again(table, BALANCE, amounts)
    bad = {name: texts[name] for name, (_, fault) in constants.items() if fault}
    return TableValues(table, numbers, columns, examples, bad, unused)


def shown_keys(kind: Kind, tables: Sequence[TableValues]) -> dict[str, str]:
    """Keys of the tables that a sheet shows otherwise than its cells hold them: held -> shown."""
    found: dict[str, str] = {}
    for column in (column for column in KINDS[kind].columns if column.key and column.type == "code"):
        for one in tables:
            place = one.table.layout.columns.get(column.name)
            if place is not None and one.columns[column.name].folded.get("shown_form"):
                cells = {cell for run in one.table.runs for cell in run.cells(place)}
                found |= {bare(cell)[1]: seen for cell in cells if (seen := shown_as(cell))}
    return found


def _read_otherwise(work: Assessment, table: ParsedTable) -> Mapping[str, Parser]:
    """The parsers of the columns that a person's choice reads in another way than by themselves."""
    scale = scale_of(work, table)
    money = [column.name for column in KINDS[work.kind].columns if column.type == "satang"]
    powers = {name: power_of(scale, table, name) for name in (*money, BALANCE) if name in places_of(table.layout)}
    parsers = {name: scaled_parser(power) for name, power in powers.items() if power}
    if work.options.dates == "swapped":
        parsers |= {one.name: swapped_parser(one.form) for one in swapped_columns(work.project, work.kind, table)}
    return parsers


def _read_again(table: ParsedTable, name: str, reader: ColumnReader) -> ColumnValues:
    """One of our columns read from the cells by another reader."""
    places = places_of(table.layout)[name]
    for run in table.runs:
        made, _ = made_columns(table.layout, run.cells)
        reader.feed(made[name] if name in made else run.cells(places[0]))
    return reader.done()


def constant_value(column: Column, parse: Parser, text: str) -> tuple[Any, bool]:
    """The value for every row where a file lacks a column, and whether its text is unreadable."""
    reader = ColumnReader(column, parse)
    reader.feed([text])
    return reader.values[0], bool(reader.faults)


def constant_fault(column: Column, project: Project, text: str) -> Issue | None:
    """Why a column cannot hold a text in every row, or ``None``."""
    _, fault = constant_value(column, parser_of(column, project), text)
    return Issue("bad_constant", "blocking", column=column.header, value=mask_national_id(text)) if fault else None


def _examples(table: ParsedTable, kind: Kind, project: Project) -> list[int]:
    """The rows that are the form's own example with nothing typed over."""
    example, layout = example_row(kind, project), table.layout
    anchor = anchor_of(layout, kind)
    name = next((name for name, places in places_of(layout).items() if anchor in places), "")
    key = example.get(name, "")
    found: list[int] = []
    for run in table.runs if key else ():
        packed = run.columns[anchor]
        for place, cell in enumerate(run.cells(anchor) if not isinstance(packed, str) or key in packed else ()):
            if cell.strip() == key:
                row = {name: run.cells(at)[place].strip() for name, at in layout.columns.items()}
                found += [run.numbers[place]] if is_example(kind, row, example) else []
    return found
