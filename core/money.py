"""Money. Integer satang inside, baht only at the edges; one rounding rule, half up."""

from decimal import ROUND_HALF_UP, Decimal

SATANG_PER_BAHT = 100


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """Round to ``places`` decimals, halves away from zero (as Thai accounts do; Python's ``round`` is half-even)."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def divide(numerator: int, denominator: int) -> int:
    """Integer quotient of two satang amounts or counts, rounded half up. The denominator is positive."""
    return int(round_half_up(Decimal(numerator) / Decimal(denominator)))


def to_baht(satang: int) -> Decimal:
    """Satang to baht with exactly two decimals."""
    return Decimal(satang).scaleb(-2).quantize(Decimal("0.01"))


def format_baht(satang: int | None, decimals: int = 2) -> str:
    """``88500000`` as ``885,000.00``, or as ``885,000`` with ``decimals=0``; unknown is a dash."""
    if satang is None:
        return "–"
    return f"{round_half_up(to_baht(satang), decimals):,.{decimals}f}"


def percent(part: int, whole: int, places: int = 2) -> Decimal | None:
    """``part`` of ``whole`` in percent, half up; unknown (``None``) where the whole is nothing."""
    if whole == 0:
        return None
    return round_half_up(Decimal(part) * 100 / Decimal(whole), places)
