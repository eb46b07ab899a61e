"""Whose code a look at a server finds at work."""

from pathlib import Path

import pytest

from bench.looks import COLLECTION, SENDING, counted

ROOT = Path("/srv/otop")
RUN = "_run_script (/venv/site-packages/streamlit/runtime/scriptrunner/script_runner.py:900)"
PAGE = f"{RUN};<module> (/srv/otop/pages/overview.py:20);card (/srv/otop/ui/widgets/cards.py:30)"


@pytest.mark.parametrize(
    ("stack", "room", "call"),
    [
        (PAGE, "ui", "ui/widgets/cards.py:card"),
        (f"{PAGE};html (/venv/site-packages/streamlit/elements/html.py:7)", "streamlit", "ui/widgets/cards.py:card"),
        (f"{PAGE};loads (/usr/lib/python3.11/json/__init__.py:7)", "python", "ui/widgets/cards.py:card"),
        (RUN, "streamlit", "framework"),
        ("_run (/usr/lib/python3.11/asyncio/events.py:80);dumps (/venv/upb.py:1)", SENDING, "framework"),
    ],
)  # fmt: skip
def test_a_look_is_of_the_innermost_code_and_of_who_asked_for_it(stack: str, room: str, call: str) -> None:
    counts = counted([f"{stack} 7\n"], ROOT)

    assert counts == {"rooms": {room: 7}, "calls": {call: 7}}


def test_the_collection_is_told_by_the_line_that_asks_for_it(tmp_path: Path) -> None:
    source = tmp_path / "runner.py"
    source.write_text("import gc\n\ngc.collect(2)\n")

    counts = counted([f"finish ({source}:3) 4", f"finish ({source}:1) 1"], ROOT)

    assert counts["rooms"] == {COLLECTION: 4, "python": 1}
