"""Lines of the bench: what holds, what is missed, and that nothing missed is hidden."""

import json
from pathlib import Path

import pytest

from bench.__main__ import lines
from bench.lines import Bar, Found, Line, from_json, number, told, write
from bench.report import page, share
from bench.run import Group, Run
from bench.stats import NOTHING

LESS, MORE = Bar("time", 2.0, 1.0), Bar("answered", 300, 300, "", at_least=True)


def line(bar: Bar, value: float, why: str = "") -> Line:
    return Line("changes", bar, value, {"ms": 12.5}, why)


@pytest.mark.parametrize(
    ("bar", "value", "verdict"),
    [
        (LESS, 1.0, "aim"), (LESS, 2.0, "holds"), (LESS, 2.01, "MISSED"), (LESS, NOTHING, "MISSED"),
        (MORE, 300, "aim"), (MORE, 299, "MISSED"),
        (Bar("told", None), 7.0, "told"), (Bar("told", None), NOTHING, "MISSED"),
    ],
)  # fmt: skip
def test_a_line_is_held_to_its_bar(bar: Bar, value: float, verdict: str) -> None:
    assert line(bar, value).verdict == verdict


def test_a_group_that_fails_has_every_line_missed_and_says_why() -> None:
    def fail(run: Run) -> dict[str, Found]:
        raise OSError(f"no server, {run.repeats}")

    found = lines(Group("changes", (LESS, MORE), fail), Run(3, quick=False))

    assert [one.verdict for one in found] == ["MISSED", "MISSED"]
    assert all("no server, 3" in told(one) for one in found)


def test_what_the_short_run_leaves_out_does_not_count_against_it() -> None:
    (found,) = lines(Group("sizes", (LESS,), lambda _: {}), Run(1, quick=True))
    (failed,) = lines(Group("sizes", (LESS,), lambda _: {}), Run(1, quick=False))

    assert (found.verdict, failed.verdict) == ("left", "MISSED")


def test_lines_are_kept_and_read_back(tmp_path: Path) -> None:
    before = [line(LESS, 1.2345), line(MORE, NOTHING, "no browser")]
    write({"lines": [one.as_json() for one in before]}, tmp_path / "results.json")

    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["lines"]

    assert [told(from_json(one)) for one in kept] == [told(one) for one in before]


@pytest.mark.parametrize(
    ("value", "text"), [(NOTHING, "–"), (3.0, "3"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234")]
)
def test_a_number_is_told_with_three_figures(value: float, text: str) -> None:
    assert number(value) == text


def test_the_share_of_a_bar_is_above_one_where_it_is_missed() -> None:
    assert share(line(LESS, 4.0)) == 2.0
    assert share(line(MORE, 150)) == 2.0
    assert share(line(LESS, 0.0)) > 0


def test_the_page_names_every_bar_that_is_missed() -> None:
    found = [line(LESS, 3.0), line(MORE, NOTHING, "no browser"), line(Bar("held", 2.0), 1.0)]
    machine = {"cores": 2, "cpu": "any", "memory_gib": 4}
    about = {"date": "today", "commit": "abc", "machine": machine, "versions": {}, "repeats": 3}

    text = page({**about, "lines": [one.as_json() for one in found]})

    short = text.split("## In short")[1].split("![")[0]
    assert "1 of 3 bars hold" in short
    assert "- time: 3×, the bar is ≤ 2×" in short
    assert "- answered: not measured (no browser)" in short
    assert "held" not in short.split("Missed")[1]
