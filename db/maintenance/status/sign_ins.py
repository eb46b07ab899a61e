"""Who came in during the last days, and what was refused, counted by day; from the log, by its index."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import col, func, select

from core.calendar import bangkok_day, day_ends
from db.accounts import refusals
from db.maintenance.status.model import Day, SignIns
from db.tables import AuditEvent, SignIn
from db.transactions import reading

DAYS = 7
_CAME = "sign_in.ok"
_COUNTED = {
    _CAME: "signed_in",
    refusals.BY_PASSWORD: "wrong",
    refusals.BY_RIGHT: "refused",
    refusals.BY_DOOR: "refused",
}


def counted(engine: Engine, now: datetime) -> SignIns:
    """The sign-ins that hold at ``now``, and what came in the last ``DAYS`` days."""
    today = bangkok_day(now)
    since = day_ends(today - timedelta(days=DAYS))
    events = select(AuditEvent.at, AuditEvent.action, AuditEvent.detail).where(
        col(AuditEvent.action).in_(_COUNTED), AuditEvent.at >= since
    )
    holds = (col(SignIn.revoked_at).is_(None), SignIn.expires_at > now)
    found = {today - timedelta(days=back): Counter[str]() for back in range(DAYS)}
    with reading(engine) as session:
        for at, action, detail in session.exec(events):
            if (day := bangkok_day(at)) in found:
                found[day][_COUNTED[action]] += _times(action, detail)
        still = session.exec(select(func.count()).select_from(SignIn).where(*holds)).one()
    return SignIns(still, tuple(Day(day, **counts) for day, counts in found.items()))


def _times(action: str, detail: str) -> int:
    """How many an event stands for: repeats of a refusal within the hour are one event with their number."""
    words = detail.split(" ")
    number = words[0] if action == refusals.BY_PASSWORD else words[-1]
    return int(number) if action != _CAME and number.isdecimal() else 1
