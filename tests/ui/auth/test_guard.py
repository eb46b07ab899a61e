"""Pages guard themselves, even when run without the router; the router and the page agree on who is there."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.model.roles import Actor, user_roles
from db import engine as databases
from db.accounts import sessions, users
from db.projects import versions
from tests.support import pages
from tests.support.actors import admin
from tests.support.databases import NOW, PASSWORD, ROLES
from tests.support.pages import ROUTER, claims, page
from ui.auth import door, guard, menu, signin, tokens
from ui.text.words import t

PAGES = sorted(path.name for path in menu.FOLDER.glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_alone_shows_a_stranger_the_form_and_nothing_else(name: str, home: Path) -> None:
    shown = page(name)

    assert not shown.exception
    assert [field.label for field in shown.text_input] == [t("signin.name"), t("signin.password")]
    assert [element.value for element in shown.markdown] == [f"**{t('app.title')}**"]
    assert not (shown.dataframe or shown.metric or shown.caption or shown.get("vega_lite_chart"))


@pytest.mark.parametrize("entry", [e for e in menu.known().values() if e.right], ids=lambda e: e.name)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_alone_refuses_other_roles_in_words(role: str, entry: menu.Entry, home: Path) -> None:
    shown = page(entry.script.name, role)

    allowed = user_roles(entry.right)
    refused = t("app.refused", roles=", ".join(t(f"role.{r}") for r in allowed), role=t(f"role.{role}"))
    assert (refused in [note.value for note in shown.info]) == (role not in allowed)


def test_a_one_time_password_opens_no_page(home: Path) -> None:
    users.add(databases.engine(), "newcomer", "staff", actor=admin("test"), now=NOW)

    shown = page("overview.py", "newcomer")
    assert t("signin.first") in [heading.value for heading in shown.subheader]
    assert not shown.get("vega_lite_chart")


def test_claims_of_another_user_s_sign_in_open_nothing(home: Path) -> None:
    theirs = claims("director")
    forged = tokens.Claims("staff", theirs.sid, theirs.issued_at, theirs.expires_at)

    assert door.person_of(databases.engine(), theirs, NOW) is not None
    assert door.person_of(databases.engine(), forged, NOW) is None
    assert door.person_of(databases.engine(), theirs, NOW + timedelta(days=2)) is None
    assert door.person_of(databases.engine(), None, NOW) is None


def test_signing_in_and_out_in_one_tab(home: Path) -> None:
    tab = page(ROUTER)
    tab.text_input(key="signin.name").set_value("staff")
    tab.text_input(key="signin.password").set_value(PASSWORD)
    tab.button(key="signin.submit").click().run()
    assert not tab.exception
    assert tab.session_state[signin.MINE].user == "staff"
    assert tab.button(key="account.leave").label == t("signin.leave")

    tab.button(key="account.leave").click().run()
    assert signin.MINE not in tab.session_state
    assert t("signin.out") in [note.value for note in tab.info]


def test_a_sign_out_empties_the_tab(home: Path) -> None:
    tab = pages.tab(ROUTER, "staff")
    tab.session_state["draft.of.an.upload"] = "secret"
    tab.run().button(key="account.leave").click().run()

    assert "draft.of.an.upload" not in tab.session_state


def test_the_menu_changes_the_password_and_this_device_goes_on(home: Path) -> None:
    users.add(databases.engine(), "changer", "director", actor=admin("test"), now=NOW, password=PASSWORD)
    elsewhere = claims("changer")
    tab = page(ROUTER, "changer")
    tab.button(key="account.change").click().run()
    for key, text in (("change.old", PASSWORD), ("change.new", "another-64-one"), ("change.again", "another-64-one")):
        tab.text_input(key=key).set_value(text)
    tab.button(key="change.submit").click().run()

    assert not tab.exception
    assert tab.button(key="account.leave")
    assert sessions.verify_credentials(databases.engine(), "changer", "another-64-one", door.utc_now()).status == "ok"
    assert door.person_of(databases.engine(), elsewhere, NOW) is None


@pytest.mark.parametrize(
    ("lang", "key", "sentence"),
    [
        ("th", "upload.asof_eg", "พิมพ์วันที่ เช่น 30/09/2568"),
        ("th", "overview.meeting_name", "การประชุม เช่น ประชุมคณะกรรมการ ครั้งที่ 2/2568"),
        ("en", "overview.meeting_name", "The meeting, such as Committee meeting 2/2025"),
    ],
)
def test_what_a_field_may_hold_is_shown_by_the_project_s_own_year(
    lang: str, key: str, sentence: str, home: Path
) -> None:
    person = door.Person(Actor("staff", "staff"), must_change=False, claims=claims("staff"))
    project = versions.project_at(databases.engine(), "demo-egp-2568").project

    visitor = guard.Session(person, lang, databases.engine(), project, None, None, NOW)

    assert visitor.say(key) == sentence


@pytest.mark.parametrize(
    ("role", "sees"), [("staff", True), ("committee", True), ("director", False), ("admin", False)]
)
def test_who_may_not_see_a_person_reads_no_name_in_a_text(role: str, sees: bool, home: Path) -> None:
    person = door.Person(Actor(role, role), must_change=False, claims=claims(role))
    project = versions.project_at(databases.engine(), "phetchaburi-2564").project
    visitor = guard.Session(person, "th", databases.engine(), project, None, None, NOW)
    named = "ค่าจ้าง นางสาวตัวอย่าง สกุล เดือนมีนาคม"

    assert visitor.prose([named, "น้ำมัน", None, ""]) == [
        named if sees else "ค่าจ้าง บุคคลธรรมดา เดือนมีนาคม", "น้ำมัน", None, "",
    ]  # fmt: skip
