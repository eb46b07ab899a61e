"""One group's way up: which stages it has passed, and when."""

from core.analysis.ladder import Rung, ladder
from tests.support.views import PROJECT, d, group, registered


def test_passed_stages_have_the_day_that_the_newest_file_gave_them():
    told = [
        ("selected", d("2021-01-15")),
        ("trained", d("2021-03-11")),
        ("trained", d("2021-03-12")),  # corrected
        ("trained", None),  # a file without the column takes nothing back
        ("developing", d("2021-06-08")),
    ]

    rungs = ladder(PROJECT, group("G01", "developing", stage_since=d("2021-06-09")), told)

    assert rungs[:4] == [
        Rung("selected", "done", d("2021-01-15")),
        Rung("trained", "done", d("2021-03-12")),
        Rung("diagnosed", "done", None),
        Rung("developing", "here", d("2021-06-09")),
    ]
    assert {(rung.state, rung.since) for rung in rungs[4:]} == {("ahead", None)}


def test_a_stage_that_was_taken_back_is_ahead_again():
    rungs = ladder(
        PROJECT,
        group("G01", "trained", stage_since=None),
        [("trained", d("2021-03-11")), ("developing", d("2021-06-08"))],
    )

    assert [rung.since for rung in rungs if rung.stage == "developing"] == [None]
    assert rungs[1] == Rung("trained", "here", None)  # the file in force says no day, whatever older ones said


def test_at_the_goal_the_day_of_registration_counts():
    row = registered("G01", "2021-06-28", stage_since=d("2021-06-30"))

    assert ladder(PROJECT, row, [])[-1] == Rung("registered", "here", d("2021-06-28"))
