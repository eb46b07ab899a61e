"""Thai digits on the screen: the same text, drawn with a face of the font in which each digit has its Thai shape.

Nothing that is shown is converted, so no number can differ between the two, whoever draws it (tables and charts draw
in the browser); a copied figure still pastes into a spreadsheet as a number.
"""

import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import fontpkg_sarabun
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

FONTS = Path(fontpkg_sarabun.__file__).resolve().parent / "files"
FACES: Mapping[str, int] = {"Sarabun-Regular.ttf": 400, "Sarabun-SemiBold.ttf": 600, "Sarabun-Bold.ttf": 700}
ROOT = Path(__file__).resolve().parent.parent
PLACE = "/fonts/thai-digits"
_FAMILY, _AS_TYPED = "Sarabun", "Sarabun as typed"


def routes() -> list[Route]:
    """The faces, at ``/fonts/thai-digits/Sarabun-Regular.ttf`` and so on."""
    return [Route(PLACE + "/{name}", _answer)]


def _answer(request: Request) -> Response:
    name = str(request.path_params["name"])
    if name not in FACES:
        return PlainTextResponse("Not Found", status_code=404)
    return Response(face(name), media_type="font/ttf", headers={"Cache-Control": "public, max-age=86400"})


@cache
def face(name: str) -> bytes:
    """One face, made once by a process of its own: see ``ui.digit_face``."""
    command = [sys.executable, "-m", "ui.digit_face", name]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=60).stdout


@cache
def sheet(base: str) -> str:
    """The style sheet of the switch, for a server under the path ``base``.

    What a person types, and texts that are there to be copied, keep the digits that they really have.
    """
    faces = "".join(
        _font_face(_FAMILY, f"{base}{PLACE}/{name}", weight, "unicode-range: U+30-39;")
        + _font_face(_AS_TYPED, f"{base}/fonts/{name}", weight)
        for name, weight in FACES.items()
    )
    kept = 'input, textarea, [data-testid="stCode"] *'
    return f'<style>{faces}.stApp :is({kept}) {{ font-family: "{_AS_TYPED}", sans-serif; }}</style>'


def _font_face(family: str, address: str, weight: int, more: str = "") -> str:
    return f'@font-face {{ font-family: "{family}"; src: url("{address}"); font-weight: {weight}; {more} }}'


def apply() -> None:
    """Draw the digits of this visitor's page as Thai ones."""
    st.html(sheet(f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")))
