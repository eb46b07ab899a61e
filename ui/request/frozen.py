"""The frozen link of some data: short, and the same whenever the same data are frozen. For screens and papers."""

import logging
from datetime import datetime

from core.model import Actor, Snapshot
from db.engine import Engine
from db.errors import DbError
from db.notebook import short_links
from db.notebook.short_links import Target
from ui.request import public
from words import FIRST

QUICK = "glance"  # the page that a message opens, on a phone; papers open the overview
log = logging.getLogger("otop")


def code(engine: Engine, view: Snapshot, lang: str, *, actor: Actor, now: datetime, page: str = "") -> str | None:
    """The code that opens a page, the overview unless another is named, of this view's day as it is known to the view;
    ``None`` where there are no data.

    A view of all that is known is frozen at the newest thing that anybody did to it.
    """
    seen = view.seen or short_links.last_change(engine, view.project.code, now)
    if view.day is None or seen is None:
        return None
    kept = () if lang == FIRST else (("lang", lang),)
    return short_links.code_of(engine, Target(view.project.code, view.day, seen, page, kept), actor=actor, now=now)


def printed(engine: Engine, view: Snapshot, lang: str, *, actor: Actor, now: datetime, page: str = "") -> str:
    """The whole link for papers and messages; empty where the office has not said the public address, or where a
    database that can not be written has no code for it: a paper is worth more than its link.
    """
    if public.address() is None:
        return ""
    try:
        found = code(engine, view, lang, actor=actor, now=now, page=page)
    except DbError as error:
        log.warning("no frozen link: %s", error)
        return ""
    return "" if found is None else public.short_link(found) or ""
