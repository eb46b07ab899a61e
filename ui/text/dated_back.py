"""The sentences about plans that changed months already over, the same on screens and papers."""

from collections.abc import Callable
from datetime import date

from core.model import Snapshot


def lines(view: Snapshot, say: Callable[..., str], day: Callable[[date], str]) -> list[str]:
    """One sentence for each such plan. ``say`` and ``day`` write as the screen or the paper does."""
    return [
        say(f"budget.dated_back_{one.deed}", set=one.seq, day=day(one.as_of), back=day(one.back_to), k=one.months)
        for one in view.dated_back
    ]
