"""Rows as an Arrow stream, the form in which a browser reads a table: as much of Arrow as charts need.

pyarrow would write the same, and cost the server 48 MB and a third of a second of its start (decision 049). Formats:
https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format, whose headers are FlatBuffers
(https://flatbuffers.dev/internals) of the tables in Arrow's ``Message.fbs`` and ``Schema.fbs``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from struct import pack, pack_into
from typing import Any

# A part of a FlatBuffer: appends itself to what is written, and gives the place where it begins.
_Part = Callable[[bytearray], int]

_VERSION_5, _SCHEMA, _BATCH = pack("<h", 4), b"\1", b"\3"  # of Message.fbs
_NULL, _INT, _FLOAT, _TEXT, _BOOL = b"\1", b"\2", b"\3", b"\5", b"\6"  # ``union Type`` of Schema.fbs
_YES = b"\1"


@dataclass(frozen=True, slots=True)
class _Column:
    """What is said of a column in the two headers, and its values."""

    kind: bytes
    detail: _Part
    nulls: int
    buffers: Sequence[bytes]


def stream(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """An Arrow stream of rows: texts, whole numbers, numbers, yes and no. ``None``, and what a row lacks, is null.

    Raises ``TypeError`` for any other value, and for values of different kinds in one column.
    """
    names = dict.fromkeys(chain.from_iterable(rows))
    columns = {name: _column([row.get(name) for row in rows]) for name in names}
    fields = [
        _table(_text(name), _YES, column.kind, column.detail, None, _list([])) for name, column in columns.items()
    ]
    sizes = [len(buffer) for column in columns.values() for buffer in column.buffers]
    body = b"".join(_whole(buffer) for column in columns.values() for buffer in column.buffers)
    begins = accumulate(map(_rounded, sizes), initial=0)
    batch = _table(
        pack("<q", len(rows)),
        _structs([(len(rows), column.nulls) for column in columns.values()]),
        _structs(list(zip(begins, sizes, strict=False))),
    )
    end = pack("<Ii", 0xFFFFFFFF, 0)
    return _message(_SCHEMA, _table(None, _list(fields))) + _message(_BATCH, batch, body) + end


def _column(values: Sequence[Any]) -> _Column:
    known = [value for value in values if value is not None]
    kinds = {type(value) for value in known}
    nulls = len(values) - len(known)
    valid = _bits([value is not None for value in values]) if nulls else b""
    if not kinds:
        return _Column(_NULL, _table(), nulls, ())
    if kinds == {str}:
        letters = [(value or "").encode() for value in values]
        ends = pack(f"<{len(values) + 1}i", *accumulate(map(len, letters), initial=0))
        return _Column(_TEXT, _table(), nulls, (valid, ends, b"".join(letters)))
    if kinds == {bool}:
        return _Column(_BOOL, _table(), nulls, (valid, _bits(values)))
    if kinds == {int}:
        whole = pack(f"<{len(values)}q", *(value or 0 for value in values))
        return _Column(_INT, _table(pack("<i", 64), _YES), nulls, (valid, whole))
    if kinds <= {int, float}:
        numbers = pack(f"<{len(values)}d", *(value or 0 for value in values))
        return _Column(_FLOAT, _table(pack("<h", 2)), nulls, (valid, numbers))  # 2: 64 bits
    raise TypeError(f"no column of a chart: {sorted(kind.__name__ for kind in kinds)}")


def _bits(values: Sequence[Any]) -> bytes:
    """One bit a value, the first the lowest of its byte."""
    number = int("".join("1" if value else "0" for value in reversed(values)) or "0", 2)
    return number.to_bytes(-(-len(values) // 8), "little")


def _rounded(size: int) -> int:
    return size + -size % 8


def _whole(data: bytes) -> bytes:
    """Filled up to a multiple of eight bytes, as every part of a stream is."""
    return data + bytes(-len(data) % 8)


def _message(kind: bytes, header: _Part, body: bytes = b"") -> bytes:
    buffer = bytearray(4)
    root = _table(_VERSION_5, kind, header, pack("<q", len(body)))(buffer)
    pack_into("<I", buffer, 0, root)
    metadata = _whole(bytes(buffer))
    return pack("<Ii", 0xFFFFFFFF, len(metadata)) + metadata + body


def _table(*fields: bytes | _Part | None) -> _Part:
    """A table: numbers as their bytes, parts that it points to, ``None`` for a field that has its default."""

    def write(buffer: bytearray) -> int:
        offsets, size = [], 4
        for field in fields:
            width = len(field) if isinstance(field, bytes) else 4
            size += -size % width
            offsets.append(0 if field is None else size)
            size += 0 if field is None else width
        index = pack(f"<{2 + len(fields)}H", 4 + 2 * len(fields), size, *offsets)
        buffer += bytes(-(len(buffer) + len(index)) % 8) + index  # so that the table's own numbers are aligned
        begin = len(buffer)
        buffer += pack("<i", len(index)) + bytes(size - 4)
        for field, offset in zip(fields, offsets, strict=True):
            if isinstance(field, bytes):
                buffer[begin + offset : begin + offset + len(field)] = field
            elif field is not None:
                pack_into("<I", buffer, begin + offset, field(buffer) - begin - offset)
        return begin

    return write


def _text(text: str) -> _Part:
    def write(buffer: bytearray) -> int:
        letters = text.encode()
        buffer += bytes(-len(buffer) % 4)
        begin = len(buffer)
        buffer += pack("<I", len(letters)) + letters + b"\0"
        return begin

    return write


def _list(parts: Sequence[_Part]) -> _Part:
    """Tables, each pointed to."""

    def write(buffer: bytearray) -> int:
        buffer += bytes(-len(buffer) % 4)
        begin = len(buffer)
        buffer += pack("<I", len(parts)) + bytes(4 * len(parts))
        for place, part in enumerate(parts, 1):
            at = begin + 4 * place
            pack_into("<I", buffer, at, part(buffer) - at)
        return begin

    return write


def _structs(pairs: Sequence[tuple[int, int]]) -> _Part:
    """Pairs of numbers of 64 bits, one after another."""

    def write(buffer: bytearray) -> int:
        buffer += bytes(-(len(buffer) + 4) % 8)
        begin = len(buffer)
        buffer += pack("<I", len(pairs)) + b"".join(pack("<2q", *pair) for pair in pairs)
        return begin

    return write
