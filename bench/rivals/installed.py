"""The virtual environment of the Dash page: made from ``bench/requirements.txt`` once, kept among temporary files."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.serving import RIVALS, Running, process
from tests.support.server import free_port

REQUIREMENTS = RIVALS.parent / "requirements.txt"


def python() -> Path:
    """Its interpreter. Raises ``RuntimeError`` where it cannot be installed."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"otop-bench-dash-{key}"
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        command = [str(place / "bin" / "python"), "-m", "pip", "install", "-q", "-r", str(REQUIREMENTS)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"Dash could not be installed: {done.stderr.strip().splitlines()[-1:]}")
        (place / "ready").touch()
    return place / "bin" / "python"


@contextmanager
def dash(database: Path) -> Iterator[Running]:
    """The Dash page over a database of the product, served by gunicorn: one process, four threads."""
    port = free_port()
    command = [str(python()), "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "4", "dash_page:server"]
    more = {"PYTHONPATH": str(RIVALS), "BENCH_DATABASE": str(database)}
    with process(command, port, "/", more) as running:
        yield running
