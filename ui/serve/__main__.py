"""``python -m ui.serve --workers N``, with the options of ``streamlit run`` (``--server.port=8600``) beside it."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click
import streamlit as st
from streamlit.web.cli import configurator_options

ROOT = Path(__file__).resolve().parents[2]
MOST = 64
WRONG_USE = 64  # exit: a setting that cannot be


@click.command(name="python -m ui.serve", help="Serve the dashboard by several processes. Linux alone.")
@click.option(
    "--workers",
    type=click.IntRange(1, MOST),
    default=lambda: min(MOST, os.cpu_count() or 1),
    help="Processes that serve; by default as many as there are processors.",
)
@configurator_options
def main(workers: int, **options: Any) -> None:
    """Begin the server in this process, and leave serving to its workers."""
    # Before numpy is loaded, whose threads nothing here needs: a process with one thread can be forked safely.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from core.text import Message
    from ui import framework

    framework.read_settings(str(ROOT / "dashboard.py"), options)
    from ui import startup

    if sys.platform != "linux":
        startup.tell_trouble(Message("console.workers_linux"))
        raise SystemExit(WRONG_USE)
    if framework.speaks_tls():
        startup.tell_trouble(Message("console.workers_tls", {"setting": "server.sslCertFile"}))
        raise SystemExit(WRONG_USE)
    try:
        listening = framework.listen()
    except OSError:
        startup.tell_trouble(Message("console.port_not_free", {"port": st.get_option("server.port")}))
        raise SystemExit(1) from None
    app = importlib.import_module("dashboard").app
    startup.warm()
    startup.let_go()
    from ui.serve.parent import Parent

    raise SystemExit(Parent(app, listening, workers).run())


if __name__ == "__main__":
    main()
