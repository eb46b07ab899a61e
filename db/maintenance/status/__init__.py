"""How the program stands: what an admin looks at once a week, and what needs a hand, with its remedy."""

from db.maintenance.status.finding import found
from db.maintenance.status.model import Status, Warned

__all__ = ["Status", "Warned", "found"]
