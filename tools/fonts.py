"""``make fonts``: the faces of papers, of screens and those with Thai digits, from the fonts that are installed.

Papers: a reader of PDF puts words together from where the signs stand. As Sarabun comes, a tone over a vowel is lowered
by up to 0.056 em; the typesetter then writes the syllable twice: ทั้งสิ้น is found as ทั้ทั้งสิ้สิ้น. And beside ป, ฝ and
ฟ, whose marks stand to the left, a tone of no width leaves a gap that is read as a space. In the faces made here tones
keep the height at which they are drawn, anchors that differ by a slip of the hand are one height, and small tones have
a width, which Thai setting never advances by. At the size of a paper no mark moves by more than 0.2 mm.

Signing in: the Thai letters alone, for a page that may load next to nothing. A browser asks for them where its system
has none.

Thai digits: ten signs, 0 to 9, drawn as ๐ to ๙ (see ``ui.app.digits``).

Screens: the letters of Thai and English with the signs that stand beside them, compressed; for any other letter the
theme has the whole face. Icons: those that the program or the framework's page names, out of some four thousand. What
is made has a part of the digest of its content in its name, which the theme is told, so that a browser may keep it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from ui.app.static import static_folder
from ui.fonts import FACES, ICONS, LETTERS, OF_PAGES, OF_SCREENS, PAPER, SCREEN, SIGN_IN, THAI_DIGITS

TONES = ("uni0E48.small", "uni0E49.small", "uni0E4A.small", "uni0E4B.small")
TONE_WIDTH = 180  # units of 1000: reaches over the gap of the leftmost tone, and over no letter beside it
SLIP = 12  # units of 1000: anchors of one height that were drawn a little apart
ROOT = Path(__file__).resolve().parents[1]
THEME = ROOT / ".streamlit" / "config.toml"
NAMED = re.compile(r":material/([a-z0-9_]+):")
OF_ICONS = "abcdefghijklmnopqrstuvwxyz0123456789_"
THAI_LETTERS = [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F)]
ZERO, THAI_ZERO = ord("0"), ord("๐")


def main() -> None:
    """Make every face."""
    for name in FACES:
        make_paper(SCREEN / name, PAPER / name)
    for name in OF_SCREENS:
        make_thai_digits(SCREEN / name, THAI_DIGITS / name)
        make_screen(SCREEN / name)
    make_thai_letters(SCREEN / next(iter(FACES)), SIGN_IN)
    make_icons(whole_icons(), wanted_icons())


def make_screen(source: Path) -> None:
    """The letters of screens, and the name of their face in the theme."""
    options = Options()
    options.layout_features, options.name_IDs = ["ccmp", "mark", "mkmk", "kern", "liga", "locl"], []
    options.hinting = options.glyph_names = False
    options.notdef_outline = True
    with TTFont(source, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=[code for part in LETTERS for code in part])
        cutter.subset(font)
        name = keep_compressed(font, source.stem)
    told = re.sub(rf"{source.stem}\.[0-9a-f]{{8}}\.woff2", name, THEME.read_text(encoding="utf-8"))
    THEME.write_text(told, encoding="utf-8", newline="\n")


def whole_icons() -> Path:
    """The face of all icons, as the framework has it."""
    return next((static_folder() / "static" / "media").glob("MaterialSymbols-Rounded.*.woff2"))


def ours() -> list[Path]:
    """Where the program names icons."""
    found = [path for room in ("ui", "pages", "words") for path in sorted((ROOT / room).rglob("*"))]
    return [path for path in found if path.suffix in (".py", ".toml")]


def wanted_icons() -> set[str]:
    """What the program and the framework's page name, each whole."""
    paths = [*ours(), *(static_folder() / "static" / "js").glob("*.js")]
    return {name for path in paths for name in NAMED.findall(path.read_text(encoding="utf-8"))}


def make_icons(source: Path, wanted: set[str]) -> None:
    """The face of these icons; a name that is none of an icon is passed over."""
    options = Options()
    options.layout_features, options.name_IDs = ["rlig"], []
    options.glyph_names = False
    with TTFont(source, recalcTimestamp=False) as font:
        for part, first in ligatures(font):
            spelled = spelling(font)
            kept = [one for one in part.ligatures[first] if spelled(first, one) in wanted]
            part.ligatures[first] = kept
            if not kept:
                del part.ligatures[first]
        cutter = Subsetter(options)
        cutter.populate(text=OF_ICONS)
        cutter.subset(font)
        keep_compressed(font, ICONS)


def ligatures(font: TTFont) -> list[tuple[Any, str]]:
    """Each table of names of icons, with each first letter in it."""
    parts = [
        getattr(part, "ExtSubTable", part) for found in font["GSUB"].table.LookupList.Lookup for part in found.SubTable
    ]
    return [(part, first) for part in parts for first in list(part.ligatures)]


def spelling(font: TTFont) -> Any:
    """How the letters of an icon's name are read."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if chr(code) in OF_ICONS}
    return lambda first, one: "".join(letters.get(glyph, "?") for glyph in (first, *one.Component))


def keep_compressed(font: TTFont, stem: str) -> str:
    """Write a face in place of the one before it; its name."""
    font.flavor = "woff2"
    part = OF_PAGES / f"{stem}.part"
    font.save(part)
    name = f"{stem}.{sha256(part.read_bytes()).hexdigest()[:8]}.woff2"
    for old in OF_PAGES.glob(f"{stem}.*.woff2"):
        old.unlink()
    part.rename(OF_PAGES / name)
    return name


def make_thai_letters(source: Path, target: Path) -> None:
    """A small face of the Thai letters, with the places of their marks, compressed."""
    options = Options()
    options.layout_features, options.name_IDs = ["ccmp", "mark", "mkmk"], []
    options.hinting = options.notdef_outline = options.glyph_names = False
    with TTFont(source, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=THAI_LETTERS)
        cutter.subset(font)
        font.flavor = "woff"
        font.save(target)


def make_thai_digits(source: Path, target: Path) -> None:
    """A face of the ten Thai digits under the codes of 0 to 9."""
    options = Options()
    options.layout_features = []
    with TTFont(source, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=range(THAI_ZERO, THAI_ZERO + 10))
        cutter.subset(font)
        for table in font["cmap"].tables:
            table.cmap = {code - THAI_ZERO + ZERO: glyph for code, glyph in table.cmap.items()}
        font.save(target)


def make_paper(source: Path, target: Path) -> None:
    """A face whose words are found in a PDF."""
    with TTFont(source, recalcTimestamp=False) as font:
        for part in placing(font):
            if type(part).__name__ == "MarkMarkPos":
                _level(part)
            elif type(part).__name__ == "MarkBasePos":
                _snap(part)
        for tone in TONES:
            font["hmtx"][tone] = (TONE_WIDTH, font["hmtx"][tone][1])
        font.save(target)


def placing(font: TTFont) -> Iterator[Any]:
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


if __name__ == "__main__":
    main()
