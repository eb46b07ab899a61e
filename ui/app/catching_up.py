"""Headlines of projects that are missing, computed by a process of their own: a visitor waits for a few at most."""

import subprocess
import sys
from threading import Lock

from db.engine import ROOT

_COMMAND = (sys.executable, "-m", "db.snapshots.headlines")
_LOCK = Lock()
_RUNNING: "list[subprocess.Popen[bytes]]" = []


def begin() -> None:
    """Start the process, unless it is at work."""
    with _LOCK:
        if _is_running():
            return
        _RUNNING[:] = [subprocess.Popen(_COMMAND, cwd=ROOT, stdin=subprocess.DEVNULL)]


def is_at_work() -> bool:
    """Whether the process runs."""
    with _LOCK:
        return _is_running()


def _is_running() -> bool:
    return bool(_RUNNING) and _RUNNING[0].poll() is None


def end() -> None:
    """At the end of the server: what is not stored yet, the next visit computes."""
    with _LOCK:
        for process in _RUNNING:
            if process.poll() is None:
                process.kill()
            process.wait()
        _RUNNING.clear()
