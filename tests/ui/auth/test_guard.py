"""Pages guard themselves, even when run without the router; the router and the page agree on who is there."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.model.roles import user_roles
from db import engine as databases
from db.accounts import sessions, users
from db.accounts.sessions import Device
from db.projects import versions
from tests.support import pages
from tests.support.actors import admin
from tests.support.databases import NOW, PASSWORD, ROLES
from tests.support.pages import ROUTER, page
from ui.auth import door, guard, menu
from ui.text.words import t

CONTAINERS = ("root", "main", "sidebar", "event", "vertical", "flex_container", "")
PAGES = sorted(path.name for path in menu.FOLDER.glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_alone_shows_nobody_anything(name: str, home: Path) -> None:
    for sid in (None, "", "made-up", 7):
        shown = pages.tab(name)
        shown.user = {"sid": sid}
        shown.run()

        assert not shown.exception
        assert [node for node in pages.elements(shown) if getattr(node, "type", "") not in CONTAINERS] == []


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


def test_a_one_time_password_is_not_asked_for_a_second_time(home: Path) -> None:
    users.add(databases.engine(), "arrival", "staff", actor=admin("test"), now=NOW)
    tab = page(ROUTER, "arrival")
    assert [field.label for field in tab.text_input] == [t("signin.new"), t("signin.again")]

    for new, again, trouble in (
        ("ตาลโตนดเจ็ดต้น", "ตาลโตนดเจ็ดต้น ", t("signin.differ")),
        ("arrival-2564", "arrival-2564", t("error.password_guessed")),
        ("สั้น", "สั้น", t("error.password_short", shortest=10)),
    ):
        change(tab, new, again)
        assert [error.value for error in tab.error] == [trouble]
    change(tab, "ตาลโตนดเจ็ดต้น", "ตาลโตนดเจ็ดต้น")

    assert not tab.exception
    assert tab.button(key="account.leave")
    assert users.find(databases.engine(), "arrival").must_change is False


def change(tab: AppTest, new: str, again: str, old: str | None = None) -> None:
    for key, text in (("change.old", old), ("change.new", new), ("change.again", again)):
        if text is not None:
            tab.text_input(key=key).set_value(text)
    tab.button(key="change.submit").click().run()


def test_a_sign_in_is_good_until_it_ends(home: Path) -> None:
    token = pages.token("staff")
    sid, engine = sessions.public_id(token), databases.engine()

    assert door.person_of(engine, sid, NOW) is not None
    for wrong, now in ((token, NOW), (None, NOW), ("", NOW), (sid, NOW + timedelta(days=7))):
        assert door.person_of(engine, wrong, now) is None
    sessions.sign_out(engine, sid, NOW)
    assert door.person_of(engine, sid, NOW) is None


def test_a_sign_out_ends_the_sign_in_and_empties_the_tab(home: Path) -> None:
    tab = pages.tab(ROUTER, "staff")
    tab.session_state["draft.of.an.upload"] = "secret"
    sid = tab.user["sid"]
    tab.run().button(key="account.leave").click().run()

    assert not tab.exception
    assert "draft.of.an.upload" not in tab.session_state
    assert door.person_of(databases.engine(), sid, door.utc_now()) is None
    assert [node for node in pages.elements(tab) if getattr(node, "type", "") == "button"] == []


def test_the_menu_changes_the_password_and_this_device_goes_on(home: Path) -> None:
    users.add(databases.engine(), "changer", "director", actor=admin("test"), now=NOW, password=PASSWORD)
    elsewhere = sessions.public_id(pages.token("changer"))
    tab = page(ROUTER, "changer")
    tab.button(key="account.change").click().run()
    change(tab, "another-64-one", "another-64-one", old="not that one")
    assert [error.value for error in tab.error] == [t("signin.wrong_password")]
    change(tab, "another-64-one", "another-64-one", old=PASSWORD)

    assert not tab.exception
    assert tab.button(key="account.leave")
    assert sessions.verify_credentials(databases.engine(), "changer", "another-64-one", door.utc_now()).status == "ok"
    assert door.person_of(databases.engine(), elsewhere, NOW) is None


def test_own_sign_ins_are_listed_and_ended_one_by_one_or_all(home: Path) -> None:
    engine = databases.engine()
    users.add(engine, "traveller", "director", actor=admin("test"), now=NOW, password=PASSWORD)
    phone, hall, other = (
        sessions.public_id(sessions.sign_in(engine, "traveller", NOW, Device(name, f"192.0.2.{place}", name)))
        for place, name in enumerate(("Safari · iPhone", "Chrome · Windows", ""))
    )
    tab = page(ROUTER, "traveller")
    tab.button(key="account.own").click().run()

    listed = "\n".join(str(text.value) for text in tab.markdown)
    for shown in ("iPhone", "Windows", t("signin.own_unknown"), "192\\.0\\.2\\.1", t("signin.own_here")):
        assert shown in listed
    mine = tab.user["sid"]
    order = [one.sign_in_id for one in sessions.own(engine, "traveller", door.utc_now())]
    tab.button(key=f"own.end.{order.index(phone)}").click().run()
    assert not tab.exception
    assert {one.sign_in_id for one in sessions.own(engine, "traveller", door.utc_now())} == {hall, other, mine}

    tab.button(key="own.all").click().run()
    assert [one.sign_in_id for one in sessions.own(engine, "traveller", door.utc_now())] == [mine]
    tab.button(key="own.back").click().run()
    assert tab.button(key="account.own")


def test_the_password_is_asked_again_before_a_deed_that_matters(home: Path) -> None:
    tab = AppTest.from_function(_deed, default_timeout=pages.TIMEOUT_S)
    pages.sign_in(tab, "admin").run()
    assert "done" not in pages.said(tab)

    tab.text_input(key="again.deed.password").set_value("not that one")
    tab.button(key="again.deed.submit").click().run()
    assert [error.value for error in tab.error] == [t("signin.wrong_password")]
    assert "done" not in pages.said(tab)
    tab.text_input(key="again.deed.password").set_value(PASSWORD)
    tab.button(key="again.deed.submit").click().run()
    assert "done" in pages.said(tab)

    pages.sign_in(tab, "admin").run()  # another sign-in, in whatever session
    assert "done" not in pages.said(tab)


def _deed() -> None:
    import streamlit as st

    from ui.auth import guard, signin

    session = guard.require()
    if signin.reauthenticated(session.person, "th", "deed"):
        st.markdown("done")


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
    person = pages.person("staff")
    project = versions.project_at(databases.engine(), "demo-egp-2568").project

    visitor = guard.Session(person, lang, databases.engine(), project, None, None, NOW)

    assert visitor.say(key) == sentence


@pytest.mark.parametrize(
    ("role", "sees"), [("staff", True), ("committee", True), ("director", False), ("admin", False)]
)
def test_who_may_not_see_a_person_reads_no_name_in_a_text(role: str, sees: bool, home: Path) -> None:
    person = pages.person(role)
    project = versions.project_at(databases.engine(), "phetchaburi-2564").project
    visitor = guard.Session(person, "th", databases.engine(), project, None, None, NOW)
    named = "ค่าจ้าง นางสาวตัวอย่าง สกุล เดือนมีนาคม"

    assert visitor.prose([named, "น้ำมัน", None, ""]) == [
        named if sees else "ค่าจ้าง บุคคลธรรมดา เดือนมีนาคม", "น้ำมัน", None, "",
    ]  # fmt: skip
