"""How much of a whole is done as a bar, and a tick where the plan stands, as on the printed brief."""

from dataclasses import dataclass
from decimal import Decimal
from html import escape

import streamlit as st

from core.money import percent
from ui.auth.guard import Session


@dataclass(frozen=True, slots=True)
class Bar:
    """``done`` of a ``whole``, and where the ``plan`` stands: groups or satang, all three in one unit."""

    done: int | None
    whole: int
    plan: int | None = None


def draw(session: Session, bar: Bar) -> None:
    """The bar and its tick; what passes the whole ends at its edge, and of an unknown nothing is drawn. A screen
    reader says both percentages.
    """
    share, planned = (None if part is None else percent(part, bar.whole) for part in (bar.done, bar.plan))
    if share is None:
        return
    key = "kpi.bar" if planned is None else "kpi.bar_plan"
    said = escape(session.say(key, pct=share, p=planned))
    tick = "" if planned is None else f'<i class="bar-plan" style="left: {_inside(planned)}%"></i>'
    fill = f'<i class="bar-done" style="width: {_inside(share)}%"></i>'
    st.html(f'<div class="bar" role="img" aria-label="{said}" title="{said}">{fill}{tick}</div>')


def _inside(share: Decimal) -> Decimal:
    """A percentage within the bar."""
    return min(Decimal("100.00"), max(Decimal("0.00"), share))
