"""A Dash page with six plotly charts, its rows read once from ``BENCH_DATABASE``; for gunicorn, in its own venv."""

import os

import plotly.graph_objects as go
import six_charts as six  # beside this file: the virtual environment knows no other module of the bench
from dash import Dash, Input, Output, dcc, html

frames = six.read(os.environ["BENCH_DATABASE"])
app = Dash(__name__, serve_locally=True)
app.layout = html.Div(
    [
        *(dcc.RadioItems(["all", *six.options(frames, name)], "all", id=name, inline=True) for name in six.FILTERS),
        *(dcc.Graph(id=f"chart-{number}", style={"height": 300}) for number in range(len(six.NAMES))),
        html.P("", id="done"),
    ]
)


@app.callback(
    [*(Output(f"chart-{number}", "figure") for number in range(len(six.NAMES))), Output("done", "children")],
    [Input(name, "value") for name in six.FILTERS],
)
def draw(*values):
    """All charts under the values chosen."""
    chosen = {name: None if value == "all" else value for name, value in zip(six.FILTERS, values, strict=True)}
    found = six.aggregates(frames, chosen)
    figures = [
        go.Figure(go.Bar(x=frame["x"], y=frame["y"]), layout={"title": title})
        for title, frame in zip(six.NAMES, found, strict=True)
    ]
    return [*figures, "done:" + "|".join(values)]


server = app.server
