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


def to_satang(baht: Decimal) -> int:
    """Baht to satang. The caller has made sure that there are at most two decimals; more are cut off."""
    return int(baht.scaleb(2))


def baht_number(satang: int | None) -> float | None:
    """Baht as a number for a table, a chart or JSON; unknown stays ``None``."""
    return None if satang is None else float(to_baht(satang))


def format_baht(satang: int | None, decimals: int = 2) -> str:
    """``88500000`` as ``885,000.00``, or as ``885,000`` with ``decimals=0``; unknown is a dash."""
    if satang is None:
        return "–"
    return f"{round_half_up(to_baht(satang), decimals):,.{decimals}f}"


def whole_baht(satang: int | None) -> str:
    """Whole baht for a sentence; with satang where an amount that is not nothing would read as 0."""
    return format_baht(satang, 2 if satang and abs(satang) < SATANG_PER_BAHT // 2 else 0)


class Baht(int):
    """Satang that a sentence writes in baht: ``{a}`` whole, ``{a:.2}`` with satang, ``{a:.0}`` never with satang,
    ``{a:+}`` with its sign.
    """

    def __format__(self, spec: str) -> str:
        satang = int(self)
        if spec == "+":
            return ("+" if satang > 0 else "−" if satang < 0 else "") + format_baht(abs(satang), 0)
        return format_baht(satang, int(spec[1:])) if spec else whole_baht(satang)


class ExactBaht(Baht):
    """Satang that a sentence writes in baht with its satang."""

    def __format__(self, spec: str) -> str:
        return format_baht(int(self))


def exact_baht(*amounts: int) -> list[Baht]:
    """Amounts of one sentence in whole baht; all of them with satang where one has some."""
    written = ExactBaht if any(satang % SATANG_PER_BAHT for satang in amounts) else Baht
    return [written(satang) for satang in amounts]


def tell_apart(one: int, other: int) -> tuple[Baht, Baht]:
    """Two amounts of one sentence in whole baht; with satang where they would read as equal and are not."""
    if one != other and whole_baht(one) == whole_baht(other):
        return ExactBaht(one), ExactBaht(other)
    return Baht(one), Baht(other)


def percent(part: int, whole: int, places: int = 2) -> Decimal | None:
    """``part`` of ``whole`` in percent, half up; unknown (``None``) where the whole is nothing."""
    if whole == 0:
        return None
    return round_half_up(Decimal(part) * 100 / Decimal(whole), places)
