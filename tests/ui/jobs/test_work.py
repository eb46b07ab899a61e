"""A round: what is due is queued and sent, to who may have it then, with what they may see; and what came of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, delete
from sqlmodel import select

from core.analysis.telling.occasions import Occasion
from core.model import Actor
from core.text import Message
from db import engine as databases
from db.accounts import users
from db.projects.versions import SAMPLE_PROJECT
from db.tables import Contact, QueuedMessage, Subscription, ToldState
from db.telling import queue, subscriptions
from db.telling.subscriptions import Wish
from db.transactions import reading
from tests.support.actors import OPERATOR, SYSTEM, admin
from tests.support.line import TOKEN, Line
from tests.support.line import serving as line_at
from tests.support.post import Post
from tests.support.post import serving as post_at
from ui.jobs import __main__ as command
from ui.jobs import settings, work

MONDAY = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)  # 15:00 in Bangkok
LINE_ID = "C" + "0123456789abcdef" * 2
BACKUP = Occasion("backup", "backup:1", Message("telling.backup"))
DIRECTOR = "director@example.go.th"


@pytest.fixture
def engine(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The samples and a user of each role, of whom the director and the admin are reached by mail and LINE."""
    engine = databases.engine()
    for name in ("director", "admin"):
        users.set_email(engine, name, f"{name}@example.go.th", actor=OPERATOR, now=MONDAY)
        subscriptions.set_line_id(engine, name, LINE_ID, actor=admin(), now=MONDAY)
    for name in ("OTOP_QUIET_HOURS", "OTOP_PUBLIC_URL", "OTOP_JOBS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OTOP_SEND_SECONDS", "2")
    yield engine
    with engine.begin() as connection:
        for model in (QueuedMessage, Subscription, Contact, ToldState):
            connection.execute(delete(model))
    for name in ("director", "admin"):
        users.enable(engine, name, actor=OPERATOR, now=MONDAY)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A mail server that the settings name."""
    with post_at() as post:
        monkeypatch.setenv(settings.HOST, "127.0.0.1")
        monkeypatch.setenv(settings.PORT, str(post.port))
        monkeypatch.setenv(settings.TLS, "none")
        monkeypatch.setenv(settings.FROM, "otop@example.go.th")
        yield post


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """A LINE that the settings name."""
    with line_at() as line:
        monkeypatch.setenv(settings.TOKEN, TOKEN)
        monkeypatch.setenv(settings.API, line.address)
        yield line


def subscribe(
    engine: Engine, *wishes: Wish, user: str = "director", at: datetime = MONDAY - timedelta(days=14)
) -> None:
    for wish in wishes:
        subscriptions.subscribe(engine, user, wish, project=SAMPLE_PROJECT, actor=admin(), now=at)


def sent(engine: Engine, at: datetime = MONDAY) -> dict[str, int]:
    return work.send_due(engine, lambda: at).ends


def rows(engine: Engine) -> list[QueuedMessage]:
    with reading(engine) as session:
        return list(session.exec(select(QueuedMessage).order_by("id")))


def test_the_brief_of_the_week_goes_by_mail_and_by_line_with_the_same_figures(
    engine: Engine, post: Post, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTOP_PUBLIC_URL", "https://otop.example.go.th")
    week = Wish("week", day=0, hour=8)
    subscribe(engine, week, Wish("week", "line", day=0, hour=8), Wish("month", form="pdf", day=1, hour=8, lang="en"))

    assert work.look(engine, MONDAY) == 3
    assert sent(engine) == {"sent": 3}
    assert work.look(engine, MONDAY + timedelta(hours=1)) == 0

    thai, english = sorted(post.taken, key=lambda one: one["Subject"], reverse=True)
    ((to, text),) = line.accepted
    assert (to, thai["To"], english["To"]) == (LINE_ID, DIRECTOR, DIRECTOR)
    assert thai["Message-ID"] == f"<{rows(engine)[0].message_id}@example.go.th>"
    assert thai["Auto-Submitted"] == "auto-generated"
    body, picture = thai.iter_parts()
    assert "412,200 บาท" in text and "https://otop.example.go.th/s/" in text
    assert text in body.get_content().replace("\r\n", "\n").replace("\n\n", "\n")  # the very same
    assert (picture.get_content_type(), picture.get_content()[:4]) == ("image/png", b"\x89PNG")
    _, pdf = english.iter_parts()
    assert (pdf.get_content_type(), pdf.get_content()[:5]) == ("application/pdf", b"%PDF-")
    assert rows(engine)[0].sets.split() == rows(engine)[1].sets.split() != []


@pytest.mark.parametrize("user", ["director", "admin"])
def test_what_is_sent_names_no_person_and_no_number(engine: Engine, line: Line, user: str) -> None:
    subscribe(engine, Wish("week", "line", day=0, hour=8), user=user)
    work.look(engine, MONDAY)
    sent(engine)

    ((_, text),) = line.accepted
    assert user not in text and not any(word in text for word in ("นาย", "นาง", "08", "09"))


def test_who_may_not_have_it_any_more_gets_nothing(engine: Engine, line: Line) -> None:
    subscribe(engine, Wish("backup", "line"), Wish("stale", "line"), user="admin")
    subscribe(engine, Wish("stale", "line"))
    stale = Occasion("stale", "stale:1", Message("telling.trial"))
    for occasion, project in ((stale, SAMPLE_PROJECT), (BACKUP, None)):
        queue.put(engine, occasion, project=project, actor=SYSTEM, now=MONDAY)
    users.disable(engine, "director", actor=OPERATOR, now=MONDAY)
    users.add(engine, "another", "admin", actor=OPERATOR, now=MONDAY)
    users.set_role(engine, "admin", "committee", actor=OPERATOR, now=MONDAY)  # who is told of no backup
    subscriptions.unsubscribe(engine, subscriptions.listed(engine, "admin")[0].id, actor=admin("another"), now=MONDAY)
    try:
        assert sent(engine) == {"dropped": 3}
    finally:
        users.set_role(engine, "admin", "admin", actor=OPERATOR, now=MONDAY)

    assert line.accepted == []
    assert {(one.user_name, one.why) for one in rows(engine)} == {
        ("director", "undelivered.shut_out"),
        ("admin", "undelivered.no_right"),
        ("admin", "undelivered.unsubscribed"),
    }


def test_a_scope_that_was_taken_since_is_asked_when_it_is_sent(engine: Engine, line: Line) -> None:
    subscribe(engine, Wish("stale", "line"))
    queue.put(
        engine, Occasion("stale", "1", Message("telling.trial")), project=SAMPLE_PROJECT, actor=SYSTEM, now=MONDAY
    )
    users.set_scope(engine, "director", ["phetchaburi-2564"], actor=OPERATOR, now=MONDAY)
    try:
        assert sent(engine) == {"dropped": 1}
    finally:
        users.set_scope(engine, "director", [], actor=OPERATOR, now=MONDAY)
    assert (line.accepted, rows(engine)[0].why) == ([], "undelivered.no_right")


def test_a_reader_without_an_address_and_a_channel_that_is_not_set_have_their_sentence(
    engine: Engine, line: Line
) -> None:
    subscribe(engine, Wish("backup", "line"), Wish("backup", "mail"), user="admin")
    subscriptions.set_line_id(engine, "admin", "", actor=admin(), now=MONDAY)
    queue.put(engine, BACKUP, project=None, actor=SYSTEM, now=MONDAY)

    assert sent(engine) == {"ended": 1}  # mail is not set up, so what goes by mail waits
    assert {(one.channel, one.state, one.why) for one in rows(engine)} == {
        ("line", "ended", "undelivered.no_line"),
        ("mail", "waiting", None),
    }
    assert line.requests == 0


def test_nobody_is_told_in_quiet_hours_but_who_asked_for_a_trial(
    engine: Engine, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTOP_QUIET_HOURS", "14-16")
    subscribe(engine, Wish("backup", "line"), user="admin")
    queue.put(engine, BACKUP, project=None, actor=SYSTEM, now=MONDAY)
    queue.trial(engine, subscriptions.listed(engine)[0].id, actor=Actor("admin", "admin"), now=MONDAY)

    assert sent(engine) == {"sent": 1}
    assert [text for _, text in line.accepted] == ["ข้อความทดลอง" + line.accepted[0][1].removeprefix("ข้อความทดลอง")]
    assert sent(engine, MONDAY + timedelta(hours=1)) == {"sent": 1}  # 16:00


def test_a_server_that_is_shut_is_asked_once_a_round(engine: Engine, post: Post, line: Line) -> None:
    line.faults = lambda _: "401"
    subscribe(engine, Wish("backup", "line"), Wish("backup", "mail"), user="admin")
    for number in range(3):
        occasion = Occasion("backup", f"backup:{number}", Message("telling.backup"))
        queue.put(engine, occasion, project=None, actor=SYSTEM, now=MONDAY)

    assert sent(engine) == {"sent": 3, "again": 1}
    assert (len(post.taken), line.requests) == (3, 1)


def test_a_fault_of_ours_stops_no_other_message(
    engine: Engine, post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    subscribe(engine, Wish("backup"), Wish("stale"), user="admin")
    for occasion, project in ((Occasion("stale", "1", Message("no.such")), SAMPLE_PROJECT), (BACKUP, None)):
        queue.put(engine, occasion, project=project, actor=SYSTEM, now=MONDAY)
    monkeypatch.setattr("ui.jobs.content.default", None)

    assert sent(engine) == {"again": 1, "sent": 1}
    assert [one.why for one in rows(engine)] == ["undelivered.fault", None]
    assert "admin@" not in caplog.text and len(post.taken) == 1


def test_a_look_queues_what_has_become_of_a_project(engine: Engine) -> None:
    subscribe(engine, Wish("stale", "line"), Wish("verdict", "line"), Wish("window", "line"))

    assert work.look(engine, MONDAY) == 0  # the year is over: nothing grows old, no window opens
    assert queue.put_verdict(engine, SAMPLE_PROJECT, "another", actor=SYSTEM, now=MONDAY) == 1
    assert work.look(engine, MONDAY + timedelta(hours=1)) == 1  # and back


def test_the_command_does_one_round_and_says_what_it_did(
    engine: Engine, line: Line, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(engine, Wish("backup", "line"), user="admin")
    queue.put(engine, BACKUP, project=None, actor=SYSTEM, now=MONDAY - timedelta(days=400))

    assert command.main(["run"]) == 0
    assert "1" in capsys.readouterr().out and len(line.accepted) == 1

    line.strangers.add(LINE_ID)
    queue.put(engine, Occasion("backup", "2", Message("telling.backup")), project=None, actor=SYSTEM, now=MONDAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "utc_now", lambda: MONDAY)
        assert command.main(["run"]) == 1
    monkeypatch.setenv("OTOP_QUIET_HOURS", "never")
    assert command.main(["run"]) == 64
    assert "OTOP_QUIET_HOURS" in capsys.readouterr().err


def test_who_reviews_is_told_once_of_what_waits_without_figures(
    engine: Engine, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    users.set_reviews(engine, "director", reviews=True, actor=OPERATOR, now=MONDAY)
    subscribe(engine, Wish("review", "line"))
    monkeypatch.setattr(work.waiting, "loads", lambda _engine, _project: [SimpleNamespace(since=MONDAY)])
    try:
        assert work.look(engine, MONDAY) == 1
        assert work.look(engine, MONDAY + timedelta(hours=1)) == 0
        assert sent(engine) == {"sent": 1}
    finally:
        users.set_reviews(engine, "director", reviews=False, actor=OPERATOR, now=MONDAY)
    assert line.accepted[0][1].startswith("มีชุดข้อมูลรอสอบทาน")


def test_what_others_report_is_put_in_the_queue_of_who_is_told(engine: Engine, line: Line) -> None:
    subscribe(engine, Wish("backup", "line"), user="admin")
    queue.tell(engine, BACKUP, project=None, now=MONDAY)

    assert sent(engine) == {"sent": 1}
    assert line.accepted[0][1].startswith("สำรองข้อมูลไม่สำเร็จ")
