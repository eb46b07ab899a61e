"""A set that the release before stored, and the same rows typed otherwise: nothing is added or removed."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from core.intake import AssessOptions, ParseOptions, assess, parse
from core.intake.forms.templates import export_csv
from core.model import Rows
from db.maintenance import migrate as migrations
from db.snapshots import store
from tests.support.uploads import CODE

LAO = str.maketrans("0123456789", "".join(map(chr, range(0x0ED0, 0x0EDA))))


def typed_otherwise(content: bytes) -> bytes:
    """An exported file with the digits of its codes in another script, and its names full of invisible letters."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    for row in rows[1:]:
        row[0], row[1] = row[0].translate(LAO), "\u2060".join(row[1])
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def test_a_set_of_the_release_before_is_met_by_the_same_rows_typed_otherwise(release_before: Engine) -> None:
    migrations.migrate(release_before)
    shown = store.base_view(release_before, CODE)
    content = typed_otherwise(export_csv(shown.of("groups"), shown.stages))
    day = shown.uploads["groups"].as_of + timedelta(days=1)

    found = assess(parse(("groups.csv", content), "groups", ParseOptions()), shown.project, shown, AssessOptions(day))

    assert found.ok and found.diff is not None and found.diff.is_empty
    assert found.folded["other_digits"] > 0 and found.folded["zero_width"] > 0


def test_a_key_that_was_stored_in_another_form_is_one_line(release_before: Engine) -> None:
    migrations.migrate(release_before)
    shown = store.base_view(release_before, CODE)
    content = export_csv(shown.of("groups"), shown.stages)
    rows = shown.rows["groups"]
    codes = [code.translate(LAO) for code in rows["code"]]
    older = replace(
        shown, rows={**shown.rows, "groups": Rows(rows.kind, {**rows.columns, "code": codes}, rows.numbers)}
    )

    found = assess(parse(("groups.csv", content), "groups"), shown.project, older)

    assert [i.params["count"] for i in found.issues if i.code == "keys_in_form"] == [len(rows)]
    assert found.diff is not None and not found.diff.counts["added"] and not found.diff.counts["removed"]
