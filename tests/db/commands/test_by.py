"""Who acts on the command line: an enabled user with the right, else the operator of the system."""

from pathlib import Path

import pytest

from core.model import user_roles
from db import engine as engines
from db.accounts import actors, audit, users
from db.accounts.users import disable
from db.projects.versions import SAMPLE_PROJECT
from tests.support.actors import OPERATOR
from tests.support.door import Run
from tests.support.uploads import NOW

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
FILE = str(SAMPLES / "2021-06-30/groups.csv")
DEMO = ("--project", SAMPLE_PROJECT)
LOAD = ("load", "groups", FILE, "--as-of", "2021-06-30", *DEMO)
ACTS = {
    "load": LOAD,
    "withdraw": ("withdraw", "1", "--reason", "x"),
    "reinstate": ("reinstate", "1"),
    "export": ("export", "groups", "nowhere.csv", *DEMO),
    "users add": ("users", "add", "other", "--role", "staff"),
    "users role": ("users", "role", "clerk", "--role", "committee"),
    "users disable": ("users", "disable", "clerk"),
    "users enable": ("users", "enable", "clerk"),
    "users password": ("users", "password", "clerk"),
    "sample load": ("sample", "load"),
    "sample clear": ("sample", "clear"),
    "backup": ("backup", "copy.db"),
}


def deeds() -> int:
    """What was done, by the log: a refusal is in it and is no deed."""
    return len([event for event in audit.recent(engines.engine()) if event.action != "refused"])


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize("name", ["nobody", "gone", "operator", "samples", "two words", "<b>"])
def test_whoever_may_not_act_is_told_so_and_nothing_is_done(run: Run, verb: str, name: str, tmp_path: Path) -> None:
    users.add(engines.engine(), "gone", "staff", actor=OPERATOR, now=NOW)
    disable(engines.engine(), "gone", actor=OPERATOR, now=NOW)
    before = deeds()

    ran = run(*ACTS[verb], "--by", name, "--json")

    assert ran.exit == 1
    assert ran.json["ok"] is False
    assert ran.json["error"]["code"] == "not_allowed"
    assert name in ran.json["error"]["message"] and name in ran.json["error"]["message_en"]
    assert deeds() == before


CODES = {*map(chr, range(32)), *map(chr, range(127, 160)), *"\u202a\u202b\u202d\u202e\u2066\u2067\u2069"} - {"\n"}


@pytest.mark.parametrize("shape", [(), ("--json",)])
@pytest.mark.parametrize("codes", ["\x1b[2J\x1b[31m", "\rroot", "\x9b31m", "\u202egnp", "\x07\x08"])
def test_no_name_and_no_file_moves_the_terminal(codes: str, shape: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    """Nor comes a name that nobody has into the record: what was typed may be anything."""
    named = tmp_path / f"x{codes}.csv"
    named.write_bytes(Path(FILE).read_bytes())
    loading = ("load", "groups", str(named), "--as-of", "2021-06-30", *DEMO, "--by", "clerk")
    for command in ((*LOAD, "--by", f"x{codes}"), loading, ("history", *DEMO), ("summary", *DEMO)):
        ran = run(*command, *shape)
        assert ran.out + ran.err
        assert not CODES & set(ran.out + ran.err)
    assert codes not in "".join(f"{event.by}{event.account}" for event in audit.recent(engines.engine()))


@pytest.mark.parametrize("role", [role for role in user_roles() if role != "staff"])
@pytest.mark.parametrize("verb", ["load", "withdraw", "reinstate"])
def test_a_role_without_the_right_is_told_which_role_has_it(run: Run, verb: str, role: str) -> None:
    users.add(engines.engine(), "somebody", role, actor=OPERATOR, now=NOW)

    ran = run(*ACTS[verb], "--by", "somebody")

    assert ran.exit == 1
    assert "somebody" in ran.err and "staff" in ran.err and "--by" in ran.err


@pytest.mark.parametrize("verb", ["load", "withdraw", "reinstate"])
def test_what_needs_a_name_is_not_done_by_the_operator(run: Run, verb: str) -> None:
    before = deeds()

    ran = run(*ACTS[verb], "--json")

    assert (ran.exit, ran.json["error"]["code"]) == (1, "not_allowed")
    assert "--by" in ran.json["error"]["message"]
    assert deeds() == before


def test_the_operator_does_the_rest_and_the_account_of_the_system_is_recorded(run: Run, tmp_path: Path) -> None:
    assert run("sample", "load").exit == 0
    assert run("export", "groups", tmp_path / "groups.csv", *DEMO).exit == 0
    assert run("users", "add", "newcomer", "--role", "director").exit == 0
    assert run("backup", tmp_path / "copy.db").exit == 0
    assert run("restore", tmp_path / "copy.db").exit == 0

    account = actors.operator().account
    found = {e.action: (e.by, e.role, e.via, e.account) for e in reversed(audit.recent(engines.engine()))}
    for action in ("export", "user.add", "restore"):
        assert found[action] == ("operator", "operator", "command", account), action
    assert found["upload.apply"] == ("samples", "samples", "command", account)


def test_projects_are_stored_by_the_operator_before_there_is_any_user(nowhere: Run) -> None:
    assert nowhere("init").exit == 0

    assert {(e.action, e.by, e.account) for e in audit.recent(engines.engine())} == {
        ("project.version", "operator", actors.operator().account)
    }


def test_a_named_user_is_recorded_as_the_one_who_did_it(run: Run, tmp_path: Path) -> None:
    assert run(*LOAD, "--by", " Clerk ", "--accept-warnings").exit == 0
    assert run("export", "groups", tmp_path / "groups.csv", *DEMO, "--by", "clerk").exit == 0

    found = [(e.action, e.by, e.role, e.via, e.account) for e in audit.recent(engines.engine())[:2]]
    assert found == [(action, "clerk", "staff", "command", None) for action in ("export", "upload.apply")]


def test_an_export_leaves_out_what_its_taker_may_not_see(sample: Run, tmp_path: Path) -> None:
    users.add(engines.engine(), "chief", "admin", actor=OPERATOR, now=NOW)

    heads = {}
    for by in ("clerk", "chief"):
        path = tmp_path / f"{by}.csv"
        assert sample("export", "spending", path, *DEMO, "--by", by).exit == 0
        heads[by] = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")

    assert set(heads["clerk"]) - set(heads["chief"]) == {"ผู้รับเงิน"}


@pytest.mark.parametrize("name", ["operator", "Samples", "SYSTEM"])
def test_a_reserved_name_can_not_be_added(new: Run, name: str) -> None:
    ran = new("users", "add", name, "--role", "staff", "--json")

    assert (ran.exit, ran.json["error"]["code"]) == (64, "NameRefused")
    assert "สงวน" in ran.json["error"]["message"]
    assert new("users", "list", "--json").json["users"] == []
