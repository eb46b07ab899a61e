"""Sarabun, and the faces made from it: for papers, with Thai digits, to sign in. ``make fonts`` makes them."""

from pathlib import Path

import fontpkg_sarabun

HERE = Path(__file__).resolve().parent
SCREEN = Path(fontpkg_sarabun.__file__).resolve().parent / "files"  # the font as it comes
PAPER, THAI_DIGITS = HERE / "paper", HERE / "thai-digits"
SIGN_IN = HERE / "signin" / "thai.woff"
FACES = {"Sarabun-Regular.ttf": 400, "Sarabun-SemiBold.ttf": 600, "Sarabun-Bold.ttf": 700}  # file -> weight
