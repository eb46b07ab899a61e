"""Views and figures for screens: read by upload id, computed once, shared by every visitor.

An upload never changes, so what is keyed by upload ids is never stale; a new upload, a withdrawal or a new version of
the project makes a new key. The clock enters as a day in Bangkok, for staleness alone, and not when looking back.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.analysis.forecast.forecast import Forecast
from core.analysis.forecast.forecast import forecast as forecast_of
from core.calendar import bangkok_day
from core.figures.figures import Figures, compute
from core.model.project import Project
from core.model.rows import rows_sha256
from core.model.view import View
from db.engine import Engine
from db.errors import UnknownProject
from db.projects import default, versions
from db.snapshots import store

if TYPE_CHECKING:
    from ui.auth.guard import Session

KEPT_FIGURES = 256


def project_shown(
    engine: Engine, asked: str | None, day: date | None = None, seen: datetime | None = None
) -> tuple[Project, str | None]:
    """The project of the link, else of ``OTOP_PROJECT``, else the newest with data, else the samples.

    The second value is a code that was asked for and does not exist.
    """
    unknown: str | None = None
    for code in (asked, default.named()):
        if code:
            try:
                return versions.project_at(engine, code, day, seen).project, unknown
            except UnknownProject:
                unknown = unknown or code
    return versions.project_at(engine, versions.shown_by_default(engine), day, seen).project, unknown


def view(session: "Session") -> View:
    """The live uploads and rows of the session's day. Rows come from memory once they have been read."""
    return store.view(session.engine, session.project.code, session.day, session.seen)


def figures(session: "Session", shown: View) -> Figures:
    """Every figure of a view."""
    looking_back = session.day is not None or session.seen is not None
    return figures_of(str(session.engine.url), shown, None if looking_back else bangkok_day(session.now))


def present(session: "Session", shown: View) -> Figures:
    """The figures of a view's day as it is known now."""
    today = store.view(session.engine, session.project.code, shown.day)
    return figures_of(str(session.engine.url), today, None)


def figures_of(database: str, shown: View, today: date | None) -> Figures:
    """Figures by what they are computed from; two visitors of one view share one computation."""
    return _figures(figures_key(database, shown, today), shown, today)


def figures_key(database: str, shown: View, today: date | None) -> tuple[Any, ...]:
    """All that decides the figures of a view: database, project as worded, day, instant, uploads, earlier plans."""
    uploads = tuple(sorted((kind, upload.id) for kind, upload in shown.uploads.items()))
    plans = tuple(
        (ref.id, ref.as_of, rows_sha256(rows))
        for ref, rows in zip(shown.earlier_plan_refs, shown.earlier_plans or (), strict=True)
    )
    return (database, _wording(shown.project), shown.day, shown.seen, today, uploads, plans)


@st.cache_resource(max_entries=KEPT_FIGURES, show_spinner=False)
def _figures(key: tuple[Any, ...], _shown: View, _today: date | None) -> Figures:  # noqa: ARG001  the key is the key
    return compute(_shown, _today)


def forecast(session: "Session", shown: View) -> Forecast | None:
    """What to expect of a view; the clock has no part in it."""
    return _forecast(figures_key(str(session.engine.url), shown, None), shown)


@st.cache_resource(max_entries=KEPT_FIGURES, show_spinner=False)
def _forecast(key: tuple[Any, ...], _shown: View) -> Forecast | None:  # noqa: ARG001  the key is the key
    return forecast_of(_shown)


@lru_cache(maxsize=64)
def _wording(project: Project) -> str:
    """A name for the very text of a project: two versions of one code differ in it."""
    return hashlib.sha256(repr(project).encode()).hexdigest()


def days(engine: Engine, project: str) -> Sequence[date]:
    """The days that an upload of groups or spending is of, newest first: what one can look back at."""
    found = store.history(engine, project)
    return sorted({u.as_of for u in found if u.live and u.kind in ("groups", "spending")}, reverse=True)


def warm(engine: Engine, today: date) -> None:
    """Read and compute what the first visitor of today will be shown."""
    project, _ = project_shown(engine, None)
    figures_of(str(engine.url), store.view(engine, project.code), today)
