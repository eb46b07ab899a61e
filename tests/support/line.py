"""LINE's push endpoint on this machine: takes what the documented schema takes, refuses what it refuses.

From the Messaging API reference and ``messaging-api.yml`` of line/line-openapi: ``to`` a user's, group's or room's id,
one to five messages, a text of one to 5,000 characters (UTF-16 units), a retry key that is a UUID, 409 for one that was
accepted before, 401 for another token, 429 for the rate or the month's quota.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

TOKEN = "a-token-of-a-channel"
PATH = "/v2/bot/message/push"
_ID = re.compile(r"[UCR][0-9a-f]{32}")


@dataclass
class Line:
    """What it was asked and what it accepted; ``faults`` decides by the number of the request what goes wrong."""

    port: int = 0
    accepted: list[tuple[str, str]] = field(default_factory=list)  # (to, text)
    by_key: dict[str, int] = field(default_factory=dict)  # retry key -> times it was asked
    requests: int = 0
    conflicts: int = 0
    quota: int = 1_000_000
    strangers: set[str] = field(default_factory=set)  # ids that are no friends of the account
    faults: Callable[[int], str] = lambda _number: ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: set[str] = field(default_factory=set)  # retry keys that were accepted

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, headers: Any, body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and body of an answer; 0: none is given."""
        with self.lock:
            self.requests += 1
            fault = self.faults(self.requests)
            if fault in ("500", "429", "401"):
                return int(fault), {"message": "The API rate limit has been exceeded. Try again later."}
            if fault == "silence":
                return 0, {}
            status, answer = self._judged(headers, body)
            return (0, {}) if fault == "silence after" else (status, answer)

    def _judged(self, headers: Any, body: bytes) -> tuple[int, dict[str, Any]]:
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Authentication failed. Confirm that the access token is valid."}
        if (headers.get("Content-Type") or "").partition(";")[0] != "application/json":
            return 415, {"message": "The media type is not supported"}
        if faults := _faults(body):
            return 400, {"message": f"The property, '{faults[0]}', in the request body is invalid (line: -, column: -)"}
        key = headers.get("X-Line-Retry-Key")
        if key is not None and not _is_uuid(key):
            return 400, {"message": "The value for the 'X-Line-Retry-Key' is invalid"}
        asked = json.loads(body)
        if key is not None:
            self.by_key[key] = self.by_key.get(key, 0) + 1
            if key in self.done:
                self.conflicts += 1
                return 409, {"message": "The retry key is already accepted", "sentMessages": []}
        if asked["to"] in self.strangers:
            return 400, {"message": "Failed to send messages"}
        if len(self.accepted) >= self.quota:
            return 429, {"message": "You have reached your monthly limit."}
        if key is not None:
            self.done.add(key)
        self.accepted += [(asked["to"], one["text"]) for one in asked["messages"]]
        return 200, {"sentMessages": [{"id": str(len(self.accepted))}]}


def _faults(body: bytes) -> list[str]:
    """The properties that are not as the schema has them."""
    try:
        asked = json.loads(body)
    except ValueError:
        return ["body"]
    if not isinstance(asked, dict):
        return ["body"]
    messages = asked.get("messages")
    faults = [] if isinstance(asked.get("to"), str) and _ID.fullmatch(asked["to"]) else ["to"]
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        return [*faults, "messages"]
    for at, one in enumerate(messages):
        if not isinstance(one, dict) or one.get("type") != "text":
            faults.append(f"messages[{at}].type")
        elif not isinstance(one.get("text"), str) or not 1 <= len(one["text"].encode("utf-16-le")) // 2 <= 5_000:
            faults.append(f"messages[{at}].text")
    return faults


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


@contextmanager
def serving(line: Line | None = None) -> Iterator[Line]:
    """Within, it answers on a port of its own."""
    double = line or Line()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, answer = double.asked(self.headers, body) if self.path == PATH else (404, {"message": "Not found"})
            if status == 0:
                time.sleep(0.05)
                self.close_connection = True
                return
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", double.port), Handler)
    double.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
