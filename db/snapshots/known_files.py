"""Whether the rows of a file were loaded before, in a set that is live or withdrawn."""

from sqlalchemy import Engine

from core.intake.issues import Issue
from core.intake.model import Intake
from core.model.kinds import KINDS
from core.text import Message
from db.snapshots import store


def known_file(engine: Engine, project: str, intake: Intake) -> Issue | None:
    """For information: the first set of this kind that holds the very same rows; ``None`` where no set does."""
    if intake.rows_sha256 is None or not intake.rows:
        return None
    same = store.same_rows(engine, project, intake.kind, intake.rows_sha256)
    if not same:
        return None
    first = min(same, key=lambda upload: (not upload.live, upload.seq))
    params = {
        "set": first.seq,
        "kind": KINDS[first.kind].name,
        "day": first.as_of,
        "state": "" if first.live else Message("part.waits" if first.waits else "part.withdrawn"),
    }
    return Issue("known_file", "info", value=str(first.seq), params=params)
