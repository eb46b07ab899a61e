"""A face of the program's font in which each digit has its Thai shape. ``python -m ui.digit_face NAME`` writes it out.

Its library is heavy; the server has the faces made by a process of their own (``ui.digits``).
"""

import io
import sys
from pathlib import Path

import fontpkg_sarabun
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(fontpkg_sarabun.__file__).resolve().parent / "files"
ZERO, THAI_ZERO = ord("0"), ord("๐")


def face(name: str) -> bytes:
    """A font of ten signs, made from the file ``name`` of the font: 0 to 9, drawn as ๐ to ๙."""
    options = Options()
    options.layout_features = []
    with TTFont(FONTS / name) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=range(THAI_ZERO, THAI_ZERO + 10))
        cutter.subset(font)
        for table in font["cmap"].tables:
            table.cmap = {code - THAI_ZERO + ZERO: glyph for code, glyph in table.cmap.items()}
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(face(sys.argv[1]))
