"""What the server answers besides the screens: health, fonts, headers, and a sentence where a screen fails."""

import logging
from pathlib import Path

import fontpkg_sarabun
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from db import engine as databases
from db.errors import DbError
from db.migrate import require_current
from ui import door
from ui.headers import SecurityHeaders
from ui.words import t

ROUTER = Path(__file__).resolve().parent / "router.py"
FONTS = Path(fontpkg_sarabun.__file__).resolve().parent / "files"
log = logging.getLogger("otop")


def routes() -> list[BaseRoute]:
    """``/healthz`` and ``/fonts``."""
    return [Route("/healthz", healthz), Mount("/fonts", app=StaticFiles(directory=FONTS), name="fonts")]


def middleware() -> list[Middleware]:
    """Headers on every answer, shut doors, files from signed-in senders alone."""
    return [Middleware(SecurityHeaders, may_upload=door.refusal_to_upload)]


def healthz(_request: Request) -> Response:
    """``ok`` while the database answers with this program's tables; else 503. Says nothing about the data."""
    try:
        require_current(databases.engine())
    except DbError as error:
        log.error("health: %s", error)
        return PlainTextResponse("database unavailable", status_code=503, headers={"Cache-Control": "no-store"})
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def tell_fault(error: Exception) -> bool:
    """A page failed: Streamlit logs the fault, the reader gets a sentence (a database's own, where it has one)."""
    lang = "en" if st.query_params.get("lang") == "en" else "th"
    st.error(error.message(lang) if isinstance(error, DbError) else t("app.fault", lang), icon=":material/error:")
    return True
