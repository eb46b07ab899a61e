"""Short links: one code a target, no code by guessing, nothing ever changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from core.model.lessons import LessonText
from core.model.meetings.resolutions import ResolutionText
from db.accounts import audit
from db.notebook import lessons, notes, remarks, resolutions, short_links
from db.notebook.short_links import ALPHABET, Target
from db.projects.versions import list_projects
from db.snapshots import store
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW, group, put

JUNE = date(2021, 6, 30)
SEEN = datetime(2026, 11, 28, 4, 11, 14, 123456, tzinfo=UTC)
TARGET = Target(CODE, JUNE, SEEN)
HOUR = timedelta(hours=1)


def code_of(engine: Engine, target: Target = TARGET) -> str:
    return short_links.code_of(engine, target, actor=staff(), now=NOW)


def test_the_same_target_has_one_code_and_another_target_another(engine: Engine) -> None:
    first = code_of(engine)

    assert code_of(engine) == first
    others = [
        replace(TARGET, project="demo-phetchaburi-2564"),
        replace(TARGET, as_of=date(2021, 7, 31)),
        replace(TARGET, seen=SEEN + timedelta(microseconds=1)),
        replace(TARGET, page="budget"),
        replace(TARGET, kept=(("lang", "en"),)),
    ]
    assert len({first, *(code_of(engine, other) for other in others)}) == 6
    made = [event for event in audit.recent(engine, project=CODE) if event.action == "link.make"]
    assert [event.detail for event in made].count(first) == 1


def test_a_code_is_short_random_and_without_letters_that_look_alike(engine: Engine) -> None:
    codes = [code_of(engine, replace(TARGET, as_of=JUNE + timedelta(days=n))) for n in range(40)]

    assert len(set(codes)) == 40
    assert {len(code) for code in codes} == {10}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01oilOIL")
    assert len(set("".join(codes))) > 20, "the letters are drawn, not counted up"


def test_a_code_is_found_in_capitals_too_and_leads_to_the_whole_address(engine: Engine) -> None:
    code = code_of(engine, replace(TARGET, kept=(("lang", "en"),)))

    for typed in (code, code.upper(), f" {code} "):
        found = short_links.find(engine, typed)
        assert found is not None
        assert found.query == ("project=phetchaburi-2564&as_of=2021-06-30&seen=2026-11-28T04%3A11%3A14.123456Z&lang=en")
    assert (found.project, found.as_of, found.seen, found.page) == (CODE, JUNE, SEEN, "")


@pytest.mark.parametrize("code", ["", "aaaaaaaaaa", "%", "' OR 1=1 --", "ก" * 3000, "\x00"])
def test_a_code_that_was_never_given_out_is_not_found(engine: Engine, code: str) -> None:
    code_of(engine)

    assert short_links.find(engine, code) is None


def test_the_newest_deed_is_the_newest_of_files_withdrawals_notes_and_lessons(engine: Engine) -> None:
    stored = max(info.stored_at for info in list_projects(engine) if info.code == CODE)
    assert short_links.last_change(engine, CODE) == stored
    assert short_links.last_change(engine, "nowhere") is None

    upload = put(engine, "groups", [group("G01")], JUNE)
    assert short_links.last_change(engine, CODE) == upload.received_at == NOW
    store.withdraw(engine, upload.id, actor=staff(), reason="x", now=NOW + HOUR)
    assert short_links.last_change(engine, CODE) == NOW + HOUR
    notes.write(engine, CODE, "meeting", "", text="ประชุม", on_date=JUNE, actor=staff(), now=NOW + 2 * HOUR)
    assert short_links.last_change(engine, CODE) == NOW + 2 * HOUR
    text = LessonText("ก", "ข", "ค")
    lesson = lessons.write(engine, CODE, text, as_of=JUNE, actor=staff(), now=NOW + 3 * HOUR)
    assert short_links.last_change(engine, CODE) == NOW + 3 * HOUR
    lessons.withdraw(engine, lesson.id, actor=staff(), reason="x", now=NOW + 4 * HOUR)
    assert short_links.last_change(engine, CODE) == NOW + 4 * HOUR
    decided = ResolutionText("ก", "ข")
    number = resolutions.record(engine, CODE, decided, met_on=JUNE, actor=staff(), now=NOW + 5 * HOUR)
    assert short_links.last_change(engine, CODE) == NOW + 5 * HOUR
    resolutions.report(engine, number, "done", "ค", on=JUNE, actor=staff(), now=NOW + 6 * HOUR)
    assert short_links.last_change(engine, CODE) == NOW + 6 * HOUR
    remarks.write(engine, CODE, "agenda", "1", "ง", as_of=JUNE, actor=staff(), now=NOW + 7 * HOUR)
    assert short_links.last_change(engine, CODE) == NOW + 7 * HOUR
    assert short_links.last_change(engine, CODE, NOW + 90 * timedelta(minutes=1)) == NOW + HOUR
    assert short_links.last_change(engine, "demo-phetchaburi-2564") == stored
