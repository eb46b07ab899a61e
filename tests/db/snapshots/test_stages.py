"""What the files up to a day say of one group's stages."""

from datetime import date, timedelta

from sqlalchemy import Engine

from db.snapshots import earlier, store
from tests.support.actors import staff
from tests.support.uploads import CODE, NOW, group, put

MARCH, APRIL, MAY = date(2021, 3, 31), date(2021, 4, 30), date(2021, 5, 31)
HOUR = timedelta(hours=1)


def at(stage: str, since: date | None) -> list[dict[str, object]]:
    return [group("G01", stage=stage, stage_since=since), group("G02")]


def test_files_speak_in_the_order_of_their_days_and_withdrawn_ones_not_at_all(engine: Engine) -> None:
    may = put(engine, "groups", at("developing", MAY), MAY)
    put(engine, "groups", at("selected", MARCH), MARCH, now=NOW + HOUR)  # brought later, of an earlier day
    april = put(engine, "groups", at("trained", None), APRIL, now=NOW + 2 * HOUR)

    assert earlier.told(engine, CODE, "G01", MAY) == (("selected", MARCH), ("trained", None), ("developing", MAY))
    assert earlier.told(engine, CODE, "G01", APRIL) == (("selected", MARCH), ("trained", None))
    assert earlier.told(engine, CODE, "G01", MAY, seen=may.received_at) == (("developing", MAY),)
    assert earlier.told(engine, CODE, "G09", MAY) == ()

    store.withdraw(engine, april.id, actor=staff(), reason="x", now=NOW + 3 * HOUR)
    assert earlier.told(engine, CODE, "G01", MAY) == (("selected", MARCH), ("developing", MAY))
    assert len(earlier.told(engine, CODE, "G01", MAY, seen=april.received_at)) == 3  # as it was known then
