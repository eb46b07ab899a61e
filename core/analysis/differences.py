"""How far the same day is shown otherwise now than it was then: what a reopened paper or link tells its reader."""

from core.figures.catalogue import listed
from core.figures.figures import Figures
from core.figures.record import Figure


def differences(then: Figures, now: Figures) -> list[tuple[Figure, int]]:
    """The compared figures that are others now, and by how much (groups or satang); unknown counts as nothing."""
    changed = (figure for figure in listed("compared") if then[figure.name] != now[figure.name])
    return [(figure, now.whole(figure.name, 0) - then.whole(figure.name, 0)) for figure in changed]
