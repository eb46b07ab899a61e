"""Sarabun, and the faces made from it: for papers, for screens, with Thai digits, to sign in; the icons of the screens.

``make fonts`` makes them.
"""

from pathlib import Path

import fontpkg_sarabun

HERE = Path(__file__).resolve().parent
SCREEN = Path(fontpkg_sarabun.__file__).resolve().parent / "files"  # the font as it comes
PAPER, THAI_DIGITS = HERE / "paper", HERE / "thai-digits"
SIGN_IN = HERE / "signin" / "thai.woff"
FACES = {"Sarabun-Regular.ttf": 400, "Sarabun-SemiBold.ttf": 600, "Sarabun-Bold.ttf": 700}  # file -> weight
OF_SCREENS = {name: weight for name, weight in FACES.items() if weight < 700}  # there the half-bold one stands for bold
OF_PAGES = HERE / "pages"  # what a page is shown with, compressed; a part of each name is a digest of the content
ICONS = "icons"
# Thai, the letters and signs of a keyboard, and · × ÷ – — ‘ ’ “ ” • … ฿ € − ■ and their like. The theme says the same
# ranges, and the whole face for all others.
LETTERS = (
    range(0x20, 0x7F), range(0xA0, 0xA1), range(0xB0, 0xB1), range(0xB7, 0xB8), range(0xD7, 0xD8), range(0xF7, 0xF8),
    range(0xE01, 0xE5C), range(0x2010, 0x2027), range(0x2030, 0x2031), range(0x20AC, 0x20AD), range(0x2190, 0x2194),
    range(0x2212, 0x2213), range(0x2248, 0x2249), range(0x2260, 0x2266), range(0x25A0, 0x25CB),
)  # fmt: skip


def of_pages(stem: str) -> str:
    """The name of the one face that begins with ``stem``."""
    return next(path.name for path in OF_PAGES.glob(f"{stem}.*.woff2"))
