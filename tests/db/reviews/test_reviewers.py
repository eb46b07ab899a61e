"""Who may review: given by an admin, never fewer than two where a project wants it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.model import Right
from db import reviewers
from db.accounts import audit, sessions, users
from db.errors import NotAllowed, Refused
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.reviews import waiting
from db.transactions import reading
from tests.support.actors import OPERATOR, admin, staff
from tests.support.reviews import REVIEWERS, give, set_review, turn_on
from tests.support.uploads import CODE, NOW


def holders(engine: Engine, code: str = CODE) -> list[str]:
    with reading(engine) as session:
        return reviewers.holders(session, code)


def test_the_right_is_given_and_taken_away_and_holds_from_the_next_click(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    sign_in = sessions.public_id(sessions.sign_in(engine, "clerk", NOW))

    def given() -> tuple[bool, bool]:
        found = sessions.signed_in(engine, sign_in, NOW)
        assert found is not None
        return found.reviews, bool(users.find(engine, "clerk").reviews)

    assert given() == (False, False)
    with pytest.raises(NotAllowed):
        users.acting(engine, "clerk", Right.REVIEW, "command")
    users.set_reviews(engine, "clerk", reviews=True, actor=admin(), now=NOW)
    assert given() == (True, True) and waiting.reviewers_of(engine, CODE) == ("clerk",)
    assert users.acting(engine, "clerk", Right.REVIEW, "command").reviews
    users.set_reviews(engine, "clerk", reviews=False, actor=admin(), now=NOW)
    assert given() == (False, False) and waiting.reviewers_of(engine, CODE) == ()
    assert [event.action for event in audit.recent(engine, limit=9) if event.action.startswith("user.review")] == [
        "user.review_taken",
        "user.review_given",
    ]


@pytest.mark.parametrize("actor", [staff(), staff("chief")])
def test_nobody_but_an_admin_gives_it(engine: Engine, actor: object) -> None:
    users.add(engine, "chief", "director", actor=OPERATOR, now=NOW)
    with pytest.raises(NotAllowed):
        users.set_reviews(engine, "chief", reviews=True, actor=actor, now=NOW)  # type: ignore[arg-type]
    assert holders(engine) == []


def test_the_review_is_not_turned_on_where_fewer_than_two_could_review(engine: Engine, tmp_path: Path) -> None:
    give(engine, "clerk2", "chief", "elsewhere")
    users.set_scope(engine, "elsewhere", [SAMPLE_PROJECT], actor=admin(), now=NOW)
    users.disable(engine, "clerk2", actor=admin(), now=NOW)
    before = versions.project_at(engine, CODE)

    (refused,) = set_review(engine, tmp_path / "projects", on=True).refused

    assert refused.params["n"] == 1 and refused.key == "error.reviewers_few"
    assert versions.project_at(engine, CODE) == before, "the version of before stays in force"
    users.enable(engine, "clerk2", actor=admin(), now=NOW)
    assert set_review(engine, tmp_path / "projects", on=True).refused == ()
    assert versions.project_at(engine, CODE).project.review


def test_a_file_refused_for_want_of_reviewers_holds_no_other_up(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    set_review(engine, folder, on=False, code=SAMPLE_PROJECT)
    text = (folder / f"{SAMPLE_PROJECT}.toml").read_text(encoding="utf-8")
    (folder / f"{SAMPLE_PROJECT}.toml").write_text(text + "\n# once more\n", encoding="utf-8")

    stored = set_review(engine, folder, on=True)

    assert [version.code for version in stored.versions] == [SAMPLE_PROJECT] and len(stored.refused) == 1


def test_one_of_the_last_two_is_not_taken_away(engine: Engine, tmp_path: Path) -> None:
    turn_on(engine, tmp_path / "projects")
    first, second = sorted(REVIEWERS)
    for act in (
        lambda: users.disable(engine, first, actor=admin(), now=NOW),
        lambda: users.set_reviews(engine, second, reviews=False, actor=admin(), now=NOW),
        lambda: users.set_scope(engine, second, [SAMPLE_PROJECT], actor=admin(), now=NOW),
    ):
        with pytest.raises(Refused, match=f"Project|project {CODE}"):
            act()
        assert holders(engine) == [first, second]
        assert not users.find(engine, first).disabled and users.find(engine, second).scope is None

    give(engine, "third")
    users.disable(engine, first, actor=admin(), now=NOW)
    assert holders(engine) == [second, "third"]
    users.set_role(engine, second, "committee", actor=admin(), now=NOW)
    assert holders(engine) == [second, "third"], "it goes with the person, not with a role"


def test_where_nothing_is_reviewed_anybody_may_go(engine: Engine, tmp_path: Path) -> None:
    turn_on(engine, tmp_path / "projects")
    set_review(engine, tmp_path / "projects", on=False)
    for name in REVIEWERS:
        users.set_reviews(engine, name, reviews=False, actor=admin(), now=NOW)
    assert holders(engine) == []
