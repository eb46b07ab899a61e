"""The table of rights, and who is within it."""

import pytest

from core.model.roles import OF_PERSONS, ROLES, Actor, Right, Role, is_reserved, user_roles

CODE = "phetchaburi-2564"
NOT_THE_OPERATOR = {Right.UPLOAD, Right.WITHDRAW, Right.LESSON, *OF_PERSONS}


def test_people_sign_in_with_the_four_roles_of_the_office() -> None:
    assert user_roles() == ["director", "committee", "staff", "admin"]


@pytest.mark.parametrize("name", ["operator", "samples", "system"])
def test_names_of_the_program_s_own_actors_are_reserved(name: str) -> None:
    assert is_reserved(name)


def test_a_role_of_people_is_no_reserved_name() -> None:
    assert not any(is_reserved(role) for role in (*user_roles(), "clerk"))


@pytest.mark.parametrize("right", Right)
def test_the_operator_has_every_right_but_those_of_the_clerk_s_own_name(right: Right) -> None:
    assert Actor("operator", "operator").may(right) == (right not in NOT_THE_OPERATOR)


@pytest.mark.parametrize("right", [right for right in Right if right not in OF_PERSONS])
def test_each_right_is_somebody_s(right: Right) -> None:
    assert user_roles(right)


def test_a_right_of_persons_is_no_role_s() -> None:
    assert [role.name for role in ROLES.values() if role.rights & OF_PERSONS] == []


@pytest.mark.parametrize("role", user_roles())
def test_to_review_is_of_those_whom_an_admin_gives_it_whatever_their_role(role: str) -> None:
    given = Actor("somebody", role, scope=frozenset({CODE}), reviews=True)

    assert given.may(Right.REVIEW, CODE) and given.knows_of_waiting(CODE)
    assert not given.may(Right.REVIEW, "another") and not given.knows_of_waiting("another")
    assert not Actor("somebody", role).may(Right.REVIEW)
    assert Actor("somebody", role).knows_of_waiting() == Actor("somebody", role).may(Right.UPLOAD)


@pytest.mark.parametrize("right", Right)
def test_a_role_that_is_not_in_the_table_may_nothing(right: Right) -> None:
    assert not Actor("somebody", "king").may(right)


def test_a_scope_holds_its_projects_and_what_belongs_to_none() -> None:
    actor = Actor("clerk", "staff", scope=frozenset({CODE}))

    assert actor.may(Right.UPLOAD, CODE)
    assert actor.may(Right.UPLOAD)
    assert not actor.may(Right.UPLOAD, "another")
    assert not actor.may(Right.USERS, CODE)


def test_a_payee_s_column_is_left_out_for_those_who_may_not_see_it() -> None:
    assert {role: Actor("somebody", role).columns_left_out for role in user_roles()} == {
        "director": (), "committee": (), "staff": (), "admin": ("payee",),
    }  # fmt: skip


def test_a_role_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROLES, "auditor", Role("auditor", frozenset({Right.EXPORT}), days=7))

    assert "auditor" in user_roles(Right.EXPORT)
    assert Actor("one", "auditor").may(Right.EXPORT) and not Actor("one", "auditor").may(Right.USERS)
    assert ROLES["auditor"].label == "role.auditor"
