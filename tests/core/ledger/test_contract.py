"""The contract's instalments and the steps of the procurement, as they stood on the cut-off."""

from core.ledger.contract import instalments, milestones
from core.model.snapshot import Snapshot
from tests.support.views import PROJECT, baht, d, instalment, sample_view, view


def test_instalments_show_status_delay_and_estimate():
    rows = instalments(sample_view("2021-07-31"))

    contract = [row for row in rows if not row["milestone"]]
    assert [(row["no"], row["status"], row["days_late"]) for row in contract] == [
        ("1", "paid", 0),
        ("2", "delivered", 6),
        ("3", "waiting", 0),
    ]
    assert (contract[1]["penalty_satang"], contract[1]["per_day_satang"]) == (baht(4122), baht(687))
    assert contract[0]["penalty_satang"] is None
    assert [row["status"] for row in rows if row["milestone"]] == ["done"] * 8


def test_status_is_what_stood_on_the_cutoff():
    rows = instalments(
        view(
            "2021-07-25",
            instalments=[
                instalment("2", 100, "2021-07-23", "2021-07-29", "2021-08-03"),
                instalment("1", 100, "2021-05-24", "2021-05-20", "2021-05-24", "2021-08-01"),
                instalment("M1", None, "2021-07-20"),
                instalment("M2", None, "2021-07-25"),
            ],
        )
    )

    assert [(row["no"], row["status"], row["days_late"]) for row in rows] == [
        ("1", "accepted", 0),
        ("M1", "late", 5),
        ("2", "late", 2),
        ("M2", "waiting", 0),
    ]


def test_what_happened_on_the_cutoff_itself_has_happened():
    (row,) = instalments(view("2021-07-29", instalments=[instalment("2", 100, "2021-07-23", "2021-07-29")]))

    assert (row["status"], row["days_late"]) == ("delivered", 6)


def test_procurement_tells_the_last_step_done_and_the_next_one():
    told = milestones(sample_view("2021-02-28"))

    assert (told.last.name, told.last.done_on) == ("ประกาศเชิญชวน e-bidding", d("2021-02-22"))
    assert (told.next.name, told.next.due_on) == ("ยื่นข้อเสนอ", d("2021-03-08"))
    assert (told.done, told.steps, told.running) == (3, 8, True)


def test_procurement_is_over_once_every_step_is_done():
    told = milestones(sample_view("2021-04-30"))

    assert (told.last.name, told.next, told.running) == ("ลงนามสัญญา", None, False)


def test_the_last_step_is_the_one_done_last_and_a_later_date_is_not_done_yet():
    told = milestones(
        view(
            "2021-03-01",
            instalments=[
                instalment("M1", None, "2021-02-01", "2021-02-20"),
                instalment("M2", None, "2021-02-10", "2021-02-11"),
                instalment("M3", None, "2021-02-15", "2021-03-02", name="bids"),
                instalment("1", 5, "2021-05-01"),
            ],
        )
    )

    assert (told.last.no, told.next.no, told.next.done_on) == ("M1", "M3", None)
    assert (told.last.name, told.next.name) == ("M1", "bids")  # a step without a name goes by its key


def test_nothing_done_yet_has_no_last_step():
    told = milestones(view("2021-01-01", instalments=[instalment("M1", None, "2021-02-01")]))

    assert (told.last, told.done) == (None, 0)


def test_without_steps_there_is_no_procurement_to_tell():
    assert milestones(Snapshot(PROJECT, None, {}, {})) is None
    assert milestones(view(instalments=[instalment("1", 5, "2021-05-01")])) is None
