"""What a message says: why it comes, the text of the brief, its link; in a mail the brief itself. Never a person.

Made when it is sent, from what is known then, and for what its reader may see then.
"""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from cachetools import LRUCache

from core.analysis.telling.occasions import WITHOUT_FIGURES
from core.calendar import bangkok_day
from core.model import Actor
from db.engine import Engine
from db.notebook.short_links import last_change
from db.projects import default
from db.telling.queue import Claimed
from ui.reports import chat
from ui.reports.catalogue import PAPERS, Paper
from ui.reports.material import Material, Order, gather
from ui.reports.writing import Writing
from ui.request import frozen, public
from ui.text import t, told
from ui.workers.process import Bounds, at_work
from ui.workers.turns import line

PAPER_OF = {"png": PAPERS["png"], "pdf": PAPERS["brief"]}
_KEPT_BYTES = 20_000_000
_made: LRUCache[tuple[object, ...], bytes] = LRUCache(_KEPT_BYTES, getsizeof=len)


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent: a subject, a text, the brief where one goes along, and the numbers of the uploads behind it."""

    subject: str
    text: str
    sets: str = ""
    name: str = ""  # of the file
    media_type: str = ""
    file: bytes = b""


def made(engine: Engine, message: Claimed, form: str, lang: str, *, actor: Actor, now: datetime) -> Content:
    """The content of a message to an actor, whose scope ``engine`` holds. Raises ``NotDone`` and ``Busy`` for a brief
    that could not be made now.
    """
    why = told(message.sentence, lang)
    if message.occasion in WITHOUT_FIGURES:
        return Content(
            t("telling.subject_plain", lang, why=t(f"occasion.{message.occasion}", lang)), _joined(why, lang)
        )
    code = default.for_reading(engine, message.project)
    order = Order(code, Writing(lang, "arabic"), now, tells_waiting=actor.knows_of_waiting(code))
    material = gather(engine, order)
    view = material.view
    name = view.project.name.get(lang)
    subject = t("telling.subject", lang, why=t(f"occasion.{message.occasion}", lang), name=name)
    if view.day is None:
        return Content(subject, _joined(f"{why}\n{name}\n{told(material.figures.verdict.message, lang)}", lang))
    link = frozen.printed(engine, view, lang, actor=actor, now=now, page=frozen.QUICK)
    text = chat.text(view, material.figures, material.writing, link, waits=len(material.waiting))
    sets = " ".join(str(upload.id) for upload in view.uploads.values())
    if message.channel == "line":
        return Content(subject, f"{why}\n{text}", sets)
    paper = PAPER_OF[form]
    file = _brief(engine, paper, material, lang, actor=actor, now=now)
    day = view.day.isoformat()
    return Content(
        subject, _joined(f"{why}\n\n{text}", lang), sets, f"{code}-{day}{paper.ending}", paper.media_type, file
    )


def mail(content: Content, message: Claimed, sender: str, to: str, now: datetime) -> EmailMessage:
    """The mail, under the Message-ID that it has however often it is tried."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, " ".join(content.subject.split())
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{message.message_id}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    made.set_content(content.text + "\n", cte="base64")
    if content.file:
        kind, _, sub = content.media_type.partition("/")
        made.add_attachment(content.file, maintype=kind, subtype=sub, filename=content.name)
    return made


def _joined(text: str, lang: str) -> str:
    """A mail's text, with where to change what one is told."""
    base = public.address()
    return f"{text}\n\n{t('telling.foot', lang)}" + (f"\n{base}/told" if base else "")


def _brief(engine: Engine, paper: Paper, material: Material, lang: str, *, actor: Actor, now: datetime) -> bytes:
    """The brief, made in a process of its own, once for the same figures and for all who may know alike of what waits
    for review: no person is in it.
    """
    view = material.view
    code, ids = view.project.code, tuple(upload.id for upload in view.uploads.values())
    waits = actor.knows_of_waiting(code), tuple(upload.id for upload in material.waiting)
    key = paper.name, code, ids, last_change(engine, code), bangkok_day(now), lang, waits, str(engine.url)
    if key not in _made:
        _made[key] = _at_work(paper, code, lang, actor, now)
    return _made[key]


def _at_work(paper: Paper, code: str, lang: str, actor: Actor, now: datetime) -> bytes:
    with tempfile.TemporaryDirectory(prefix="otop-brief-") as folder, line.turn():
        file = Path(folder) / paper.file
        order = ["--project", code, "--lang", lang, "--by", actor.user, "--via", "job", "--clock", now.isoformat()]
        with at_work(["ui.reports", paper.name, str(file), *order], Bounds()) as work, work.told:
            work.end()
        return file.read_bytes()
