"""One text, pushed through LINE's Messaging API; and what came of it, as the queue asks.

``POST /v2/bot/message/push``: at most five messages of at most 5,000 characters, to the id of a user, a group or a
room. With ``X-Line-Retry-Key`` a request is done once however often it is made within 24 hours: 409 says that it was
accepted before (developers.line.biz, "Retry failed API requests").
"""

import json
import logging
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from db.telling.queue import Outcome
from ui.jobs.settings import Line

PATH = "/v2/bot/message/push"
LONGEST = 5_000
_MOST_BYTES = 100_000  # of an answer
log = logging.getLogger("otop")


def send(channel: Line, to: str, text: str, retry_key: str) -> Outcome:
    """Push one text. Never raises: a message that was not taken has its reason."""
    body = {"to": to, "messages": [{"type": "text", "text": text[:LONGEST]}]}
    try:
        status, answer = _asked(channel, body, retry_key)
    except (OSError, HTTPException) as error:
        log.warning("LINE did not answer: %s", type(error).__name__)
        broke_off = isinstance(error, HTTPException | ConnectionResetError)  # in the middle: others may get through
        return Outcome("again", "undelivered.line_unreachable", shut=not broke_off)
    if status in (200, 409):
        return Outcome("sent")
    log.warning("LINE refused a message with %s", status)
    return _refused(status, answer)


def _asked(channel: Line, body: object, retry_key: str) -> tuple[int, str]:
    """The status of LINE's answer, and its ``message``."""
    parts = urlsplit(channel.api)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=channel.seconds)
    headers = {
        "Authorization": f"Bearer {channel.token}",
        "Content-Type": "application/json",
        "X-Line-Retry-Key": retry_key,
    }
    try:
        connection.request("POST", parts.path + PATH, json.dumps(body).encode(), headers)
        answer = connection.getresponse()
        return answer.status, _message(answer.read(_MOST_BYTES))
    finally:
        connection.close()


def _message(content: bytes) -> str:
    try:
        found = json.loads(content)
    except ValueError:
        return ""
    return str(found.get("message", "")) if isinstance(found, dict) else ""


def _refused(status: int, answer: str) -> Outcome:
    """What a refusal means: of the id, of the token, of the quota, or for now."""
    if status == 400 and ("'to'" in answer or "Failed to send" in answer):
        return Outcome("ended", "undelivered.line_id")
    if status in (401, 403):
        return Outcome("again", "undelivered.line_token", shut=True)
    if status == 429 and "monthly limit" in answer:
        return Outcome("ended", "undelivered.line_quota")
    if status == 429:
        return Outcome("again", "undelivered.line_busy", shut=True)
    if status >= 500:
        return Outcome("again", "undelivered.line_unreachable")
    return Outcome("ended", "undelivered.line_content")
