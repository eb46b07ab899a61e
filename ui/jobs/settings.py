"""What the environment says of telling: the mail server, LINE, quiet hours, who does it. Secrets are never shown."""

import os
import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from core.analysis.telling.times import Quiet
from db.errors import SettingRefused
from ui.workers.settings import Setting

HOST, PORT, TLS, FROM = "OTOP_SMTP_HOST", "OTOP_SMTP_PORT", "OTOP_SMTP_TLS", "OTOP_SMTP_FROM"
USER, PASSWORD, CERTIFICATES = "OTOP_SMTP_USER", "OTOP_SMTP_PASSWORD", "OTOP_SMTP_CA"
TOKEN, API = "OTOP_LINE_TOKEN", "OTOP_LINE_API"
QUIET, JOBS = "OTOP_QUIET_HOURS", "OTOP_JOBS"
SECONDS = Setting("OTOP_SEND_SECONDS", 30, 1, 60)  # how long a mail server or LINE may take to answer
TLS_PORTS = {"starttls": 587, "tls": 465, "none": 25}
LINE_API = "https://api.line.me"
_QUIET = re.compile(r"(\d{1,2})-(\d{1,2})")
_ADDRESS = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,253}")  # printable, no space, one @
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server. ``tls``: ``starttls``, ``tls`` from the first byte, or ``none``."""

    host: str
    port: int
    tls: str
    sender: str
    seconds: int
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: str = ""  # a file of those that the office trusts beside the system's

    def context(self) -> ssl.SSLContext:
        """How the server's certificate is checked."""
        found = ssl.create_default_context()
        if self.certificates:
            found.load_verify_locations(self.certificates)
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """LINE's Messaging API, and the token of the office's channel."""

    token: str = field(repr=False)
    seconds: int
    api: str = LINE_API


def mail() -> Mail | None:
    """The mail server; ``None`` where none is set. Raises ``SettingRefused``."""
    host = _given(HOST)
    if not host:
        if others := [name for name in (FROM, USER, PASSWORD, PORT) if _given(name)]:
            raise SettingRefused(HOST, "", f"mail.example.go.th ({', '.join(others)})")
        return None
    tls = _given(TLS) or "starttls"
    if tls not in TLS_PORTS:
        raise SettingRefused(TLS, tls, ", ".join(TLS_PORTS))
    port = _given(PORT) or str(TLS_PORTS[tls])
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65_536):
        raise SettingRefused(PORT, port[:20], str(TLS_PORTS[tls]))
    if not _ADDRESS.fullmatch(_given(FROM)):
        raise SettingRefused(FROM, _given(FROM)[:80], "otop@example.go.th")
    if bool(_given(USER)) != bool(_given(PASSWORD)):
        raise SettingRefused(PASSWORD if _given(USER) else USER, "", f"{USER}, {PASSWORD}")
    if _given(USER) and tls == "none" and host not in _HERE:  # whoever is on the way would read the password
        raise SettingRefused(TLS, tls, "starttls, tls")
    if (file := _given(CERTIFICATES)) and not Path(file).is_file():
        raise SettingRefused(CERTIFICATES, file[:200], "/etc/ssl/certs/office.pem")
    return Mail(host, int(port), tls, _given(FROM), SECONDS.value, _given(USER), _given(PASSWORD), file)


def line() -> Line | None:
    """LINE; ``None`` where no token is set. Raises ``SettingRefused``, which never repeats the token."""
    token, api = _given(TOKEN), _given(API) or LINE_API
    if not token:
        return None
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise SettingRefused(TOKEN, "…", "channel access token")
    parts = urlsplit(api)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)):
        raise SettingRefused(API, api[:200], LINE_API)
    return Line(token, SECONDS.value, api.rstrip("/"))


def quiet() -> Quiet | None:
    """The hours in which nobody is told; ``None`` where none are set. Raises ``SettingRefused``."""
    text = _given(QUIET)
    if not text:
        return None
    found = _QUIET.fullmatch(text)
    if found is None or max(int(found[1]), int(found[2])) > 23:
        raise SettingRefused(QUIET, text[:40], "20-7")
    return Quiet(int(found[1]), int(found[2]))


def in_server() -> bool:
    """Whether the server tells people itself; else ``python -m ui.jobs run`` does. Raises ``SettingRefused``."""
    text = _given(JOBS) or "server"
    if text not in ("server", "command"):
        raise SettingRefused(JOBS, text[:40], "server, command")
    return text == "server"


def channels() -> tuple[str, ...]:
    """The channels that are set up."""
    return tuple(name for name, there in (("mail", mail()), ("line", line())) if there is not None)


def check() -> None:
    """Raise ``SettingRefused`` for the first setting that cannot be read."""
    in_server()
    quiet()
    channels()
    if SECONDS.unread:
        raise SettingRefused(SECONDS.variable, SECONDS.unread, f"{SECONDS.usual} ({SECONDS.least}-{SECONDS.most})")


def _given(variable: str) -> str:
    return os.environ.get(variable, "").strip()
