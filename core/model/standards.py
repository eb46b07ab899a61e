"""Product standards as kept in one cell: ``fda=applied;tcps=certified``, in the order of the list of standards."""

from core.model.choices import STANDARD_STATUSES, STANDARDS, choice_names

_ORDER = {choice.id: place for place, choice in enumerate(STANDARDS)}


def split_standards(value: str | None) -> dict[str, str]:
    """Standard identifier -> status identifier."""
    return dict(part.split("=", 1) for part in value.split(";")) if value else {}


def join_standards(found: dict[str, str]) -> str | None:
    """The form kept in rows; ``None`` where there is none."""
    return ";".join(f"{name}={found[name]}" for name in sorted(found, key=_ORDER.__getitem__)) or None


def is_certified(value: str | None) -> bool:
    """Whether any standard of the product is certified."""
    return "certified" in split_standards(value).values()


def write_standards(value: str | None, lang: str = "th") -> str:
    """As the forms write it: ``อย.=ยื่นคำขอ; มผช.=ได้รับการรับรอง``."""
    names, statuses = choice_names(STANDARDS), choice_names(STANDARD_STATUSES)
    return "; ".join(f"{names[n].get(lang)}={statuses[s].get(lang)}" for n, s in split_standards(value).items())
