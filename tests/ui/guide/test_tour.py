"""The tour of a role: its steps, once for each person and role, whatever happens to the database meanwhile."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.model.roles import user_roles
from db import engine as databases
from db.accounts import users
from db.errors import DatabaseBusy
from tests.support.actors import OPERATOR
from tests.support.databases import NOW, PASSWORD
from tests.support.pages import ROUTER, page, tab
from tests.support.said import LANGS
from ui.guide import tour
from ui.text.words import t
from words import catalogue


def newcomer(name: str, role: str) -> str:
    """A user whose password is set and who has ended no tour."""
    users.add(databases.engine(), name, role, actor=OPERATOR, now=NOW, password=PASSWORD)
    return name


def keys(shown: AppTest) -> set[str]:
    """The buttons of the tour that are there."""
    return {str(button.key) for button in shown.button if str(button.key).startswith("tour-")}


@pytest.mark.parametrize("role", user_roles())
def test_each_role_has_three_to_five_steps_in_every_language(role: str) -> None:
    steps = tour.steps(role)

    assert 3 <= len(steps) <= 5
    for key in steps:
        assert {"th", "en"} <= catalogue()[key].keys()
        for lang in LANGS:
            assert t(key, lang, **tour.ICONS).startswith("**"), "what the step is about comes first"
    assert "{help}" in catalogue()[steps[-1]]["th"], "and leads to the guide"


def test_a_role_without_words_of_its_own_has_no_tour() -> None:
    assert tour.steps("operator") == []


@pytest.mark.parametrize("role", user_roles())
@pytest.mark.parametrize("lang", LANGS)
def test_the_steps_are_gone_through_to_the_end_and_never_shown_again(role: str, lang: str, home: Path) -> None:
    name = newcomer(f"through{role}{lang}", role)
    shown = page(ROUTER, name, lang=lang)
    steps = tour.steps(role)
    for place, key in enumerate(steps, 1):
        assert t(key, lang, **tour.ICONS) in [str(one.value) for one in shown.markdown]
        title = t("tour.title", lang, role=t(f"role.{role}", lang), step=place, of=len(steps))
        assert title in [str(one.value) for one in shown.caption]
        assert shown.button(key="tour-back").disabled is (place == 1)
        assert ("tour-skip" in keys(shown)) is (place < len(steps))
        shown.button(key="tour-next").click().run()
    assert not shown.exception and keys(shown) == set()
    assert keys(page(ROUTER, name)) == set(), "in another tab, on another device"


def test_one_press_skips_it_and_a_new_role_shows_its_own_once(home: Path) -> None:
    name = newcomer("mover", "director")
    elsewhere = page(ROUTER, name)
    page(ROUTER, name).button(key="tour-skip").click().run()
    assert keys(elsewhere.run()) == set(), "a tab that was open already"

    users.set_role(databases.engine(), name, "committee", actor=OPERATOR, now=NOW)
    shown = elsewhere.run()
    assert t(tour.steps("committee")[0], **tour.ICONS) in [str(one.value) for one in shown.markdown]
    shown.button(key="tour-skip").click().run()
    users.set_role(databases.engine(), name, "director", actor=OPERATOR, now=NOW)
    assert keys(page(ROUTER, name)) == set()


def test_back_leads_to_the_step_before(home: Path) -> None:
    shown = page(ROUTER, newcomer("backwards", "staff"))
    shown.button(key="tour-next").click().run()
    shown.button(key="tour-back").click().run()

    assert t(tour.steps("staff")[0], **tour.ICONS) in [str(one.value) for one in shown.markdown]


def test_nothing_of_it_is_shown_to_a_room(home: Path) -> None:
    assert keys(page(ROUTER, newcomer("presenter", "director"), present="1")) == set()


def test_where_it_cannot_be_written_it_says_so_and_comes_again_another_time(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = newcomer("unlucky", "director")
    shown = tab(ROUTER, name).run()

    def busy(*_args: object, **_named: object) -> None:
        raise DatabaseBusy

    with monkeypatch.context() as patch:
        patch.setattr(users, "end_tour", busy)
        shown.button(key="tour-skip").click().run()
    assert keys(shown) == set()
    assert any(t("error.busy") in str(one.value).replace("\\", "") for one in shown.warning)
    assert "tour-skip" in keys(page(ROUTER, name))
