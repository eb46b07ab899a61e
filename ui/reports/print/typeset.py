"""Typst: one template and one JSON of words in, PDF pages or one picture out. Sarabun alone, never a system font."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ui.fonts import PAPER

FOLDER = Path(__file__).resolve().parent
PICTURE_PPI = 260.0  # a picture of 108 mm is then 1105 pixels wide: sharp on a phone, light to send


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(FOLDER / f"{template}.typ", root=FOLDER, font_paths=fonts())


@cache
def fonts() -> typst.Fonts:
    """The one font of papers."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[PAPER])


def pdf(template: str, content: Mapping[str, Any], at: datetime) -> bytes:
    """The pages as PDF, tagged for screen readers; ``at`` is the time that it is stamped with."""
    made = _compiler(template).compile(format="pdf", sys_inputs=_inputs(content), timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made


def picture(template: str, content: Mapping[str, Any]) -> bytes:
    """One page as PNG."""
    (page,) = pages(template, content, PICTURE_PPI)
    return page


def pages(template: str, content: Mapping[str, Any], ppi: float) -> list[bytes]:
    """Every page as PNG."""
    made = _compiler(template).compile(format="png", ppi=ppi, sys_inputs=_inputs(content))
    return [page for page in (made if isinstance(made, list) else [made]) if page is not None]


def _inputs(content: Mapping[str, Any]) -> dict[str, str]:
    return {"content": json.dumps(content, ensure_ascii=False)}
