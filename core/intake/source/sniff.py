"""What a file is and how its text is encoded, decided from the bytes; never by confidence, never from the name alone.

Order: known signatures, UTF-16, strict UTF-8 on the whole file, strict Windows-874, else refused. What is refused is an
``UnreadableError`` whose code names the sentence.
"""

import codecs
import re
from typing import Any, Literal

from core.text import Message, mask_national_id

Container = Literal["text", "xlsx", "ole"]

WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_EMPTY = b"\xef\xbb\xbf \t\r\n,;"  # what a file without a word may hold
_STEP = 1 << 15  # bytes decoded at a time: no second copy is held, and the text of a step takes no new pages of memory
_NEAR, _NEAR_BYTES = 20, 90  # letters that are shown of what is before a bad byte, and bytes that they are in
_SAMPLE = 1 << 16  # bytes looked at for text that was spoilt before it came here

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
_END, _TAIL = b"\x1a", 64  # the mark, and the bytes at the end among which it is looked for
_MARKUP = re.compile(rb"\s*<(?:!doctype html|html|table|head|body|meta|\?xml)", re.IGNORECASE)
_THAI = re.compile("[\u0e01-\u0e5b]")


class UnreadableError(ValueError):
    """A file, or a part of it, that cannot be read; ``code`` names the issue, ``params`` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def is_workbook(data: bytes) -> bool:
    """Whether the bytes begin as a workbook does, new or old."""
    return data.startswith((WORKBOOK, OLD_WORKBOOK))


def container(data: bytes) -> Container:
    """Whether the bytes are text, a workbook in ZIP, or an OLE file; any other known thing is refused by its name."""
    if not data[:4096].strip(_EMPTY) and not data.strip(_EMPTY):
        raise UnreadableError("empty_file")
    if data.startswith(WORKBOOK):
        return "xlsx"
    if data.startswith(OLD_WORKBOOK):
        return "ole"
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError("not_a_table", what=name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableError("utf16")
    if b"\x00" in data:
        halves = data[: 2 * _SAMPLE : 2], data[1 : 2 * _SAMPLE : 2]
        raise UnreadableError("utf16" if any(h.count(0) > len(h) // 4 for h in halves) else "binary")
    if _MARKUP.match(data[:512].removeprefix(codecs.BOM_UTF8)):
        raise UnreadableError("not_a_table", what="HTML/XML", then=Message("hint.save_as_workbook"))
    return "text"


def without_end_mark(data: bytes) -> bytes:
    """The bytes of a text without the end mark of DOS (0x1A) and the line ends about it, which say nothing."""
    tail = data[-_TAIL:]
    kept = tail.rstrip(_END + b"\r\n")
    return data[: len(data) - len(tail) + len(kept)] + b"\r\n" if _END in tail[len(kept) :] else data


def encoding_of(data: bytes) -> str:
    """``utf-8-sig`` (with or without the mark) or ``cp874``, whichever decodes the whole file; else it is refused."""
    for encoding in ("utf-8", "cp874"):
        if _decodes(data, encoding):
            _refuse_spoilt(data[:_SAMPLE].decode(encoding, "ignore"))
            return "utf-8-sig" if encoding == "utf-8" else encoding
    raise UnreadableError("unreadable_text", **_bad_byte(data))


def _bad_byte(data: bytes) -> dict[str, Any]:
    """Where the first byte stands that is no letter, in the encoding that gets furthest: its row, what is before."""
    found = [(_first_bad(data, encoding), encoding) for encoding in ("utf-8", "cp874")]
    place, encoding = max(found)
    line = data[:place].rsplit(b"\n", 1)[-1]
    near = mask_national_id(line[-_NEAR_BYTES:].decode(encoding, "ignore"))[-_NEAR:]
    return {"row": data.count(b"\n", 0, place) + 1, "near": near.strip(), "byte": f"{data[place]:02X}"}


def _first_bad(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(data) - 1


def encoding_name(encoding: str, data: bytes) -> str:
    """The encoding as reported: ``utf-8-sig`` only where the file begins with the mark."""
    return "utf-8" if encoding == "utf-8-sig" and not data.startswith(codecs.BOM_UTF8) else encoding


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(data)
    try:
        for start in range(0, len(data), _STEP):
            decoder.decode(view[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_spoilt(text: str) -> None:
    """Refuse text that was decoded wrongly, or lost its Thai letters, before it was saved."""
    foreign = sum(1 for letter in text if letter > "\x7f")
    pairs = sum(text.count(pair) for pair in ("เธ", "เน", "à¸", "à¹"))  # the first two bytes of every Thai letter
    if pairs >= 5 and pairs * 3 >= foreign * 0.6:
        raise UnreadableError("mojibake")
    if _THAI.search(text):
        return
    if foreign >= 20 and _is_thai_as_latin(text):
        raise UnreadableError("mojibake")
    if text.count("??") >= 5 or text.count("\ufffd") >= 5:
        raise UnreadableError("thai_lost")


def _is_thai_as_latin(text: str) -> bool:
    letters = "".join(letter for letter in text if letter > "\x7f")
    try:
        thai = letters.encode("latin-1").decode("cp874")
    except UnicodeError:
        return False
    return len(_THAI.findall(thai)) >= len(letters) * 0.9
