"""The parts of a workbook's package: which of them is what, by what the package itself says, and the package with each
part where readers of workbooks look for it.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element  # nosec B405 # a type alone: defusedxml reads
from xml.sax.saxutils import quoteattr  # nosec B406 # writes alone

from defusedxml.ElementTree import fromstring

from core.intake.source.sniff import UnreadableError

_BOOK, _STRINGS, _STYLES = "xl/workbook.xml", "xl/sharedstrings.xml", "xl/styles.xml"
_NAMES = {_BOOK: _BOOK, _STRINGS: "xl/sharedStrings.xml", _STYLES: _STYLES}  # as they are written
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Parts:
    """The members of a package by ``key``: the book, its relations (id -> kind and member), strings and styles."""

    named: Mapping[str, zipfile.ZipInfo]
    book: str
    relations: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> str | None:
        """The member that the book names as its strings or styles, if it is there."""
        found = (member for _, (of, member) in self.relations.items() if of == kind)
        return next((member for member in found if member in self.named), None)


def key(name: str) -> str:
    """The name of a member as readers of workbooks look for it: small letters, slashes alone, from the top."""
    return _slashed(name).removeprefix("./").lstrip("/")


def _slashed(name: str) -> str:
    return name.replace("\\", "/").lower()


def parts_of(archive: zipfile.ZipFile) -> Parts:
    """The parts of a package, whose members were looked into already. Raises ``KeyError`` and what XML may raise, and
    ``UnreadableError`` where it names no book, or several.
    """
    named = {key(member.filename): member for member in archive.infolist()}
    top = _relations(archive, named, "_rels/.rels", "")
    books = {member for kind, member in top.values() if kind == "officeDocument"}
    if len(books) != 1 or not next(iter(books)).endswith(".xml"):
        raise UnreadableError("broken_workbook")
    book = books.pop()
    folder, _, name = book.rpartition("/")
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    return Parts(named, book, _relations(archive, named, path, folder))


def _relations(
    archive: zipfile.ZipFile, named: Mapping[str, zipfile.ZipInfo], path: str, folder: str
) -> dict[str, tuple[str, str]]:
    """Id -> (kind, member) of the relations that a member holds."""
    found = fromstring(archive.read(named[path]))
    inside = [one for one in found if one.get("TargetMode") != "External"]
    return {one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], _member(folder, one)) for one in inside}


def _member(folder: str, relation: Element) -> str:
    """The member that a relation names, from the folder of its part or, with a slash, from the top."""
    target = relation.get("Target", "").replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()


def readable(data: bytes) -> bytes:
    """The workbook with each part where readers look for it: the same bytes where they are there already."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = parts_of(archive)
        here = {_BOOK: parts.book, _STRINGS: parts.of_kind("sharedStrings"), _STYLES: parts.of_kind("styles")}
        usual = all(name == _slashed(member.filename) for name, member in parts.named.items())
        if usual and all(member in (None, place) for place, member in here.items()):
            return data
        return _moved(archive, parts, {member: place for place, member in here.items() if member})


def _moved(archive: zipfile.ZipFile, parts: Parts, places: dict[str, str]) -> bytes:
    """The package written anew, with nothing but the book, its sheets, strings and styles."""
    lines = []
    for number, (name, (kind, member)) in enumerate(parts.relations.items(), 1):
        if kind == "worksheet":
            places.setdefault(member, f"xl/worksheets/sheet{number}.xml")
        if member in places:
            target = _NAMES.get(places[member], places[member]).removeprefix("xl/")
            lines.append(_line(name, kind, target))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("_rels/.rels", _document([_line("rId1", "officeDocument", _BOOK)]))
        package.writestr("xl/_rels/workbook.xml.rels", _document(lines))
        for member, place in places.items():
            if member in parts.named:
                package.writestr(_NAMES.get(place, place), archive.read(parts.named[member]))
    return written.getvalue()


def _line(name: str, kind: str, target: str) -> str:
    return f"<Relationship Id={quoteattr(name)} Type={quoteattr(f'{_KIND}/{kind}')} Target={quoteattr(target)}/>"


def _document(lines: list[str]) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_RELATIONS}">{"".join(lines)}</Relationships>'
