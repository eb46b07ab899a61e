"""Why a figure is not known, in words."""

from core.figures.value import Unknown
from tests.support.said import english, thai


def why(value):
    """(Thai, English)."""
    assert isinstance(value, Unknown), value
    return thai(value.reason), english(value.reason)
