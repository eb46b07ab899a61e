"""Servers of the bench: the product on data of its own, rivals each in a process of its own; what they use."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from db.chain import keys
from tests.support.databases import CHAIN_KEY
from tests.support.server import ROOT, Server, copy_of, free_port

RIVALS = Path(__file__).resolve().parent / "rivals"
READY_S = 60.0
PLAIN = {"STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
ROLES = ("staff", "director", "committee", "admin")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Running:
    """A server that answers: where, as which process, and with which cookie its visitors come."""

    address: str
    pid: int
    cookie: str | None = None
    server: Server | None = None  # of the product

    @property
    def port(self) -> int:
        """Where it listens on this machine."""
        return urlsplit(self.address).port or 80

    def at(self, address: str) -> "Running":
        """The same server as a relay gives it out; the names of its cookies hold the port that a browser sees."""
        there = replace(self, address=address)
        there.cookie = self.cookie and self.cookie.replace(f"-{self.port}=", f"-{there.port}=", 1)
        return there

    @property
    def processes(self) -> list[int]:
        """The server's process and all below it."""
        found, seen = [self.pid], []
        while found:
            seen.append(one := found.pop())
            for listed in Path(f"/proc/{one}/task").glob("*/children"):
                try:
                    found += [int(number) for number in listed.read_text().split()]
                except OSError:
                    continue  # a thread that has ended
        return seen

    def cookie_of_another(self, number: int = 0) -> str | None:
        """The cookie of a new sign-in, of the people of all roles in turn; one person may open a few sockets only."""
        return self.server.cookie_of(ROLES[number % len(ROLES)]) if self.server else self.cookie

    def cpu_s(self) -> float:
        """Processor seconds that the server's processes have used until now, and those of them that have ended."""
        total = 0
        for pid in self.processes:
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += sum(int(fields[place]) for place in (11, 12, 13, 14))  # its own; of children that have ended
        return total / TICKS

    def pss_mib(self) -> float:
        """Resident memory in MiB: what processes share is counted once (the sum of PSS)."""
        total = 0
        for pid in self.processes:
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


@dataclass
class Product:
    """The product on a copy of a folder of data (``filled`` of the tests' support, or a size of ``bench.sizes``)."""

    template: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    role: str = "staff"
    workers: int = 0  # processes that serve (``python -m ui.serve``); 0: ``streamlit run``

    @contextmanager
    def running(self) -> Iterator[Running]:
        """Start it on a copy; stop it at the end."""
        os.environ |= {keys.VARIABLE: CHAIN_KEY, "OTOP_DATA": str(_own_folder())}
        with tempfile.TemporaryDirectory(prefix="otop-bench-") as name:
            folder = copy_of(self.template, Path(name) / "data")
            server = Server(folder, {}, settings=self.settings, several=self.workers)
            try:
                server.start().wait()
                yield Running(server.address, server.process.pid, server.cookie_of(self.role), server)
            finally:
                server.stop()
                server.engine.dispose()


def _own_folder() -> Path:
    """Where this process keeps what it signs in with, so that nothing is written beside the program's own data."""
    folder = Path(tempfile.gettempdir()) / "otop-bench-own"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def rival(script: str, *arguments: str) -> Iterator[Running]:
    """A Streamlit page of ``bench/rivals`` under Streamlit's own defaults."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(RIVALS / script)]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", *(["--", *arguments] if arguments else [])]
    with process(command, port, "/_stcore/health") as running:
        yield running


@contextmanager
def process(command: list[str], port: int, health: str, more: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Any server, in an empty folder and without settings of this program or of Streamlit."""
    with tempfile.TemporaryDirectory(prefix="otop-rival-") as folder, (Path(folder) / "log").open("wb+") as log:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("OTOP_", "STREAMLIT_", "DATABASE_URL"))}
        env = {**kept, **PLAIN, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(more or {})}
        started = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(started, f"http://127.0.0.1:{port}{health}", log)
            yield Running(f"http://127.0.0.1:{port}", started.pid)
        finally:
            started.terminate()
            try:
                started.wait(10)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def _wait(started: "subprocess.Popen[bytes]", address: str, log: IO[bytes]) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and started.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)  # as often as the product is asked
    log.seek(0)
    raise RuntimeError(f"{address} did not answer:\n{log.read().decode(errors='replace')}")
