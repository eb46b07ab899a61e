"""Codes of groups and products: made for rows that have none, known again where spelt a little differently."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from core.intake.layout.names import header_key
from core.model import Rows, Snapshot
from core.model.kinds import KINDS, Kind
from core.text import fold, needs_fold, surely_folded

_CODE = re.compile(r"([A-Za-zก-๙]*?)([0-9]+)")
_AT_ONCE = 1_000  # texts looked through together: few enough to stay in the processor's cache
_SPARE = re.compile("[\\s\u2010-\u2015\u2212-]+")  # spaces and hyphens


def in_form(base: Rows, shown: Mapping[str, str]) -> tuple[Rows, int]:
    """The rows of a set with their texts folded as cells are read now, and with each key that a workbook held otherwise
    (``shown``: held -> shown) as it is shown; and how many keys that changed. Where a key would then stand twice,
    the set is left as it is.
    """
    kind = KINDS[base.kind]
    columns: dict[str, list[Any]] = {}
    for column in kind.columns:
        if column.type in ("code", "text", "list"):
            odd = {value: fold(value) for value in _to_fold(base[column.field])}
            if odd:
                columns[column.field] = [odd.get(value, value) for value in base[column.field]]
    keys = [column.field for column in kind.columns if column.key and column.type == "code"]
    for name in keys:
        values = columns.get(name, base[name])
        present = set(values)
        meant = {held: seen for held, seen in shown.items() if held in present and seen not in present}
        for field in (name, *kind.names_itself):
            if meant:
                columns[field] = [meant.get(value, value) for value in columns.get(field, base[field])]
    changed = Rows(base.kind, {**base.columns, **columns}, base.numbers) if columns else base
    if changed is not base and not changed.has_unique_keys():
        return base, 0
    count = sum(one != two for one, two in zip(base.keys(), changed.keys(), strict=True)) if columns else 0
    return changed, count


def _to_fold(texts: Sequence[str | None]) -> Iterator[str]:
    """Those of the texts that are to be folded: looked for in many at once, since hardly a set has one."""
    known = list(filter(None, texts))
    for start in range(0, len(known), _AT_ONCE):
        few = known[start : start + _AT_ONCE]
        joined = " ".join(few)
        if not joined.isprintable() or not surely_folded(joined):
            yield from filter(needs_fold, set(few))


def respelt(rows: Rows, today: Snapshot | None) -> tuple[Rows, int]:
    """The rows with each code that differs from one of today's in case, spaces and hyphens alone read as that one, and
    how many cells that were. A key is left as it is where the file holds today's code too: the two are two rows.
    """
    columns, count = {}, 0
    own = {"code": rows.kind} if "code" in KINDS[rows.kind].key else {}
    for name, kind in (own | dict(KINDS[rows.kind].refers)).items():
        base = today.rows.get(kind) if today is not None else None
        if base is None:
            continue
        values = rows[name]
        found = set(values)
        meant = _meant(found, set(base[KINDS[kind].key[0]]) - {None})
        if name == "code":
            meant = {cell: code for cell, code in meant.items() if code not in found}
        if meant:
            columns[name] = [meant.get(value, value) for value in values]
            count += sum(map(meant.__contains__, values))
    return (Rows(rows.kind, {**rows.columns, **columns}, rows.numbers), count) if columns else (rows, 0)


def _meant(found: Collection[str | None], known: Collection[str]) -> dict[str | None, str]:
    """Codes found -> the only known code that is spelt alike."""
    strange = [code for code in found if code is not None and code not in known]
    if not strange:
        return {}
    alike: dict[str, list[str]] = {}
    for code in known:
        alike.setdefault(_spelling(code), []).append(code)
    pairs = ((code, alike.get(_spelling(code), ())) for code in strange)
    return {code: codes[0] for code, codes in pairs if len(codes) == 1}


def _spelling(code: str) -> str:
    return _SPARE.sub("", fold(code)).casefold()


def can_mint(kind: Kind) -> bool:
    """Whether codes of this kind can be minted."""
    return bool(KINDS[kind].named_with)


def mint_codes(rows: Rows, base: Rows | None, unread: Collection[int] = ()) -> list[str | None]:
    """The codes of the rows, with those made that are empty: today's code of the same name and place, else the next
    free one, never one that stands in the file. Cells that hold something unreadable (``unread``) are left.

    Groups are matched by name and tambon, products by group and name. A row without a name gets no code.
    """
    given = set(rows["code"])
    known = dict(zip(_identities(base), base["code"], strict=True)) if base is not None else {}
    taken = {*given, *known.values(), *(base["code"] if base is not None else ())} - {None}
    minted: dict[tuple[str, str], Any] = {name: code for name, code in known.items() if code not in given}
    kind = KINDS[rows.kind]
    owner = kind.named_with if kind.named_with in kind.refers else ""
    prefix, width = ("", 1) if owner else _numbering(taken)
    last: dict[str, int] = {}
    codes: list[str | None] = list(rows["code"])
    for place, identity in enumerate(_identities(rows)):
        if codes[place] is not None or place in unread or not identity[0]:
            continue
        if identity not in minted:
            if owner and rows[owner][place] is None:
                continue
            minted[identity] = _free_code(f"{rows[owner][place]}-P" if owner else prefix, width, last, taken)
        codes[place] = minted[identity]
    return codes


def _free_code(prefix: str, width: int, last: dict[str, int], taken: set[Any]) -> str:
    """The next number under a prefix that no row has."""
    number = last.get(prefix, 0) + 1
    while f"{prefix}{number:0{width}d}" in taken:
        number += 1
    last[prefix] = number
    return f"{prefix}{number:0{width}d}"


def _identities(rows: Rows) -> list[tuple[str, str]]:
    pairs = zip(rows["name"], rows[KINDS[rows.kind].named_with], strict=True)
    return [(header_key(name or ""), header_key(place or "")) for name, place in pairs]


def _numbering(codes: Collection[str]) -> tuple[str, int]:
    """The prefix and width that today's codes use; G01 where there is none."""
    for code in sorted(codes, reverse=True):
        match = _CODE.fullmatch(code)
        if match:
            return match[1], len(match[2])
    return "G", 2
