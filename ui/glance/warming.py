"""Draws the burns before anybody asks: after the start and after each change of the data, in every language.

Drawing takes a process of its own and a second; who looks meanwhile waits for it, and for no second one.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync

from core.model import Actor
from db import engine as databases
from db import generation
from db.errors import DbError
from ui.app.background import beside
from ui.auth import door, guard
from ui.auth.door import Person
from ui.charts.specs import Spec
from ui.glance import charts, parts
from ui.glance.pen import Pen
from ui.reports.writing import Writing
from ui.request import link
from words import languages, template

LOOK_EVERY_S = 2.0
log = logging.getLogger("otop")


@asynccontextmanager
async def warming() -> AsyncIterator[None]:
    """Within, what the quick page of the project that is shown first needs is drawn as soon as its data change."""
    async with beside(_watch()):
        yield


async def _watch() -> None:
    drawn_for: object = None
    while True:
        await asyncio.sleep(LOOK_EVERY_S)  # at the start too: whoever comes first has the server alone
        try:
            drawn_for = await run_sync(_if_changed, drawn_for, abandon_on_cancel=True)
        except DbError:  # others say it
            pass
        except Exception:
            log.exception("the burns were not drawn ahead")


def _if_changed(drawn_for: object) -> object:
    """The turn of the data and the try, once the burns are drawn or could not be."""
    now = generation.of_data(databases.engine()), charts.tries()
    if now != drawn_for:
        draw()
    return now


def draw() -> None:
    """The burns of the project that a visitor without a choice is shown."""
    wanted: list[tuple[Spec, Writing]] = []
    for lang, digits in ways():
        pen = _pen(lang, digits)
        if pen.session.figures().day is not None:
            specs = parts.specs_of_burns(pen, pen.session.view())
            wanted += [(spec, pen.writing) for spec in specs if spec is not None]
    charts.draw_ahead(wanted)


def ways() -> list[tuple[str, str]]:
    """Each language, with its own digits too where it has them."""
    own = {lang: template("language.digits", lang) for lang in languages()}
    return [(lang, digits) for lang in own for digits in dict.fromkeys(("arabic", own[lang]))]


def _pen(lang: str, digits: str) -> Pen:
    """Of somebody who sees what everybody sees; the burns hold nothing of a person."""
    here = link.of({"lang": lang, "digits": digits})
    person = Person(Actor("", "director"), False, "", door.utc_now())
    return Pen(guard.session_of(person, here), here)
