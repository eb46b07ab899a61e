"""LibreOffice without a screen, for tests: it computes a workbook anew, as an office's own program would."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

NO_OFFICE = "no LibreOffice Calc was found on this machine"
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
