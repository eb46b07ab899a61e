"""Step 2: how each file was understood, in words, before anything is judged."""

from functools import partial

import streamlit as st

from core.intake import Intake, Reading
from core.model.kinds import KINDS, Kind
from ui.auth.guard import Session
from ui.text import markdown_text
from ui.widgets import boxes, tables
from words import rendering

_DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp874": "Windows-874", "xlsx": "Excel", "xls": "Excel 97–2003"}
_NAMED_ROWS = 8


def draw(session: Session, intake: Intake) -> None:
    """A line for each table, its dates in words, and the columns on opening."""
    for reading in intake.readings:
        with st.container(border=True, key=f"read-{reading.source}-{reading.sheet}"):
            st.markdown(markdown_text(" · ".join(_facts(session, reading))))
            if reading.dates:
                st.markdown(markdown_text(_dates(session, reading)))
            columns = partial(_columns, session, reading, intake.kind)
            boxes.folded(session.say("upload.columns"), f"columns-{reading.source}-{reading.sheet}", columns)
    for issue in intake.issues:
        if issue.code == "folded":
            st.caption(markdown_text(session.told(issue.message)))


def _facts(session: Session, reading: Reading) -> list[str]:
    say = session.say
    facts = [say("upload.read_file", name=reading.source)]
    if reading.sheet:
        facts.append(say("upload.read_sheet", sheet=reading.sheet))
    encoding = _ENCODINGS.get(reading.encoding or "", reading.encoding or "–")
    facts.append(say("upload.read", enc=encoding, rows=f"{reading.rows:,}"))
    if reading.delimiter in _DELIMITERS:
        facts.append(say("upload.read_delimiter", name=say(f"upload.{_DELIMITERS[reading.delimiter]}")))
    if reading.header_row:
        facts.append(say("upload.read_header", row=reading.header_row))
    if reading.skipped:
        facts.append(say("upload.read_totals", k=len(reading.skipped)))
        more = "…" if len(reading.skipped) > _NAMED_ROWS else ""
        rows = ", ".join(map(str, reading.skipped[:_NAMED_ROWS])) + more
        facts.append(say("upload.read_skipped", rows=rows))
    if reading.repeated_headers:
        facts.append(say("upload.read_again", rows=", ".join(map(str, reading.repeated_headers[:_NAMED_ROWS]))))
    return facts


def _dates(session: Session, reading: Reading) -> str:
    """Three dates as found and as understood, the month spelled out."""
    shown = [
        session.say("upload.read_date", found=one.found, meant=rendering.day(one.meant, session.lang, "long"))
        for one in reading.dates
    ]
    return session.say("upload.read_dates", text=" · ".join(shown))


def _columns(session: Session, reading: Reading, kind: Kind) -> None:
    shown = {
        session.say("upload.column_file"): list(reading.columns),
        session.say("upload.column_ours"): [KINDS[kind].column(name).header for name in reading.columns.values()],
    }
    tables.show(shown, f"columns-table-{reading.source}-{reading.sheet}", alt=session.say("upload.columns"))
