"""The first words of the overview: its sentence and its two figures, in the page before any script of it has come.

They are those of the quick page, which are the overview's own. They stand over the page until it says them itself
(``scripts/first.js``), and are inert: a screen reader hears the page alone, and nothing in them can be pressed.
"""

import logging
import threading
from html import escape

from cachetools import LRUCache, cached
from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from starlette.types import Scope

from db import generation
from db.errors import DbError
from ui import fonts
from ui.auth import door, guard, menu
from ui.auth.door import Person
from ui.glance import page, parts
from ui.glance.pen import Pairs, Pen, rest_of
from ui.request import link
from ui.text import t
from ui.visit.pages import Words

KEPT = 100
log = logging.getLogger("otop")


def words(scope: Scope) -> Words | None:
    """For whoever is signed in, of the link that they ask with; ``None`` where the page begins with something else, or
    where they could not be made.
    """
    try:
        with generation.held():
            person = door.person_at(HTTPConnection(scope))
            if person is None or person.must_change or person.actor.amphoe is not None:
                return None
            return _words_for(person, tuple(QueryParams(scope["query_string"]).multi_items()))
    except DbError:  # an erased project among them: the page says it
        return None
    except Exception:  # nothing here may cost the page
        log.exception("the first words of the overview could not be written")
        return None


@cached(LRUCache(KEPT), key=page.key, lock=threading.Lock())
def _words_for(person: Person, query: Pairs) -> Words | None:
    here = link.of(dict(query))
    pen = Pen(guard.session_of(person, here, dict(query).get(link.GONE)), here, rest_of(query))
    figures = pen.session.figures()
    if figures.day is None:
        return None
    view = pen.session.view()
    said = (parts.head(pen, view, figures), parts.verdict(pen, figures), parts.headline(pen, figures))
    overview = t(f"nav.{menu.known()[''].name}", here.lang)
    title = f"{overview} · {pen.session.project.name.get(pen.session.lang)}"
    return Words(pen.text(title), f'<div id="first" inert><style>{STYLE}</style>{"".join(said)}</div>')


def _face(weight: int, name: str) -> str:
    address = f"fonts/pages/{fonts.of_pages(name.removesuffix('.ttf'))}"
    return f'@font-face{{font-family:First;font-weight:{weight};src:url("{escape(address)}")}}'


# What stands under them is laid out meanwhile, and seen and heard when they go.
STYLE = "".join(_face(weight, name) for name, weight in fonts.OF_SCREENS.items()) + (
    """
#root,#root *{visibility:hidden!important}
#first{--ink:light-dark(#1b2733,#e7edf3);--quiet:light-dark(#4d5a67,#b3bfca);--line:light-dark(#d3dce5,#33404d);
color-scheme:light dark;position:fixed;inset:0;overflow:auto;z-index:1;box-sizing:border-box;padding:4.5rem 1rem 1rem;
font:1rem/1.65 First,"Noto Sans Thai","Leelawadee UI",sans-serif;color:var(--ink);background:light-dark(#fff,#12181f)}
#first *{box-sizing:border-box;margin:0}#first a{color:inherit;text-decoration:none}
#first header{padding:.5rem .75rem;border-radius:6px;background:light-dark(#f4f5f6,#1d262f)}
#first header.stale{background:light-dark(#d6d9dc,#2c3136)}
#first h1{font-size:1rem;line-height:1.6}#first .quiet{font-size:.875rem;color:var(--quiet)}
#first .quiet span{white-space:nowrap}
#first .badges{display:flex;flex-wrap:wrap;gap:.25rem .5rem;margin-top:.25rem;font-size:.875rem}
#first .badges span{padding:0 .5rem;border-radius:6px;color:light-dark(#6b3a00,#ffd9a3);
background:light-dark(#ffedd2,#47300f)}
#first .badges a{display:none}
#first .notice{margin-top:.5rem;padding:.4rem .75rem;background:light-dark(#fff6e8,#33270f);border-radius:6px}
#first .verdict{display:flex;align-items:center;gap:.75rem;margin-top:1rem;padding:1rem;border-radius:6px}
#first .verdict svg{flex:none;width:1.5rem;height:1.5rem}#first .verdict strong{color:var(--ink);text-wrap:balance}
#first .info{color:light-dark(#1f5f99,#8cc1f0);background:light-dark(#e6eff7,#1c3248)}
#first .success{color:light-dark(#14683a,#7fd6a4);background:light-dark(#e4f4ea,#17352a)}
#first .warning{color:light-dark(#8a5200,#f5c069);background:light-dark(#fff3dc,#3a2c10)}
#first .cards{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem;margin-top:1rem}
#first .card{display:block;padding:1rem;border:1px solid var(--line);border-radius:6px}
#first .value{font-size:1.25rem;font-weight:600;line-height:1.45}
#first .bar{display:block;width:100%;height:15px;margin:.2rem 0}
#first .bar .whole{fill:light-dark(#dfe5ea,#33404c)}#first .bar .done{fill:light-dark(#2f7fc1,#4d97d6)}
#first .bar .plan{fill:var(--ink)}
@media (min-width:48rem){#first{padding-inline:5rem}}
@media (max-width:640px){#first{padding-top:5.5rem}#first header{min-height:11.2rem}#first .verdict{margin-top:4.9rem}}
"""
)
