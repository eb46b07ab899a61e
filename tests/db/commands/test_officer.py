"""What the command line gives to an officer of one amphoe, and how one is made."""

from pathlib import Path

import pytest

from db import engine as engines
from db.accounts import users
from tests.support.actors import OPERATOR
from tests.support.door import Run
from tests.support.one_amphoe import MARK, MINE, OWN, officer, plant, traces_in
from tests.support.uploads import CODE, NOW


@pytest.mark.parametrize("kind", ["groups", "products", "spending"])
def test_an_export_holds_the_rows_of_the_amphoe(kind: str, run: Run, tmp_path: Path) -> None:
    plant(engines.engine())
    file = tmp_path / "out.csv"

    ran = run("export", kind, str(file), "--project", CODE, "--by", officer("staff"))

    assert ran.exit == 0, ran.err
    text = file.read_text(encoding="utf-8-sig")
    assert MINE in text and traces_in(text) == []
    assert traces_in(ran.out + ran.err) == []


@pytest.mark.parametrize(
    "command",
    [("export", "plan", "{file}"), ("export", "instalments", "{file}"), ("withdraw", "1", "--reason", "x"),
     ("load", "groups", "samples/2021-06-30/groups.csv", "--as-of", "2021-06-30"), ("review", "pass", "1")],
)  # fmt: skip
def test_what_is_of_the_whole_is_refused_in_words(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    plant(engines.engine())
    file = tmp_path / "out.csv"

    ran = run(*(str(file) if word == "{file}" else word for word in command), "--project", CODE,
              "--by", officer("staff"), "--json")  # fmt: skip

    assert ran.exit == 1 and ran.json["ok"] is False
    assert ran.json["error"]["code"] in ("of_whole", "not_allowed")
    assert traces_in(ran.out + ran.err) == []
    assert not file.exists() or MARK not in file.read_text(encoding="utf-8-sig")


def test_an_amphoe_is_given_and_listed_and_an_unknown_one_is_refused_with_the_list(run: Run) -> None:
    users.add(engines.engine(), "officer", "staff", actor=OPERATOR, now=NOW)

    wrong = run("users", "scope", "officer", CODE, "--amphoe", "ปากเกร็ด")
    given = run("users", "scope", "officer", CODE, "--amphoe", OWN)

    assert wrong.exit and "ท่ายาง" in wrong.err + wrong.out and "ชะอำ" in wrong.err + wrong.out
    assert given.exit == 0 and OWN in given.out
    listed = run("users", "list", "--json").json["users"]
    assert next(one for one in listed if one["name"] == "officer")["amphoe"] == OWN
    assert OWN in run("users", "list").out
    assert run("users", "scope", "officer", CODE).exit == 0
    assert users.find(engines.engine(), "officer").amphoe == OWN
    assert run("users", "scope", "officer", CODE, "--amphoe", "").exit == 0
    assert users.find(engines.engine(), "officer").amphoe is None
