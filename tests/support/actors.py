"""Those who act in tests, and the projects that they store."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from core.model.roles import Actor
from db.errors import ProjectFileRefused
from db.projects import versions
from db.tables import ProjectVersion

SYSTEM = Actor("system", "system", via="job")
OPERATOR = Actor("operator", "operator", via="command", account="somebody")


def staff(name: str = "clerk") -> Actor:
    return Actor(name, "staff")


def admin(name: str = "admin") -> Actor:
    return Actor(name, "admin")


def store_projects(engine: Engine, *, now: datetime, folder: Path | None = None) -> Sequence[ProjectVersion]:
    """The versions that are new. Every file must be right: raises ``ProjectFileRefused`` once the others are stored."""
    stored = versions.store_folder(engine, actor=SYSTEM, now=now, files=folder)
    if stored.refused:
        raise ProjectFileRefused(stored.refused)
    return list(stored.versions)
