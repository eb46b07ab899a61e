"""Python programs that begin with their libraries already imported: forks of one process that has imported them.

Half of what a start costs are its imports, and the tests start hundreds of programs. What a test says about a start
itself begins cold, by ``subprocess``; so does everything where processes cannot fork.
"""

import atexit
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LIBRARIES = (
    "pytest",
    "streamlit.web.cli",
    "streamlit.web.bootstrap",
    "streamlit.testing.v1",
    "streamlit_authenticator",
    "pandas",
    "altair",
    "pyarrow",
    "sqlmodel",
    "sqlalchemy.dialects.sqlite",
    "psycopg",
    "uvicorn",
)
ROOT = Path(__file__).resolve().parents[2]
CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()


class Program:
    """One program that was begun; what it offers is as ``subprocess.Popen`` has it."""

    def __init__(self, process: Any) -> None:
        self._process = process
        self.pid: int = process.pid

    @property
    def returncode(self) -> int | None:
        """How it ended, below nought by a signal; ``None`` before it has."""
        ended: int | None = self._process.exitcode
        return ended

    def poll(self) -> int | None:
        """As ``returncode``."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises ``subprocess.TimeoutExpired``."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def begin(module: str, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path) -> Program:
    """``python -m module arguments`` in a folder and an environment; all that it prints goes to the end of ``log``."""
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload(list(LIBRARIES))
    process = apart.Process(target=_run, args=(module, list(arguments), str(cwd), dict(env), str(log)), daemon=True)
    process.start()
    return Program(process)


def _run(module: str, arguments: list[str], cwd: str, env: dict[str, str], log: str) -> None:
    """What the fork does: become the program."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in (1, 2):
        os.dup2(output, number)
    os.close(output)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]  # a copy of the program has tests of its own
    sys.path[:] = [cwd, *(place for place in sys.path if Path(place or ".").resolve() != ROOT)]
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()  # a fork ends without them
