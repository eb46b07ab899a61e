"""Payees that the office says are organisations: the last word counts, who may say it, and that it is recorded."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.accounts import audit
from db.errors import NotAllowed, Refused, WrongState
from db.notebook import organisations
from db.tables import PayeeMark
from tests.support.actors import admin, staff
from tests.support.databases import NOW

PROJECT, NAME = "phetchaburi-2564", "ฬฬฬ พาณิชย์"


def marked(engine: Engine) -> frozenset[str]:
    return organisations.marked(engine, PROJECT)


def test_the_last_word_on_a_name_counts_and_nothing_is_overwritten(engine: Engine) -> None:
    seen = []
    for organisation in (True, False, True):
        organisations.mark(engine, PROJECT, f" {NAME} ", organisation=organisation, actor=staff(), now=NOW)
        seen.append(marked(engine))

    assert seen == [{NAME}, frozenset(), {NAME}]
    with Session(engine) as session:
        assert [mark.organisation for mark in session.exec(select(PayeeMark).order_by(PayeeMark.id))] == [
            True,
            False,
            True,
        ]
    assert organisations.marked(engine, "demo-phetchaburi-2564") == frozenset()


def test_the_log_says_which_mark_and_not_which_name(engine: Engine) -> None:
    organisations.mark(engine, PROJECT, NAME, organisation=True, actor=staff(), now=NOW)

    (event, *_) = audit.recent(engine, project=PROJECT)
    assert (event.action, event.by, event.detail) == ("payee.organisation", "clerk", "1")


def test_who_may_not_load_files_may_not_say_it(engine: Engine) -> None:
    with pytest.raises(NotAllowed):
        organisations.mark(engine, PROJECT, NAME, organisation=True, actor=admin(), now=NOW)
    assert marked(engine) == frozenset()


@pytest.mark.parametrize("organisation", [True, False])
def test_what_stands_already_is_not_said_twice(organisation: bool, engine: Engine) -> None:
    if organisation:
        organisations.mark(engine, PROJECT, NAME, organisation=True, actor=staff(), now=NOW)
    with pytest.raises(WrongState):
        organisations.mark(engine, PROJECT, NAME, organisation=organisation, actor=staff(), now=NOW)


@pytest.mark.parametrize("name", ["", "  ", "1103700000003"])
def test_no_empty_name_and_no_citizens_number_is_kept(name: str, engine: Engine) -> None:
    with pytest.raises(Refused):
        organisations.mark(engine, PROJECT, name, organisation=True, actor=staff(), now=NOW)
