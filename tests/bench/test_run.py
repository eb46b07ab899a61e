"""A method in a process of its own: its seconds and its memory are its alone."""

from pathlib import Path

import pytest

from bench import run


def test_what_the_bench_holds_itself_is_not_the_method_s(tmp_path: Path) -> None:
    source = tmp_path / "ledger.csv"
    source.write_text("รายการ,ผู้รับเงิน\n", encoding="utf-8")
    alone = run.run_child("csv", source)
    held = b"x" * 300 * 2**20

    beside = run.run_child("csv", source)

    assert len(held) > 0
    assert 0 < beside.seconds < 60
    assert 5 < beside.mib < 200
    assert beside.mib == pytest.approx(alone.mib, rel=0.2)


def test_a_method_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="csv failed"):
        run.run_child("csv", tmp_path / "nothing.csv")
