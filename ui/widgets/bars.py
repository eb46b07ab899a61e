"""How much of a whole is done as a bar, and a tick where the plan stands, as on the printed brief."""

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from core.money import percent
from ui.text import Teller


@dataclass(frozen=True, slots=True)
class Bar:
    """``done`` of a ``whole``, and where the ``plan`` stands: groups or satang, all three in one unit."""

    done: int | None
    whole: int
    plan: int | None = None


@dataclass(frozen=True, slots=True)
class Lengths:
    """A bar as it is drawn, in percent of its length; what passes the whole ends at its edge. ``said`` has the true
    percentages in words.
    """

    said: str
    done: Decimal
    plan: Decimal | None


def lengths(teller: Teller, bar: Bar) -> Lengths | None:
    """How a bar is drawn; ``None`` where what is done is not known."""
    share, planned = (None if part is None else percent(part, bar.whole) for part in (bar.done, bar.plan))
    if share is None:
        return None
    key = "kpi.bar" if planned is None else "kpi.bar_plan"
    said = teller.say(key, pct=share, p=planned)
    return Lengths(said, _inside(share), None if planned is None else _inside(planned))


def html(teller: Teller, bar: Bar) -> str:
    """The bar and its tick; of an unknown nothing. A screen reader says both percentages."""
    found = lengths(teller, bar)
    if found is None:
        return ""
    said = escape(found.said)
    tick = "" if found.plan is None else f'<i class="bar-plan" style="left: {found.plan}%"></i>'
    fill = f'<i class="bar-done" style="width: {found.done}%"></i>'
    return f'<div class="bar" role="img" aria-label="{said}" title="{said}">{fill}{tick}</div>'


def _inside(share: Decimal) -> Decimal:
    """A percentage within the bar."""
    return min(Decimal("100.00"), max(Decimal("0.00"), share))
