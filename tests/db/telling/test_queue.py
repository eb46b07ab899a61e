"""The queue: each occasion once for each reader, one sender at a time, and what became of it."""

import multiprocessing
import time
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from core.analysis.telling.occasions import Occasion
from core.analysis.telling.times import PAUSES
from core.calendar import BANGKOK
from core.text import Message
from db import generation
from db.accounts import users
from db.engine import new_engine
from db.errors import NotAllowed, Refused
from db.maintenance import backup as backups
from db.maintenance import chain
from db.tables import Note, QueuedMessage
from db.telling import queue, subscriptions
from db.telling.queue import Claimed, Outcome
from db.telling.subscriptions import Wish
from db.transactions import passing, reading
from tests.support.actors import OPERATOR, SYSTEM, admin, staff
from tests.support.uploads import CODE, NOW

STALE = Occasion("stale", "stale:2021-06-30", Message("telling.stale", {"n": 40, "day": NOW.date()}))
BOTH = ("mail", "line")


@pytest.fixture
def office(engine: Engine) -> Engine:
    for name, role in (("clerk", "staff"), ("chief", "director"), ("admin", "admin")):
        users.add(engine, name, role, actor=OPERATOR, now=NOW)
    return engine


def subscribe(engine: Engine, *wishes: Wish, user: str = "clerk", at: datetime = NOW) -> list[int]:
    return [
        subscriptions.subscribe(engine, user, wish, project=CODE, actor=admin(), now=at)
        for wish in wishes or (Wish("stale"),)
    ]


def put(engine: Engine, occasion: Occasion = STALE) -> int:
    return queue.put(engine, occasion, project=CODE, actor=SYSTEM, now=NOW)


def claim(engine: Engine, by: str = "a", at: datetime = NOW, **options: Any) -> Claimed | None:
    return queue.claim(engine, BOTH, by, actor=SYSTEM, now=at, **options)


def taken(engine: Engine, by: str = "a", at: datetime = NOW) -> Claimed:
    found = claim(engine, by, at)
    assert found is not None
    return found


def finish(engine: Engine, claimed: Claimed, outcome: Outcome, at: datetime = NOW) -> bool:
    return queue.finish(engine, claimed, outcome, actor=SYSTEM, now=at)


def rows(engine: Engine) -> list[QueuedMessage]:
    with reading(engine) as session:
        return list(session.exec(select(QueuedMessage).order_by("id")))


def test_an_occasion_is_queued_once_for_each_who_is_told_of_it(office: Engine) -> None:
    subscribe(office)
    subscribe(office, Wish("stale"), Wish("stale", channel="line"), user="chief")
    subscribe(office, Wish("verdict"), user="chief")

    assert put(office) == 3
    assert put(office) == 0  # the same again
    assert [(one.user_name, one.channel) for one in rows(office)] == [
        ("clerk", "mail"),
        ("chief", "mail"),
        ("chief", "line"),
    ]
    assert len({(one.message_id, one.retry_key) for one in rows(office)}) == 3


def test_the_queue_moves_without_a_link_and_without_pages_reading_anew(office: Engine) -> None:
    subscribe(office)
    before, links = generation.current(office), chain.check(office)
    put(office)
    finish(office, taken(office), Outcome("sent"))

    assert generation.current(office) == before
    assert chain.check(office) == links
    with pytest.raises(TypeError), passing(office) as session:
        session.add(Note(project=CODE, kind="comment", subject="x", text="x", by="clerk", at=NOW))
    assert chain.check(office).findings == ()


def test_a_sentence_comes_back_as_it_was_put(office: Engine) -> None:
    subscribe(office)
    put(office)

    assert taken(office).sentence == STALE.sentence


def test_a_message_is_one_senders_until_its_lease_is_over(office: Engine) -> None:
    subscribe(office)
    put(office)
    first = taken(office)

    assert claim(office, "b") is None
    assert claim(office, "b", NOW + queue.LEASE - timedelta(seconds=1)) is None
    second = taken(office, "b", NOW + queue.LEASE)
    assert (second.id, second.message_id, second.retry_key) == (first.id, first.message_id, first.retry_key)
    assert (first.unsure, second.unsure) == (False, True)
    assert not finish(office, first, Outcome("sent"))  # too late: it is another's
    assert finish(office, second, Outcome("sent"))
    (row,) = rows(office)
    assert (row.state, row.tries, row.unsure, row.lease_by) == ("sent", 2, 1, None)


def test_a_mail_that_nobody_knows_of_twice_is_given_up_and_a_line_message_is_not(office: Engine) -> None:
    subscribe(office, Wish("stale"), Wish("stale", channel="line"))
    put(office)
    at = NOW
    for _ in range(2):
        assert {taken(office, at=at).channel, taken(office, at=at).channel} == {"mail", "line"}
        at += queue.LEASE

    assert taken(office, at=at).channel == "line"  # LINE refuses what it has accepted, so it may be tried on
    mail, _ = rows(office)
    assert (mail.state, mail.why) == ("ended", "undelivered.unsure")


def test_an_answer_that_did_not_come_counts_as_a_kill_does(office: Engine) -> None:
    subscribe(office)
    put(office)
    unknown = Outcome("again", "undelivered.mail_no_answer", unsure=True)

    finish(office, taken(office), unknown)
    assert rows(office)[0].state == "waiting"
    finish(office, taken(office, at=NOW + PAUSES[0]), unknown)
    assert (rows(office)[0].state, rows(office)[0].why) == ("ended", "undelivered.unsure")


def test_pauses_grow_and_the_last_try_ends_it_until_somebody_asks_for_more(office: Engine) -> None:
    subscribe(office)
    put(office)
    at, again = NOW, Outcome("again", "undelivered.mail_unreachable")
    for wait in PAUSES:
        finish(office, taken(office, at=at), again, at)
        assert claim(office, at=at + wait - timedelta(seconds=1)) is None
        at += wait
    finish(office, taken(office, at=at), again, at)

    (row,) = rows(office)
    assert (row.state, row.tries, row.why) == ("ended", len(PAUSES) + 1, "undelivered.mail_unreachable")
    with pytest.raises(NotAllowed):
        queue.again(office, row.id, actor=staff("somebody"), now=at)
    queue.again(office, row.id, actor=staff(), now=at)
    with pytest.raises(Refused):
        queue.again(office, row.id, actor=staff(), now=at)
    assert taken(office, at=at).message_id == row.message_id


def test_the_newest_time_of_a_schedule_is_queued_once(office: Engine) -> None:
    monday = datetime(2021, 8, 2, 8, tzinfo=BANGKOK)
    subscribe(office, Wish("week", day=0, hour=8), Wish("month", day=1, hour=8), at=monday - timedelta(days=20))

    def due(at: datetime) -> int:
        return queue.put_scheduled(office, actor=SYSTEM, now=at)

    assert due(monday) == 2
    assert due(monday) == due(monday + timedelta(days=6)) == 0
    assert due(monday + timedelta(days=21)) == 1  # of three Mondays that nobody was there for, the last
    assert [one.key[:5] for one in rows(office)] == ["week:", "month", "week:"]


def test_what_was_due_before_somebody_subscribed_is_not_told(office: Engine) -> None:
    monday = datetime(2021, 8, 2, 8, tzinfo=BANGKOK)
    subscribe(office, Wish("week", day=0, hour=8), at=monday + timedelta(hours=1))

    assert queue.put_scheduled(office, actor=SYSTEM, now=monday + timedelta(days=6)) == 0
    assert queue.put_scheduled(office, actor=SYSTEM, now=monday + timedelta(days=7)) == 1


def test_a_verdict_is_told_when_it_is_another_than_was_known(office: Engine) -> None:
    def seen(verdict: str, hours: int) -> int:
        return queue.put_verdict(office, CODE, verdict, actor=SYSTEM, now=NOW + timedelta(hours=hours))

    (number,) = subscribe(office, Wish("verdict"))
    assert [seen("on_course", 0), seen("on_course", 1), seen("groups_late", 2), seen("on_course", 3)] == [0, 0, 1, 1]

    subscriptions.unsubscribe(office, number, actor=staff(), now=NOW)
    subscribe(office, Wish("verdict"), user="chief")  # what was told of old is no news to who comes now
    assert seen("groups_late", 4) == 0


def test_a_trial_goes_at_once_once_a_minute_and_in_quiet_hours(office: Engine) -> None:
    (number,) = subscribe(office)
    put(office)
    queue.trial(office, number, actor=staff(), now=NOW)
    with pytest.raises(Refused):
        queue.trial(office, number, actor=staff(), now=NOW)
    with pytest.raises(NotAllowed):
        queue.trial(office, number, actor=staff("somebody"), now=NOW + timedelta(minutes=1))

    found = claim(office, trials_alone=True)
    assert found is not None and found.trial
    assert claim(office, trials_alone=True) is None


def test_what_waits_is_not_sent_after_a_backup_is_put_back(office: Engine, tmp_path: Any) -> None:
    subscribe(office, Wish("week", day=0, hour=8), Wish("stale"), at=NOW - timedelta(days=30))
    put(office)
    backups.backup(office, tmp_path / "copy", actor=OPERATOR)
    finish(office, taken(office), Outcome("sent"))
    backups.restore(office, tmp_path / "copy", actor=OPERATOR, now=NOW)

    assert claim(office) is None
    assert [(one.state, one.why) for one in rows(office)] == [("dropped", "undelivered.restored")]
    assert queue.put_scheduled(office, actor=SYSTEM, now=NOW + timedelta(hours=1)) == 0
    assert chain.check(office).findings == ()


def test_lists_are_bounded_and_what_is_old_goes(office: Engine) -> None:
    (number,) = subscribe(office)
    for minute in range(queue.SHOWN + 5):
        queue.trial(office, number, actor=staff(), now=NOW + timedelta(minutes=minute))
    finish(office, taken(office, at=NOW), Outcome("sent"))

    assert len(queue.recent(office, "clerk")) == queue.SHOWN
    assert queue.recent(office, "chief") == []
    assert queue.counts(office) == {"sent": 1, "waiting": queue.SHOWN + 4}
    queue.purge(office, actor=SYSTEM, now=NOW + queue.KEPT + timedelta(seconds=1))
    assert queue.counts(office) == {"waiting": queue.SHOWN + 4}
    assert not queue.is_idle(office)


def test_the_system_alone_moves_the_queue(office: Engine) -> None:
    for act in (
        lambda: queue.put(office, STALE, project=CODE, actor=staff(), now=NOW),
        lambda: queue.claim(office, BOTH, "a", actor=staff(), now=NOW),
        lambda: queue.put_scheduled(office, actor=staff(), now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def _take_all(url: str, name: str, ready: Connection, dies: bool) -> None:
    """Another sender: takes and sends until nothing is there; one that dies leaves the third message as it is."""
    engine, sent = new_engine(url), []
    ready.send("here")
    ready.recv()
    while (found := queue.claim(engine, BOTH, name, actor=SYSTEM, now=NOW)) is not None:
        sent.append(found.id)
        if dies and len(sent) == 3:
            ready.send(sent)
            ready.close()
            multiprocessing.current_process().kill()
        time.sleep(0.01)  # a message takes a while, and the other takes one meanwhile
        queue.finish(engine, found, Outcome("sent"), actor=SYSTEM, now=NOW)
    ready.send(sent)


def test_two_processes_send_each_message_once_and_one_that_is_killed_leaves_one(office: Engine) -> None:
    (number,) = subscribe(office)
    for minute in range(40):
        queue.trial(office, number, actor=staff(), now=NOW - timedelta(minutes=minute))
    url = office.url.render_as_string(hide_password=False)
    context, ends, processes = multiprocessing.get_context("spawn"), [], []
    for name in ("a", "b"):
        here, there = context.Pipe()
        processes.append(context.Process(target=_take_all, args=(url, name, there, name == "a")))
        processes[-1].start()
        ends.append(here)
    assert [end.recv() for end in ends] == ["here", "here"]
    for end in ends:
        end.send("begin")
    by_a, by_b = (end.recv() for end in ends)
    for process in processes:
        process.join(30)

    assert sorted([*by_a, *by_b]) == [one.id for one in rows(office)]
    (left,) = [one for one in rows(office) if one.state == "waiting"]
    assert (left.id, left.lease_by) == (by_a[-1], "a")
    again = taken(office, "b", NOW + queue.LEASE)
    assert (again.id, again.unsure) == (left.id, True)


def test_another_process_that_queued_it_first_is_no_fault(office: Engine) -> None:
    subscribe(office)
    put(office)
    with passing(office) as session:
        session.connection().execute(update(QueuedMessage).values(state="sent"))

    assert put(office) == 0
    assert [one.state for one in rows(office)] == ["sent"]
