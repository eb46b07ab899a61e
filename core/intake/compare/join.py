"""Several tables as one: their columns one under another, with every finding at its new place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from core.intake.assessment import Assessment
from core.intake.cells.readers import BALANCE
from core.intake.cells.values import TableValues
from core.intake.checks import report
from core.intake.checks.findings import Found
from core.intake.compare.codes import can_mint, mint_codes, respelt
from core.intake.compare.merge import Merged
from core.model import Rows
from core.model.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Joined:
    """All tables as one: the rows of the files, which table each came from (empty: there is one), the columns that they
    have, the positions of unread cells by our column, what was found in cells, and the codes that were made.
    """

    rows: Rows
    tables: list[int]
    present: frozenset[str]
    unread: dict[str, set[int]] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    folded: dict[str, int] = field(default_factory=dict)
    minted: dict[tuple[str, int], str] = field(default_factory=dict)
    balance: list[int | None] | None = None


def join(work: Assessment, tables: Sequence[TableValues]) -> Joined:
    """The tables' columns one under another; positions of faults move along."""
    several = len(tables) > 1

    def whole(lists: Sequence[list[Any]]) -> list[Any]:
        return list(chain.from_iterable(lists)) if several else lists[0]

    columns = {c.field: whole([one.columns[c.name].values for one in tables]) for c in KINDS[work.kind].columns}
    rows, odd = respelt(Rows(work.kind, columns, whole([one.numbers for one in tables])), work.snapshot)
    found, unread = _faults(work, tables)
    codes, minted = _minted(work, tables, rows, unread.get("code", set()))
    balance = tables[0].columns.get(BALANCE) or tables[0].table.columns.values.get(BALANCE)
    return Joined(
        Rows(work.kind, {**rows.columns, "code": codes}, rows.numbers) if codes else rows,
        [place for place, one in enumerate(tables) for _ in one.numbers] if several else [],
        _present(work, tables),
        unread,
        found,
        {"code_spelling": odd} if odd else {},
        minted,
        None if balance is None or several else balance.values,
    )


def _faults(work: Assessment, tables: Sequence[TableValues]) -> tuple[list[Found], dict[str, set[int]]]:
    """What was found in cells, by position in the joined rows, and the positions of unread cells by our column."""
    faults: list[Found] = []
    unread: dict[str, set[int]] = {}
    offset = 0
    for one in tables:
        for found in report.cell_faults(one, work.kind, work.project):
            position = None if found.position is None else found.position + offset
            faults.append(replace(found, position=position))
            if position is not None and found.name is not None:
                unread.setdefault(found.name, set()).add(position)
                if found.code == "two_amounts":
                    unread.setdefault("entry", set()).add(position)
        offset += len(one.numbers)
    return faults, unread


def _minted(
    work: Assessment, tables: Sequence[TableValues], rows: Rows, unread: set[int]
) -> tuple[list[str | None], dict[tuple[str, int], str]]:
    """The codes of all rows once those without one have been given theirs, and which were given; none where none are to
    be made.
    """
    if not work.options.mint or not can_mint(work.kind):
        return [], {}
    places = [(one.table.source, number) for one in tables for number in one.numbers]
    codes = mint_codes(rows, work.base, unread)
    made = zip(places, rows["code"], codes, strict=True)
    return codes, {place: code for place, was, code in made if was is None and code is not None}


def _present(work: Assessment, tables: Sequence[TableValues]) -> frozenset[str]:
    names = {name for one in tables for name in one.table.layout.columns}
    names |= {name for one in tables if one.table.layout.entries for name in ("entry", "amount_baht")}
    names |= {"occupation" for one in tables if one.table.layout.ticks}
    return frozenset(names | set(work.mapping.constants if work.mapping else ()))


def moved(found: Sequence[Found], merged: Merged) -> list[Found]:
    """Findings about the file's rows, at their places in the snapshot; rows passed over are left out."""
    places = ((one, merged.positions[one.position] if one.position is not None else None) for one in found)
    return [replace(one, position=position) for one, position in places if position is None or position >= 0]
