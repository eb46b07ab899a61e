"""The menu and the rights, held to the table of roles."""

from pathlib import Path

import pytest

from core.model.roles import Actor, Right, user_roles
from ui.auth import menu
from words import catalogue

TABLE = {  # role: uploads and withdraws, sees phones, sees payees, sees persons, exports, keeps users
    "director": (False, False, True, False, True, False),
    "committee": (False, False, True, True, True, False),
    "staff": (True, True, True, True, True, False),
    "admin": (False, False, False, False, True, True),
}


@pytest.mark.parametrize("role", user_roles())
def test_a_role_may_do_what_the_table_says_and_no_more(role: str) -> None:
    may = Actor("somebody", role).may

    rights = (Right.UPLOAD, Right.SEE_PHONE, Right.SEE_PAYEE, Right.SEE_PERSON, Right.EXPORT, Right.USERS)
    assert tuple(may(right) for right in rights) == TABLE[role]
    assert may(Right.WITHDRAW) == may(Right.LESSON) == may(Right.NOTE) == may(Right.UPLOAD)
    assert may(Right.MAINTAIN) == may(Right.USERS)
    assert may(Right.REMARK) == may(Right.SEE_PAYEE), "who judges the figures remarks on them"


def test_each_role_of_the_table_is_one_that_people_sign_in_with() -> None:
    assert set(user_roles()) == set(TABLE)


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
def test_a_page_asks_the_guard_for_what_its_entry_says(entry: menu.Entry) -> None:
    first = next(
        line for line in Path(entry.script).read_text(encoding="utf-8").splitlines() if "guard.require(" in line
    )

    asked = first.split("guard.require(")[1].split(")")[0]
    right = [] if entry.right is None else [f"Right.{entry.right.name}"]
    assert asked == ", ".join([*right, *(["of_amphoe=True"] if entry.of_amphoe else [])])
