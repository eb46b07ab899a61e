"""``python -m db``: verbs, exits, JSON shapes, and any console."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.model.kinds import KINDS
from db.engine import engine_for
from tests.support.door import Ran, Run

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
DEMO = ("--project", "demo-phetchaburi-2564")
EGP = ROOT.parent / "shared" / "realdata" / "egp-contracts-2568.csv"
READ_OUT = {"ok", "kind", "rows", "encoding", "delimiter", "upload_id", "changes", "issues", "folded"}
SUMMARY = {
    *("day", "cutoffs", "uploads", "target_groups", "registered_groups", "expected_groups", "budget_baht"),
    *("net_budget_baht", "disbursed_baht", "outstanding_baht", "used_baht", "remaining_baht", "at_risk_baht"),
    *("allocated_baht", "developed_groups", "expected_disbursed_baht", "tolerance_baht", "cabinet_baht"),
    *("bac_baht", "pv_baht", "ev_baht", "ac_baht", "spi", "cpi", "eac_baht", "verdict", "state"),
}


def load(run: Run, kind: str, path: Path, *more: object) -> Ran:
    return run("load", kind, path, "--by", "clerk", "--json", *DEMO, *more)


# exits and shapes


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("nothing",), ("load",), ("load", "groups", "x.csv", "--by", "clerk"), ("check", "animals", "x.csv"),
        ("load", "groups", "x.csv", "--by", "clerk", "--as-of", "31/07/2564"), ("withdraw", "1", "--by", "clerk"),
        ("summary", "--as-of", "20210731"), ("summary", "--as-of", "2021-W05-1"), ("summary", "--as-of", "25640731"),
        ("summary", "--as-of", "๒๐๒๑-๐๗-๓๑"), ("diff", "99999999999999999999", "1"), ("diff", "1", "9" * 5_000),
        ("withdraw", "99999999999999999999", "--by", "clerk", "--reason", "x"),
        ("withdraw", "3000000000", "--by", "clerk", "--reason", "x"),
        ("withdraw", "-1", "--by", "clerk", "--reason", "x"),
        ("summary", "--project", "\udcff"), ("users", "add", "a\udcff", "--role", "staff"),
        ("check", "groups", "g\udcff.csv"), ("users", "add", "x", "--role", "staff", "--by", " "),
        ("summary", "--as-of", "2564-07-31"), ("users", "add", "x", "--role", "king"), ("users",), ("diff", "1"),
        ("check", "groups", "x.csv", "--mapping", "no-such-mapping"), ("summary", "--project", "nowhere"),
        ("history", "--project", "nowhere"), ("users", "disable", "nobody"),
        ("withdraw", "7", "--by", "clerk", "--reason", "x"),
        ("sample", "clear", "--project", "phetchaburi-2564"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_64(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert ran.exit == 64
    assert ran.err.strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ("summary",),
        ("history",),
        ("verify",),
        ("check", "groups", "x.csv"),
        ("users", "list"),
        ("sample", "load"),
        ("backup", "x.db"),
    ],
)
def test_without_a_database_exits_69_and_makes_none(nowhere: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = nowhere(*arguments)

    assert ran.exit == 69
    assert "python -m db init" in ran.err
    assert not list(tmp_path.glob("*.db"))


def test_server_that_does_not_answer_exits_69(nowhere: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")

    assert nowhere("summary").exit == 69


@pytest.mark.parametrize(
    "url",
    ["foo", "mysql://x/y", "postgresql://u:s3cret@127.0.0.1:abc/x", "postgresql+nothing://x/y", "sqlite+nothing:///x"],
)
@pytest.mark.parametrize("verb", ["summary", "init"])
def test_an_address_of_no_database_exits_69_and_is_not_repeated(
    nowhere: Run, monkeypatch: pytest.MonkeyPatch, verb: str, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    ran = nowhere(verb, "--json")

    assert (ran.exit, ran.json["error"]["code"]) == (69, "AddressRefused")
    assert "DATABASE_URL" in ran.json["error"]["message"]
    assert "s3cret" not in ran.out + ran.err


@pytest.mark.parametrize("verb", ["summary", "init"])
def test_a_data_folder_that_can_not_be_made_exits_69(
    nowhere: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("OTOP_DATA", str(tmp_path / "file" / "data"))

    ran = nowhere(verb, "--json")

    assert (ran.exit, ran.json["error"]["code"]) == (69, "FolderRefused")
    assert "OTOP_DATA" in ran.json["error"]["message"]


def test_help_tells_every_verb(nowhere: Run) -> None:
    ran = nowhere("--help")

    assert ran.exit == 0
    verbs = "init sample check load template export history diff withdraw reinstate summary backup restore verify users"
    assert all(verb in ran.out for verb in verbs.split())


def test_init_is_safe_to_repeat_and_loads_nothing(run: Run) -> None:
    again = run("init", "--json")

    assert again.exit == 0
    assert again.json["projects"] == []
    assert run("history", "--json", *DEMO).json["uploads"] == []


@pytest.mark.parametrize("verb", ["check", "load"])
def test_clean_file_exits_0_in_the_shape_of_the_contract(sample: Run, verb: str) -> None:
    more = ("--by", "clerk") if verb == "load" else ()

    ran = sample(verb, "groups", SAMPLES / "try/2021-08-31/groups.csv", "--as-of", "2021-08-31", "--json", *more, *DEMO)

    assert ran.exit == 0
    assert set(ran.json) == READ_OUT
    assert (ran.json["ok"], ran.json["kind"], ran.json["rows"]) == (True, "groups", 30)
    assert set(ran.json["changes"]) == {"added", "changed", "removed"}
    assert (ran.json["upload_id"] is not None) == (verb == "load")


def test_check_stores_nothing(sample: Run) -> None:
    before = sample("history", "--json", *DEMO).json

    assert sample("check", "groups", SAMPLES / "try/2021-08-31/groups.csv", *DEMO).exit == 0

    assert sample("history", "--json", *DEMO).json == before


def test_blocking_issue_exits_1_and_stores_nothing(sample: Run) -> None:
    before = sample("history", "--json", *DEMO).json

    ran = load(
        sample, "spending", SAMPLES / "practice/spending-amount.csv", "--as-of", "2021-08-31", "--accept-warnings"
    )

    assert ran.exit == 1
    (issue,) = [issue for issue in ran.json["issues"] if issue["severity"] == "blocking"]
    assert set(issue) == {"code", "severity", "row", "column", "value", "message"}
    assert (issue["row"], issue["column"], issue["value"]) == (95, "จำนวนเงิน", "25,")
    assert (ran.json["ok"], ran.json["upload_id"]) == (False, None)
    assert sample("history", "--json", *DEMO).json == before


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n\xff\xfe\x00", None])
def test_unreadable_file_exits_2(run: Run, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "odd.csv"
    if content is not None:
        path.write_bytes(content)

    ran = load(run, "groups", path, "--as-of", "2021-08-31")

    assert ran.exit == 2
    assert set(ran.json) == READ_OUT
    assert (ran.json["ok"], ran.json["rows"]) == (False, None)
    assert len(ran.json["issues"]) == 1


def test_warnings_exit_3_until_accepted(sample: Run) -> None:
    path = SAMPLES / "2021-02-28/spending.csv"

    refused = load(sample, "spending", path, "--as-of", "2021-08-31")
    assert refused.exit == 3
    assert (refused.json["ok"], refused.json["upload_id"]) == (False, None)

    accepted = load(sample, "spending", path, "--as-of", "2021-08-31", "--accept-warnings")
    assert accepted.exit == 0
    assert accepted.json["upload_id"] is not None


def test_same_file_again_is_recognised(sample: Run) -> None:
    path, day = SAMPLES / "try/2021-08-31/groups.csv", ("--as-of", "2021-08-31")
    first = load(sample, "groups", path, *day)

    again = load(sample, "groups", path, *day)

    assert again.exit == 0
    assert again.json["upload_id"] == first.json["upload_id"]


@pytest.mark.parametrize("by", ["", "  "])
def test_nothing_is_written_without_an_author(sample: Run, by: str) -> None:
    before = sample("history", "--json", *DEMO).json
    path, day = SAMPLES / "try/2021-08-31/groups.csv", "2021-08-31"

    ran = sample("load", "groups", path, "--as-of", day, "--by", by, *DEMO)
    turned = sample("withdraw", before["uploads"][0]["id"], "--by", by, "--reason", "x")

    assert (ran.exit, turned.exit) == (64, 64)
    assert "--by" in ran.err
    assert sample("history", "--json", *DEMO).json == before


def test_upload_in_between_exits_4(sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from db.snapshots import store

    stale = store.base_view(engine_for(os.environ["DATABASE_URL"]), DEMO[1], None)
    newer = load(sample, "groups", SAMPLES / "2021-06-30/groups.csv", "--as-of", "2021-07-31", "--accept-warnings")
    assert newer.exit == 0
    monkeypatch.setattr(store, "base_view", lambda *_: stale)

    ran = load(sample, "groups", SAMPLES / "try/2021-08-31/groups.csv", "--as-of", "2021-07-31", "--accept-warnings")

    assert ran.exit == 4
    assert set(ran.json) == READ_OUT


def test_summary_has_every_key_of_the_contract(sample: Run) -> None:
    ran = sample("summary", "--json", *DEMO)

    assert ran.exit == 0
    assert set(ran.json) == SUMMARY
    assert (ran.json["day"], ran.json["registered_groups"], ran.json["disbursed_baht"]) == ("2021-07-31", 9, 255424.25)
    assert set(ran.json["verdict"]) == {"code", "th", "en"}


def test_summary_of_an_empty_project_knows_nothing(run: Run) -> None:
    figures = run("summary", "--json", "--project", "phetchaburi-2564").json

    assert set(figures) == SUMMARY
    assert (figures["day"], figures["disbursed_baht"], figures["verdict"]["code"]) == (None, None, "no_data")


# what happened to uploads


def test_withdraw_and_reinstate_change_the_summary(sample: Run) -> None:
    newest = sample("summary", "--json", *DEMO).json["uploads"]["groups"]

    assert sample("withdraw", newest, "--by", "clerk", "--reason", "ผิดไฟล์").exit == 0
    assert sample("summary", "--json", *DEMO).json["cutoffs"]["groups"] == "2021-06-30"
    assert sample("withdraw", newest, "--by", "clerk", "--reason", "อีกครั้ง").exit == 64

    assert sample("reinstate", newest, "--by", "clerk").exit == 0
    assert sample("summary", "--json", *DEMO).json["uploads"]["groups"] == newest


def test_upload_of_another_project_is_not_touched_by_a_slip(sample: Run) -> None:
    assert sample("withdraw", 1, "--by", "clerk", "--reason", "x", "--project", "phetchaburi-2564").exit == 64


def test_history_tells_each_upload(sample: Run) -> None:
    uploads = sample("history", "--json", *DEMO).json["uploads"]

    assert len(uploads) == 25
    assert {upload["live"] for upload in uploads} == {True}
    assert [u["seq"] for u in sample("history", "--json", "--kind", "plan", *DEMO).json["uploads"]] == [1]


def test_diff_counts_rows(sample: Run) -> None:
    july, june = (u["id"] for u in sample("history", "--json", "--kind", "spending", *DEMO).json["uploads"][:2])

    ran = sample("diff", june, july, "--json")

    assert ran.exit == 0
    assert ran.json["changes"] == {"added": 8, "changed": 0, "removed": 0}
    assert sample("diff", june, july).out.strip()


# forms


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_blank_form_is_written_and_holds_no_data(run: Run, tmp_path: Path, kind: str, suffix: str) -> None:
    path = tmp_path / f"form.{suffix}"

    assert run("template", kind, path).exit == 0

    assert path.read_bytes()[:3] == (b"PK\x03" if suffix == "xlsx" else b"\xef\xbb\xbf")
    assert run("check", kind, path, "--json").json["kind"] == kind


@pytest.mark.parametrize("kind", KINDS)
def test_export_loads_back_to_the_same_rows(sample: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "out.csv"
    exported = sample("export", kind, path, "--json", *DEMO)
    assert exported.exit == 0

    ran = sample("check", kind, path, "--as-of", "2021-08-31", "--json", *DEMO)

    assert ran.exit == 0
    assert ran.json["changes"] == {"added": 0, "changed": 0, "removed": 0}
    assert ran.json["rows"] == exported.json["rows"]


def test_export_of_a_past_day_is_of_that_day(sample: Run, tmp_path: Path) -> None:
    ran = sample("export", "spending", tmp_path / "feb.csv", "--as-of", "2021-02-28", "--json", *DEMO)

    assert ran.json["rows"] == 16


@pytest.mark.parametrize(
    "arguments",
    [
        ("template", "groups", "form.pdf"),
        ("export", "groups", "out.pdf"),
        ("export", "groups", "out.csv"),
        ("template", "groups", "no/such/f.csv"),
    ],
)
def test_what_can_not_be_written_exits_64(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert ran.exit == 64
    assert ran.err.strip()


# care


def test_sample_can_be_cleared_and_loaded_again(sample: Run) -> None:
    assert sample("sample", "load", "--json").json["upload_ids"] == []
    assert sample("sample", "clear", "--json").json["removed"] == 25
    assert sample("history", "--json", *DEMO).json["uploads"] == []
    assert min(sample("sample", "load", "--json").json["upload_ids"]) > 25  # a number is never used again
    assert sample("verify").exit == 0


def test_backup_and_restore_give_the_same_history(sample: Run, tmp_path: Path) -> None:
    before = sample("history", "--json", *DEMO).json
    assert sample("backup", tmp_path / "copy.db").exit == 0
    assert sample("sample", "clear").exit == 0

    ran = sample("restore", tmp_path / "copy.db", "--json")

    assert ran.exit == 0
    assert Path(ran.json["kept"]).is_file()
    assert sample("history", "--json", *DEMO).json == before
    found = sample("verify", "--json").json
    assert (found["ok"], found["differences"], found["chain"]["findings"]) == (True, [], [])
    assert found["chain"]["head"] is True


def test_damaged_backup_exits_2(sample: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.db").write_bytes(b"not a database")

    assert sample("restore", tmp_path / "odd.db").exit == 2


def test_verify_exits_1_on_a_difference(sample: Run) -> None:
    with engine_for(os.environ["DATABASE_URL"]).begin() as connection:
        connection.exec_driver_sql("UPDATE group_row SET name = 'x' WHERE upload_id = 2 AND pos = 0")

    ran = sample("verify", "--json")

    assert ran.exit == 1
    assert ran.json["differences"][0]["upload_id"] == 2


def test_a_new_database_in_place_of_one_with_a_chain_is_begun_by_the_operator(run: Run, tmp_path: Path) -> None:
    engine_for(f"sqlite:///{(tmp_path / 'door.db').as_posix()}").dispose()
    for path in tmp_path.glob("door.db*"):
        path.unlink()

    refused = run("init")
    assert refused.exit == 69
    assert "python -m db chain new-key" in refused.err
    assert run("chain", "new-key", "--by", "clerk").exit == 69

    assert run("chain", "new-key").exit == 0
    assert run("init").exit == 0
    assert run("verify").exit == 0


def test_verify_says_where_a_cut_end_could_not_be_seen(new: Run) -> None:
    ran = new("verify")  # the database of another machine: nothing was written from here

    assert ran.exit == 0
    assert "จึงตรวจไม่ได้ว่าท้ายโซ่ถูกตัดหรือไม่" in ran.out


def test_verify_says_nothing_of_it_once_something_was_written_from_here(run: Run) -> None:
    assert "ท้ายโซ่" not in run("verify").out


def test_setup_shows_passwords_once(nowhere: Run) -> None:
    first, second = nowhere("setup", "--samples", "--json"), nowhere("setup", "--samples")

    assert [user["role"] for user in first.json["users"]] == ["director", "committee", "staff", "admin"]
    assert not any(user["password"] in second.out for user in first.json["users"])
    assert "python -m db users password NAME" in second.out
    assert nowhere("summary", "--json", *DEMO).json["registered_groups"] == 9


# people


def test_users_are_kept_from_the_door(new: Run) -> None:
    added = new("users", "add", "Clerk", "--role", "staff", "--json").json
    assert (added["name"], len(added["password"])) == ("clerk", 14)
    assert new("users", "role", "clerk", "--role", "committee").exit == 0
    assert new("users", "email", "clerk", "Clerk@example.go.th").exit == 0
    assert new("users", "email", "clerk", "nonsense").exit == 64
    assert new("users", "email", "clerk").exit == 0
    assert new("users", "disable", "clerk").exit == 0
    unset = dict.fromkeys(("email", "scope", "last_seen"))
    assert new("users", "list", "--json").json["users"] == [
        {"name": "clerk", "role": "committee", "disabled": True, "must_change": True, **unset}
    ]
    assert new("users", "enable", "clerk").exit == 0
    fresh = new("users", "password", "clerk", "--json").json["password"]
    assert fresh != added["password"]
    assert new("users", "add", "clerk", "--role", "staff").exit == 64


# consoles


@pytest.mark.parametrize(
    ("encoding", "shows"), [("utf-8", "เบิกจ่ายแล้ว"), ("cp874", "เบิกจ่ายแล้ว"), ("ascii", "Disbursed (baht)")]
)
def test_any_console_can_be_written_to(sample: Run, encoding: str, shows: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "db", "summary", *DEMO]

    ran = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, check=False)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert shows in ran.stdout.decode(encoding)


TRY = ("groups", str(SAMPLES / "try/2021-08-31/groups.csv"), "--as-of", "2021-08-31")


@pytest.mark.skipif(os.name != "posix", reason="pipes break in another way elsewhere")
@pytest.mark.parametrize("unbuffered", [True, False])
@pytest.mark.parametrize(
    ("arguments", "code", "loaded"),
    [
        (("summary", *DEMO), 0, 0),
        (("summary", "--project", "nowhere", "--json"), 64, 0),
        (("load", *TRY, "--by", "clerk", *DEMO), 0, 1),
    ],
    ids=["figures", "error", "load"],
)
def test_a_reader_who_goes_away_ends_the_printing_and_not_the_work(
    sample: Run, arguments: tuple[str, ...], code: int, loaded: int, unbuffered: bool
) -> None:
    uploads = len(sample("history", "--json", *DEMO).json["uploads"])
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, *(["-u"] if unbuffered else []), "-m", "db", *arguments]

    ran = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert (ran.returncode, ran.stderr) == (code, b"")
    assert len(sample("history", "--json", *DEMO).json["uploads"]) == uploads + loaded


@pytest.mark.parametrize("encoding", ["utf-8", "cp874", "ascii"])
def test_json_is_json_on_any_console(sample: Run, encoding: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"}
    command = [
        sys.executable,
        "-m",
        "db",
        "check",
        "spending",
        str(SAMPLES / "practice/spending-amount.csv"),
        "--json",
        *DEMO,
    ]

    ran = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, check=False)

    assert ran.returncode == 1
    assert json.loads(ran.stdout)["issues"][0]["value"] == "25,"


# real files


@pytest.mark.skipif(not EGP.is_file(), reason="the real e-GP export is not beside this checkout")
def test_egp_export_is_committed_money_not_paid(run: Run) -> None:
    project = ("--project", "demo-egp-2568", "--json")

    ran = run(
        "load",
        "spending",
        EGP,
        "--mapping",
        "egp",
        "--as-of",
        "2025-09-30",
        "--by",
        "clerk",
        "--accept-warnings",
        *project,
    )

    assert (ran.exit, ran.json["rows"]) == (0, 250)
    figures = run("summary", *project).json
    assert (figures["outstanding_baht"], figures["disbursed_baht"]) == (369998.54, 0.0)
