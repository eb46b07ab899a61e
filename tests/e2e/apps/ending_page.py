"""Saves in steps, as an apply does; the last step is written only if nobody tears the work."""

import os
import time
from pathlib import Path

import streamlit as st

from ui.app import working

FOLDER = Path(os.environ["OTOP_DATA"])


def work(report: working.Progress) -> None:
    (FOLDER / "begun").write_text("")
    for step in range(20):
        time.sleep(0.1)  # what an apply spends in the database
        report(step / 20)
    (FOLDER / "finished").write_text("")


bar = st.progress(0.0)
working.apart(work, bar.progress)
