"""The same empty page as well as Streamlit can serve it: what is imported is frozen, messages are sent at once."""

import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Turn Nagle's algorithm off where the server listens, and freeze what is imported."""
    for found in gc.get_objects():
        if type(found) is socket.socket and found.fileno() >= 0 and found.type == socket.SOCK_STREAM:
            with suppress(OSError):
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(__file__).with_name("empty.py"), lifespan=lifespan)
