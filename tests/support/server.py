"""A real server of this program on a free port, on data of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from db.accounts import sessions, users
from db.chain import keys
from db.engine import engine_for
from db.maintenance import setup
from tests.support import warm
from tests.support.actors import OPERATOR, admin
from tests.support.databases import CHAIN_KEY
from ui.app import made
from ui.auth import door, tokens
from ui.visit import packing

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".pytest_cache" / "made"  # of all servers of tests: what one has compressed serves the next
READY_S = 120  # the first start of an empty folder makes every table; a slow machine is no fault of the program
OURS = ["run", "dashboard.py"]
SEVERAL = "OTOP_TEST_WORKERS"  # has every server of the tests be several processes, so many of them
PASSWORD = "ทดสอบ-ระบบ-64"
READY = {"director": "chief", "committee": "panel", "staff": "clerk", "admin": "keeper"}  # role -> user with PASSWORD


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One running server. ``one_time`` maps a role to (name, one-time password) of a user who never signed in."""

    folder: Path
    one_time: Mapping[str, tuple[str, str]]
    command: list[str] = field(default_factory=lambda: list(OURS))
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)  # of its environment
    several: int = field(default_factory=lambda: int(os.environ.get(SEVERAL, "0")))  # processes; 0: streamlit run
    warm: bool = False  # whether its libraries may be imported already when it begins

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def engine(self) -> Engine:
        """Its database, as another process sees it."""
        return engine_for(database_url(self.folder))

    def start(self) -> "Server":
        """Start the process; ``wait`` says when it answers. No server has files to compress beside what is tested."""
        if made.VARIABLE not in self.settings:
            _packed_once()
        log = self.folder / "server.log"
        log.write_bytes(b"")
        module, *words = [*self._begun_by(), f"--server.port={self.port}", "--server.address=127.0.0.1"]
        env = {**environment(self.folder), **self.settings}
        self.process: subprocess.Popen[bytes] | warm.Program
        if self.warm and warm.CAN_FORK and not self.several:
            self.process = warm.begin(module, words, cwd=ROOT, env=env, log=log)
        else:
            with log.open("ab") as output:
                command = [sys.executable, "-m", module, *words]
                self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
        return self

    def _begun_by(self) -> list[str]:
        own = self.several and self.command == OURS
        return ["ui.serve", f"--workers={self.several}"] if own else ["streamlit", *self.command]

    def wait(self, health: str = "/healthz") -> "Server":
        """Wait until ``health`` answers; a server that ends early tells its last words."""
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.address + health, timeout=5) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise AssertionError(f"the server did not answer:\n{self.words()}")

    def stop(self) -> int:
        """End it as an operator would; its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        return self.process.wait()

    @property
    def cookie_name(self) -> str:
        """What its sign-in cookie is called over plain http."""
        return f"otop-{self.port}"

    def token_of(self, role: str) -> str:
        """A cookie's value as this server gives it, for a sign-in of the role's ready user (or of a user's name)."""
        return sessions.sign_in(self.engine, READY.get(role, role), door.utc_now())

    def cookie_of(self, role: str) -> str:
        """The cookie header of ``token_of``."""
        return f"{self.cookie_name}={self.token_of(role)}"

    def workers(self) -> set[int]:
        """The processes at heavy work: children of whichever process serves, as Linux lists them."""
        serving = children(self.process.pid) if self.several else {self.process.pid}
        return {number for one in serving for number in children(one)}

    def words(self) -> str:
        """What it printed."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def connection(self) -> socket.socket:
        """A connection that nothing was said on yet."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def open(self, path: str, cookie: str | None = None, method: str = "GET") -> Any:
        """One request; its answer is to be closed."""
        headers = {"Origin": self.address, **({"Cookie": cookie} if cookie else {})}
        return urllib.request.urlopen(
            urllib.request.Request(self.address + path, headers=headers, method=method), timeout=10
        )

    def get(self, path: str, cookie: str | None = None, method: str = "GET") -> tuple[int, str]:
        """Status and text of one request."""
        try:
            with self.open(path, cookie, method) as answer:
                return answer.status, answer.read().decode("utf-8-sig")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8-sig")


@cache
def _packed_once() -> None:
    packing.pack(CACHE / "static")


def children(process: int) -> set[int]:
    """The processes that one has begun; none where it has ended."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    with suppress(OSError):
        return {int(number) for path in listed for number in path.read_text().split()}
    return set()


def database_url(folder: Path) -> str:
    """The SQLite file of a server's folder."""
    return f"sqlite:///{(folder / 'otop.db').as_posix()}"


def environment(folder: Path) -> dict[str, str]:
    """The tester's own environment without its settings of this program and of Streamlit."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OTOP_", "STREAMLIT_", "DATABASE_URL"))}
    settings = {"OTOP_DATA": str(folder), "DATABASE_URL": database_url(folder), keys.VARIABLE: CHAIN_KEY}
    return {**kept, **settings, made.VARIABLE: str(CACHE), "PYTHONUTF8": "1"}


def filled(folder: Path) -> dict[str, tuple[str, str]]:
    """Fill a server's folder with samples, four users who never signed in, and the ready ones, who have ended their
    tours; the one-time passwords of the former by role.
    """
    engine, now = engine_for(database_url(folder)), door.utc_now()
    made = setup.prepare(engine, samples=True, actor=OPERATOR, now=now)
    for role, name in READY.items():
        users.add(engine, name, role, actor=admin("test"), now=now, password=PASSWORD)
        users.end_tour(engine, name, role, now=now)  # as by a press of their own at an earlier visit
    engine.dispose()
    tokens.signing_key(folder)
    return {role: (name, password) for name, role, password in made}


def copy_of(template: Path, folder: Path) -> Path:
    """The template's database in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("otop.db", "cookie.key"):
        shutil.copy(template / name, folder / name)
    return folder
