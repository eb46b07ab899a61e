"""A project that has what is loaded reviewed, and those who may review it."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from core.model import Actor
from db.accounts import users
from db.projects import versions
from db.projects.versions import Stored
from tests.support.actors import OPERATOR, SYSTEM, admin
from tests.support.uploads import CODE, NOW

REVIEWERS = ("clerk2", "chief")


def reviewer(name: str = "chief", role: str = "director") -> Actor:
    return Actor(name, role, reviews=True)


def give(engine: Engine, *names: str, now: datetime = NOW) -> None:
    """Add users, clerks by their names and else directors, and give them the right to review."""
    for name in names:
        users.add(engine, name, "staff" if name.startswith("clerk") else "director", actor=OPERATOR, now=now)
        users.set_reviews(engine, name, reviews=True, actor=admin(), now=now)


def set_review(engine: Engine, folder: Path, *, on: bool, code: str = CODE, now: datetime = NOW) -> Stored:
    """Store the project's file once more, with the review on or off."""
    text = versions.project_at(engine, code).text.replace("review = true\n", "").replace("review = false\n", "")
    folder.mkdir(exist_ok=True)
    (folder / f"{code}.toml").write_text(f"review = {str(on).lower()}\n{text}", encoding="utf-8")
    return versions.store_folder(engine, actor=SYSTEM, now=now, files=folder)


def turn_on(engine: Engine, folder: Path, *, code: str = CODE, now: datetime = NOW) -> None:
    """Two who may review, and the setting on."""
    give(engine, *REVIEWERS, now=now)
    assert set_review(engine, folder, on=True, code=code, now=now).refused == ()
