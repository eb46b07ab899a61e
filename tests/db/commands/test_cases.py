"""Every file of ``tests/cases`` is answered as the file beside it says."""

from datetime import date

import pytest

from db import engine as engines
from db.snapshots import store
from tests.support.cases import FOLDER, Case, cases
from tests.support.door import Run


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_file_is_answered_as_expected(run: Run, case: Case) -> None:
    given = ("--as-of", "2021-09-30", "--by", "clerk", "--accept-warnings", "--json", *case.options)

    ran = run("load", case.kind, case.file, *given)

    found = ran.json
    said = [(issue["code"], issue["severity"], issue["row"], issue["message"]) for issue in found["issues"]]
    assert ran.exit == case.exit, said
    for wanted in case.issues:
        assert [one for one in found["issues"] if wanted.items() <= one.items()], (wanted, said)
    assert not {word for issue in found["issues"] for word in (issue["code"], issue["severity"])} & case.quiet, said
    for part in case.says:
        assert any(part in issue["message"] for issue in found["issues"]), (part, said)
    if case.rows is not None:
        assert found["rows"] == case.rows, said
    figures = run("summary", "--as-of", "2021-09-30", "--json").json if case.figures else {}
    assert {name: figures[name] for name in case.figures} == dict(case.figures)
    for name, values in case.stored.items():
        rows = store.rows_of_upload(engines.engine(), found["upload_id"])[0]
        assert [str(value) if isinstance(value, date) else value or "" for value in rows[name]] == values


def test_every_file_of_the_folder_has_its_expectation() -> None:
    stems = {path.stem for path in FOLDER.glob("*") if path.suffix != ".toml"}

    assert stems == {case.file.stem for case in cases()}
    assert len(stems) == len([path for path in FOLDER.glob("*") if path.suffix != ".toml"])
