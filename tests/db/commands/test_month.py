"""``check`` and ``load`` of a month: files of several kinds, or a workbook with several sheets, as one batch."""

import csv
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from core.model.kinds import KINDS, Kind
from db import engine as engines
from db.commands.files import month
from db.maintenance.verify import verify
from db.snapshots import store, together
from db.snapshots.uploads import UploadInfo
from tests.support.actors import staff
from tests.support.door import Ran, Run
from tests.support.every import ROOT
from tests.support.intakes import sample, sample_rows
from tests.support.uploads import NOW, group, put

CODE = "phetchaburi-2564"
JUNE, JULY, PLAN_DAY = "2021-06-30", "2021-07-31", "2020-10-01"
MONTHLY = tuple(kind for kind in KINDS if not KINDS[kind].planned)
PLAN = "เดือน,กลุ่มสะสมตามแผน,เบิกจ่ายสะสมตามแผน\nธ.ค. 63,0,0\nส.ค. 64,12,262000\n"
OF_ONE = {"ok", "kind", "rows", "encoding", "delimiter", "upload_id", "changes", "issues", "folded"}


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    """The sample files of a day, written under names that say nothing."""

    def written(day: str, *kinds: Kind) -> list[Path]:
        paths = []
        for place, kind in enumerate(kinds or MONTHLY):
            paths.append(tmp_path / f"{day}-{place}.csv")
            paths[-1].write_bytes(sample(day, kind)[1])
        return paths[::-1]  # not in the order of kinds

    return written


def load(run: Run, *more: object, day: str = JULY, json: bool = True) -> Ran:
    given = ("--as-of", day, "--by", "clerk", "--accept-warnings", *(("--json",) if json else ()))
    return run("load", "month", *more, *given)


def in_force() -> dict[Kind, UploadInfo]:
    return dict(store.newest_of_each(engines.engine(), CODE))


def test_a_month_is_recognised_and_stored_as_one(run: Run, files: Callable[..., list[Path]], tmp_path: Path) -> None:
    plan = tmp_path / "แผน.csv"
    plan.write_text(PLAN, encoding="utf-8")

    ran = load(run, *files(JULY), plan, "--plan-as-of", PLAN_DAY)

    assert (ran.exit, ran.json["ok"], ran.json["issues"]) == (0, True, [])
    parts = {part["kind"]: part for part in ran.json["parts"]}
    assert list(parts) == list(KINDS) and all(set(part) >= OF_ONE for part in parts.values())
    stored = in_force()
    assert {kind: part["upload_id"] for kind, part in parts.items()} == {kind: one.id for kind, one in stored.items()}
    assert {kind: part["as_of"] for kind, part in parts.items()} == {
        kind: PLAN_DAY if KINDS[kind].planned else JULY for kind in KINDS
    }
    assert parts["plan"]["files"] == ["แผน.csv"]
    assert len(together.batch_of(engines.engine(), stored["groups"].id)) == len(KINDS)
    assert "no_groups_yet" not in {issue["code"] for issue in parts["products"]["issues"]}  # read with each other


def test_a_workbook_with_a_sheet_for_each_kind_is_a_month(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, kind in enumerate(MONTHLY):
        sheet = book.create_sheet(f"แผ่น {place}")
        for row in csv.reader(sample(JULY, kind)[1].decode("utf-8-sig").splitlines()):
            sheet.append(row)
    path = tmp_path / "เดือน.xlsx"
    book.save(path)

    ran = load(run, path)

    assert ran.exit == 0
    assert {part["kind"]: part["rows"] for part in ran.json["parts"]} == {
        kind: len(sample_rows(JULY, kind)) for kind in MONTHLY
    }
    assert {kind: one.row_count for kind, one in in_force().items()} == {
        kind: len(sample_rows(JULY, kind)) for kind in MONTHLY
    }


def test_a_check_stores_nothing_and_needs_no_day(run: Run, files: Callable[..., list[Path]]) -> None:
    ran = run("check", "month", *files(JULY), "--json")

    assert (ran.exit, [part["as_of"] for part in ran.json["parts"]]) == (0, [None] * 4)
    assert not in_force()


def test_what_is_in_force_already_is_no_part_of_it(run: Run, files: Callable[..., list[Path]]) -> None:
    assert load(run, *files(JULY, "groups", "products")).exit == 0
    first = in_force()

    ran = load(run, *files(JULY, "groups", "spending"))

    assert (ran.exit, {part["kind"]: part["stored_before"] for part in ran.json["parts"]}) == (
        0, {"groups": True, "spending": False},
    )  # fmt: skip
    now = in_force()
    assert now["groups"].id == first["groups"].id == ran.json["parts"][0]["upload_id"]
    assert together.batch_of(engines.engine(), now["spending"].id)[0].kind == "spending"
    again = load(run, *files(JULY, "groups", "spending"), json=False)
    assert again.exit == 0 and in_force() == now and f"ชุดที่ {first['groups'].seq}" in again.out


@pytest.mark.parametrize(
    ("content", "exit_", "code"),
    [
        (b"\xb9\x81\xff\x00", 2, None),
        ("เดือน,ยอดขาย\nมกราคม,5\n".encode(), 2, "of_no_kind"),
        (None, 2, "no_file"),
    ],
)
def test_a_file_that_is_no_part_of_it_holds_all_up_and_is_named(
    run: Run, files: Callable[..., list[Path]], tmp_path: Path, content: bytes | None, exit_: int, code: str | None
) -> None:
    other = tmp_path / "อื่น.csv"
    if content is not None:
        other.write_bytes(content)

    ran = load(run, *files(JULY), other)

    (issue,) = ran.json["issues"]
    assert (ran.exit, ran.json["ok"]) == (exit_, False)
    assert code in (None, issue["code"]) and "อื่น.csv" in issue["message"]
    assert len(ran.json["parts"]) == 4 and not in_force()


def test_one_that_must_be_fixed_holds_all_up(run: Run, files: Callable[..., list[Path]]) -> None:
    paths = files(JULY)
    groups = next(path for path in paths if "รหัสกลุ่ม,ชื่อกลุ่ม" in path.read_text(encoding="utf-8-sig"))
    groups.write_text(groups.read_text(encoding="utf-8-sig").replace("G01", "", 1), encoding="utf-8")

    ran = load(run, *paths)

    assert (ran.exit, ran.json["ok"], [part["ok"] for part in ran.json["parts"]]) == (1, False, [False, *[True] * 3])
    assert not in_force()


def test_warnings_are_accepted_or_hold_all_up(run: Run, files: Callable[..., list[Path]], tmp_path: Path) -> None:
    spending = tmp_path / "ใช้จ่าย.csv"
    spending.write_text("เลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน\nA1,5/8/2564,เบิกจ่าย,7\n", encoding="utf-8")
    given = ("load", "month", *files(JULY, "groups"), spending, "--as-of", JULY, "--by", "clerk", "--json")

    ran = run(*given)

    assert (ran.exit, ran.json["ok"], ran.json["refused"]) == (3, False, "spending")
    assert not in_force()
    assert run(*given, "--accept-warnings").exit == 0
    assert set(in_force()) == {"groups", "spending"}


def test_a_base_that_was_overtaken_refuses_all_and_names_it(
    run: Run, files: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = together.apply

    def overtaken(*args: object, **kwargs: object) -> list[UploadInfo]:
        put(engines.engine(), "groups", [group("G01")], date(2021, 7, 30))
        return apply(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(month.together, "apply", overtaken)

    ran = load(run, *files(JULY))

    assert (ran.exit, ran.json["ok"], ran.json["refused"]) == (4, False, "groups")
    assert set(in_force()) == {"groups"}


def test_an_answer_is_for_one_of_the_kinds(run: Run, files: Callable[..., list[Path]], tmp_path: Path) -> None:
    spending = tmp_path / "พันบาท.csv"
    lines = "หน่วย : พันบาท,,,\nเลขที่เอกสาร,วันที่,ประเภทรายการ,จำนวนเงิน\nA1,5/3/2564,เบิกจ่าย,7\n"
    spending.write_text(lines, encoding="utf-8")
    paths = *files(JULY, "groups", "products"), spending

    assert load(run, *paths).exit == 1
    assert load(run, *paths, "--unit", "spending=thousand").exit == 0
    assert store.view(engines.engine(), CODE).rows["spending"]["amount_satang"] == [700_000]


@pytest.mark.parametrize(
    "more",
    [
        ("--unit", "thousand"), ("--unit", "plan=thousand"), ("--unit", "spending=hundreds"), ("--sheet", "มีนาคม"),
        ("--mapping", "egp"), ("--dates", "groups=backwards"),
    ],
)  # fmt: skip
def test_an_answer_that_means_none_of_them_is_wrong_usage(
    run: Run, files: Callable[..., list[Path]], more: tuple[str, ...]
) -> None:
    ran = load(run, *files(JULY), *more, json=False)
    assert (ran.exit, bool(ran.err.strip())) == (64, True)
    assert not in_force()


def test_a_plan_needs_a_day_of_its_own(run: Run, files: Callable[..., list[Path]], tmp_path: Path) -> None:
    plan = tmp_path / "แผน.csv"
    plan.write_text(PLAN, encoding="utf-8")
    ran = load(run, *files(JULY), plan, json=False)
    assert (ran.exit, "--plan-as-of" in ran.err) == (64, True)
    assert not in_force()


def test_one_kind_takes_one_file_and_answers_without_its_name(run: Run, files: Callable[..., list[Path]]) -> None:
    given = ("--as-of", JULY, "--by", "clerk", "--accept-warnings")
    assert run("load", "groups", *files(JULY, "groups", "products"), *given).exit == 64
    (path,) = files(JULY, "spending")
    assert run("load", "spending", path, *given, "--unit", "plan=baht").exit == 64
    assert run("load", "spending", path, *given, "--unit", "spending=baht", "--sheet", "x").exit == 0


def test_history_says_what_came_together_and_one_withdrawal_takes_it_back(
    run: Run, files: Callable[..., list[Path]]
) -> None:
    assert load(run, *files(JUNE), day=JUNE).exit == 0
    before = {kind: one.id for kind, one in in_force().items()}
    assert load(run, *files(JULY)).exit == 0
    stored = in_force()
    alone = put(engines.engine(), "instalments", [{"no": "9", "due_on": date(2021, 8, 1)}], date(2021, 8, 1))

    listed = {one["id"]: one for one in run("history", "--json").json["uploads"]}

    others = {one.id for one in stored.values()} - {stored["groups"].id}
    assert set(listed[stored["groups"].id]["stored_with"]) == others
    assert listed[alone.id]["stored_with"] == []
    assert str(stored["products"].id) in run("history").out
    why = ("--by", "clerk", "--reason", "ผิดเดือน", "--json")
    assert run("withdraw", stored["products"].id, *why).exit == 0
    ran = run("withdraw", stored["groups"].id, "--together", *why)
    assert (ran.exit, {one["id"] for one in ran.json["uploads"]}, [one["id"] for one in ran.json["before"]]) == (
        0, others - {stored["products"].id} | {stored["groups"].id}, [stored["products"].id],
    )  # fmt: skip
    left = {kind: one.id for kind, one in in_force().items()}
    assert left == before | {"instalments": alone.id}
    assert run("withdraw", stored["groups"].id, "--together", *why).exit == 64


@pytest.mark.long
def test_killed_at_any_moment_it_leaves_all_of_the_month_or_nothing(
    run: Run, files: Callable[..., list[Path]], tmp_path: Path
) -> None:
    assert load(run, *files(JUNE), day=JUNE).exit == 0
    before, came_in = {one.id for one in in_force().values()}, []
    command = [sys.executable, "-W", "ignore", "-m", "db", "load", "month", *map(str, files(JULY))]
    command += ["--as-of", JULY, "--by", "clerk", "--accept-warnings"]
    begun, whole = time.monotonic(), 60.0
    for number in range(12):
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            child.wait(whole if number == 0 else whole * random.uniform(0.6, 1.0))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        whole = time.monotonic() - begun if number == 0 else whole  # the first one is left to end
        stored = {one.id for one in store.history(engines.engine(), CODE) if one.live} - before
        came_in.append(len(stored))
        assert verify(engines.engine()) == []
        if stored:
            together.withdraw(engines.engine(), min(stored), actor=staff(), reason="x", now=NOW)

    assert came_in[0] == 4 and set(came_in) == {0, 4}


def test_a_closed_year_asks_why_and_keeps_it_with_each_set(run: Run, files: Callable[..., list[Path]]) -> None:
    assert run("project", "close", "--project", CODE).exit == 0
    given = files(JULY)

    refused = load(run, *given, json=False)
    assert refused.exit != 0 and "--reason" in refused.out + refused.err
    assert not in_force()
    assert load(run, *given, "--reason", "ข้อมูลมาช้า").exit == 0

    assert {one.counts["reason"] for one in in_force().values()} == {"ข้อมูลมาช้า"}
