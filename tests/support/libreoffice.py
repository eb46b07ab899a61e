"""LibreOffice without a screen: it computes a workbook and shows slides as an office's own program would."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ui.fonts import PAPER

NO_OFFICE = "no LibreOffice Calc was found on this machine"
NO_IMPRESS = "no LibreOffice Impress was found on this machine"
# The office's font is not on every machine; the program's own Sarabun, whose letters are larger, stands for it.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><test name="family"><string>TH SarabunPSK</string></test>
<edit name="family" mode="assign" binding="same"><string>Sarabun</string></edit></match></fontconfig>"""
# Compute every formula when a file is opened, whatever value stands beside it.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
Change = Callable[[Any], None]


def find_office() -> str | None:
    """Where LibreOffice is."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def required() -> str:
    """LibreOffice. Without one: skip, or fail where ``OTOP_REQUIRE_OFFICE=1``."""
    program = find_office()
    if program is None:
        if os.environ.get("OTOP_REQUIRE_OFFICE") == "1":
            pytest.fail(NO_OFFICE)
        pytest.skip(NO_OFFICE)
    return program


def recomputed(books: Mapping[str, bytes], folder: Path, change: Change = lambda _book: None) -> dict[str, Any]:
    """Each workbook without its stored values, after ``change``, computed by LibreOffice: its sheets as values."""
    program, made = required(), folder / "made"
    user = folder / "office" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    for name, content in books.items():
        book = openpyxl.load_workbook(io.BytesIO(content))  # keeps formulas and drops what they came to
        change(book)
        book.save(folder / f"{name}.xlsx")
    command = [program, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "xlsx"]
    sources = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run([*command, "--outdir", str(made), *sources], check=True, capture_output=True, timeout=300)
    return {name: openpyxl.load_workbook(made / f"{name}.xlsx", data_only=True) for name in books}


def shown(decks: Mapping[str, bytes], folder: Path) -> dict[str, Path] | None:
    """Each deck as LibreOffice Impress shows it, a PDF in ``folder``; nothing where there is no Impress."""
    program, settings = find_office(), folder / "fonts.conf"
    if program is None:
        return None
    settings.write_text(FONTS.format(fonts=PAPER, cache=folder / "fonts"), encoding="utf-8")
    for name, content in decks.items():
        (folder / f"{name}.pptx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    sources = [str(folder / f"{name}.pptx") for name in decks]
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    subprocess.run([*command, *sources], check=False, capture_output=True, timeout=300, env=environment)
    made = {name: folder / f"{name}.pdf" for name in decks}
    return made if all(path.is_file() for path in made.values()) else None


def required_slides(decks: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """As ``shown``. Without an Impress: skip, or fail where ``OTOP_REQUIRE_OFFICE=1``."""
    made = shown(decks, folder)
    if made is None:
        if os.environ.get("OTOP_REQUIRE_OFFICE") == "1":
            pytest.fail(NO_IMPRESS)
        pytest.skip(NO_IMPRESS)
    return made
