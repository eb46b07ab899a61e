"""The columns of a table that need no project to be read, each from its place or places."""

from collections.abc import Callable, Collection, Sequence

from core.intake.cells.columns import ColumnReader, Scan
from core.intake.cells.parsers import fixed_parser
from core.intake.layout.headers import Layout
from core.intake.parsed import Columns, Packed, Run, pack
from core.intake.source.marks import bare
from core.model.kinds import KINDS, Column, Kind

BALANCE = "balance"  # the column of a control register that is checked and not kept
_TICKS = frozenset({"TRUE", "/", "✓", "√", "✔", "x", "X", "1"})

Cells = Callable[[int], Sequence[str]]  # place of a column -> the cells of a run


class ColumnReaders:
    """The readers of a table's columns that need no project; of ``changed`` places only those that these concern."""

    def __init__(self, layout: Layout, kind: Kind, longest: int, changed: Collection[int] | None = None) -> None:
        self.layout, self.places = layout, places_of(layout)
        self.readers: dict[str, ColumnReader] = {}
        for name, places in self.places.items():
            column = _column(name, kind, name in layout.compare)
            parse = fixed_parser(column)
            if parse is not None and (changed is None or not set(places).isdisjoint(changed)):
                self.readers[name] = ColumnReader(column, parse, exempt=column.number_of, longest=longest)
        self.scans = {place: Scan() for place in layout.loose if changed is None or place in changed}
        self.twice: list[int] = []

    def read(self, numbers: Sequence[int], columns: Sequence[Sequence[str]], start: int) -> Run:
        """Hand the cells of rows with these ``numbers``, the first of them at position ``start``, to each reader; the
        rows as they are kept.
        """
        packed = self._feed(columns.__getitem__, start)
        return Run(numbers, [packed.get(place) or pack(cells) for place, cells in enumerate(columns)])

    def read_again(self, run: Run, start: int) -> None:
        """Hand the cells of a run that is kept already to each reader."""
        self._feed(run.cells, start, run.columns)

    def _feed(self, cells: Cells, start: int, kept: Sequence[Packed] | None = None) -> dict[int, Packed]:
        """By place what is to be kept of the cells that have a reader of their own."""
        made, twice = made_columns(self.layout, cells)
        self.twice.extend(start + place for place in twice)
        packed: dict[int, Packed] = {}
        for name, reader in self.readers.items():
            if name in made:
                reader.feed(made[name])
            else:
                place = self.places[name][0]
                packed[place] = reader.feed(cells(place), kept[place] if kept else None)
        for place, scan in self.scans.items():
            scan.feed(cells(place))
        return packed

    def done(self) -> Columns:
        """What was read."""
        values = {name: reader.done() for name, reader in self.readers.items()}
        return Columns(values, {place: scan.done() for place, scan in self.scans.items()}, self.twice)


def _column(name: str, kind: Kind, compared: bool) -> Column:
    if name == BALANCE:
        return KINDS["spending"].column("amount_baht")
    return Column(name, name, "int") if compared else KINDS[kind].column(name)


def places_of(layout: Layout) -> dict[str, tuple[int, ...]]:
    """Our column, compared value or ``BALANCE`` -> the places of the table that it is read from."""
    found: dict[str, tuple[int, ...]] = {
        name: (place,) for name, place in (*layout.columns.items(), *layout.compare.items())
    }
    if layout.balance is not None:
        found[BALANCE] = (layout.balance,)
    if layout.entries:
        found["entry"] = found["amount_baht"] = tuple(layout.entries.values())
    if layout.ticks:
        found["occupation"] = tuple(place for place, _ in layout.ticks)
    return found


def made_columns(layout: Layout, cells: Cells) -> tuple[dict[str, Sequence[str]], list[int]]:
    """Columns put together from several: a control register's entry and amount, a register's ticks; and the places of
    rows with more than one amount.
    """
    made: dict[str, Sequence[str]] = {}
    twice: list[int] = []
    if layout.entries:
        entries, amounts = [], []
        columns = [cells(place) for place in layout.entries.values()]
        for position, row in enumerate(zip(*columns, strict=True)):
            filled = [(entry, cell) for entry, cell in zip(layout.entries, row, strict=True) if _holds_amount(cell)]
            entries.append(filled[0][0] if len(filled) == 1 else "")
            amounts.append(filled[0][1] if len(filled) == 1 else "")
            if len(filled) > 1:
                twice.append(position)
        made["entry"], made["amount_baht"] = entries, amounts
    if layout.ticks:
        names = [name for _, name in layout.ticks]
        rows = zip(*(cells(place) for place, _ in layout.ticks), strict=True)
        made["occupation"] = [_ticked(names, row) for row in rows]
    return made, twice


def _holds_amount(cell: str) -> bool:
    return bare(cell)[1].strip().strip("0.-–") != ""


def _ticked(names: Sequence[str], cells: Sequence[str]) -> str:
    """The occupation in an official register: the names of ticked divisions, and the text written in the others."""
    return "; ".join(n if c.strip() in _TICKS else c.strip() for n, c in zip(names, cells, strict=True) if c.strip())
