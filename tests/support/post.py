"""A mail server on this machine (aiosmtpd) that keeps what it takes, and refuses as it is told."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "otop", "a-password-of-an-account"


@dataclass
class Post:
    """What it took. ``faults`` decides by the number of the mail what goes wrong, and where: ``mail 451``,
    ``rcpt 550``, ``data 554``, ``drop`` (the connection ends before the mail is taken), ``silence`` (it ends after).
    """

    taken: list[EmailMessage] = field(default_factory=list)
    mails: int = 0
    port: int = 0
    faults: Callable[[int], str] = lambda _number: ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    size: int | None = None
    tls: ssl.SSLContext | None = None
    wants_login: bool = False

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what it took."""
        return [str(one["Message-ID"]) for one in self.taken]

    def keep(self, content: bytes) -> None:
        with self.lock:
            self.taken.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]


class _Handler:
    def __init__(self, post: Post) -> None:
        self.post = post

    async def handle_MAIL(self, server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        with self.post.lock:
            self.post.mails += 1
            envelope.fault = self.post.faults(self.post.mails)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        if envelope.fault == "drop":
            server.transport.abort()
        return _said(envelope.fault, "mail")

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        said = _said(envelope.fault, "rcpt")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return said

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:
        said = _said(envelope.fault, "data")
        if said.startswith("250"):
            self.post.keep(envelope.content)
        if envelope.fault == "silence":
            server.transport.abort()
        return said


def _said(fault: str, step: str) -> str:
    where, _, code = fault.partition(" ")
    return f"{code} not now" if where == step else "250 OK"


@contextmanager
def serving(post: Post | None = None) -> Iterator[Post]:
    """Within, it answers on a port of its own."""
    double = post or Post()

    def login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    if not double.port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            double.port = probe.getsockname()[1]
    controller = Controller(
        _Handler(double),
        hostname="127.0.0.1",
        port=double.port,
        data_size_limit=double.size,
        tls_context=double.tls,
        require_starttls=double.tls is not None,
        authenticator=login,
        auth_required=double.wants_login,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield double
    finally:
        controller.stop()
