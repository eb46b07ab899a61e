"""The figures of a day and the verdict, each with its formula and its source."""

from core.figures.catalogue import FIGURES, NET, TARGET, listed, source_of
from core.figures.figures import Figures, compute
from core.figures.provenance import formula
from core.figures.record import Figure, Place
from core.figures.standing import expected_on, joint_day, plans, standing_on
from core.figures.value import Unknown, Value
from core.figures.verdict import Verdict, decide, is_waiting

__all__ = [
    "FIGURES",
    "NET",
    "TARGET",
    "Figure",
    "Figures",
    "Place",
    "Unknown",
    "Value",
    "Verdict",
    "compute",
    "decide",
    "expected_on",
    "formula",
    "is_waiting",
    "joint_day",
    "listed",
    "plans",
    "source_of",
    "standing_on",
]
