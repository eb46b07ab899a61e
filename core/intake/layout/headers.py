"""Finding the header of a table and what each column is.

A header is known by the form's words, their aliases, our identifiers or a mapping; never by likeness (a guess is only
offered). Two header rows are joined where the second only divides headings of the first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from core.intake.layout.mapping import Mapping
from core.intake.layout.names import choice_table, header_key
from core.intake.layout.units import without_counted, without_unit
from core.intake.model import Unmapped
from core.intake.source.tables import Row
from core.model import ENTRIES
from core.model.kinds import KINDS, Column, Kind
from core.text import BANK_HEADERS, ID_HEADERS, fold_counted, mask_national_id

ERROR_HEADER = "ข้อผิดพลาด"  # the column that the returned workbook adds; never read
BALANCE_HEADERS = ("คงเหลือ", "ยอดคงเหลือ", "เงินคงเหลือ")
_RUNNING = ("ที่", "ลำดับ", "ลำดับที่", "no", "no.")  # running numbers, of no use once rows are sorted
_ENOUGH_AGAIN = 2  # headers of a second row from which it is the header once more
_FAR_MORE = 3  # headers by which another kind is the likelier even where one of its needed columns is missing
_GUESS = 72  # per cent of likeness from which a header is offered


@dataclass(frozen=True, slots=True)
class Layout:
    """The place of each thing in a table; columns are counted from 0, ``header_row`` from 1."""

    header_row: int
    header_rows: int
    headers: tuple[str, ...]
    columns: MappingType[str, int] = field(default_factory=dict)
    entries: MappingType[str, int] = field(default_factory=dict)  # control register: entry -> column of its amounts
    balance: int | None = None
    ticks: tuple[tuple[int, str], ...] = ()  # official register: columns of ticks under one heading, with their names
    compare: MappingType[str, int] = field(default_factory=dict)
    ignored: frozenset[int] = frozenset()
    personal: MappingType[int, str] = field(default_factory=dict)  # column -> code of its issue
    repeated: tuple[str, ...] = ()
    folded: MappingType[str, int] = field(default_factory=dict)  # what was folded in headers that are known

    def header_of(self, name: str) -> str | None:
        """The header as in the file of one of our columns."""
        place = self.columns.get(name)
        return self.headers[place] if place is not None else None

    @property
    def loose(self) -> list[int]:
        """Columns that nothing was made of."""
        used = {*self.columns.values(), *self.entries.values(), *self.compare.values(), *self.ignored, self.balance}
        used |= {place for place, _ in self.ticks}
        return [place for place in range(len(self.headers)) if place not in used]


@cache
def money_headers(kind: Kind) -> frozenset[str]:
    """The headers of money: they are known with a unit behind them too."""
    money = {column.name for column in KINDS[kind].columns if column.type == "satang"}
    return frozenset(key for key, pairs in known_headers(kind).items() if pairs[0][0] in money)


@cache
def counted_headers(kind: Kind) -> frozenset[str]:
    """The headers of numbers that are no money: they are known with what they count behind them too."""
    counted = {column.name for column in KINDS[kind].columns if column.type in ("int", "percent")}
    return frozenset(key for key, pairs in known_headers(kind).items() if pairs[0][0] in counted)


@cache
def key_in(kind: Kind, header: str) -> str:
    """A header in one form, without the unit behind one of money, or what is counted behind one of a number."""
    key = header_key(header)
    if key in known_headers(kind):
        return key
    money, counted = header_key(without_unit(header)), header_key(without_counted(header))
    if money in money_headers(kind):
        return money
    return counted if counted in counted_headers(kind) else key


@cache
def known_headers(kind: Kind) -> dict[str, tuple[tuple[str, int], ...]]:
    """Header in one form -> (column, rank) of every column it may name; a lower rank is a better word for it."""
    table: dict[str, list[tuple[str, int]]] = {}
    for column in KINDS[kind].columns:
        never = {header_key(name) for name in column.never}
        for rank, name in enumerate((column.th, column.header, column.name, *column.aliases)):
            key = header_key(name)
            pair = (column.name, max(0, rank - 2))
            if key not in never and column.name not in {n for n, _ in table.get(key, [])}:
                table.setdefault(key, []).append(pair)
    return {key: tuple(pairs) for key, pairs in table.items()}


def find_header(head: Sequence[Row], kind: Kind, mapping: Mapping | None) -> tuple[int, int]:
    """(place of the header row in ``head``, how many of our headers it holds); (-1, 0) where no row is like one. Of all
    rows the one with most of the columns that are needed is taken, before the one with most of ours.
    """
    best, most = -1, (0, 0)
    known = set(known_headers(kind)) | {header_key(h) for h in mapped_headers(mapping)}
    if kind == "spending":
        known |= set(choice_table(ENTRIES)) | set(map(header_key, BALANCE_HEADERS))
    for place, row in enumerate(head):
        keys = {key_in(kind, cell) for cell in row if cell and len(cell) < 200}
        score = len(needed_in(keys, kind, mapping)), len(keys & known)
        if score[1] and score > most:
            best, most = place, score
    return best, most[1]


def needed_in(keys: Iterable[str], kind: Kind, mapping: Mapping | None) -> set[str]:
    """The needed columns of a kind that headers name; columns of amounts of a control register name two."""
    by_hand = {header_key(header): name for name, header in (mapping.columns if mapping else {}).items()}
    keys = set(keys)
    named = {name for key in keys for name, _ in known_headers(kind).get(key, ())}
    named |= {by_hand[key] for key in keys & by_hand.keys()}
    if kind == "spending" and not keys.isdisjoint(choice_table(ENTRIES)):
        named |= {"entry", "amount_baht"}
    return named & {column.name for column in KINDS[kind].columns if column.required}


def mapped_headers(mapping: Mapping | None) -> tuple[str, ...]:
    """Every header that a mapping names."""
    if mapping is None:
        return ()
    return (*mapping.columns.values(), *mapping.compare.values(), *mapping.ignore, *mapping.skip)


def first_full_row(head: Sequence[Row]) -> int:
    """Place of the first row that holds at least two words, for a table whose headers are all unknown."""
    for least in (2, 1):
        for place, row in enumerate(head):
            if sum(1 for cell in row if cell.strip()) >= least:
                return place
    return 0


def other_kind(keys: Iterable[str], kind: Kind) -> Kind | None:
    """The kind whose required columns are all among the headers while this kind's are not, or which has far more."""
    keys = set(keys)
    scores = {other: _score(keys, other) for other in KINDS}
    best = max(KINDS, key=lambda other: scores[other])
    complete, named = scores[best]
    far_more = named >= scores[kind][1] + _FAR_MORE
    return best if best != kind and not scores[kind][0] and (complete or far_more) else None


def _score(keys: set[str], kind: Kind) -> tuple[bool, int]:
    named = {name for key in keys for name, _ in known_headers(kind).get(key, ())}
    required = {column.name for column in KINDS[kind].columns if column.required}
    return required <= named, len(named)


def lay_out(
    head: Sequence[Row], place: int, kind: Kind, mapping: Mapping | None, fills: MappingType[tuple[int, int], str]
) -> Layout:
    """What each column is, from the header at ``place`` of ``head``."""
    top = [fills.get((place + 1, i), cell) for i, cell in enumerate(head[place])] or [""]
    headers, spans = _join_two_rows(top, head[place + 1] if place + 1 < len(head) else [])
    names = [_tidy(header) for header in headers]
    columns, repeated = _assign(names, spans, kind, mapping)
    ticks = _ticks(spans, kind, columns)
    wide = (
        kind == "spending"
        and not {"entry", "amount_baht"} & set(columns)
        and "entry" not in (mapping.constants if mapping else {})
    )
    entries, balance = _wide_columns(spans, set(columns.values())) if wide else ({}, None)
    if entries:
        columns = {name: i for name, i in columns.items() if i not in entries.values()}
    skipped = {header_key(h) for h in (*mapping.ignore, *mapping.skip)} if mapping else set()
    skipped |= {header_key(ERROR_HEADER)}
    compare = {what: _place_of(header, names) for what, header in (mapping.compare if mapping else {}).items()}
    ignored = frozenset(i for i, name in enumerate(names) if header_key(name) in skipped)
    personal = {i: code for i, name in enumerate(names) if i not in ignored and (code := personal_code(name))}
    return Layout(
        header_row=place + 1,
        header_rows=_rows_of_header(head, place, spans, columns, kind),
        headers=tuple(names),
        columns=columns,
        entries=entries,
        balance=balance,
        ticks=ticks,
        compare={what: i for what, i in compare.items() if i is not None},
        ignored=ignored
        | {i for i, name in enumerate(names) if header_key(name) in _RUNNING and i not in columns.values()},
        personal=personal,
        repeated=repeated,
        folded=_folded(names[place] for place in {*columns.values(), *entries.values()}),
    )


def _rows_of_header(
    head: Sequence[Row], place: int, spans: Sequence[tuple[str, str]], columns: MappingType[str, int], kind: Kind
) -> int:
    """Two where the second row divides headings of the first, or names the same columns in other words."""
    if any(sub for _, sub in spans):
        return 2
    below = head[place + 1] if place + 1 < len(head) else []
    known = {i: name for name, i in columns.items()}
    named = [i for i, cell in enumerate(below) if cell.strip()]
    again = len(named) >= _ENOUGH_AGAIN and all(
        i in known and known[i] in {name for name, _ in known_headers(kind).get(key_in(kind, below[i]), ())}
        for i in named
    )
    return 2 if again else 1


def day_places(kind: Kind, columns: MappingType[str, int]) -> list[int]:
    """The places of columns of days and months."""
    return [place for name, place in columns.items() if KINDS[kind].column(name).type in ("date", "month")]


def _folded(headers: Iterable[str]) -> dict[str, int]:
    """How many of the headers were folded, by what."""
    counts: Counter[str] = Counter()
    for header in headers:
        counts.update(fold_counted(header)[1].keys())
    return dict(counts)


def _tidy(header: str) -> str:
    """A header in one line. It is repeated in words and kept with mappings, so a citizen's number in it is masked."""
    return mask_national_id(" ".join(header.split()))


def _join_two_rows(top: list[str], sub: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The headers with the second row joined in, and (heading, division) of each column; one row has no divisions."""
    spans = [(cell, "") for cell in top]
    below = [cell.strip() for cell in sub] + [""] * (len(top) - len(sub))
    groups: list[str] = []
    for cell in top:
        groups.append(cell if cell.strip() or not groups else groups[-1])
    divided = [i for i, cell in enumerate(below[: len(top)]) if cell]
    alone = [i for i in divided if top[i].strip() and not _in_span(i, top, below)]
    if len(divided) < 2 or alone or len(divided) == sum(1 for cell in top if cell.strip()):
        return top, spans
    spans = [(groups[i] if below[i] else cell, below[i]) for i, cell in enumerate(top)]
    return [f"{heading} {division}".strip() for heading, division in spans], spans


def _in_span(place: int, top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a heading covers several divisions: the next column, or the one before, is under it too."""
    if place and top[place] == top[place - 1] and below[place - 1]:
        return True
    following = place + 1
    if following >= len(top) or not below[following]:
        return False
    return not top[following].strip() or top[following] == top[place]


def _assign(
    names: Sequence[str], spans: Sequence[tuple[str, str]], kind: Kind, mapping: Mapping | None
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Our columns to places, best word first; headers that name one column equally well are ``repeated``."""
    claims: dict[str, list[tuple[int, int]]] = {}
    for name, header in (mapping.columns if mapping else {}).items():
        claims[name] = [(-1, i) for i, found in enumerate(names) if header_key(found) == header_key(header)]
    taken = {i for places in claims.values() for _, i in places}
    known = known_headers(kind)
    for place, found in enumerate(names):
        if place in taken or not found:
            continue
        words = (found, spans[place][1] or found)
        keys = (key_in(kind, word) for word in words)
        for name, rank in next((known[key] for key in keys if key in known), ()):
            if mapping is None or name not in {*mapping.columns, *mapping.constants}:
                claims.setdefault(name, []).append((rank, place))
    columns, repeated = {}, []
    used: set[int] = set()
    for name, places in sorted(claims.items(), key=lambda claim: min(claim[1], default=(99, 0))):
        free = sorted(pair for pair in places if pair[1] not in used)
        if len(free) > 1 and free[0][0] == free[1][0]:
            repeated.append(names[free[0][1]])
        if free:
            columns[name] = free[0][1]
            used.add(free[0][1])
    return columns, tuple(repeated)


def _ticks(spans: Sequence[tuple[str, str]], kind: Kind, columns: MappingType[str, int]) -> tuple[tuple[int, str], ...]:
    """Columns under the heading of occupation in the official register, each with its division."""
    if kind != "groups" or "occupation" in columns:
        return ()
    known = known_headers(kind)
    return tuple(
        (i, division)
        for i, (heading, division) in enumerate(spans)
        if division and any(name == "occupation" for name, _ in known.get(header_key(heading), ()))
    )


def _wide_columns(spans: Sequence[tuple[str, str]], taken: set[int]) -> tuple[dict[str, int], int | None]:
    """Columns of a control register: the amount columns by their entry, and the balance."""
    table = choice_table(ENTRIES)
    balances = set(map(header_key, BALANCE_HEADERS))
    entries: dict[str, int] = {}
    balance = None
    for place, (heading, division) in enumerate(spans):
        key = header_key(without_unit(division or heading))
        if key in balances:
            balance = place
        elif key in table and (place not in taken or division) and table[key] not in entries:
            entries[table[key]] = place
    return entries, balance


def _place_of(header: str, names: Sequence[str]) -> int | None:
    return next((i for i, name in enumerate(names) if header_key(name) == header_key(header)), None)


def personal_code(name: str) -> str | None:
    """The code of the issue of a column that is personal by its header."""
    key = header_key(name)
    if any(word in key for word in ID_HEADERS):
        return "id_column"
    return "bank_column" if any(word in key for word in BANK_HEADERS) else None


def guess(header: str, kind: Kind, taken: Iterable[str]) -> Unmapped:
    """The free column that a header may mean, never one that must not be taken for it."""
    free: list[Column] = [c for c in KINDS[kind].columns if c.name not in set(taken)]
    key = header_key(header)
    words = {
        header_key(word): column.name
        for column in free
        if key not in {header_key(name) for name in column.never}
        for word in (column.th, column.header, *column.aliases)
    }
    found = process.extractOne(key, words.keys(), scorer=fuzz.ratio, score_cutoff=_GUESS) if key else None
    return Unmapped(header, words[found[0]] if found else None, round(found[1], 1) if found else 0.0)
