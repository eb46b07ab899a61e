"""A key that stands twice in a part: it blocks under every scope, and rows carried over have no number."""

from datetime import date

import pytest

from tests.support.intakes import PROJECT, csv_file, headers, read, read_rows, view

DAY = date(2021, 8, 31)
HEADER = headers("groups", "code", "name", "amphoe", "stage", "stage_since")


def row(code: str, name: str, since: str = "5/3/2564") -> tuple[str, ...]:
    return code, name, "ชะอำ", "อบรมแล้ว", since


TODAY = view({"groups": read_rows(csv_file(HEADER, row("G01", "ก"), row("G02", "ข", "30/9/2564")), "groups")}, DAY)


@pytest.mark.parametrize("scope", ["update", "append", "replace"])
@pytest.mark.parametrize("code", ["G01", "G09"])
def test_a_key_twice_in_the_file_blocks(scope: str, code: str) -> None:
    file = csv_file(HEADER, row(code, "หนึ่ง"), row(code, "สอง"))

    found = read(file, "groups", project=PROJECT, today=TODAY, scope=scope)

    assert not found.ok
    if scope == "update":
        assert [(i.code, i.row, str(i.params["row2"])) for i in found.blocking] == [("repeated_key", 3, "2")]


def test_a_key_once_updates_its_row() -> None:
    found = read(csv_file(HEADER, row("G01", "ใหม่")), "groups", project=PROJECT, today=TODAY, scope="update")

    assert found.ok and found.rows is not None and found.rows["name"] == ["ใหม่", "ข"]


def test_rows_carried_over_are_not_listed() -> None:
    file = csv_file(HEADER, row("G01", "ใหม่", "29/9/2564"))

    found = read(file, "groups", project=PROJECT, today=TODAY, scope="update", as_of=date(2021, 9, 1))

    (late,) = [issue for issue in found.issues if issue.code == "after_as_of"]
    assert (late.params["count"], late.params["rows"]) == (1, "2")
    for issue in found.issues:
        assert issue.row != 0 and "0" not in str(issue.params.get("rows", "")).split(", ")
