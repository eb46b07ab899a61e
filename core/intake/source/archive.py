"""Looks into a workbook's ZIP before anything is built from it: sizes, entities, far cells, cells that hold an error.

A reader of workbooks makes a dense table from the farthest cell, so one cell at XFD1048576 would cost gigabytes, and a
few kilobytes can unpack to as much. The directory's sizes are checked first, then the members are unpacked in steps.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element, ParseError  # nosec B405 # types alone: defusedxml reads
from xml.parsers import expat

from defusedxml.ElementTree import fromstring

from core.intake.model import Limits
from core.intake.source.sheet_xml import SheetExtent, scan_sheet, string_lengths, walk_sheet
from core.intake.source.sniff import UnreadableError

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
            _require_workbook({m.filename for m in members})
            _require_modest(members, limits)
            found = {
                m.filename.lower(): scan_sheet(partial(_parts, archive, m)) for m in members if _is_xml(m.filename)
            }
            _require_extents(found, limits)
            _require_few_letters(archive, members, found, limits)
            names = _sheet_names(archive)
            return {name: found[path.lower()] for name, path in names.items()}
    except UnreadableError:
        raise
    except _DAMAGE as error:
        raise UnreadableError("broken_workbook") from error


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


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
    if len({m.filename.lower().replace("\\", "/") for m in members}) < len(members):
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


def _require_few_letters(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], found: dict[str, SheetExtent], limits: Limits
) -> None:
    """A shared string is written once and copied to every cell that names it: kilobytes may become gigabytes."""
    shared = next((m for m in members if m.filename.lower().endswith("sharedstrings.xml")), None)
    uses = sum(extent.strings for extent in found.values())
    if shared is None or uses * max(string_lengths(_parts(archive, shared))) <= limits.letters:
        return
    lengths = list(string_lengths(_parts(archive, shared)))
    letters = 0
    for member in members:
        if _is_xml(member.filename) and found[member.filename.lower()].strings:
            _, strings = walk_sheet(partial(_parts, archive, member))
            letters += sum(lengths[place] * count for place, count in strings.items() if place < len(lengths))
    if letters > limits.letters:
        raise UnreadableError("zip_bomb", size=letters // 1_000_000, limit=limits.letters // 1_000_000)


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names in order, each with the path of its member, which must be of XML and so was scanned."""
    root = fromstring(archive.read("_rels/.rels"))
    books = {_path("", r) for r in root if r.get("Type", "").endswith("/officeDocument")}
    if books - {"xl/workbook.xml"}:
        raise UnreadableError("broken_workbook")
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): _path("xl", r) for r in relations}
    workbook = fromstring(archive.read("xl/workbook.xml"))
    names = [
        (sheet.get("name", ""), targets.get(_relation_id(sheet), ""))
        for sheet in workbook.iter()
        if sheet.tag.endswith("}sheet") or sheet.tag == "sheet"
    ]
    return dict(names)


def _relation_id(sheet: Element) -> str | None:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)


def _path(folder: str, relation: Element) -> str:
    """The member that a relationship names, from the folder of its part or, with a slash, from the top."""
    return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
