"""Settings saved on the web: who and why, past month ends, what contradicts, two who change at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from core.figures.figures import compute
from core.intake import last_day
from core.model.snapshot import DatedBack
from db.accounts import audit
from db.engine import new_engine
from db.errors import NotAllowed, PastNotAccepted, Refused, SettingsMoved, SettingsRefused, WrongState
from db.maintenance import chain
from db.maintenance.verify import verify
from db.projects import versions
from db.projects.versions import SAMPLE_PROJECT
from db.settings import saving
from db.settings.judged import Proposed
from db.snapshots import store
from db.tables import ProjectVersion
from db.transactions import within
from tests.support.actors import admin, staff
from tests.support.databases import NOW, Templates, address, with_samples_and_users
from tests.support.said import english, thai
from tests.support.uploads import CODE, group, payment, put
from words.rendering import render

LAST = date(2022, 4, 1)  # that data of the year may be of, long before now
JUNE = date(2021, 6, 30)


@pytest.fixture
def samples(tmp_path: Path, templates: Templates) -> Iterator[Engine]:
    """The samples and users, stored now."""
    engine = new_engine(address(templates.copy(with_samples_and_users, tmp_path / "samples.db")))
    yield engine
    engine.dispose()


def proposed(engine: Engine, old: str, new: str, since: date = LAST, project: str = CODE) -> Proposed:
    """The settings in force with one line changed."""
    present = versions.project_at(engine, project)
    assert old in present.text
    return Proposed(project, present.text.replace(old, new, 1), present.version, since)


def save(engine: Engine, wanted: Proposed, **options: Any) -> ProjectVersion:
    return saving.save(engine, wanted, **{"reason": "มติที่ประชุม", "actor": admin(), "now": NOW, **options})


def faults(engine: Engine, wanted: Proposed) -> list[tuple[str, str]]:
    with pytest.raises(SettingsRefused) as refused:
        save(engine, wanted)
    assert all(thai(fault.what) and english(fault.what) for fault in refused.value.faults)
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_a_version_says_who_saved_it_why_and_from_when(engine: Engine) -> None:
    stored = save(engine, proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2"))

    assert (stored.version, stored.source, stored.by, stored.reason) == (2, "web", "admin", "มติที่ประชุม")
    assert (stored.in_force_from, stored.past, stored.project.tolerance_groups) == (LAST, None, 2)
    event = audit.recent(engine, project=CODE)[0]
    assert (event.action, event.by) == ("project.settings", "admin")
    assert event.detail == f"2 {LAST.isoformat()} มติที่ประชุม"
    assert chain.check(engine).findings == ()


@pytest.mark.parametrize("reason", ["", "  ", "1-2345-67890-12-1 "])
def test_without_a_reason_that_can_be_kept_nothing_is_saved(engine: Engine, reason: str) -> None:
    with pytest.raises(Refused):
        save(engine, proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2"), reason=reason)

    assert versions.project_at(engine, CODE).version == 1


def test_only_who_keeps_the_server_saves(engine: Engine) -> None:
    wanted = proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2")

    with pytest.raises(NotAllowed):
        save(engine, wanted, actor=staff())

    assert versions.project_at(engine, CODE).version == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("floor_percent = 1", "floor_percent = 6", ("verdict.tolerance_floor_percent", "tolerance_reversed")),
        ("target_groups = 30", "target_groups = 40", ("objectives[0].target", "groups_target")),
        ("direct = 2021-09-15", "direct = 2021-07-15", ("last_safe_days.procurement", "direct_first")),
        ('code = "phetchaburi-2564"', 'code = "phetchaburi-2565"', ("code", "identity")),
        ("fiscal_year_be = 2564", "fiscal_year_be = 2565", ("fiscal_year_be", "fiscal_year")),
    ],
)  # fmt: skip
def test_what_contradicts_is_told_at_its_field_and_nothing_is_saved(
    engine: Engine, old: str, new: str, told: tuple[str, str]
) -> None:
    assert told in faults(engine, proposed(engine, old, new))
    assert versions.project_at(engine, CODE).version == 1


def test_a_day_to_come_is_refused(engine: Engine) -> None:
    wanted = proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2", date(2100, 1, 1))

    assert faults(engine, wanted) == [("in_force_from", "to_come")]


@pytest.mark.parametrize("day", [date(2020, 9, 30), date(1964, 5, 1), date(2022, 7, 1)])
def test_a_day_outside_the_year_is_refused_with_the_days_to_choose_from(engine: Engine, day: date) -> None:
    later = datetime(2022, 8, 1, 3, tzinfo=UTC)
    wanted = proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2", day)

    with pytest.raises(SettingsRefused) as refused:
        save(engine, wanted, now=later)

    (fault,) = refused.value.faults
    project = versions.project_at(engine, CODE).project
    first, last = project.start, last_day("spending", project)
    assert (fault.path, fault.code, dict(fault.params)) == (
        "in_force_from", "outside_year", {"first": first, "last": last},
    )  # fmt: skip
    assert "1 Oct 2020" in render(fault.what, "en")
    assert versions.project_at(engine, CODE).version == 1
    for number, good in enumerate((first, last), 1):
        wanted = proposed(engine, f"tolerance_groups = {number - 1}", f"tolerance_groups = {number}", good)
        assert save(engine, wanted, now=later).in_force_from == good


def test_a_year_that_is_to_come_takes_today_alone(engine: Engine) -> None:
    before = datetime(2020, 9, 1, 3, tzinfo=UTC)
    wanted = proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2", date(2020, 8, 31))
    with pytest.raises(SettingsRefused):
        save(engine, wanted, now=before)

    assert save(engine, replace(wanted, in_force_from=date(2020, 9, 1)), now=before).version == 2


def test_a_stage_and_a_line_that_rows_in_force_name_stay(engine: Engine) -> None:
    put(engine, "groups", [group("G01"), group("G02", stage="selected")], JUNE)
    put(engine, "spending", [payment("1", 100, expense_line="วัสดุสำนักงาน", activity="สรุปบทเรียน")], JUNE)

    assert faults(engine, proposed(engine, '"trained", ', "")) == [("stage", "stage_used")]
    line, activity = '[[expense_lines]]\nname = "วัสดุสำนักงาน"\n', '[[activities]]\nname = "สรุปบทเรียน"\n'
    assert faults(engine, proposed(engine, line, "")) == [("expense_lines", "line_used")]
    assert faults(engine, proposed(engine, activity, "")) == [("activities", "line_used")]
    assert save(engine, proposed(engine, '"diagnosed", ', "")).version == 2


def test_the_same_settings_are_not_saved_twice(engine: Engine) -> None:
    present = versions.project_at(engine, CODE)

    with pytest.raises(WrongState):
        save(engine, Proposed(CODE, present.text, 1, LAST))


def test_the_second_of_two_is_told_who_was_first(engine: Engine) -> None:
    mine = proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2")
    save(engine, proposed(engine, "staleness_days = 45", "staleness_days = 60"), actor=admin("other"))

    with pytest.raises(SettingsMoved) as refused:
        save(engine, mine)

    assert (refused.value.other.version, refused.value.other.by, refused.value.exit) == (2, "other", 4)
    assert versions.project_at(engine, CODE).project.tolerance_groups == 0


def late(engine: Engine, since: date) -> Proposed:
    """A tolerance so wide that no group is late."""
    return proposed(engine, "tolerance_groups = 0", "tolerance_groups = 29", since, SAMPLE_PROJECT)


def verdicts(engine: Engine, seen: datetime | None = None) -> dict[date, str]:
    ends = versions.project_at(engine, SAMPLE_PROJECT).project.months()
    newest = store.days(engine, SAMPLE_PROJECT)[0]
    days = [day for day in ends if day <= newest]
    return {day: compute(store.view(engine, SAMPLE_PROJECT, day, seen)).verdict.code for day in days}


def test_past_month_ends_are_listed_accepted_together_and_told_from_then_on(samples: Engine) -> None:
    before, since = verdicts(samples), date(2021, 3, 1)
    wanted = late(samples, since)
    with pytest.raises(PastNotAccepted) as asked:
        save(samples, wanted)
    assert verdicts(samples) == before
    changes = asked.value.changes
    assert "เป็น" in thai(changes[0].message)

    stored = save(samples, wanted, accept_past=[change.id for change in changes])

    after = verdicts(samples)
    changed = [day for day in before if before[day] != after[day]]
    assert changed and all(day >= since for day in changed)
    assert set(changed) <= {change.day for change in changes}
    assert [row["day"] for row in stored.past or []] == [change.day.isoformat() for change in changes]
    [told] = store.view(samples, SAMPLE_PROJECT).dated_back
    assert told == DatedBack(stored.version, since, "settings", changes[0].day, len(changes), "admin")
    assert store.view(samples, SAMPLE_PROJECT, date(2021, 2, 28)).dated_back == ()
    seen = datetime.fromtimestamp(stored.stored_at.timestamp() - 1, UTC)
    assert store.view(samples, SAMPLE_PROJECT, seen=seen).dated_back == ()
    assert chain.check(samples).findings == ()


def test_a_frozen_link_of_before_stays_as_it_was(samples: Engine) -> None:
    seen = max(upload.received_at for upload in store.history(samples, SAMPLE_PROJECT))
    before = compute(store.view(samples, SAMPLE_PROJECT, JUNE, seen)).summary(render)
    later = datetime.fromtimestamp(NOW.timestamp() + 60, UTC)

    save(samples, late(samples, date(2021, 3, 1)), accept_past="all", now=later)

    assert compute(store.view(samples, SAMPLE_PROJECT, JUNE, seen)).summary(render) == before
    assert verify(samples) == []


def test_settings_of_the_last_day_change_no_month_of_a_year_that_is_over(samples: Engine) -> None:
    before = verdicts(samples)

    stored = save(samples, late(samples, LAST))

    assert (stored.past, verdicts(samples)) == (None, before)


def test_nothing_is_found_or_saved_outside_a_scope(engine: Engine) -> None:
    wanted = proposed(engine, "tolerance_groups = 0", "tolerance_groups = 2")

    with pytest.raises(Refused):
        save(within(engine, frozenset({SAMPLE_PROJECT})), wanted)
