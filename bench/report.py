"""``python -m bench.report``: writes ``docs/performance.md`` and its chart from ``bench/results.json``, and no number
that is not in it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from bench.lines import Line, from_json, number, read

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, CHART = DOCS / "performance.md", DOCS / "performance.svg"
TITLES = {
    "changes": "A change of a filter",
    "sizes": "However much is stored",
    "crowd": "Many at once",
    "server": "The server",
    "browser": "In the browser",
    "visits": "The first visit",
    "intake": "Reading a file",
    "clerk": "The clerk's wait",
    "papers": "Papers",
    "guard": "Under strain",
}
METHOD = """\
`make bench` measures all of it in one run on one machine, `make bench-quick` most of it in about five minutes. Floors
and rivals run beside the program in the same minutes, by turns, so that a busy moment falls on all; ratios of changes
are medians over neighbouring turns. A ratio is held to a bar; the figures behind it are of this machine.

- **A change of a filter** is one click on a value, sent over the real websocket as a browser sends it, until the last
  message of the last run; 0.4 s of thought lie between two. Each filter is new to the server. The answer is checked:
  the line of chips says the filter, the charts follow it, without a filter they are what they were at first.
- **stock empty page**: Streamlit as it comes, with three choices and a line. **tuned empty page**: the same, with what
  is imported frozen for the collector and Nagle's algorithm off. **naive page**: pandas reads every row in each run and
  draws six charts. **Dash page**: six plotly charts over the same rows, read once, served by gunicorn.
- **mission**: the samples, 30 groups. **province**: one project of 1,000 groups, 2,000 products, 50,000 entries.
  **country**: 380 projects with 5,000,000 entries. All are made from a seed.
- **from schedule**: from when a change was due. Somebody whose last answer is late sends late, and that counts.
- **slow 4G**: 1.6 Mbit/s and 150 ms, in Chromium with an empty cache, a phone's width, gzip.
- Memory is PSS: what processes share counts once.
"""


def cell(value: float, line: Line) -> str:
    """A value in the table."""
    return number(value, line.bar.unit)


def limit(value: float | None, line: Line) -> str:
    """A bar or an aim in the table."""
    return "" if value is None else f"{'≥' if line.bar.at_least else '≤'} {cell(value, line)}"


VERDICTS = {"aim": "holds, aim reached", "holds": "holds", "MISSED": "**missed**", "told": "", "left": "left out"}


def row(line: Line) -> str:
    """One line of the table."""
    found = cell(line.value, line) if line.known else f"not measured: {line.why}"
    cells = (line.bar.name, found, limit(line.bar.bar, line), limit(line.bar.aim, line), VERDICTS[line.verdict])
    return "| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |"


def section(title: str, lines: Sequence[Line]) -> str:
    """The lines of one group, and the figures behind them."""
    table = ["| line | measured | bar | aim | |", "| --- | ---: | ---: | ---: | --- |", *map(row, lines)]
    behind = [
        f"- {line.bar.name}{f' ({line.bar.about})' if line.bar.about else ''}: "
        + "; ".join(f"{name} {number(value)}" for name, value in line.figures.items())
        for line in lines
        if line.figures
    ]
    return "\n".join([f"## {title}", "", *table, "", *behind, ""])


def summary(lines: Sequence[Line]) -> str:
    """How many bars hold, and the names of those that are missed."""
    held = [line for line in lines if line.bar.bar is not None]
    missed = [line for line in held if not line.holds]
    said = (
        f"{len(held) - len(missed)} of {len(held)} bars hold, {sum(line.reaches_aim for line in held)} reach their aim."
    )
    if not_run := TITLES.keys() - {line.group for line in lines}:
        said += f" Not in this run: {', '.join(TITLES[name] for name in TITLES if name in not_run)}."
    for title, listed in (
        ("Missed", [line for line in missed if line.known]),
        ("Not measured", [line for line in missed if not line.known]),
    ):
        if listed:
            said += f"\n\n{title}:\n\n" + "\n".join(f"- {row_of_missed(line)}" for line in listed)
    return said


def row_of_missed(line: Line) -> str:
    """A line that is missed, in words."""
    if not line.known:
        return f"{line.bar.name}: not measured ({line.why})"
    return f"{line.bar.name}: {cell(line.value, line)}, the bar is {limit(line.bar.bar, line)}"


def soaked(soak: Mapping[str, Any]) -> str:
    """The soak as a table."""
    rows = [
        "| {reruns:,.0f} | {sessions:,.0f} | {pss_mib:,.0f} | {median_ms:.0f} | {p95_ms:.0f} |".format(**mark)
        for mark in soak["marks"]
    ]
    head = ["| reruns | sessions opened and closed | PSS, MiB | median, ms | p95, ms |", "| ---: " * 5 + "|"]
    about = f"Four visitors change filters without rest while others come and go ({soak['date']}, `{soak['commit']}`)."
    first = soak["growth_with_sessions_kept_for_whoever_returns"]
    grown = (
        f"Memory at the end is {soak['growth']:.2f} × that at the start (bar ≤ 1.10): the second line, when as many "
        "have come and left as Streamlit keeps the sessions of, two minutes long, for whoever returns. "
        f"It is {first:.2f} × that of the first line, before anybody had left."
    )
    return "\n".join(["## A long life", "", f"{about} {grown}", "", *head, *rows, ""])


def profiled(profiles: Mapping[str, Any]) -> str:
    """The profiles side by side: milliseconds of one change by whose code was at work."""
    names = sorted(profiles, reverse=True)  # before, after
    parts = sorted({part for name in names for part in profiles[name]["rooms"]}, key=_largest_first(profiles))
    head = ["| part | " + " | ".join(f"{name}, ms" for name in names) + " |", "| --- |" + " ---: |" * len(names)]
    rows = [f"| {part} | " + " | ".join(_of_part(profiles[name], part) for name in names) + " |" for part in parts]
    whole = "| **a change, in all** | " + " | ".join(f"{profiles[name]['ms']:.1f}" for name in names) + " |"
    made = "; ".join(f"{name}: `{profiles[name]['commit']}`, {profiles[name]['date']}" for name in names)
    about = f"Milliseconds in which the interpreter was held, by `python -m bench.profile` ({made})."
    return "\n".join(["## Where the time of a change goes", "", about, "", *head, *rows, whole, ""])


def _largest_first(profiles: Mapping[str, Any]) -> Callable[[str], float]:
    return lambda part: -max(found["rooms"].get(part, 0.0) for found in profiles.values())


def _of_part(profile: Mapping[str, Any], part: str) -> str:
    return f"{profile['rooms'][part]:.1f}" if part in profile["rooms"] else "–"


def chart(lines: Sequence[Line]) -> str:
    """Every line with a bar as a share of it, as SVG: what ends left of the mark holds."""
    shares = [
        {"line": line.bar.name, "share": share(line), "verdict": "missed" if not line.holds else "holds"}
        for line in lines
        if line.bar.bar and line.known
    ]
    base = alt.Chart(alt.Data(values=shares)).encode(
        y=alt.Y("line:N", sort=None, title=None, axis=alt.Axis(labelLimit=420)),
    )
    scale = alt.Scale(type="log", domainMax=max(2.0, *(found["share"] for found in shares)), nice=False)
    points = base.mark_circle(size=70, opacity=1).encode(
        x=alt.X("share:Q", scale=scale, title="share of the bar (logarithmic): 1 is the bar, less is better"),
        color=alt.Color(
            "verdict:N", scale=alt.Scale(domain=["holds", "missed"], range=["#23704f", "#b3402a"]), title=None
        ),
        shape=alt.Shape("verdict:N", title=None),
    )
    rule = alt.Chart(alt.Data(values=[{"x": 1}])).mark_rule(color="#56636f", strokeDash=[4, 3]).encode(x="x:Q")
    spec = (rule + points).properties(width=420, background="white").to_dict(validate=False)
    return str(vl_convert.vegalite_to_svg(spec))


def share(line: Line) -> float:
    """A value as a share of its bar; of what is to be much, the bar as a share of the value. Never 0: the scale has
    none.
    """
    assert line.bar.bar
    found = line.bar.bar / line.value if line.bar.at_least else line.value / line.bar.bar
    return max(found, 0.01) if math.isfinite(found) else 100.0


def page(results: Mapping[str, Any]) -> str:
    """``docs/performance.md`` of these results."""
    lines = [from_json(kept) for kept in results["lines"]]
    machine, versions = results["machine"], ", ".join(f"{k} {v}" for k, v in results["versions"].items())
    made = (
        f"Made by `python -m bench.report` from `bench/results.json`: {results['date']}, commit `{results['commit']}`, "
        f"{machine['cores']} cores ({machine['cpu']}), {machine['memory_gib']} GiB, {versions}; medians of "
        f"{results['repeats']} interleaved runs."
    )
    groups = dict.fromkeys(line.group for line in lines)
    parts = [
        "# Performance\n\n" + made,
        METHOD,
        "## In short\n\n" + summary(lines),
        "![Every line as a share of its bar](performance.svg)\n",
        *(section(TITLES[group], [line for line in lines if line.group == group]) for group in groups),
        *([profiled(results["profiles"])] if results.get("profiles") else []),
        *([soaked(results["soak"])] if "soak" in results else []),
    ]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def main() -> None:
    results = read()
    if not results.get("lines"):
        raise SystemExit("bench/results.json holds no lines yet: make bench")
    PAGE.write_text(page(results), encoding="utf-8")
    CHART.write_text(chart([from_json(kept) for kept in results["lines"]]), encoding="utf-8")


if __name__ == "__main__":
    main()
