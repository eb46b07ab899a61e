"""The page of notices: each role its own, an admin those of others; every press says what it did or why not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete
from streamlit.testing.v1 import AppTest

from core.analysis.telling.occasions import Occasion
from core.text import Message
from db import engine as databases
from db.accounts import users
from db.projects.versions import SAMPLE_PROJECT
from db.tables import Contact, QueuedMessage, Subscription
from db.telling import queue, subscriptions
from db.telling.queue import Outcome
from db.telling.subscriptions import Wish
from tests.support.actors import OPERATOR, SYSTEM, admin
from tests.support.databases import NOW, ROLES
from tests.support.pages import page, said
from ui.jobs import settings
from ui.text.words import t

LINE_ID = "U" + "0123456789abcdef" * 2


@pytest.fixture
def engine(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The database of the screens, where a LINE account is set up and nobody is told of anything."""
    monkeypatch.setenv(settings.TOKEN, "a-token")
    users.set_reviews(databases.engine(), "committee", reviews=True, actor=OPERATOR, now=NOW)
    yield databases.engine()
    with databases.engine().begin() as connection:
        for model in (QueuedMessage, Subscription, Contact):
            connection.execute(delete(model))


def opened(user: str, **query: str) -> AppTest:
    shown = page("told.py", user, project=SAMPLE_PROJECT, **query)
    assert not shown.exception
    return shown


def press(shown: AppTest, key: str) -> AppTest:
    shown.button(key=key).click().run()
    assert not shown.exception
    return shown


def subscribe(engine: Engine, user: str, wish: Wish) -> int:
    return subscriptions.subscribe(engine, user, wish, project=SAMPLE_PROJECT, actor=admin(), now=NOW)


def given_up(engine: Engine, user: str) -> None:
    """One message of the user that LINE refused."""
    subscribe(engine, user, Wish("stale", "line"))
    occasion = Occasion("stale", "1", Message("telling.trial"))
    queue.put(engine, occasion, project=SAMPLE_PROJECT, actor=SYSTEM, now=NOW)
    found = queue.claim(engine, ["line"], "a", actor=SYSTEM, now=NOW)
    assert found is not None
    queue.finish(engine, found, Outcome("ended", "undelivered.line_id"), actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_role_sees_its_own_page_when_there_is_nothing_yet(engine: Engine, role: str, lang: str) -> None:
    shown = opened(role, lang=lang)

    for key in ("told.intro", "told.none", "told.log_none", "told.next"):
        assert (t(key, lang, at="") in said(shown)) is (key != "told.next")


def test_nothing_set_up_is_said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.TOKEN)

    assert t("told.not_set") in [one.value for one in opened("director").info]


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("director", ["week", "month", "verdict", "stale", "window"]),
        ("staff", ["week", "month", "verdict", "stale", "window"]),
        ("committee", ["week", "month", "verdict", "stale", "window", "review"]),  # who was given that right
        ("admin", ["week", "month", "verdict", "stale", "window", "backup"]),
    ],
)
def test_a_role_is_offered_what_it_may_be_told(engine: Engine, role: str, offered: list[str]) -> None:
    assert opened(role).selectbox(key="told-occasion").options == [t(f"occasion.{name}") for name in offered]


def test_a_press_subscribes_tries_and_ends(engine: Engine) -> None:
    shown = opened("director")
    shown.selectbox(key="told-weekday").select(4).run()
    shown.selectbox(key="told-hour").select(7).run()
    press(shown, "told-subscribe")

    (found,) = subscriptions.listed(engine, "director")
    assert (found.occasion, found.channel, found.form, found.day, found.hour, found.lang) == (
        "week", "mail", "png", 4, 7, "th",
    )  # fmt: skip
    assert t("told.subscribed") in said(shown)
    assert "ทุกวันศุกร์ 07.00 น." in said(shown)

    press(shown, f"told-trial-{found.id}")
    assert t("told.tried") in said(shown)
    assert [one.key[:6] for one in queue.recent(engine, "director")] == ["trial:"]
    press(shown, f"told-trial-{found.id}")
    assert t("error.trial_again") in [one.value for one in shown.error]
    press(shown, f"told-end-{found.id}")
    assert t("told.ended") in said(shown)
    assert subscriptions.listed(engine, "director") == []


def test_the_same_again_is_refused_in_words(engine: Engine) -> None:
    subscribe(engine, "director", Wish("verdict"))
    shown = opened("director")
    shown.selectbox(key="told-occasion").select("verdict").run()
    press(shown, "told-subscribe")

    assert t("error.subscribed") in [one.value for one in shown.error]
    assert len(subscriptions.listed(engine)) == 1


def test_an_admin_subscribes_others_and_enters_ids_of_line(engine: Engine) -> None:
    shown = opened("admin")
    shown.selectbox(key="told-whom").select("staff").run()
    press(shown, "told-subscribe")
    assert [one.user_name for one in subscriptions.listed(engine)] == ["staff"]

    for text, sentence in (("@office", "error.line_id"), (LINE_ID, "told.line_id_saved")):
        shown.text_input[0].input(text)
        button(shown, t("told.line_id_save")).click().run()
        assert t(sentence, name="staff") in said(shown)
    reader = subscriptions.reader(engine, "staff")
    assert reader is not None and reader.line_id == LINE_ID
    assert LINE_ID not in said(opened("staff"))


def button(shown: AppTest, label: str) -> Any:
    return next(one for one in shown.button if one.label == label)


def test_others_have_no_choice_of_user(engine: Engine) -> None:
    assert [one.key for one in opened("staff").selectbox if one.key == "told-whom"] == []
    assert not opened("staff").toggle


def test_what_could_not_be_sent_has_its_reason_and_is_sent_again_by_a_press(engine: Engine) -> None:
    given_up(engine, "director")
    shown = opened("director")
    assert "รหัสผู้รับ" in said(shown)
    (one,) = queue.recent(engine, "director")

    press(shown, f"told-again-{one.id}")
    assert t("told.again_done") in said(shown)
    assert queue.recent(engine, "director")[0].state == "waiting"


def test_nobody_but_an_admin_sees_what_others_get(engine: Engine) -> None:
    given_up(engine, "director")

    assert t("told.log_none") in said(opened("staff"))
    shown = opened("admin")
    assert t("told.log_none") in said(shown)
    shown.toggle(key="told-everybody").set_value(True).run()
    assert "รหัสผู้รับ" in said(shown) and "director" in said(shown)


def test_an_account_that_is_shut_is_offered_to_nobody(engine: Engine) -> None:
    users.disable(engine, "director", actor=OPERATOR, now=NOW)
    try:
        assert "director" not in opened("admin").selectbox(key="told-whom").options
    finally:
        users.enable(engine, "director", actor=OPERATOR, now=NOW)
