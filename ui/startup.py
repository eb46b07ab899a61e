"""What happens once, before the first visitor and after the last: migrate, store projects, warm, freeze; wait, end."""

import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.concurrency import run_in_threadpool

from core.calendar import bangkok_day
from core.text import Message
from db import engine as databases
from db import private
from db.accounts import actors, users
from db.commands.console import Console
from db.errors import DbError, UnknownProject
from db.projects import default, versions
from ui import framework, needs, nightly, sending
from ui.app import catching_up, serving, working
from ui.auth import door
from ui.freezing import refreezing
from ui.gate import hosts
from ui.gate.forms import first_admin
from ui.gate.watch import watching
from ui.glance.warming import warming
from ui.jobs.loop import telling
from ui.logs import lines
from ui.request import public
from ui.text import t
from ui.visit import packed
from ui.widgets import filters
from ui.workers import process
from words import FALLBACK
from words.rendering import render

LAST_WORK_S = 60.0  # how long the end of the server waits for a load that is being applied
log = logging.getLogger("otop")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Around the life of the server."""
    working.open_again()
    framework.send_at_once()
    framework.share_uploads()
    framework.run_instead(filters.OF_FILTERS, filters.OF_PARTS)
    sending.look_for_emoji_once()
    sending.marshall_once()
    sending.send_together()
    framework.trust_proxies(hosts.trusted_proxies())
    warm()
    packed.kept.begin()
    async with refreezing(), watching(), warming(), nightly.backups(), telling():
        yield
    if not await run_in_threadpool(working.close, LAST_WORK_S):
        log.warning("a load was still being applied after %s s; the data stay as they were before it", LAST_WORK_S)
    process.end_all()
    catching_up.end()


def begin() -> None:
    """All that comes before the first visitor can knock. Ends the program (``SystemExit``) where it could not serve:
    one sentence, and the exit that ``python -m db`` has for it.
    """
    private.from_now_on()
    lines.begin()
    try:
        one_server()
        prepare()
    except DbError as error:
        tell_trouble(error.message)
        raise SystemExit(error.exit) from None


def one_server() -> None:
    """Hold the data for this server, and say where another has them or the port. Its settings must know the door."""
    if not framework.trusts_the_door():
        raise SystemExit(
            t("console.settings", FALLBACK, setting="server.trustedUserHeaders", file=".streamlit/config.toml")
        )
    serving.say(serving.claim(databases.database_url()))


def prepare() -> None:
    """Tables, projects and keys; safe to repeat. Tells how to make users where there are none."""
    needs.settings()
    needs.folders()
    needs.close_to_others()
    engine = databases.engine()
    needs.tables(engine)
    needs.keys()
    stored = versions.store_folder(engine, actor=actors.system(), now=door.utc_now())
    tell_refused(stored.refused)
    for beside in stored.beside:
        tell_trouble(beside)
    if unknown := default.unknown_in_environment(engine):
        _tell_unknown(unknown, versions.shown_by_default(engine))
    if wrong := public.trouble():
        tell_trouble(wrong)
    if not users.count(engine):
        tell(NO_USERS.format(address=serving.here() + first_admin.address()))


def let_go() -> None:
    """Close what this process has open of the database: those that are forked from it open it for themselves."""
    databases.engine().dispose()


NO_USERS = (
    "No user exists yet. Make the first admin at\n"
    "    {address}\n"
    "or in another window:\n"
    "    python -m db users add NAME --role staff        (director, committee, staff, admin)\n"
    "prints a one-time password. Samples: python -m db sample load\n"
)


def _tell_unknown(error: UnknownProject, shown: str) -> None:
    """A setting that the server starts without, in both languages where the console has Thai letters."""
    tell_trouble(Message("console.shown_instead", {"error": error.message, "shown": shown}))


def tell_refused(faults: Sequence[Message]) -> None:
    """Project files that were refused; the server goes on with the versions stored before."""
    console = Console(as_json=False)
    for fault in faults:
        console.say(fault)
    if faults:
        console.say(Message("console.still_in_force"))


def tell_trouble(sentence: Message) -> None:
    """A setting that counts as none, in the language of the console, and in English."""
    console = Console(as_json=False)
    if console.lang != FALLBACK:
        console.say(sentence)
    tell(f"{render(sentence, FALLBACK)}\n".encode("ascii", "backslashreplace").decode())


def tell(text: str) -> None:
    """A line to whoever started the server; plain ASCII, since a Windows console may not know more."""
    sys.stdout.write(text)
    sys.stdout.flush()


def warm() -> None:
    """Import what pages import and do once what each would do first: the first visitor then waits for nothing."""
    with framework.before_the_first_visitor():
        from ui.auth import guard, menu
        from ui.charts import specs
        from ui.request import load
        from ui.shell import band
        from ui.widgets import filters

        log.debug("imported before the first visitor: %s", (band, filters, guard, menu))
        specs.every()
        load.warm(databases.engine(), bangkok_day(door.utc_now()))
