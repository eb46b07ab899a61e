"""The review on the command line: load, list, pass, send back; exits and JSON."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.model import Diff
from core.model.kinds import KINDS
from db import engine as engines
from db.reviews import waiting
from tests.support.door import Run
from tests.support.reviews import give, set_review
from tests.support.uploads import CODE

HEAD = ",".join(KINDS["groups"].column(name).title.get("th") for name in ("code", "name", "amphoe", "stage"))
DAY = "2021-06-30"


@pytest.fixture
def office(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A project with the review on, one who loads and two who review."""
    monkeypatch.setenv("OTOP_LANG", "en")
    now = datetime.now(UTC)
    give(engines.engine(), "clerk2", "chief", now=now)
    assert set_review(engines.engine(), tmp_path / "projects", on=True, now=now).refused == ()
    return run


def file(folder: Path, *codes: str) -> Path:
    path = folder / "groups.csv"
    rows = [f"{code},กลุ่ม {code},ชะอำ,คัดเลือกแล้ว" for code in codes]
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8-sig")
    return path


def load(run: Run, folder: Path, *codes: str, by: str = "clerk") -> int:
    ran = run("load", "groups", file(folder, *codes), "--as-of", DAY, "--by", by, "--json", "--project", CODE)
    assert (ran.exit, ran.json["ok"], ran.json["waiting"]) == (0, True, True)
    return int(ran.json["upload_id"])


def test_a_load_waits_and_says_so_and_nothing_is_counted_until_it_is_passed(office: Run, tmp_path: Path) -> None:
    number = load(office, tmp_path, "G01", "G02")
    assert office("summary", "--project", CODE, "--json").json["day"] is None
    shown = office("history", "--project", CODE, "--json").json["uploads"][0]
    assert (shown["live"], shown["waiting"], [one["event"] for one in shown["events"]]) == (False, True, ["wait"])

    again = office("load", "groups", file(tmp_path, "G01", "G02"), "--as-of", DAY, "--by", "clerk", "--project", CODE)
    assert again.exit == 0 and "which waits for review" in again.out

    (listed,) = office("review", "list", "--project", CODE, "--json").json["waiting"]
    assert (listed["id"], listed["overtaken"], listed["uploads"][0]["compared_with"]) == (number, False, None)

    passed = office("review", "pass", str(number), "--by", "chief", "--json")
    assert (passed.exit, passed.json["uploads"][0]["live"]) == (0, True)
    assert "waiting" not in passed.json["uploads"][0]
    assert office("summary", "--project", CODE, "--json").json["day"] == DAY
    assert office("review", "list", "--project", CODE).out.strip() == f"No data set of {CODE} waits for review"
    assert office("verify").exit == 0


def test_in_words(office: Run, tmp_path: Path) -> None:
    passed = load(office, tmp_path, "G01")
    office("review", "pass", str(passed), "--by", "chief")
    said = office("load", "groups", file(tmp_path, "G01", "G02"), "--as-of", DAY, "--by", "clerk", "--project", CODE)
    assert said.exit == 0 and "waits for review" in said.out
    shown = office("review", "list", "--project", CODE)
    assert "set 2" in shown.out and "Against the set in use (set 1" in shown.out and "G02" in shown.out
    assert "waits for review" in office("history", "--project", CODE).out

    back = office("review", "send-back", str(passed + 1), "--by", "chief", "--reason", "ขาด G03")
    assert back.exit == 0 and "Sent back" in back.out
    assert "sent back" in office("history", "--project", CODE).out
    again = office("reinstate", str(passed + 1), "--by", "clerk")
    assert again.exit == 0 and "it waits for review" in again.out


def test_what_waits_is_compared_once_for_the_lines_and_the_json(
    office: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office("review", "pass", str(load(office, tmp_path, "G01")), "--by", "chief")
    load(office, tmp_path, "G01", "G02")
    compared, diff = [], waiting.diff

    def counted(engine: Engine, part: waiting.Part) -> Diff | None:
        compared.append(part.upload.id)
        return diff(engine, part)

    monkeypatch.setattr(waiting, "diff", counted)

    (listed,) = office("review", "list", "--project", CODE, "--json").json["waiting"]

    assert compared == [listed["id"]]
    assert listed["uploads"][0]["changes"]["added"] == 1


def test_each_refusal_has_its_sentence_and_changes_nothing(office: Run, tmp_path: Path) -> None:
    number = str(load(office, tmp_path, "G01", by="clerk2"))
    for by, code, said in (
        (("--by", "clerk2"), 64, "had a hand in loading"),
        (("--by", "clerk"), 1, "given that right"),
        (("--by", "nobody"), 1, "given that right"),
        ((), 1, "given that right"),
    ):
        for verb in (("pass", number), ("send-back", number, "--reason", "x")):
            ran = office("review", *verb, *by)
            assert ran.exit == code and said in ran.err
    assert office("review", "pass", "99", "--by", "chief").exit == 64
    assert office("review", "send-back", number, "--by", "chief").exit == 64, "a reason is needed"
    elsewhere = office("review", "pass", number, "--by", "chief", "--project", "demo-phetchaburi-2564")
    assert elsewhere.exit == 64
    assert office("history", "--project", CODE, "--json").json["uploads"][0]["waiting"]


def test_what_was_overtaken_is_a_conflict(office: Run, tmp_path: Path) -> None:
    first = load(office, tmp_path, "G01")
    second = load(office, tmp_path, "G01", "G02")
    assert office("review", "pass", str(second), "--by", "chief").exit == 0
    ran = office("review", "pass", str(first), "--by", "chief", "--json")
    assert (ran.exit, ran.json["ok"], ran.json["upload"]["waiting"]) == (4, False, True)
    assert "cannot be passed" in office("review", "list", "--project", CODE).out


def test_the_right_is_kept_by_users_review(office: Run) -> None:
    assert office("users", "review", "clerk").exit == 0
    listed = {user["name"]: user.get("reviews") for user in office("users", "list", "--json").json["users"]}
    assert (listed["clerk"], listed["clerk2"], listed["chief"]) == (True, True, True)
    assert "may review" in office("users", "list").out
    assert office("users", "review", "clerk", "--take-away").exit == 0
    refused = office("users", "review", "chief", "--take-away")
    assert refused.exit == 64 and "at least 2" in refused.err
    assert office("users", "disable", "clerk2").exit == 64
