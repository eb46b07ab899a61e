"""The next year begun on the web: stored as a project of its own, what is of one year alone left empty."""

from datetime import date

import pytest
from sqlalchemy import Engine

from core.model.places import find_province
from core.model.project.drafting.following import Wanted
from db.accounts import audit
from db.errors import NotAllowed, Refused
from db.maintenance import chain
from db.projects import versions
from db.settings import next_year
from tests.support.actors import SYSTEM, admin, staff, store_projects
from tests.support.uploads import CODE, NOW

PLACE = find_province("เพชรบุรี")
assert PLACE is not None
WANTED = Wanted(2565, PLACE, 25, 70_000_000)


def test_the_next_year_is_a_project_of_its_own(engine: Engine) -> None:
    before = versions.project_at(engine, CODE)

    made = next_year.begin(engine, CODE, WANTED, actor=admin(), now=NOW)

    project = made.project
    assert (made.code, made.source, made.by, made.reason) == ("phetchaburi-2565", "web", "admin", CODE)
    assert (project.start, project.end) == (date(2021, 10, 1), date(2022, 9, 30))
    assert (project.target_groups, project.budget_satang) == (25, 70_000_000)
    assert (project.curves, project.windows, project.last_safe_direct) == ((), (), None)
    assert versions.project_at(engine, "phetchaburi-2565", date(2020, 1, 1)).id == made.id
    assert versions.project_at(engine, CODE).id == before.id
    event = audit.recent(engine, project="phetchaburi-2565")[0]
    assert (event.action, event.by, event.detail) == ("project.begin", "admin", CODE)
    assert chain.check(engine).findings == ()


def test_it_is_still_there_after_init(engine: Engine) -> None:
    next_year.begin(engine, CODE, WANTED, actor=admin(), now=NOW)

    assert store_projects(engine, now=NOW) == []
    assert versions.project_at(engine, "phetchaburi-2565").project.target_groups == 25
    assert versions.store_folder(engine, actor=SYSTEM, now=NOW).beside == ()


def test_it_is_begun_once_and_by_who_keeps_the_server(engine: Engine) -> None:
    with pytest.raises(NotAllowed):
        next_year.begin(engine, CODE, WANTED, actor=staff(), now=NOW)
    next_year.begin(engine, CODE, WANTED, actor=admin(), now=NOW)

    with pytest.raises(Refused, match="there already"):
        next_year.begin(engine, CODE, WANTED, actor=admin(), now=NOW)
