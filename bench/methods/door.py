"""What strangers can do to who is served: /healthz alone, and while eight pages elsewhere keep trying to open a socket
and 200 connections stand open.
"""

import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.methods.health import asked
from tests.support.server import Server, filled

STRANGERS, OPEN = 8, 200
TRIES = """
import sys, threading, time
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
def keep_trying():
    while True:
        try:
            connect(sys.argv[1], origin="http://evil.example", subprotocols=["streamlit"], open_timeout=30)
        except (OSError, WebSocketException):
            time.sleep(0.5)
for _ in range(int(sys.argv[2])):
    threading.Thread(target=keep_trying, daemon=True).start()
time.sleep(600)
"""


def health() -> tuple[float, float]:
    """Milliseconds of an answer to /healthz, the median of 200: with nobody there, and with the strangers."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        server = Server(Path(name), filled(Path(name))).start().wait()
        ending.callback(server.stop)
        asked(server.port)  # what the first asks for is made once
        idle = median(asked(server.port))
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        trying = subprocess.Popen([sys.executable, "-c", TRIES, address, str(STRANGERS)])
        ending.callback(trying.kill)
        for _ in range(OPEN):
            plain = ending.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            plain.sendall(b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n")  # never ended
        time.sleep(2)
        return idle, median(asked(server.port))
