"""Servers that begin as copies of a process which has imported the program already: a start costs what is its own.

``Nursery`` runs this file as a process that imports what a server imports, opens no database and starts no thread. Each
server is a fork of it, with an environment and a log of its own, and does all that ``python -m streamlit`` does.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """The process that servers are copied from."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> "Copy":
        """``streamlit`` with these arguments; what it prints goes to ``log``."""
        return Copy(self, int(self.ask({"run": list(arguments), "environment": dict(environment), "log": str(log)})))

    def ask(self, request: Mapping[str, Any]) -> Any:
        """The process's answer to one request."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End it, and with it every copy that still runs."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class Copy:
    """One server: what ``subprocess.Popen`` offers of a process."""

    def __init__(self, nursery: Nursery, process: int) -> None:
        self._nursery, self.pid = nursery, process
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code; ``None`` while it runs."""
        if self.returncode is None:
            self.returncode = self._nursery.ask({"poll": self.pid})
        return self.returncode

    def terminate(self) -> None:
        """Ask it to end."""
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End it without asking."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float = 60) -> int:
        """Its exit code, once it has ended; ``subprocess.TimeoutExpired`` if it does not."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("streamlit", timeout)
            time.sleep(0.01)
        return code


def serve() -> None:
    """Answer requests until nobody asks any more."""
    import_program()
    running: set[int] = set()
    for line in sys.stdin:
        request = json.loads(line)
        if "poll" in request:
            ended, status = os.waitpid(request["poll"], os.WNOHANG)
            running.discard(ended)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        else:
            answer = os.fork()
            if not answer:
                run(request["run"], request["environment"], request["log"])
            running.add(answer)
        print(json.dumps(answer), flush=True)  # noqa: T201
    for process in running:
        os.kill(process, signal.SIGKILL)


def import_program() -> None:
    """All that a server has imported, and the charts that it has compiled, by the time of its first visitor."""
    import streamlit.web.cli  # noqa: F401
    from streamlit import config

    from ui import framework

    config.get_config_options()  # which sets how much is logged
    with framework.before_the_first_visitor():
        from ui import server, startup  # noqa: F401
        from ui.auth import cookies, guard, menu  # noqa: F401
        from ui.charts import specs
        from ui.request import load  # noqa: F401
        from ui.routes import files, papers, short  # noqa: F401
        from ui.screens import compared  # noqa: F401
        from ui.shell import band, style, switch  # noqa: F401
        from ui.widgets import filters  # noqa: F401

        specs.warm()
    gc.collect()


def run(arguments: Sequence[str], environment: Mapping[str, str], log: str) -> None:
    """Become ``python -m streamlit`` with these arguments; never returns."""
    os.environ.clear()
    os.environ.update(environment)
    for name, flags, taken in (("/dev/null", os.O_RDONLY, (0,)), (log, os.O_WRONLY | os.O_CREAT, (1, 2))):
        opened = os.open(name, flags)
        for descriptor in taken:
            os.dup2(opened, descriptor)
    sys.argv = ["streamlit", *arguments]
    code = 1
    try:
        from streamlit.web import cli

        cli.main(prog_name="streamlit")
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
