"""How far the same day is shown otherwise now than it was then: what a reopened paper or link tells its reader."""

from core.figures.figures import Figures

WATCHED = ("registered_groups", "developed_groups", "net_budget_satang", "disbursed_satang", "used_satang")


def differences(then: Figures, now: Figures) -> list[tuple[str, int]]:
    """Field and difference (groups or satang) of the watched figures that are others now; unknown counts as nothing."""
    pairs = ((name, getattr(then, name), getattr(now, name)) for name in WATCHED)
    return [(name, (new or 0) - (old or 0)) for name, old, new in pairs if old != new]
