"""Who may be told of what: the store asks the right, the scope and the state of the account, whoever asks it."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from core.model import Actor
from db.accounts import audit, users
from db.errors import NotAllowed, Refused, UnknownProject, UnknownUser
from db.maintenance import chain
from db.projects.versions import SAMPLE_PROJECT
from db.telling import subscriptions
from db.telling.subscriptions import MOST, Wish
from db.transactions import within
from tests.support.actors import OPERATOR, admin, staff
from tests.support.uploads import CODE, NOW

WEEK = Wish("week", day=0, hour=8)
LINE_ID = "U" + "0123456789abcdef" * 2


@pytest.fixture
def office(engine: Engine) -> Engine:
    for name, role in (("clerk", "staff"), ("chief", "director"), ("admin", "admin"), ("panel", "committee")):
        users.add(engine, name, role, actor=OPERATOR, now=NOW, email=f"{name}@example.go.th")
    users.set_reviews(engine, "chief", reviews=True, actor=admin(), now=NOW)
    return engine


def subscribe(engine: Engine, user: str = "clerk", wish: Wish = WEEK, *, actor: Actor | None = None) -> int:
    return subscriptions.subscribe(engine, user, wish, project=CODE, actor=actor or staff(user), now=NOW)


def test_who_subscribes_is_listed_and_recorded_in_the_log_and_the_chain(office: Engine) -> None:
    number = subscribe(office)

    (found,) = subscriptions.listed(office, "clerk")
    assert (found.id, found.occasion, found.day, found.hour, found.project) == (number, "week", 0, 8, CODE)
    assert audit.recent(office)[0].detail == f"{number} clerk week mail"
    assert chain.check(office).findings == ()

    subscriptions.unsubscribe(office, number, actor=staff(), now=NOW)
    assert subscriptions.listed(office) == []
    assert audit.recent(office)[0].action == "told.end"
    assert chain.check(office).findings == ()


def test_an_admin_subscribes_others_and_nobody_else_does(office: Engine) -> None:
    number = subscribe(office, "chief", actor=admin())
    with pytest.raises(NotAllowed):
        subscribe(office, "chief", actor=staff())
    with pytest.raises(NotAllowed):
        subscriptions.unsubscribe(office, number, actor=staff(), now=NOW)

    assert [one.user_name for one in subscriptions.listed(office)] == ["chief"]


@pytest.mark.parametrize(
    ("user", "occasion", "may"),
    [
        ("clerk", "review", False),  # who loads may not pass; the right is given to persons
        ("chief", "review", True),
        ("admin", "review", False),
        ("clerk", "backup", False),
        ("admin", "backup", True),
        ("panel", "verdict", True),
    ],
)
def test_a_role_is_told_of_what_it_may_know(office: Engine, user: str, occasion: str, may: bool) -> None:
    if may:
        subscribe(office, user, Wish(occasion), actor=admin())
        (found,) = subscriptions.listed(office)
        assert found.project == (None if occasion == "backup" else CODE)
    else:
        with pytest.raises(NotAllowed):
            subscribe(office, user, Wish(occasion), actor=admin())


def test_a_scope_holds_for_who_asks_and_for_who_is_told(office: Engine) -> None:
    elsewhere = frozenset({SAMPLE_PROJECT})
    users.set_scope(office, "chief", elsewhere, actor=admin(), now=NOW)

    with pytest.raises(NotAllowed):
        subscribe(office, "chief", actor=admin())
    number = subscribe(office)
    with pytest.raises(NotAllowed):
        subscribe(office, actor=replace(staff(), scope=elsewhere))
    with pytest.raises(NotAllowed):
        subscriptions.unsubscribe(office, number, actor=replace(staff(), scope=elsewhere), now=NOW)
    assert subscriptions.listed(within(office, elsewhere)) == []
    assert len(subscriptions.listed(office)) == 1


@pytest.mark.parametrize(
    "wish",
    [
        Wish("never"), Wish("week"), Wish("week", day=7, hour=8), Wish("month", day=0, hour=8),
        Wish("month", day=1, hour=24), Wish("verdict", day=1, hour=8), Wish("stale", channel="pigeon"),
        Wish("stale", form="exe"),
    ],
)  # fmt: skip
def test_what_is_no_wish_is_refused(office: Engine, wish: Wish) -> None:
    with pytest.raises(Refused):
        subscribe(office, wish=wish)
    assert subscriptions.listed(office) == []


def test_nobody_has_the_same_twice_or_more_than_may_be_listed(office: Engine) -> None:
    subscribe(office)
    with pytest.raises(Refused) as refused:
        subscribe(office, wish=replace(WEEK, form="pdf", lang="en"))
    assert refused.value.message.key == "error.subscribed"

    for hour in range(MOST - 1):
        subscribe(office, wish=Wish("week", day=1, hour=hour))
    with pytest.raises(Refused) as refused:
        subscribe(office, wish=Wish("week", day=2, hour=8))
    assert refused.value.message.key == "error.subscriptions_many"


def test_nobody_unknown_or_shut_out_is_told_and_of_no_unknown_project(office: Engine) -> None:
    users.disable(office, "chief", actor=admin(), now=NOW)
    for user in ("chief", "nobody"):
        with pytest.raises(UnknownUser):
            subscribe(office, user, actor=admin())
    with pytest.raises(UnknownProject):
        subscriptions.subscribe(office, "clerk", WEEK, project="gone", actor=staff(), now=NOW)


@pytest.mark.parametrize("text", ["", LINE_ID, f" {LINE_ID} ", "C" + LINE_ID[1:]])
def test_an_admin_enters_line_ids_and_takes_them_away(office: Engine, text: str) -> None:
    for given in (LINE_ID, text):
        subscriptions.set_line_id(office, "clerk", given, actor=admin(), now=NOW)

    reader = subscriptions.reader(office, "clerk")
    assert reader is not None and reader.line_id == (text.strip() or None)
    assert chain.check(office).findings == ()
    with pytest.raises(NotAllowed):
        subscriptions.set_line_id(office, "clerk", LINE_ID, actor=staff(), now=NOW)


@pytest.mark.parametrize("text", ["@office", "U123", "X" + LINE_ID[1:], LINE_ID + "0", LINE_ID.upper()])
def test_what_is_no_id_of_line_is_refused_with_its_remedy(office: Engine, text: str) -> None:
    with pytest.raises(Refused) as refused:
        subscriptions.set_line_id(office, "clerk", text, actor=admin(), now=NOW)
    assert refused.value.message.key == "error.line_id"


def test_a_reader_is_as_the_account_is_now(office: Engine) -> None:
    reader = subscriptions.reader(office, "clerk")
    assert reader is not None
    assert (reader.email, reader.address("mail"), reader.address("line")) == ("clerk@example.go.th",) * 2 + (None,)
    assert reader.may_read("week", CODE) and not reader.may_read("backup", None)

    users.disable(office, "clerk", actor=admin(), now=NOW)
    assert subscriptions.reader(office, "clerk") is None
