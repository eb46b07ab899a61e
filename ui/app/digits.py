"""Thai digits on the screen: the same text, drawn with a face of the font in which each digit has its Thai shape.

Nothing that is shown is converted, so no number can differ between the two, whoever draws it (tables and charts draw
in the browser); a copied figure still pastes into a spreadsheet as a number.
"""

from functools import cache

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ui.fonts import OF_SCREENS, THAI_DIGITS
from ui.request import link

PLACE = "/fonts/thai-digits"
_FAMILY, _AS_TYPED = "Sarabun", "Sarabun as typed"


def routes() -> list[Mount]:
    """The faces, at ``/fonts/thai-digits/Sarabun-Regular.ttf`` and so on."""
    return [Mount(PLACE, app=StaticFiles(directory=THAI_DIGITS), name="thai-digits")]


@cache
def sheet(base: str) -> str:
    """The style sheet of the switch, for a server under the path ``base``.

    What a person types, and texts that are there to be copied, keep the digits that they really have.
    """
    faces = "".join(
        _font_face(_FAMILY, f"{base}{PLACE}/{name}", weight, "unicode-range: U+30-39;")
        + _font_face(_AS_TYPED, f"{base}/fonts/{name}", weight)
        for name, weight in OF_SCREENS.items()
    )
    kept = 'input, textarea, [data-testid="stCode"] *'
    return f'<style>{faces}.stApp :is({kept}) {{ font-family: "{_AS_TYPED}", sans-serif; }}</style>'


def _font_face(family: str, address: str, weight: int, more: str = "") -> str:
    return f'@font-face {{ font-family: "{family}"; src: url("{address}"); font-weight: {weight}; {more} }}'


def apply() -> None:
    """Draw the digits of this visitor's page as Thai ones."""
    st.html(sheet(link.base_path()))
