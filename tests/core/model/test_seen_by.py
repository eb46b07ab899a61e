"""What a reader may see of rows, comparisons and snapshots; figures are those of the whole, whoever reads."""

from dataclasses import replace
from datetime import date

import pytest

from core.analysis.baseline import years
from core.analysis.changes import changes
from core.figures import compute
from core.ledger import read_ledger
from core.ledger.anomalies import anomalies
from core.model import ROLES, Actor, Right, diff_rows, from_records
from core.model.kinds import KINDS, Column
from core.text import NOBODY, PERSON_MASK, PHONE_MASK, Sight
from tests.support.names import FAMILY, GIVEN
from tests.support.views import PROJECT, entry, view

NAMED = f"นาย{GIVEN} {FAMILY} 0812345678"
LINE = PROJECT.expense_lines[0].name


def test_a_column_of_text_may_name_a_person_unless_its_kind_says_otherwise() -> None:
    held = {(kind.id, column.name): column.holds for kind in KINDS.values() for column in kind.columns}
    texts = {place for place in held if KINDS[place[0]].column(place[1]).type in ("text", "list")}

    assert {place for place in texts if held[place] != "prose"} == {("groups", "amphoe"), ("spending", "payee")}
    assert {place for place, holds in held.items() if holds == "phone"} == {("groups", "phone")}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_what_the_table_says(role: str) -> None:
    sight = Actor("somebody", role).sight()

    assert sight.persons is (Right.SEE_PERSON in ROLES[role].rights)
    assert sight.phones is (Right.SEE_PHONE in ROLES[role].rights)
    assert sight.travelling == NOBODY


@pytest.fixture
def whole():
    one, other = f"{GIVEN} {FAMILY}", f"{FAMILY} {GIVEN}"
    named = {"description": NAMED, "expense_line": NAMED}
    rows = [
        entry("D1", "2021-03-01", "disbursement", 500, payee=one, **named | {"expense_line": LINE}),
        entry("D2", "2021-03-01", "disbursement", 500, payee=other, **named),
        entry("D3", "2021-03-02", "disbursement", 700, payee="ร้านค้า", description="น้ำมัน", expense_line=LINE),
    ]
    group = {"name": NAMED, "amphoe": "ชะอำ", "stage": "trained", "status": "active"}
    villages = (f"นาย{one}", f"นาย{other}", f"นาง{one}")
    groups = [group | {"code": f"G{n}", "village": village} for n, village in enumerate(villages)]
    return view("2021-03-31", spending=rows, groups=groups)


def test_who_may_see_neither_is_shown_the_masks(whole) -> None:
    shown = whole.seen_by(NOBODY)

    assert shown.of("spending")["description"] == [f"{PERSON_MASK} {PHONE_MASK}"] * 2 + ["น้ำมัน"]
    assert shown.of("spending")["payee"] == [PERSON_MASK, PERSON_MASK, "ร้านค้า"]
    assert shown.of("groups")["name"] == [f"{PERSON_MASK} {PHONE_MASK}"] * 3
    assert shown.of("spending")["expense_line"][0] == LINE
    assert whole.of("spending")["description"][0] == NAMED


def test_who_may_see_all_is_shown_the_whole_even_of_what_was_masked(whole) -> None:
    assert whole.seen_by(Sight(True, True)) is whole
    assert whole.seen_by(NOBODY).seen_by(Sight(True, True)) is whole
    assert whole.seen_by(NOBODY).seen_by(Sight(phones=True)).of("groups")["name"][0] == f"{PERSON_MASK} 0812345678"


def test_each_sort_of_reader_shares_one_snapshot_and_a_new_mark_makes_another(whole) -> None:
    marked = Sight(named=frozenset({f"{GIVEN} {FAMILY}"}))

    assert whole.seen_by(NOBODY) is whole.seen_by(NOBODY)
    assert whole.seen_by(marked).of("spending")["payee"][:2] == [f"{GIVEN} {FAMILY}", PERSON_MASK]
    assert len([key for key in whole.computed if "seen_by" in str(key)]) == 1  # the earlier one is not kept


def test_texts_are_looked_at_when_they_are_shown_and_no_others(whole, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    seen = Column.seen
    monkeypatch.setattr(Column, "seen", lambda self, text, sight: looked.append(text) or seen(self, text, sight))

    spending = whole.seen_by(NOBODY).of("spending")
    assert list(spending.columns) == list(whole.of("spending").columns)
    assert spending["amount_satang"] == whole.of("spending")["amount_satang"]
    assert not looked

    assert spending.take([2])["description"] == ["น้ำมัน"]
    assert looked == ["น้ำมัน"]

    assert [row["description"] for row in spending.records()] == spending["description"]
    assert spending["description"] is spending["description"]  # looked at once


def test_no_reader_reads_another_number(whole) -> None:
    """Payees and villages that a reader sees alike are still told apart where they are counted."""
    before = replace(whole, rows={"groups": whole.of("groups")}, uploads={"groups": whole.uploads["groups"]})
    for sight in (NOBODY, Sight(persons=True), Sight(phones=True)):
        shown = whole.seen_by(sight)

        assert compute(shown) is compute(whole)
        assert read_ledger(shown) is read_ledger(whole)
        assert [one.mark for one in anomalies(shown)] == [one.mark for one in anomalies(whole)] == []
        assert [year.villages for year in years(shown, compute(shown))] == [
            year.villages for year in years(whole, compute(whole))
        ]
        assert changes(before.seen_by(sight), shown).new == changes(before, whole).new


def test_a_comparison_loses_names_on_both_sides_and_keeps_that_they_changed() -> None:
    one = {"code": "G1", "name": "ก", "amphoe": "ชะอำ", "stage": "trained", "note": NAMED}
    old, new = from_records("groups", [one]), from_records("groups", [one | {"note": f"คุณ{FAMILY}"}])

    shown = diff_rows(old, new, date(2021, 3, 31)).seen_by(NOBODY)

    assert shown.fields["note"] == ([0], [f"{PERSON_MASK} {PHONE_MASK}"], [PERSON_MASK])
    assert shown.counts == {"added": 0, "changed": 1, "removed": 0}
    assert shown.before is not None and shown.before["note"] == [f"{PERSON_MASK} {PHONE_MASK}"]
