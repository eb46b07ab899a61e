"""What never stands in the log: numbers of sessions, cookies and other secrets, what was asked for behind a ``?``,
persons, telephones, e-mails; and what would look like a line of its own.
"""

import re

from core.text import hide

MASK = "…"
_SECRETS = re.compile(
    r"(?<=/_stcore/upload_file/)[^\s\"'?]+"  # a session and a file of it
    r"|(?<=/media/)[^\s\"'?]+"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?<![\w-])(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{32,}(?![\w-])",  # a cookie, a key, a hash
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?<=[\w/…])\?[^\s\"']+")
_PASSWORD = re.compile(r"(?<=://)[^\s/@]+@")
_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_PLACE = '\n  File "'
_OF_A_TRACE = re.compile(r"  |[\w.]+(:|$)")


def filtered(text: str) -> str:
    """A text of the log without them, on lines that nobody takes for others."""
    if _PLACE in text:
        text = _without_messages(text)
    for pattern, instead in ((_SECRETS, MASK), (_QUERY, f"?{MASK}"), (_PASSWORD, f"{MASK}@"), (_E_MAIL, MASK)):
        text = pattern.sub(instead, text)
    lines = (hide(line) for line in text.splitlines())
    return "\n  ".join(_CONTROL.sub(_named, line) for line in lines)


def _without_messages(text: str) -> str:
    """What another process said of a fault: where and of which kind, as of our own."""
    head, *lines = text.splitlines()
    kept = [line if line.startswith("  ") else line.split(":")[0] for line in lines if _OF_A_TRACE.match(line)]
    return "\n".join([head.split(": ")[0], *kept])


def _named(found: re.Match[str]) -> str:
    return f"\\x{ord(found[0]):02x}"
