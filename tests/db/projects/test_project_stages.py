"""Stages of a project that changed: each day by the version in force, former stages under the name they had."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.intake.compare.shrink import shrinks
from core.model.stages import stages_of
from core.text import Text
from db.maintenance import migrate as migrations
from db.maintenance.verify import verify
from db.snapshots import store
from tests.support import other_stages
from tests.support.actors import store_projects
from tests.support.diffs import sentences
from tests.support.door import Run
from tests.support.other_stages import CODES, FORMER_TH, THAI
from tests.support.uploads import CODE, NOW, group, put

FEB, JUL, AUG = date(2021, 2, 28), date(2021, 7, 31), date(2021, 8, 31)
CHANGED_ON = datetime(2021, 6, 1, tzinfo=UTC)


def change(engine: Engine, folder: Path, *, now: datetime = CHANGED_ON) -> None:
    """The office names stages of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "office.toml").write_text(other_stages.text(CODE), encoding="utf-8")
    assert len(store_projects(engine, now=now, folder=folder)) == 1


@pytest.fixture
def changed(engine: Engine, tmp_path: Path) -> Engine:
    put(engine, "groups", [group("G01"), group("G02", stage="registered", registered_on=FEB)], FEB)
    change(engine, tmp_path / "office")
    return engine


def test_a_day_is_shown_by_the_version_in_force_then(changed: Engine) -> None:
    before, after = store.view(changed, CODE, FEB), store.view(changed, CODE, JUL)

    assert before.stages == stages_of(before.project) and before.project.stages[1] == "trained"
    assert after.stages.ids == ("trained", *CODES)
    assert after.stages.name("trained") == Text.both(FORMER_TH, "Trained (former stage)")


def test_a_former_stage_keeps_its_name_through_later_files(changed: Engine) -> None:
    put(changed, "groups", [group("G01"), group("G02", stage="selling", registered_on=FEB)], JUL)

    assert store.view(changed, CODE, AUG).stages.name("trained").get("th") == FORMER_TH


def test_a_stage_that_no_version_lists_goes_by_its_code(changed: Engine) -> None:
    put(changed, "groups", [group("G01", stage="dreamt_of")], JUL)

    assert store.view(changed, CODE, JUL).stages.former[0].written == "dreamt_of (ขั้นตอนเดิม)"


def test_two_uploads_are_compared_in_the_words_of_the_later_ones_version(changed: Engine) -> None:
    (first,) = store.history(changed, CODE)
    second = put(changed, "groups", [group("G01", stage="workshop"), group("G02", stage="selling")], JUL)

    forward = store.diff_uploads(changed, first.id, second.id)
    back = store.diff_uploads(changed, second.id, first.id)

    assert f"{FORMER_TH} เป็น {THAI[1]} (1)" in " ".join(sentences(forward))
    assert "ลงทะเบียน OTOP แล้ว เป็น วางขายแล้ว (1)" in " ".join(sentences(forward))
    assert [shrink.what for shrink in shrinks(forward)] == []
    assert "อบรมเชิงปฏิบัติการแล้ว (ขั้นตอนเดิม) เป็น อบรมแล้ว (1)" in " ".join(sentences(back))


def test_what_was_accepted_verifies_clean(changed: Engine) -> None:
    put(changed, "groups", [group("G01"), group("G02", stage="selling", registered_on=FEB)], JUL)

    assert verify(changed) == []
    assert store.history(changed, CODE)[0].figures["registered_groups"] == 1


def test_the_database_of_the_release_before_takes_other_stages(release_before: Engine, tmp_path: Path) -> None:
    migrations.migrate(release_before)
    before = store.view(release_before, CODE)
    change(release_before, tmp_path / "office", now=NOW.replace(year=2026, month=12))

    after = store.view(release_before, CODE)

    assert after.project.stages == CODES
    gone = {stage for stage in before.of("groups")["stage"] if stage not in CODES}
    assert gone and {stage.id for stage in after.stages.former} == gone
    assert all(stage.written.endswith(" (ขั้นตอนเดิม)") and stage.written != stage.id for stage in after.stages.former)
    assert verify(release_before) == []


def test_the_operators_door_reads_and_writes_the_projects_stages(run: Run, tmp_path: Path) -> None:
    from db import engine as databases

    change(databases.engine(), tmp_path / "office", now=NOW.replace(year=2027))
    header = "รหัสกลุ่ม,ชื่อกลุ่ม,อำเภอ,ขั้นตอน,วันที่ลงทะเบียน OTOP\n"
    good, bad, out = (tmp_path / name for name in ("good.csv", "bad.csv", "out.csv"))
    good.write_text(header + f"G01,ก,ชะอำ,{THAI[2]},\nG02,ข,ชะอำ,On sale,01/06/2564\n", encoding="utf-8")
    bad.write_text(header + "G01,ก,ชะอำ,กำลังพัฒนา,\n", encoding="utf-8")
    where = ("--project", CODE, "--as-of", "2021-07-31")

    refused = run("check", "groups", bad, *where, "--json")
    loaded = run("load", "groups", good, *where, "--by", "clerk", "--json")
    exported = run("export", "groups", out, "--project", CODE, "--json")

    assert [i["code"] for i in refused.json["issues"] if i["severity"] == "blocking"] == ["not_in_list"]
    assert loaded.exit == 0, loaded.err
    assert exported.exit == 0 and f",{THAI[2]}," in out.read_text(encoding="utf-8-sig")
    again = run("check", "groups", out, *where, "--json")
    assert again.json["changes"] == {"added": 0, "changed": 0, "removed": 0}
