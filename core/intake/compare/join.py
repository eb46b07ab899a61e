"""Several tables as one: their columns one under another, with every finding at its new place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.intake.cells.rows import Parsed
from core.intake.checks import report
from core.intake.checks.findings import Found
from core.intake.compare.codes import can_mint, mint_codes, respelt
from core.intake.compare.merge import Merged
from core.intake.request import Request
from core.kinds import columns_of
from core.model.rows import Rows


@dataclass(slots=True)
class Joined:
    """All tables as one: the rows of the files, where each came from, and which cells could not be read."""

    rows: Rows
    tables: list[int]
    present: frozenset[str]
    unread: dict[str, set[int]] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    folded: dict[str, int] = field(default_factory=dict)
    minted: dict[tuple[str, int], str] = field(default_factory=dict)
    balance: list[int | None] | None = None


def join(ask: Request, parsed: Sequence[Parsed]) -> Joined:
    """The tables' columns one under another; positions of faults move along."""
    columns: dict[str, list[Any]] = {}
    for column in columns_of(ask.kind):
        first, *rest = (one.readers[column.name].values for one in parsed)
        for more in rest:
            first.extend(more)
        columns[column.field] = first
    numbers = [number for one in parsed for number in one.numbers] if len(parsed) > 1 else parsed[0].numbers
    rows, odd = respelt(Rows(ask.kind, columns, numbers), ask.today)
    tables = [place for place, one in enumerate(parsed) for _ in one.numbers] if len(parsed) > 1 else []
    joined = Joined(rows, tables, _present(ask, parsed), folded={"code_spelling": odd} if odd else {})
    offset = 0
    for one in parsed:
        for found in report.cell_faults(one, ask.kind):
            position = None if found.position is None else found.position + offset
            joined.found.append(_at(found, position))
            if position is not None and found.name is not None:
                joined.unread.setdefault(found.name, set()).add(position)
                if found.code == "two_amounts":
                    joined.unread.setdefault("entry", set()).add(position)
        offset += len(one.numbers)
    if parsed[0].balance is not None and len(parsed) == 1:
        joined.balance = parsed[0].balance.values
    if ask.mapping is not None and ask.mapping.mint and can_mint(ask.kind):
        _mint(ask, joined, [(one.table.source, number) for one in parsed for number in one.numbers])
    return joined


def _mint(ask: Request, joined: Joined, places: Sequence[tuple[str, int]]) -> None:
    """Give codes to the rows without one, and remember which."""
    rows = joined.rows
    codes = mint_codes(rows, ask.base, joined.unread.get("code", ()))
    joined.rows = Rows(ask.kind, {**rows.columns, "code": codes}, rows.numbers)
    made = zip(places, rows["code"], codes, strict=True)
    joined.minted = {place: code for place, was, code in made if was is None and code is not None}


def _present(ask: Request, parsed: Sequence[Parsed]) -> frozenset[str]:
    names = {name for one in parsed for name in one.layout.columns}
    names |= {name for one in parsed if one.layout.entries for name in ("entry", "amount_baht")}
    names |= {"occupation" for one in parsed if one.layout.ticks}
    return frozenset(names | set(ask.mapping.constants if ask.mapping else ()))


def _at(found: Found, position: int | None) -> Found:
    return Found(found.code, found.severity, position, found.name, found.value, found.params)


def moved(found: Sequence[Found], merged: Merged) -> list[Found]:
    """Findings about the file's rows, at their places in the snapshot; rows passed over are left out."""
    places = ((one, merged.positions[one.position] if one.position is not None else None) for one in found)
    return [_at(one, position) for one, position in places if position is None or position >= 0]
