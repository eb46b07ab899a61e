"""Figures as screens and papers write them."""

from core.analysis.years import Line
from core.figures import FIGURES, Figure, Unknown, Value
from core.money import format_baht
from ui.text.words import Teller


def key_of_series(series: str) -> str:
    """The key of the name of a series in charts: that of the figure which it draws, a reference marked as one; a plan
    and what is no figure have words of their own.
    """
    figure = FIGURES.get(f"{series}_satang") or FIGURES.get(f"{series}_groups")
    if figure is None:
        return f"series.{series}"
    return figure.key("short" if figure.reference else "label")


def amount(teller: Teller, figure: Figure, value: Value, decimals: int = 2) -> str:
    """A figure with its unit, money with so many decimals; a dash where it is not known."""
    return teller.say(f"amount.{figure.unit}", n=bare(figure, value, decimals))


def bare(figure: Figure, value: Value, decimals: int = 2) -> str:
    """A figure without its unit; a dash where it is not known."""
    if isinstance(value, Unknown):
        return "–"
    return format_baht(int(value), decimals) if figure.unit == "satang" else f"{value:,}"


def labelled(teller: Teller, figure: Figure) -> str:
    """The label of a figure with its unit, above a column of bare amounts."""
    label, unit = teller.say(figure.key("label")), teller.say(f"unit.{figure.unit}")
    return teller.say("unit.labelled", label=label, unit=unit)


def of_year(teller: Teller, line: Line, place: int) -> str:
    """A figure in one of two years, 0 for now: of its target, where it is a number of groups."""
    value = (line.now, line.before)[place]
    shown = bare(line.figure, value, 0)
    if line.whole is None or isinstance(value, Unknown):
        return shown
    return teller.say("beside.of", n=shown, t=line.whole[place])


def difference(teller: Teller, line: Line) -> str:
    """How far two years are apart, with sign and unit; a dash where one is not known."""
    change = line.difference
    if isinstance(change, Unknown):
        return "–"
    shown = ("+" if change > 0 else "−" if change < 0 else "") + bare(line.figure, change if change > 0 else -change, 0)
    return teller.say("beside.by_points" if line.figure.unit == "percent" else f"amount.{line.figure.unit}", n=shown)
