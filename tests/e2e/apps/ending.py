"""A server whose page saves something slowly, under this program's own end. Run by a test."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ui import startup


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """This program's own, without its data."""
    startup.prepare = startup.warm = lambda: None
    async with startup.lifespan(app):
        yield


def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


os.environ.setdefault("OTOP_DATA", ".")
app = st.App(Path(__file__).with_name("ending_page.py"), lifespan=lifespan, routes=[Route("/healthz", healthz)])
