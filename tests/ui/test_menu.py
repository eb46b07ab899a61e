"""The menu and the rights, held to the table of roles."""

from pathlib import Path

import pytest

from db.tables import ROLES
from ui import menu
from ui.door import DAYS_SIGNED_IN, RIGHTS, Person
from ui.tokens import Claims
from words import catalogue

TABLE = {  # role: uploads and withdraws, sees phones, sees payees, sees persons, exports, keeps users
    "director": (False, False, True, False, True, False),
    "committee": (False, False, True, True, True, False),
    "staff": (True, True, True, True, True, False),
    "admin": (False, False, False, False, True, True),
}


def person(role: str) -> Person:
    return Person("somebody", role, False, Claims("somebody", "sid", None, None))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_no_more(role: str) -> None:
    may = person(role).may

    rights = ("upload", "see_phone", "see_payee", "see_person", "export", "users")
    assert tuple(may(right) for right in rights) == TABLE[role]  # type: ignore[arg-type]
    assert may("withdraw") == may("lesson") == may("upload")


def test_rights_and_days_name_the_roles_that_the_database_knows() -> None:
    assert set(DAYS_SIGNED_IN) == set(ROLES)
    for roles in RIGHTS.values():
        assert roles <= set(ROLES)


def test_every_script_has_an_entry_with_words_and_each_address_one_script() -> None:
    entries = {entry.name: entry for entry in menu.ENTRIES}

    assert {path.stem for path in menu.FOLDER.glob("*.py")} <= set(entries)
    assert len({entry.url_path for entry in menu.ENTRIES}) == len(menu.ENTRIES)
    for name in entries:
        assert f"nav.{name}" in catalogue()


def test_no_folder_named_pages_stands_beside_the_script_that_streamlit_runs() -> None:
    from ui.server import ROUTER

    assert not (ROUTER.parent / "pages").exists()
    assert ROUTER.is_file()


@pytest.mark.parametrize("entry", menu.known().values(), ids=lambda entry: entry.name)
def test_a_page_asks_the_guard_for_the_roles_of_its_entry(entry: menu.Entry) -> None:
    first = next(
        line for line in Path(entry.script).read_text(encoding="utf-8").splitlines() if "guard.require(" in line
    )

    asked = set(first.split("guard.require(")[1].split(")")[0].replace('"', "").replace(" ", "").split(",")) - {""}
    assert asked == (set() if entry.roles == menu.EVERYBODY else set(entry.roles))
