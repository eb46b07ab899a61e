"""Looks into a workbook's ZIP before anything is built from it: sizes, entities, far cells, cells that hold an error.

A reader of workbooks makes a dense table from the farthest cell, so one cell at XFD1048576 would cost gigabytes, and a
few kilobytes can unpack to as much. The directory's sizes are checked first, then the members are unpacked in steps.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element, ParseError  # nosec B405 # types alone: defusedxml reads
from xml.parsers import expat

from defusedxml.ElementTree import fromstring

from core.intake.model import Limits
from core.intake.source.package import Parts, key, parts_of
from core.intake.source.sheet_xml import SheetExtent, scan_sheet, string_lengths, walk_sheet
from core.intake.source.shown import columns_of_styles, odd_formats, scaling, shown_cells
from core.intake.source.sniff import UnreadableError
from core.text import Message

_STEP = 1 << 20
_MAX_RATIO = 1_000  # XML of tables packs 5- to 50-fold; above this a member is a bomb
_REAL_TABLE = 1 << 20  # members below this unpacked size are harmless whatever their ratio

# What a damaged archive or its XML may raise, in whichever part it is damaged.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    ParseError,
    expat.ExpatError,
    LookupError,
    ValueError,
    RuntimeError,
    OSError,
    EOFError,
)


def inspect(data: bytes, limits: Limits) -> dict[str, SheetExtent]:
    """Extents by sheet name of an XLSX; ``UnreadableError`` where it is something else or would cost too much.

    Every member of XML is bounded as if it were a sheet: which of them a reader opens is for the file to say.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _require_modest(members, limits)
            named = {key(m.filename): m for m in members}
            _require_workbook(set(named))
            found = {name: scan_sheet(partial(_parts, archive, m)) for name, m in named.items() if _is_xml(name)}
            _require_extents(found, limits)
            parts = parts_of(archive)
            _require_few_letters(archive, parts, found, limits)
            names = _sheet_names(archive, parts, found)
            _note_shown(archive, parts, found)
            return {name: found[path] for name, path in names.items()}
    except UnreadableError:
        raise
    except _DAMAGE as error:
        raise UnreadableError("broken_workbook") from error


def has_one_sheet(data: bytes) -> bool:
    """Whether an XLSX holds a single sheet, by the names of its members alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum("/worksheets/" in name and _is_xml(name) for name in map(key, archive.namelist())) == 1
    except _DAMAGE:
        return False


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _require_workbook(names: set[str]) -> None:
    for prefix, what in (
        ("word/", "Word"),
        ("ppt/", "PowerPoint"),
        ("xl/workbook.bin", "XLSB"),
        ("meta-inf/manifest", "ODS"),
    ):
        if any(name.startswith(prefix) for name in names):
            told = {"then": Message("hint.save_as_xlsx")} if what in ("XLSB", "ODS") else {}
            raise UnreadableError("not_a_table", what=what, **told)
    if "_rels/.rels" not in names:
        raise UnreadableError("broken_workbook" if "xl/workbook.xml" in names else "not_a_table", what="ZIP")


def _require_modest(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by the directory alone, before anything is unpacked."""
    if len({key(m.filename) for m in members}) < len(members):
        raise UnreadableError("broken_workbook")  # two members of one name: readers differ in which they take
    if any(m.flag_bits & 1 for m in members):
        raise UnreadableError("encrypted")
    unpacked = sum(m.file_size for m in members)
    steep = any(m.file_size > _REAL_TABLE and m.file_size > _MAX_RATIO * max(1, m.compress_size) for m in members)
    if unpacked > limits.unpacked or steep:
        raise UnreadableError("zip_bomb", size=unpacked // 1_000_000, limit=limits.unpacked // 1_000_000)


def _parts(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member in parts that end between cells, or at least between tags. One longer than its directory entry fails
    its checksum, so it cannot be a bomb.
    """
    rest = b""
    with archive.open(member) as stream:
        while block := stream.read(_STEP):
            block = rest + block
            cut = max(block.rfind(b"<c "), block.rfind(b"<row "))
            cut = cut if cut > 0 else block.rfind(b"<")
            rest = block[cut:] if cut > 0 else b""
            yield _safe(block[:cut] if cut > 0 else block)
    yield _safe(rest)


def _safe(part: bytes) -> bytes:
    """The part, unless it declares entities or hides them in another encoding."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("xml_entities")
    return part


def _require_extents(found: dict[str, SheetExtent], limits: Limits) -> None:
    """A reader makes a dense table of each sheet, and all of them may be read."""
    widest = max(extent.columns for extent in found.values())
    if widest > limits.columns:
        raise UnreadableError("too_many_columns", count=widest, limit=limits.columns)
    if sum(extent.rows * extent.columns for extent in found.values()) > limits.cells:
        raise UnreadableError("too_many_cells", limit=limits.cells)


def _require_few_letters(archive: zipfile.ZipFile, parts: Parts, found: dict[str, SheetExtent], limits: Limits) -> None:
    """A shared string is written once and copied to every cell that names it: kilobytes may become gigabytes."""
    named = parts.named
    own = parts.of_kind("sharedStrings") or next((name for name in named if name.endswith("sharedstrings.xml")), None)
    shared = named[own] if own is not None else None
    uses = sum(extent.strings for extent in found.values())
    if shared is None or uses * max(string_lengths(_parts(archive, shared))) <= limits.letters:
        return
    lengths = list(string_lengths(_parts(archive, shared)))
    letters = 0
    for name, member in named.items():
        if _is_xml(name) and found[name].strings:
            _, strings = walk_sheet(partial(_parts, archive, member))
            letters += sum(lengths[place] * count for place, count in strings.items() if place < len(lengths))
    if letters > limits.letters:
        raise UnreadableError("zip_bomb", size=letters // 1_000_000, limit=limits.letters // 1_000_000)


def _note_shown(archive: zipfile.ZipFile, parts: Parts, found: dict[str, SheetExtent]) -> None:
    """Note the numbers that are shown as something else, where the workbook has formats that do so."""
    named = parts.named
    styles = named.get(parts.of_kind("styles") or "")
    formats = odd_formats(fromstring(b"".join(_parts(archive, styles)))) if styles is not None else {}
    scaled = scaling(formats)
    for name, extent in found.items() if formats else ():
        if extent.rows:
            extent.shown = shown_cells(_parts(archive, named[name]), formats)
            extent.scaled = columns_of_styles(_parts(archive, named[name]), scaled) if scaled else set()


def _sheet_names(archive: zipfile.ZipFile, parts: Parts, found: dict[str, SheetExtent]) -> dict[str, str]:
    """Sheet names in order, each with the path of its member, which must be of XML and so was scanned. The book is the
    one that the package names, whatever its own name. Its sheets are told where it counts days from 1904.
    """
    workbook = fromstring(archive.read(parts.named[parts.book]))
    names = [
        (sheet.get("name", ""), parts.relations.get(_relation_id(sheet) or "", ("", ""))[1])
        for sheet in workbook.iter()
        if sheet.tag.endswith("}sheet") or sheet.tag == "sheet"
    ]
    if any(one.tag.rpartition("}")[2] == "workbookPr" and one.get("date1904") in ("1", "true") for one in workbook):
        for _, path in names:
            found[path].from_1904 = True
    return dict(names)


def _relation_id(sheet: Element) -> str | None:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
