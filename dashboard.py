"""Start here: ``streamlit run dashboard.py``.

Launches the router from another folder on purpose: Streamlit offers every script of a ``pages/`` beside the script it
runs to whoever asks first after a start, before any guard has run. ``ui/`` has no ``pages/``.
"""

import sys

if sys.version_info < (3, 11):
    raise SystemExit("Python 3.11 or newer is needed / ต้องใช้ Python 3.11 ขึ้นไป")

import streamlit as st

from ui import framework

with framework.before_the_first_visitor():
    from ui import startup
    from ui.api.routes import routes as api_routes
    from ui.routes import files, papers, short
    from ui.screens import compared
    from ui.screens.people import log
    from ui.server import ROUTER, middleware, routes, tell_fault

startup.begin()
app = st.App(
    ROUTER,
    lifespan=startup.lifespan,
    routes=[*routes(), *api_routes(), *short.routes(), *files.routes((*papers.ROUTES, *compared.ROUTES, *log.ROUTES))],
    middleware=middleware(),
    on_script_error=tell_fault,
)
