"""A mail is taken once, or refused with its reason: by a mail server of our own."""

import socket
import ssl
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from db.telling.queue import Outcome
from tests.support.certificates import certificate
from tests.support.post import PASSWORD, USER, Post, serving
from ui.jobs import mail
from ui.jobs.settings import Mail


def server(post: Post, **settings: str) -> Mail:
    return replace(Mail("127.0.0.1", post.port, "none", "otop@example.go.th", 5), **settings)  # type: ignore[arg-type]


def letter(text: str = "ข้อความ") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "otop@example.go.th", "chief@example.go.th", "สรุปทุกสัปดาห์"
    made["Message-ID"] = "<one@example.go.th>"
    made.set_content(text, cte="8bit" if text.startswith(".") else "base64")
    return made


def test_a_mail_arrives_as_it_was_written() -> None:
    with serving() as post:
        assert mail.send(server(post), letter()) == Outcome("sent")

    (taken,) = post.taken
    assert (taken["Subject"], taken["Message-ID"]) == ("สรุปทุกสัปดาห์", "<one@example.go.th>")
    assert taken.get_content().strip() == "ข้อความ"


def test_a_line_of_dots_ends_no_mail() -> None:
    with serving() as post:
        assert mail.send(server(post), letter(".\n..\n.x\nend")) == Outcome("sent")

    assert post.taken[0].get_content().splitlines() == [".", "..", ".x", "end"]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("mail 451", Outcome("again", "undelivered.mail_sender")),
        ("mail 550", Outcome("ended", "undelivered.mail_sender")),
        ("rcpt 450", Outcome("again", "undelivered.mail_recipient")),
        ("rcpt 550", Outcome("ended", "undelivered.mail_recipient")),
        ("data 452", Outcome("again", "undelivered.mail_content")),
        ("data 554", Outcome("ended", "undelivered.mail_content")),
        ("data 552", Outcome("ended", "undelivered.mail_size")),
        ("drop", Outcome("again", "undelivered.mail_unreachable")),
    ],
)
def test_a_refusal_has_its_reason_and_nothing_was_taken(fault: str, outcome: Outcome) -> None:
    with serving(Post(faults=lambda _: fault)) as post:
        assert mail.send(server(post), letter()) == outcome
    assert post.taken == []


def test_an_answer_that_does_not_come_once_all_was_sent_leaves_it_open() -> None:
    with serving(Post(faults=lambda _: "silence")) as post:
        assert mail.send(server(post), letter()) == Outcome("again", "undelivered.mail_no_answer", unsure=True)
    assert len(post.taken) == 1  # which nobody here can know


def test_a_mail_that_is_too_large_is_not_sent() -> None:
    with serving(Post(size=2_000)) as post:
        assert mail.send(server(post), letter("ก" * 2_000)) == Outcome("ended", "undelivered.mail_size")
    assert post.mails == 0


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_server_that_wants_a_name_gets_it_and_says_when_it_is_wrong() -> None:
    with serving(Post(wants_login=True)) as post:
        assert mail.send(server(post, user=USER, password=PASSWORD), letter()) == Outcome("sent")
        wrong = mail.send(server(post, user=USER, password="another"), letter())
    assert wrong == Outcome("again", "undelivered.mail_auth", shut=True)


def test_nobody_is_there(unused_port: int) -> None:
    gone = Mail("127.0.0.1", unused_port, "none", "otop@example.go.th", 2)
    assert mail.send(gone, letter()) == Outcome("again", "undelivered.mail_unreachable", shut=True)


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_set() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        quiet = Mail("127.0.0.1", silent.getsockname()[1], "none", "otop@example.go.th", 1)
        assert mail.send(quiet, letter()) == Outcome("again", "undelivered.mail_unreachable", shut=True)


def test_a_mail_goes_over_tls_to_a_server_whose_certificate_is_known_alone(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    with serving(Post(tls=context)) as post:
        known = mail.send(server(post, host="localhost", tls="starttls", certificates=str(chain)), letter())
        unknown = mail.send(server(post, host="localhost", tls="starttls"), letter())
    assert known == Outcome("sent")
    assert unknown == Outcome("again", "undelivered.mail_tls", shut=True)
    assert len(post.taken) == 1


def test_a_server_without_tls_is_not_sent_to_in_the_open() -> None:
    with serving() as post:
        assert mail.send(server(post, tls="starttls"), letter()) == Outcome("again", "undelivered.mail_tls", shut=True)
    assert post.mails == 0


def test_a_recipient_that_is_no_address_ends_it() -> None:
    made = letter()
    del made["To"]
    made["To"] = "หัวหน้า@example.go.th"
    with serving() as post:
        assert mail.send(server(post), made) == Outcome("ended", "undelivered.mail_recipient")
