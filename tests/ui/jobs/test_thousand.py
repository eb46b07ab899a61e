"""A thousand messages, two servers, a mail server and a LINE that fail one time in five, and a kill in the middle."""

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from core.analysis.telling.occasions import Occasion
from core.text import Message
from db.accounts import users
from db.engine import new_engine
from db.maintenance import setup
from db.tables import QueuedMessage
from db.telling import queue, subscriptions
from db.telling.subscriptions import Wish
from db.transactions import reading
from tests.support import line, post
from tests.support.actors import OPERATOR, SYSTEM, admin
from tests.support.databases import address
from tests.support.line import TOKEN, Line
from tests.support.post import Post
from tests.support.server import Server

EACH, LASTS_S = 500, 500  # messages by each channel; how long it may take
LINE_ID = "U" + "0123456789abcdef" * 2
MAIL_FAULTS = ("mail 451", "drop", "rcpt 450", "data 451")
LINE_FAULTS = ("500", "silence after", "silence")  # the second one was accepted, which the sender is not told


def one_in_five(faults: tuple[str, ...], number: int) -> str:
    return faults[number // 5 % len(faults)] if number % 5 == 0 else ""


def queued(engine: Engine) -> None:
    """An admin whom mail and LINE reach, and a thousand messages to them."""
    now = datetime.now(UTC)
    setup.prepare(engine, samples=False, actor=OPERATOR, now=now)
    users.add(engine, "keeper", "admin", actor=admin(), now=now, email="keeper@example.go.th")
    subscriptions.set_line_id(engine, "keeper", LINE_ID, actor=admin(), now=now)
    for channel in ("mail", "line"):
        subscriptions.subscribe(engine, "keeper", Wish("backup", channel), project=None, actor=admin(), now=now)
    for number in range(EACH):
        occasion = Occasion("backup", f"backup:{number}", Message("telling.backup"))
        assert queue.put(engine, occasion, project=None, actor=SYSTEM, now=now) == 2


def hurry(engine: Engine) -> int:
    """Have pauses be over at once; how many messages are not sent yet."""
    waits = "UPDATE queued_message SET due_at = put_at WHERE state = 'waiting' AND lease_by IS NULL AND due_at > put_at"
    with engine.begin() as connection:
        connection.execute(text(waits))
        return int(connection.execute(text("SELECT count(*) FROM queued_message WHERE state <> 'sent'")).scalar_one())


def let_go(engine: Engine, process: int) -> int:
    """Have the half hour of a killed sender be over; how many messages it left."""
    left = "UPDATE queued_message SET lease_until = put_at WHERE lease_until > put_at AND lease_by LIKE :whose"
    with engine.begin() as connection:
        return connection.execute(text(left), {"whose": f"%:{process}:%"}).rowcount


@pytest.mark.long
def test_a_thousand_messages_go_out_once_though_one_server_is_killed(tmp_path: Path) -> None:
    url = address(tmp_path / "otop.db")
    engine = new_engine(url)
    queued(engine)
    mails, texts = (
        Post(faults=lambda n: one_in_five(MAIL_FAULTS, n)),
        Line(faults=lambda n: one_in_five(LINE_FAULTS, n)),
    )
    with post.serving(mails), line.serving(texts):
        settings = {
            "DATABASE_URL": url, "OTOP_SMTP_HOST": "127.0.0.1", "OTOP_SMTP_PORT": str(mails.port),
            "OTOP_SMTP_TLS": "none", "OTOP_SMTP_FROM": "otop@example.go.th", "OTOP_SEND_SECONDS": "5",
            "OTOP_LINE_TOKEN": TOKEN, "OTOP_LINE_API": texts.address,
        }  # fmt: skip
        servers = []
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            servers.append(Server(tmp_path / name, {}, settings=settings, several=0).start())
        begun = time.monotonic()
        try:
            for server in servers:
                server.wait()
            left = _until_all_is_sent(engine, servers, mails, texts, begun)
        finally:
            for server in servers:
                server.stop()

    with reading(engine) as session:
        rows = session.exec(select(QueuedMessage)).all()
    engine.dispose()
    assert Counter(one.state for one in rows) == {"sent": 2 * EACH}
    wanted = Counter(f"<{one.message_id}@example.go.th>" for one in rows if one.channel == "mail")
    got = Counter(mails.ids)
    assert set(got) == set(wanted)  # none was lost
    repeated = {number for number, times in got.items() if times > 1}
    assert sum(got.values()) - EACH <= 1
    assert len(texts.accepted) == len(texts.done) == EACH  # LINE itself refused what it had
    assert texts.conflicts > 0 and left <= 1
    shown = {f"<{one.message_id}@example.go.th>" for one in rows if one.channel == "mail" and one.unsure}
    assert repeated <= shown and len(shown) <= 1  # and the page says which
    assert time.monotonic() - begun < LASTS_S


def _until_all_is_sent(engine: Engine, servers: list[Server], mails: Post, texts: Line, begun: float) -> int:
    """Kill the first server once it is at work in the middle; how many messages it left."""
    left, killed = 0, False
    while hurry(engine):
        assert time.monotonic() - begun < LASTS_S, servers[1].words()[-3_000:]
        if (
            not killed
            and len(mails.taken) + len(texts.accepted) > EACH // 2
            and _at_work(engine, servers[0].process.pid)
        ):
            servers[0].process.kill()
            servers[0].process.wait()
            killed = True
        if killed:
            left += let_go(engine, servers[0].process.pid)
        time.sleep(0.05)
    assert killed, "the first server sent nothing in the middle"
    return left


def _at_work(engine: Engine, process: int) -> bool:
    query = "SELECT count(*) FROM queued_message WHERE lease_by LIKE :whose AND state = 'waiting'"
    with engine.connect() as connection:
        return bool(connection.execute(text(query), {"whose": f"%:{process}:%"}).scalar_one())
