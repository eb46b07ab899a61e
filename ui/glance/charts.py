"""The burns as inline SVG: the screen's own specs and rows, drawn once for the same numbers, language and digits.

One drawing serves light, dark and print: its letters and lines take the colours of the page, and results and plans have
the mid-tones of every chart. What is in it is what a drawing needs: no style, no script, no address.
"""

import json
import logging
import re
import threading
from collections.abc import Sequence
from html import escape
from xml.etree.ElementTree import Element  # nosec B405 # the type alone: defusedxml reads

from cachetools import LRUCache
from defusedxml.ElementTree import fromstring

from ui import fonts
from ui.charts import still
from ui.charts.specs import Spec
from ui.reports.writing import Writing
from ui.workers.process import Bounds, NotDone, at_work

WIDTH, HEIGHT = 340, 240  # of a phone's screen; a larger one shows the same drawing larger
APART = 10  # between the months: a phone without Sarabun has wider letters
LONGEST_S = 30.0
KEPT = 64
_KEEPS = {
    "path": ("d", "fill", "stroke", "stroke-width", "stroke-dasharray", "transform"),
    "line": ("x1", "y1", "x2", "y2", "stroke", "stroke-width", "transform"),
    "text": ("text-anchor", "font-size", "font-weight", "transform"),
    "g": ("fill", "stroke", "transform"),
}
_DECIMALS = re.compile(r"(\d+\.\d)\d+")
log = logging.getLogger("otop")

_kept: LRUCache[str, str] = LRUCache(KEPT)
_drawing = threading.Lock()  # one process at a time; who wants the same drawing meanwhile waits for it


def drawn(specs: Sequence[Spec | None], writing: Writing) -> list[str]:
    """Each chart as the inside of an ``<svg>``; empty where there is nothing to draw or it could not be drawn."""
    keys = [None if spec is None else json.dumps([spec, writing.digits], ensure_ascii=False) for spec in specs]
    with _drawing:
        missing = [(key, spec) for key, spec in zip(keys, specs, strict=True) if key is not None and key not in _kept]
        if missing:
            made = _made([spec for _, spec in missing], writing)
            _kept.update({key: svg for (key, _), svg in zip(missing, made, strict=False)})
        return ["" if key is None else _kept.get(key, "") for key in keys]


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
