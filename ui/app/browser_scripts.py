"""Scripts of our own that the server gives out: rows that open a card, and the framework's words in Thai.

A press anywhere in a row picks it, and the page goes to the card and, after Back, to the place it came from. Words that
the framework has in English alone are put into Thai in the browser: it has no setting for them.
"""

import json
import re
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ui.request import link
from words import FALLBACK, FIRST, catalogue, languages

PLACE = "/scripts"
_FOR_READERS = re.compile(r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)
FOLDER = Path(__file__).resolve().parents[1] / "scripts"


def routes() -> list[BaseRoute]:
    """The scripts, at ``/scripts/rows.js`` and ``/scripts/framework.js``."""
    files = Mount(PLACE, app=StaticFiles(directory=FOLDER), name="scripts")
    return [Route(f"{PLACE}/framework.js", _framework), files]


def apply() -> None:
    """Load the scripts into the visitor's page, where they stay; each begins once."""
    base = link.base_path()
    tags = (f'<script src="{base}{PLACE}/{name}.js"></script>' for name in ("rows", "framework"))
    st.html("".join(tags), unsafe_allow_javascript=True)


def _framework(_request: Request) -> Response:
    return Response(framework(), media_type="text/javascript", headers={"Cache-Control": "public, max-age=3600"})


@cache
def framework() -> str:
    """The script with the words of the section ``framework``."""
    limit = str(st.get_option("server.maxUploadSize"))
    named = {
        key.removeprefix("framework."): {lang: text.replace("{limit}", limit) for lang, text in pair.items()}
        for key, pair in catalogue().items()
        if key.startswith("framework.")
    }
    texts = named.values()
    words: dict[str, dict[str, str]] = {}
    for lang in languages():  # a word put in its own place would be found as a change again, and for ever
        own = [(pair.get(lang, pair[FALLBACK]), pair.values()) for pair in texts]
        words[lang] = {other: word for word, others in own for other in others if other != word}
    refused = {
        lang: {name: pair.get(lang, pair[FALLBACK]) for name, pair in named.items() if name.startswith("upload_")}
        for lang in languages()
    }
    listed = json.dumps({"words": words, "refused": refused, "first": FIRST}, ensure_ascii=False)
    return f"const LANGUAGES = {listed};\n" + bare(FOLDER / "framework.js").decode("utf-8")


def bare(path: Path) -> bytes:
    """A script or a style sheet of ours as it is given out: without lines of comment, and where its lines begin."""
    return _FOR_READERS.sub("", path.read_text(encoding="utf-8")).encode("utf-8")
