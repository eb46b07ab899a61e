"""The first statement of every page: ``session = guard.require(...)``.

A stranger never comes so far (``ui.gate``); whose sign-in has ended since is led to sign in, and nothing is drawn. A
user without the role gets a sentence. Ask again in callbacks and fragments, before the deed: they run without the
router, and the answer is then read from the database anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from core.figures import Figures
from core.model import ROLES, Actor, Right, Snapshot, project_of, user_roles
from core.model.project import Project
from core.text import Sight, write_date
from db.accounts import refusals
from db.engine import Engine
from db.errors import OfTheWhole
from db.notebook import organisations
from db.projects.versions import newest
from db.snapshots import store
from db.snapshots.headlines.whole import Whole
from ui import framework
from ui.auth import door, signin
from ui.auth.door import Person
from ui.request import link, load
from ui.request.link import Link
from ui.text import t, words
from words import rendering, template

_REFUSED = "door.refused"  # what this tab was refused already


@dataclass(frozen=True)
class Session:
    """What a page knows of its visitor: who, in which role and language, and which project, day and instant."""

    person: Person
    lang: str
    engine: Engine
    project: Project
    day: date | None  # the day asked for; None: the newest
    seen: datetime | None  # only uploads received, and not withdrawn, by then; None: all
    now: datetime  # the clock, UTC; for staleness alone
    notices: tuple[str, ...] = ()  # what of the link could not be followed

    @property
    def user(self) -> str:
        """The name signed in with."""
        return self.actor.user

    @property
    def actor(self) -> Actor:
        """Who acts, in the role as of this run."""
        return self.person.actor

    def may(self, right: Right) -> bool:
        """Whether this visitor has a right in the project shown."""
        return self.actor.may(right, self.project.code)

    def say(self, key: str, **params: Any) -> str:
        """A sentence in the visitor's language. ``{eg_…}`` in it are examples of the project's own year."""
        own = self.examples if "{eg_" in template(key) else {}
        return t(key, self.lang, **own, **params)

    def told(self, value: Any) -> str:
        """A sentence, a text or a value of core, in the visitor's language."""
        return words.told(value, self.lang)

    @property
    def examples(self) -> dict[str, str]:
        """What a field to fill in may hold, by the names that sentences know: a day as forms write it, the year."""
        project = self.project
        year = rendering.year(project.fiscal_year_be, self.lang)
        return {"eg_day": write_date(project.end), "eg_year": year}

    @property
    def knows_of_waiting(self) -> bool:
        """Whether this visitor may know what waits for review in the project shown."""
        return self.actor.knows_of_waiting(self.project.code)

    @property
    def sight(self) -> Sight:
        """What this visitor may see of persons."""
        return self.actor.sight(organisations.marked(self.engine, self.project.code))

    def prose(self, texts: Sequence[str | None]) -> list[str | None]:
        """Texts that staff wrote freely, as this visitor may see them."""
        sight = self.sight
        return [text and sight.prose(text) for text in texts]

    @property
    def amphoe(self) -> str | None:
        """The amphoe that this visitor is kept to; ``None``: they see the whole project."""
        return self.actor.amphoe

    @property
    def amphoe_name(self) -> str:
        """Its name in the visitor's language; empty where there is none."""
        return words.amphoe(self.amphoe, self.project, self.lang) if self.amphoe else ""

    def whole(self) -> Whole:
        """What somebody who is kept to an amphoe is told of the whole project."""
        return load.whole(self)

    def view(self) -> Snapshot:
        """The snapshot of the day asked for, as this visitor may see it: where they are kept to an amphoe, its rows."""
        return load.view(self).seen_by(self.sight)

    def figures(self) -> Figures:
        """Every figure of that view."""
        return load.figures(self, self.view())

    @property
    def projects(self) -> tuple[Project, ...]:
        """Every stored project, newest fiscal year first, samples last."""
        return newest(self.engine)


def require(right: Right | None = None, *, of_amphoe: bool = False) -> Session:
    """The visitor, if they are signed in and have ``right`` (none named: any role); otherwise the page ends here.

    A page is of the whole project unless it says ``of_amphoe``: for who is kept to an amphoe it ends with a sentence.
    """
    session = _arrive()
    if session.amphoe is not None and not (of_amphoe if right is None else session.may(right)):
        _record_refusal(session, right or Right.EXPORT)
        st.info(session.told(OfTheWhole().message), icon=":material/lock:")
        st.stop()
    if right is not None and not session.may(right):
        _record_refusal(session, right)
        names = ", ".join(session.say(ROLES[role].label) for role in user_roles(right))
        own = session.say(ROLES[session.actor.role].label)
        st.info(session.say("app.refused", roles=names, role=own), icon=":material/lock:")
        st.stop()
    return session


def _record_refusal(session: Session, right: Right) -> None:
    """Once a tab, right and project, however often the page runs."""
    asked: set[tuple[Right, str]] = st.session_state.setdefault(_REFUSED, set())
    place = (right, session.project.code)
    if place not in asked:
        asked.add(place)
        refusals.by_right(session.engine, of=session.actor, right=right, project=session.project.code, now=session.now)


def _arrive() -> Session:
    """Who is there, read from the database; for anybody else the script ends."""
    person = door.person_here()
    if person is None:
        framework.lead_this_page_to("")
        st.stop()
    if person.must_change:
        signin.draw_change(person, link.glance().lang, first=True)
        st.stop()
    return session_for(person)


def session_for(person: Person) -> Session:
    """The session of a signed-in visitor, from the link as it stands."""
    return session_of(person, link.glance(), st.query_params.get(link.GONE))


def session_of(person: Person, here: Link, gone: str | None = None) -> Session:
    """The session of somebody who asks for a link; ``gone`` is a page that they asked for and that does not exist."""
    engine = door.engine_of(person.actor)
    project, unknown = load.project_shown(engine, here.project, here.as_of, here.seen)
    if person.actor.amphoe is not None:
        project = project_of(project, person.actor.amphoe)
    notices = [t("band.unknown_project", here.lang, code=unknown)] if unknown else []
    if gone:
        notices.append(t("band.no_page", here.lang, value=gone[:80]))
    if here.bad_day is not None:
        notices.append(t("band.bad_day", here.lang, value=here.bad_day))
    day = here.as_of
    if day is not None and here.seen is None:
        newest = max(store.days(engine, project.code), default=day)
        if newest < day:  # what became of the project after its newest data, nobody has said yet
            notices.append(t("band.too_late", here.lang, day=words.day(newest, here.lang)))
            day = None
    return Session(person, here.lang, engine, project, day, here.seen, door.utc_now(), tuple(notices))
