"""The framework's page and style sheet as the program gives them out: asked for ahead is what the first screen needs.

What is changed is found in the installed framework by what it is, not by a name that the next version would change;
where something is not found, the page stays as it comes.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ui import fonts
from ui.app import browser_scripts
from ui.app.static import digest_of, static_folder

FIRST = ("Html", "Button", "Selectbox", "PageLink")  # what every page draws with
OVERVIEW = ("ArrowVegaLiteChart",)  # what the overview alone draws with, and after the sentence
STYLES = re.compile(r'(?<=href="\./)static/css/index\.[^"]+\.css')
# Faces that are named before the theme has come, and by no part of it.
_ALIEN_FACES = re.compile(r"@font-face\{font-family:Source Sans;[^}]*\}")
_ICONS = re.compile(r"url\(\.\./media/MaterialSymbols-Rounded\.[^)]+\)")
_ALIEN = re.compile(  # a face that the theme does not use; an interface that is shut; words in English alone
    r'<link\s+rel="preload"\s+href="\./static/media/SourceSans[^>]*>\s*'
    r'|(<!--(?:(?!-->).)*-->\s*)?<link rel="service-desc"[^>]*>\s*'
    r"|<noscript>.*?</noscript>\s*",
    re.DOTALL,
)
_OWN_HINTS = re.compile(r'<link rel="modulepreload"[^>]*>\s*')
_OWN_ICON = re.compile(
    r'<link rel="shortcut icon"[^>]*>'
)  # which the framework puts others for: those of the menu, from elsewhere
LATER = ' fetchpriority="low"'  # of what is drawn with: the socket is asked for before it, by what the page begins with
SMALL = 4  # small files asked for beside a large one
_ENTRY, _HERE = "index.html", "<title>"


@cache
def index() -> bytes:
    """The page as it comes."""
    return (static_folder() / "index.html").read_bytes()


@cache
def of_a_first_visit() -> frozenset[str]:
    """The scripts and styles that the overview asks for."""
    return frozenset(f"/{name}" for name in (*chunks(FIRST, OVERVIEW), styles_address(), together_address()))


@cache
def page(path: str) -> str:
    """The page at an address below the program's place, with what it asks for ahead."""
    text = STYLES.sub(lambda found: styles_address() or found[0], _ALIEN.sub("", index().decode("utf-8")))
    text = _OWN_HINTS.sub("", _OWN_ICON.sub('<link rel="icon" href="./favicon.png" />', text))
    faces = [fonts.of_pages(name.removesuffix(".ttf")) for name in (*fonts.OF_SCREENS, fonts.ICONS)]
    entry = chunks()
    hints = [
        *(_font(name) for name in faces),
        *(_chunk(name) for name in entry),
        *(_chunk(name, LATER) for name in chunks(FIRST if path else (*FIRST, *OVERVIEW)) if name not in entry),
    ]
    first = f'<script defer fetchpriority="high" src="./{together_address()}"></script>'  # the framework's wait for it
    return text.replace(_HERE, "\n    ".join([first, *hints, _HERE]), 1)


def _font(name: str) -> str:
    return f'<link rel="preload" href="./fonts/pages/{name}" as="font" type="font/woff2" crossorigin>'


def _chunk(name: str, how: str = "") -> str:
    return f'<link rel="modulepreload" crossorigin{how} href="./{name}">'


def chunks(*elements: Iterable[str]) -> list[str]:
    """The scripts of the page, then of each set of elements, as the framework's own list has them."""
    order = _mixed(_with_imports([_ENTRY]))
    for names in elements:
        order += _mixed(_with_imports(_entries(names)).difference(order))
    return [str(_parts()[key]["file"]) for key in order]


def _mixed(keys: Iterable[str]) -> list[str]:
    """The order to ask in: a browser opens six lines at once, and each small file leaves one idle for as long as the
    way there and back. A large one beside four small keeps something on its way.
    """
    left, order = sorted(keys, key=_size, reverse=True), list[str]()
    while left:
        order += [left.pop(0), *left[: -SMALL - 1 : -1]]
        del left[-SMALL:]
    return order


def _entries(elements: Iterable[str]) -> list[str]:
    of = {part.get("name"): key for key, part in _parts().items() if part.get("isDynamicEntry")}
    return [of[element] for element in elements if element in of]


def _size(key: str) -> int:
    return (static_folder() / str(_parts()[key]["file"])).stat().st_size


@cache
def _parts() -> Mapping[str, Any]:
    """Each part of the framework's page: its file, and the parts that it imports."""
    try:
        return dict(json.loads((static_folder() / "manifest.json").read_bytes()))
    except (OSError, ValueError):
        return {}


def _with_imports(keys: Iterable[str]) -> set[str]:
    """Parts and all that they import."""
    found: set[str] = set()
    left = list(keys)
    while left:
        if (key := left.pop()) in _parts() and key not in found:
            found.add(key)
            left += _parts()[key].get("imports", ())
    return found


@cache
def together() -> bytes:
    """The script that hands on what a run draws in one piece."""
    return browser_scripts.bare(browser_scripts.FOLDER / "together.js")


@cache
def together_address() -> str:
    """Where it is given out: a browser keeps it, and waits for nothing at its next visit."""
    return f"static/js/together.{digest_of(together())[:8]}.js"


@cache
def styles() -> bytes:
    """The framework's style sheet, without a font that the theme puts another for, and with the icons that are used."""
    named = STYLES.search(index().decode("utf-8"))
    if named is None:
        return b""
    text = (static_folder() / named[0]).read_text(encoding="utf-8")
    icons = f"url(../../fonts/pages/{fonts.of_pages(fonts.ICONS)})"
    return _ICONS.sub(icons, _ALIEN_FACES.sub("", text)).encode("utf-8")


@cache
def styles_address() -> str:
    """Where it is given out: another content has another address."""
    return f"static/css/page.{digest_of(styles())[:8]}.css" if styles() else ""
