"""One mail, handed to the office's mail server; and what came of it, as the queue asks.

Until the last line of the mail is on its way, whatever goes wrong, the server has taken nothing. From then on only its
answer says so: it is waited for as long as RFC 5321 (4.5.3.2.6) asks, and without it nobody knows.
"""

import logging
import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP

from db.telling.queue import Outcome
from ui.jobs.settings import Mail

TAKEN_TIMES, TAKEN_S = 20, 600  # how long the server may take to say that it has taken the mail: by default ten minutes
_DOT = re.compile(rb"(?m)^\.")
_TOO_LARGE = (b"5.3.4", b"5.2.3")  # of RFC 3463; older servers say 552
log = logging.getLogger("otop")


def send(server: Mail, message: EmailMessage) -> Outcome:
    """Send a mail to its one recipient. Never raises: a mail that was not taken has its reason."""
    to, content = str(message["To"]), message.as_bytes(policy=SMTP)  # ends with a line's end
    if not to.isascii():
        return Outcome("ended", "undelivered.mail_recipient")
    try:
        connection = _connected(server)
    except smtplib.SMTPAuthenticationError as error:
        return _refused("mail_auth", error, shut=True)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        return _refused("mail_tls", error, shut=True)
    except (OSError, smtplib.SMTPException) as error:
        return _refused("mail_unreachable", error, shut=True)
    try:
        return _handed_over(connection, server, to, content)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def _connected(server: Mail) -> smtplib.SMTP:
    """Signed in, over TLS where that is set. What was opened is closed where this fails."""
    if server.tls == "tls":
        made: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.seconds, context=server.context()
        )
    else:
        made = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
    try:
        made.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            made.starttls(context=server.context())
            made.ehlo_or_helo_if_needed()
        if server.user:
            made.login(server.user, server.password)
    except BaseException:
        made.close()
        raise
    return made


def _handed_over(connection: smtplib.SMTP, server: Mail, to: str, content: bytes) -> Outcome:
    """Sender, recipient, mail; each of them may be refused."""
    most = connection.esmtp_features.get("size", "")
    if most.isdecimal() and 0 < int(most) < len(content):
        return Outcome("ended", "undelivered.mail_size")
    try:
        for step, (code, words) in (
            ("mail_sender", connection.mail(server.sender, [f"size={len(content)}"] if most else [])),
            ("mail_recipient", connection.rcpt(to)),
            ("mail_content", connection.docmd("DATA")),
        ):
            if code >= 400 or (step == "mail_content" and code != 354):
                return _answered(step, code, words)
        connection.send(_DOT.sub(b"..", content))
    except (OSError, smtplib.SMTPException) as error:
        return _refused("mail_unreachable", error)
    return _taken(connection, server)


def _taken(connection: smtplib.SMTP, server: Mail) -> Outcome:
    """The end of the mail, and whether the server has taken it."""
    try:
        if connection.sock is not None:
            connection.sock.settimeout(min(TAKEN_S, server.seconds * TAKEN_TIMES))
        connection.send(b".\r\n")
        code, words = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("a mail server did not say whether it took a mail: %s", type(error).__name__)
        return Outcome("again", "undelivered.mail_no_answer", unsure=True)
    if code == 250:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        return Outcome("sent")
    return _answered("mail_content", code, words)


def _answered(step: str, code: int, words: bytes) -> Outcome:
    """A refusal by the server: 4xx for now, 5xx for good. Its text is not kept, for it repeats addresses."""
    log.warning("a mail server refused %s with %s", step, code)
    if code == 552 or any(words.startswith(one) for one in _TOO_LARGE):
        return Outcome("ended", "undelivered.mail_size")
    return Outcome("again" if code < 500 else "ended", f"undelivered.{step}")


def _refused(why: str, error: Exception, *, shut: bool = False) -> Outcome:
    log.warning("no mail was sent (%s): %s", why, type(error).__name__)
    return Outcome("again", f"undelivered.{why}", shut=shut)
