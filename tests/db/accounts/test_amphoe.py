"""Who is kept to one amphoe reads its rows alone and changes nothing: the store holds it, whoever asks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text

from core.figures import compute
from core.model import Right
from core.model.kinds import KINDS
from db.accounts import sessions, users
from db.accounts.actors import require
from db.errors import NotAllowed, OfTheWhole, Refused
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.reviewers import holders
from db.snapshots import store
from db.snapshots.headlines import stored as headlines
from db.snapshots.headlines import whole
from db.tables import Note, ShortLink, Upload, UploadEvent
from db.tables.rows import ROW_TABLES
from db.telling import subscriptions
from db.telling.subscriptions import Wish
from db.transactions import OPEN_TABLES, as_seen_by, reading, within
from tests.support import scopes
from tests.support.actors import OPERATOR, admin, staff
from tests.support.asked import ASKED
from tests.support.one_amphoe import (
    DAYS,
    MINE,
    OFFICER,
    OTHERS,
    OWN,
    WHOLE_PAID,
    plant,
    traces_in,
)
from tests.support.scopes import ACTS, OF_NO_PROJECT, READS, fill
from tests.support.uploads import CODE, NOW

PART = {"scope": frozenset({CODE}), "amphoe": OWN}
ANSWERED = {"view", "base view", "history", "days", "one upload", "project", "project asked for",
            "payees that are organisations", "last deed", "stages of a group", "newest day",
            "months already over"}  # fmt: skip


@pytest.fixture
def three(engine: Engine) -> Engine:
    plant(engine)
    return engine


def test_a_view_holds_the_rows_of_the_amphoe_alone(three: Engine) -> None:
    part, all_of_it = store.view(within(three, **PART), CODE), store.view(three, CODE)

    assert part.of("groups")["code"] == ["G01", "G02"]
    assert part.of("products")["code"] == ["P01"]
    assert part.of("spending")["doc_no"] == ["D01", "D02"]
    assert set(part.rows) == {"groups", "products", "spending"} < set(all_of_it.rows)
    assert (part.amphoe, all_of_it.amphoe, part.whole) == (OWN, "", part)
    assert traces_in(repr(part.rows)) == traces_in(repr(part.uploads)) == []
    assert [tile.amphoe for tile in part.project.tiles] in ([OWN], [])


def test_every_day_and_instant_is_narrowed_and_no_cache_gives_one_to_another(three: Engine) -> None:
    part = within(three, **PART)
    for _ in range(2):
        for day in (*DAYS, None):
            assert "G07" in store.view(three, CODE, day).of("groups")["code"]
            assert not {"G07", "G08"} & set(store.view(part, CODE, day).of("groups")["code"])
    other = within(three, frozenset({CODE}), OTHERS[0])
    assert store.view(other, CODE).of("groups")["code"] == ["G07"]


def test_an_amphoe_that_no_group_names_has_no_rows(three: Engine) -> None:
    view = store.view(within(three, frozenset({CODE}), "ท่ายาง"), CODE)

    assert [len(rows) for rows in view.rows.values()] == [0, 0, 0]


def test_figures_of_a_part_are_counts_of_its_rows_and_the_rest_says_that_it_is_of_the_whole(three: Engine) -> None:
    found = compute(store.view(within(three, **PART), CODE))

    assert (found["registered_groups"], found["active_groups"], found["disbursed_satang"]) == (1, 2, 3_579_00)
    assert (found.verdict.code, found.suspects, found.cabinet) == ("part", (), ())
    known = {name for name, value in found.values.items() if isinstance(value, int)}
    assert known == {"registered_groups", "developed_groups", "active_groups", "awaiting_date_groups",
                     "registered_before_groups", "disbursed_satang"}  # fmt: skip


def test_of_the_whole_it_is_told_the_verdict_and_two_totals(three: Engine) -> None:
    found, full = whole.told(within(three, **PART), CODE), compute(store.view(three, CODE))

    assert found.verdict == full.verdict
    assert found.values == {"registered_groups": 2, "disbursed_satang": WHOLE_PAID}


def test_headlines_are_those_of_the_whole_and_hold_no_more(three: Engine) -> None:
    """Whoever looks first makes them, and an officer's look stores nothing of a part."""
    officer = headlines.found_now(within(three, **PART)).headlines[CODE]
    full = headlines.found_now(three).headlines[CODE]

    assert set(officer.values) == set(whole.TOLD) < set(full.values)
    assert full.values["disbursed_satang"] == officer.values["disbursed_satang"] == WHOLE_PAID
    assert officer.sentences == full.sentences


def test_what_is_recorded_of_whole_files_is_blank(three: Engine) -> None:
    for upload in store.history(within(three, **PART), CODE):
        assert (upload.file_name, upload.row_count, upload.counts, upload.figures) == ("", 0, {}, {})
        assert [(event.reason, event.past) for event in upload.events] == [("", None)] * len(upload.events)
    first = store.history(three, CODE)[0]
    assert first.row_count and first.file_name and any(event.reason for event in first.events)


@pytest.mark.parametrize("name", READS)
def test_each_reading_is_narrowed_or_refused(engine: Engine, name: str) -> None:
    there = fill(engine)
    part = within(engine, frozenset({CODE}), OTHERS[0])  # the group there is in another amphoe
    try:
        found = READS[name](part, there)
    except OfTheWhole:
        assert name not in ANSWERED
        return
    assert name in ANSWERED
    assert "G01" not in repr(found) and found != "ก"


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_a_file_and_what_changed_in_it_are_of_the_whole(kind: str, three: Engine) -> None:
    number = store.history(three, CODE, kind)[0].id
    for ask in (lambda e: store.rows_of_upload(e, number), lambda e: store.diff_uploads(e, number, number)):
        ask(three)
        with pytest.raises(OfTheWhole):
            ask(within(three, **PART))


def test_a_table_that_is_not_named_is_asked_nothing(three: Engine) -> None:
    """However it is asked: by its class, its columns, a join, a subquery, its rows, a text."""
    rows = ROW_TABLES["groups"]
    hidden = (
        select(Note), select(Note.text), select(Upload.id).join(Note, Note.project == Upload.project),
        select(Upload.id).where(Upload.id.in_(select(Note.id))), select(rows.c.name), text("SELECT 1"),
        select(select(Note.id).limit(1).scalar_subquery()),
    )  # fmt: skip
    with reading(within(three, **PART)) as session:
        for statement in hidden:
            with pytest.raises(OfTheWhole):
                session.exec(statement)  # type: ignore[call-overload]
        with pytest.raises(OfTheWhole):
            session.get(Note, 1)
        for model in (Upload, UploadEvent, ShortLink):
            session.exec(select(model)).all()  # type: ignore[call-overload]
    assert {"note", "lesson", "remark", "resolution", "draft", "audit_event", "user", "headline"}.isdisjoint(
        OPEN_TABLES
    )


def test_rights_that_are_left_are_to_look_and_to_take_along(three: Engine) -> None:
    kept = {right for right in Right if replace(OFFICER, reviews=True).may(right, CODE)}

    assert kept == {Right.EXPORT, Right.SEE_PHONE, Right.SEE_PAYEE, Right.SEE_PERSON}
    with pytest.raises(OfTheWhole, match="whole project"):
        require(OFFICER, Right.UPLOAD, CODE)
    with pytest.raises(NotAllowed, match="may not do this"):
        require(OFFICER, Right.USERS, CODE)
    with pytest.raises(NotAllowed, match="may not do this"):
        require(OFFICER, Right.UPLOAD, SAMPLE_PROJECT)


MAY = {"db.accounts.looks.exported", "db.accounts.looks.phone_shown", "db.notebook.short_links.code_of"}


@pytest.mark.parametrize("name", sorted(set(ACTS) - MAY))
def test_no_act_on_the_whole_is_theirs(engine: Engine, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = fill(engine)
    monkeypatch.setattr(scopes, "OUTSIDE", replace(OFFICER, user="clerk"))
    with pytest.raises(NotAllowed):
        ACTS[name](within(engine, **PART), there)


def test_every_act_of_the_store_was_tried() -> None:
    known = {name for name in ASKED if not name.startswith(OF_NO_PROJECT)}

    assert known > MAY


def test_an_amphoe_is_given_with_projects_and_taken_away_and_holds_from_the_next_click(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    sign_in = sessions.public_id(sessions.sign_in(engine, "clerk", NOW))

    def amphoe() -> str | None:
        found = sessions.signed_in(engine, sign_in, NOW + timedelta(minutes=1))
        assert found is not None
        return found.amphoe

    given = {"actor": admin(), "now": NOW}
    assert amphoe() is None
    users.set_scope(engine, "clerk", [CODE], amphoe="อำเภอชะอำ", **given)
    assert amphoe() == OWN
    assert users.acting(engine, "clerk", Right.EXPORT, "command").amphoe == OWN
    users.set_scope(engine, "clerk", [CODE, SAMPLE_PROJECT], **given)
    assert amphoe() == OWN, "other projects open no other amphoe"
    with pytest.raises(OfTheWhole):
        users.acting(engine, "clerk", Right.UPLOAD, "command")
    with pytest.raises(Refused, match="every project"):
        users.set_role(engine, "clerk", "admin", **given)
    users.set_scope(engine, "clerk", [CODE], amphoe="", **given)
    assert amphoe() is None


@pytest.mark.parametrize(
    ("projects", "amphoe", "said"),
    [([CODE], "ปากเกร็ด", "ชะอำ"), ([CODE], "no such", "เขาย้อย"), ([], OWN, "Choose the projects")],
)
def test_an_amphoe_that_is_not_there_is_refused_with_the_list(
    engine: Engine, projects: list[str], amphoe: str, said: str
) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)

    with pytest.raises(Refused, match=said):
        users.set_scope(engine, "clerk", projects, amphoe=amphoe, actor=admin(), now=NOW)

    assert (users.find(engine, "clerk").scope, users.find(engine, "clerk").amphoe) == (None, None)


def test_a_word_that_names_another_amphoe_in_each_province_is_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    provinces = {CODE: "50", SAMPLE_PROJECT: "51"}  # Chiang Mai and Lamphun, each with its own district of the town
    of = [replace(one, province_code=provinces[one.code]) for one in versions.newest(engine) if one.code in provinces]
    monkeypatch.setattr(users.reviewers, "projects", lambda _: of)
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)

    for projects in ([CODE, SAMPLE_PROJECT], [SAMPLE_PROJECT, CODE]):
        with pytest.raises(Refused, match="เมือง"):
            users.set_scope(engine, "clerk", projects, amphoe="เมือง", actor=admin(), now=NOW)

    users.set_scope(engine, "clerk", [SAMPLE_PROJECT], amphoe="เมือง", actor=admin(), now=NOW)
    assert users.find(engine, "clerk").amphoe == "เมืองลำพูน"


def test_opening_every_project_to_an_officer_is_refused_until_the_amphoe_is_taken_away(engine: Engine) -> None:
    users.add(engine, "clerk", "staff", actor=OPERATOR, now=NOW)
    users.set_scope(engine, "clerk", [CODE], amphoe=OWN, actor=admin(), now=NOW)

    with pytest.raises(Refused, match="Choose the projects"):
        users.set_scope(engine, "clerk", [], actor=admin(), now=NOW)

    assert users.find(engine, "clerk").amphoe == OWN


def test_an_officer_is_no_reviewer_and_is_told_nothing_by_mail(three: Engine) -> None:
    name = OFFICER.user
    users.set_reviews(three, name, reviews=True, actor=admin(), now=NOW)
    with reading(three) as session:
        assert name not in holders(session, CODE)
    reader = subscriptions.reader(three, name)
    assert reader is not None and not reader.may_read("verdict", CODE) and not reader.may_read("week", CODE)
    with pytest.raises(OfTheWhole):
        subscriptions.subscribe(three, name, Wish("verdict"), project=CODE, actor=replace(staff(), user=name), now=NOW)


def test_a_handle_is_made_for_who_acts(three: Engine) -> None:
    assert MINE in repr(store.view(as_seen_by(three, OFFICER), CODE).rows)
    assert as_seen_by(three, staff()) is three
