"""The font of papers: Sarabun with its Thai marks moved by a hair, so that a PDF can be searched and copied.

A reader of PDF puts words together from where the signs stand. As Sarabun comes, a tone over a vowel is lowered by up
to 0.056 em; the typesetter then writes the syllable twice, and ทั้งสิ้น is found as ทั้ทั้งสิ้สิ้น. And beside ป, ฝ and ฟ, whose
marks stand to the left, a tone of no width leaves a gap that is read as a space. Here tones keep the height at which
they are drawn, anchors that differ by a slip of the hand are one height, and small tones have a width, which Thai
setting never advances by. At the size of a paper no mark moves by more than 0.2 mm.
"""

import atexit
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_sarabun
from fontTools.ttLib import TTFont

SOURCE = Path(fontpkg_sarabun.__file__).resolve().parent / "files"
FACES = ("Sarabun-Regular.ttf", "Sarabun-SemiBold.ttf", "Sarabun-Bold.ttf")
TONES = ("uni0E48.small", "uni0E49.small", "uni0E4A.small", "uni0E4B.small")
TONE_WIDTH = 180  # units of 1000: reaches over the gap of the leftmost tone, and of no letter beside it
SLIP = 12  # units of 1000: anchors of one height that were drawn a little apart


@cache
def folder() -> Path:
    """Where the faces are, made once for this process."""
    place = Path(tempfile.mkdtemp(prefix="otop-fonts-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    for name in FACES:
        make(SOURCE / name, place / name)
    return place


def make(source: Path, target: Path) -> None:
    """One face from the font's own."""
    with TTFont(source) as font:
        for part in _parts(font):
            if type(part).__name__ == "MarkMarkPos":
                _level(part)
            elif type(part).__name__ == "MarkBasePos":
                _snap(part)
        for tone in TONES:
            font["hmtx"][tone] = (TONE_WIDTH, font["hmtx"][tone][1])
        font.save(target)


def _parts(font: TTFont) -> Iterator[Any]:
    """The tables by which marks are placed."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            yield getattr(part, "ExtSubTable", part)


def _level(part: Any) -> None:
    """Marks over marks: only to the side, never up or down."""
    for record in part.Mark1Array.MarkRecord:
        record.MarkAnchor.YCoordinate = 0
    for anchor in _anchors(record.Mark2Anchor for record in part.Mark2Array.Mark2Record):
        anchor.YCoordinate = 0


def _snap(part: Any) -> None:
    """Marks over letters: of the heights of one class that lie close together, the most common."""
    for place in range(part.ClassCount):
        anchors = list(_anchors([record.BaseAnchor[place]] for record in part.BaseArray.BaseRecord))
        common = Counter(anchor.YCoordinate for anchor in anchors).most_common()
        for anchor in anchors:
            anchor.YCoordinate = next(y for y, _ in common if abs(y - anchor.YCoordinate) <= SLIP)


def _anchors(rows: Iterable[Iterable[Any]]) -> Iterator[Any]:
    return (anchor for row in rows for anchor in row if anchor is not None)
