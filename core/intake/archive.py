"""Looks into a workbook's ZIP before anything is built from it: sizes, entities, far cells, cells that hold an error.

A reader of workbooks makes a dense table from the farthest cell, so one cell at XFD1048576 would cost gigabytes, and a
few kilobytes can unpack to as much. The directory's sizes are checked first, then the members are unpacked in steps.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from core.intake.model import Limits
from core.intake.sniff import UnreadableError

_STEP = 1 << 20
_MAX_RATIO = 1_000  # XML of tables packs 5- to 50-fold; above this a member is a bomb
_REAL_TABLE = 1 << 20  # members below this unpacked size are harmless whatever their ratio

# What a damaged archive or its XML may raise, in whichever part it is damaged.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    LookupError,
    ValueError,
    RuntimeError,
    OSError,
    EOFError,
)

_CELL_COLUMNS = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^>]*[^/]>')
_ROW_NUMBERS = re.compile(rb'<row [^>]*?\br="([0-9]+)"')
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>(#[^<]*)</v>')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class SheetExtent:
    """How far a sheet reaches (1-based), and its error cells: (row, column from 0) -> ``#REF!`` and the like."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def inspect(data: bytes, limits: Limits) -> dict[str, SheetExtent]:
    """Extents by sheet name of an XLSX; ``UnreadableError`` where it is something else or would cost too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _require_workbook({m.filename for m in members})
            _require_modest(members, limits)
            found = {m.filename: _scan(archive, m) for m in members if m.filename.endswith((".xml", ".rels"))}
            names = _sheet_names(archive)
    except UnreadableError:
        raise
    except _DAMAGE as error:
        raise UnreadableError("broken_workbook") from error
    extents = {name: found.get(path, SheetExtent()) for name, path in names.items()}
    for extent in extents.values():
        _require_extent(extent, limits)
    return extents


def _require_workbook(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    for prefix, what in (
        ("word/", "Word"),
        ("ppt/", "PowerPoint"),
        ("xl/workbook.bin", "XLSB"),
        ("META-INF/manifest", "ODS"),
    ):
        if any(name.startswith(prefix) for name in names):
            raise UnreadableError("not_a_table", what=what)
    raise UnreadableError("not_a_table", what="ZIP")


def _require_modest(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by the directory alone, before anything is unpacked."""
    if any(m.flag_bits & 1 for m in members):
        raise UnreadableError("encrypted")
    unpacked = sum(m.file_size for m in members)
    steep = any(m.file_size > _REAL_TABLE and m.file_size > _MAX_RATIO * max(1, m.compress_size) for m in members)
    if unpacked > limits.unpacked or steep:
        raise UnreadableError("zip_bomb", size=unpacked // 1_000_000, limit=limits.unpacked // 1_000_000)


def _scan(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SheetExtent:
    """Read one member in steps. One longer than its directory entry fails its checksum, so it can not be a bomb."""
    extent = SheetExtent()
    is_sheet = member.filename.startswith("xl/worksheets/")
    for part in _parts(archive, member):
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableError("xml_entities")
        if is_sheet:
            extent.columns = max(extent.columns, max(map(column_number, set(_CELL_COLUMNS.findall(part))), default=0))
            extent.rows = max(extent.rows, max(map(int, _ROW_NUMBERS.findall(part)), default=0))
            if b't="e"' in part:
                for letters, row, text in _ERROR_CELL.findall(part):
                    extent.errors[int(row), column_number(letters) - 1] = text.decode("ascii", "replace")
    return extent


def _parts(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member in parts that end between cells."""
    rest = b""
    with archive.open(member) as stream:
        while block := stream.read(_STEP):
            block = rest + block
            cut = max(block.rfind(b"<c "), block.rfind(b"<row "))
            rest = block[cut:] if cut > 0 else b""
            yield block[:cut] if cut > 0 else block
    yield rest


def column_number(letters: bytes) -> int:
    """``A`` is 1, ``Z`` 26, ``AA`` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names in order, each with the path of its member."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): posixpath.normpath(posixpath.join("xl", r.get("Target", ""))) for r in relations}
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    return {
        sheet.get("name", ""): targets.get(sheet.get(_RELATION), "").removeprefix("/")
        for sheet in workbook.iter()
        if sheet.tag.endswith("}sheet")
    }


def _require_extent(extent: SheetExtent, limits: Limits) -> None:
    if extent.columns > limits.columns:
        raise UnreadableError("too_many_columns", count=extent.columns, limit=limits.columns)
    if extent.rows * extent.columns > limits.cells:
        raise UnreadableError("too_many_cells", limit=limits.cells)
