"""One round: queue what is there to tell, then send what is due, one message at a time."""

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from core.analysis.telling.occasions import Occasion, arisen
from core.calendar import bangkok_day
from core.figures import compute
from core.text import Message
from db.accounts.actors import system
from db.engine import Engine
from db.errors import DbError
from db.reviews import waiting
from db.snapshots import store
from db.telling import queue, subscriptions
from db.telling.queue import Claimed, Outcome
from db.transactions import as_seen_by
from ui.jobs import content, line, mail, settings
from ui.jobs.content import Content
from ui.workers.process import NotDone
from ui.workers.turns import Busy

Clock = Callable[[], datetime]
log = logging.getLogger("otop")


@dataclass(slots=True)
class Done:
    """What a round did: how many messages were queued, and how many ended in which way."""

    queued: int = 0
    ends: dict[str, int] = field(default_factory=dict)


def look(engine: Engine, now: datetime) -> int:
    """Queue what has become due and what has happened; how many messages that are. A project that cannot be read is
    left for the next look.
    """
    found = queue.put_scheduled(engine, actor=system(), now=now)
    for project, wanted in queue.followed(engine).items():
        try:
            if wanted & {"verdict", "stale", "window"}:
                found += _look_at(engine, project, now)
            if "review" in wanted:
                found += _look_at_waiting(engine, project, now)
        except DbError as error:
            log.error("what there is to tell of %s is not known: %s", project, error)
    queue.purge(engine, actor=system(), now=now)
    return found


def _look_at(engine: Engine, project: str, now: datetime) -> int:
    """A verdict is compared without the clock, which makes data old: that is an occasion of its own."""
    view, today = store.view(engine, project), bangkok_day(now)
    found = queue.put_verdict(engine, project, compute(view).verdict.code, actor=system(), now=now)
    for occasion in arisen(view.project, compute(view, today), today):
        found += queue.put(engine, occasion, project=project, actor=system(), now=now)
    return found


def _look_at_waiting(engine: Engine, project: str, now: datetime) -> int:
    """Each load that waits for review, told once each time that it comes to wait, to who may pass it."""
    found = 0
    for load in waiting.loads(engine, project):
        occasion = Occasion("review", f"review:{load.since.isoformat()}", Message("telling.review"))
        found += queue.put(engine, occasion, project=project, actor=system(), now=now)
    return found


def send_due(engine: Engine, clock: Clock, *, stop: Callable[[], bool] = lambda: False) -> Done:
    """Send what is due until nothing is, ``stop`` says so, or every channel is shut. In quiet hours trials alone."""
    done, quiet, sender = Done(), settings.quiet(), f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    open_channels = set(settings.channels())
    while open_channels and not stop():
        now = clock()
        trials_alone = quiet is not None and quiet.after(now) > now
        found = queue.claim(engine, sorted(open_channels), sender, actor=system(), now=now, trials_alone=trials_alone)
        if found is None:
            break
        if found.unsure:
            log.warning("message %s may go out a second time", found.id)
        outcome = _tried(engine, found, now)
        if not queue.finish(engine, found, outcome, actor=system(), now=clock()):
            log.warning("message %s took too long to send and was left to another sender", found.id)
        done.ends[outcome.end] = done.ends.get(outcome.end, 0) + 1
        log.info("message %s by %s: %s %s", found.id, found.channel, outcome.end, outcome.why or "")
        if outcome.shut:
            open_channels.discard(found.channel)
    return done


def _tried(engine: Engine, message: Claimed, now: datetime) -> Outcome:
    """One try. Whatever goes wrong with one message stops no other."""
    try:
        return _sent(engine, message, now)
    except (NotDone, Busy):
        return Outcome("again", "undelivered.brief")
    except DbError as error:
        log.error("message %s: %s", message.id, error)
        return Outcome("again", "undelivered.data")
    except Exception:
        log.exception("message %s was not sent", message.id)
        return Outcome("again", "undelivered.fault")


def _sent(engine: Engine, message: Claimed, now: datetime) -> Outcome:
    """Ask anew whether its reader may have it and is to be reached, make it, hand it over."""
    wanted = subscriptions.find(engine, message.subscription_id)
    reader = subscriptions.reader(engine, message.user)
    if wanted.ended_at is not None:
        return Outcome("dropped", "undelivered.unsubscribed")
    if reader is None:
        return Outcome("dropped", "undelivered.shut_out")
    if not reader.may_read(message.occasion, message.project):
        return Outcome("dropped", "undelivered.no_right")
    address = reader.address(message.channel)
    if not address:
        return Outcome("ended", f"undelivered.no_{message.channel}")
    own = as_seen_by(engine, reader.actor)
    made = content.made(own, message, wanted.form, wanted.lang, actor=reader.actor, now=now)
    outcome = _handed_over(message, made, address, now)
    return Outcome(outcome.end, outcome.why, outcome.unsure, outcome.shut, made.sets)


def _handed_over(message: Claimed, made: Content, address: str, now: datetime) -> Outcome:
    if message.channel == "line":
        channel = settings.line()
        return Outcome("again", "undelivered.not_set") if channel is None else line.send(
            channel, address, made.text, message.retry_key
        )  # fmt: skip
    server = settings.mail()
    if server is None:
        return Outcome("again", "undelivered.not_set")
    return mail.send(server, content.mail(made, message, server.sender, address, now))
