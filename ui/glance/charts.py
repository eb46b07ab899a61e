"""The burns as inline SVG: the screen's own specs and rows, drawn once for the same numbers, language and digits.

One drawing serves light, dark and print: its letters and lines take the colours of the page, and results and plans have
the mid-tones of every chart. What is in it is what a drawing needs: no style, no script, no address.
"""

import json
import logging
import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from html import escape
from importlib.metadata import version
from xml.etree.ElementTree import Element  # nosec B405 # the type alone: defusedxml reads

from cachetools import LRUCache
from defusedxml.ElementTree import fromstring

from db import private
from ui import fonts
from ui.app import made
from ui.charts import still
from ui.charts.specs import Spec
from ui.reports.writing import Writing
from ui.workers.process import Bounds, NotDone, at_work

WIDTH, HEIGHT = 340, 240  # of a phone's screen; a larger one shows the same drawing larger
APART = 10  # between the months: a phone without Sarabun has wider letters
LONGEST_S = 30.0
AGAIN_S = 300.0  # from a drawing that did not succeed until it is tried again
KEPT = 64
DRAWN_BY = version("vl-convert-python")
_KEEPS = {
    "path": ("d", "fill", "stroke", "stroke-width", "stroke-dasharray", "transform"),
    "line": ("x1", "y1", "x2", "y2", "stroke", "stroke-width", "transform"),
    "text": ("text-anchor", "font-size", "font-weight", "transform"),
    "g": ("fill", "stroke", "transform"),
}
_DECIMALS = re.compile(r"(\d+\.\d)\d+")
log = logging.getLogger("otop")

FILES = 400  # drawings that are kept beside the data; the oldest go
_kept: LRUCache[str, str] = LRUCache(KEPT)
_drawing = threading.Lock()  # one process at a time; who wants the same drawing meanwhile waits for it
_failed: list[float] = []  # when a drawing last did not succeed, by the monotonic clock; empty: it is not to be tried
_tries = 0


def drawn(specs: Sequence[Spec | None], writing: Writing) -> list[str]:
    """Each chart as the inside of an ``<svg>``; empty where there is nothing to draw or it could not be drawn."""
    draw_ahead([(spec, writing) for spec in specs if spec is not None])
    return ["" if spec is None else _kept.get(key_of(spec, writing), "") for spec in specs]


def tries() -> int:
    """How often drawings were to be tried again so far: part of every key by which a page with drawings is kept."""
    global _tries  # noqa: PLW0603
    if _failed and time.monotonic() - _failed[0] >= AGAIN_S:
        _failed.clear()
        _tries += 1
    return _tries


def draw_ahead(wanted: Sequence[tuple[Spec, Writing]]) -> None:
    """Have each of these charts at hand: those that nobody has drawn yet are drawn in one process a way of writing."""
    by_key = {key_of(spec, writing): (spec, writing) for spec, writing in wanted}
    with _drawing:
        _read(key for key in by_key if key not in _kept)
        missing = {key: asked for key, asked in by_key.items() if key not in _kept}
        for number_locale in {json.dumps(writing.number_locale) for _, writing in missing.values()}:
            keys = [key for key, (_, one) in missing.items() if json.dumps(one.number_locale) == number_locale]
            drawings = _made([missing[key][0] for key in keys], missing[keys[0]][1])
            found = dict(zip(keys, drawings, strict=False))
            _kept.update(found)
            _write(found)


def key_of(spec: Spec, writing: Writing) -> str:
    """What decides a drawing: what it shows, the digits, and who draws."""
    told = json.dumps([spec, writing.digits, writing.number_locale, still.VEGA_LITE, DRAWN_BY], ensure_ascii=False)
    return sha256(told.encode("utf-8")).hexdigest()


def _read(keys: Iterable[str]) -> None:
    """What an earlier server has drawn. What is damaged is drawn again."""
    if (folder := made.folder("drawings")) is not None:
        for key in keys:
            with suppress(OSError, ValueError):
                _kept[key] = str(json.loads((folder / key).read_text(encoding="ascii")))


def _write(found: Mapping[str, str]) -> None:
    """Keep them for the next server; a folder that takes none is no matter."""
    if (folder := made.folder("drawings")) is not None:
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for key, svg in found.items():
                private.write(folder / key, json.dumps(svg))
            for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-FILES]:
                old.unlink(missing_ok=True)


def _made(specs: Sequence[Spec | None], writing: Writing) -> list[str]:
    """Drawn in a process that then ends; nothing, and a line in the log, where that does not work."""
    asked = {
        "fonts": str(fonts.SCREEN),
        "version": still.VEGA_LITE,
        "locale": writing.number_locale,
        "specs": specs,
    }
    try:
        with at_work(("ui.glance.drawing",), Bounds(seconds=LONGEST_S)) as work, work.told:
            with work.given:
                work.given.write(json.dumps(asked).encode())
            answer = work.told.read()
            work.end()
        return [cleaned(svg) for svg in json.loads(answer)]
    except (OSError, NotDone, ValueError) as error:
        log.error("charts could not be drawn: %s", error)
        _failed[:] = [time.monotonic()]
        return []


def inline(inside: str, alt: str, title: str) -> str:
    """A drawing with its title and the sentence that says what it shows."""
    return (
        f'<svg class="burn" role="img" aria-label="{escape(f"{title}: {alt}")}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{inside}</svg>"
    )


def cleaned(svg: str) -> str:
    """The inside of a drawing without what a page does not need: names for scripts and readers, what is not seen."""
    return "".join(_written(child) for child in fromstring(svg))


def _written(part: Element) -> str:
    tag = part.tag.rpartition("}")[2]
    if tag not in _KEEPS or part.get("opacity") == "0" or part.get("display") == "none":
        return ""
    shape = part.get("d")
    inside = escape(part.text or "") if tag == "text" else "".join(_written(child) for child in part)
    if (tag == "path" and (not shape or part.get("class") == "background")) or (tag in ("g", "text") and not inside):
        return ""
    kept = [(name, part.get(name)) for name in _KEEPS[tag]]
    named = [("class", "grid")] if "role-axis-grid" in part.get("class", "") else []
    said = "".join(f' {name}="{escape(_one_decimal(value))}"' for name, value in (*named, *kept) if value)
    return f"<{tag}{said}>{inside}</{tag}>" if inside else f"<{tag}{said}/>"


def _one_decimal(value: str) -> str:
    return _DECIMALS.sub(r"\1", value)
