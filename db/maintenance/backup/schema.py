"""Whether a backup is built as the migrations build it: nothing more (a trigger, a view), nothing less."""

from collections.abc import Mapping, Sequence

from db.errors import BackupRefused, DatabaseOutdated
from db.maintenance.migrate import revisions

Schema = dict[str, frozenset[str]]  # what was created, by kind and name: the parts of its definition


def require_version(found: Sequence[str], name: str) -> str:
    """The revision of a backup, from what its table of revisions holds. Raises ``BackupRefused``, and
    ``DatabaseOutdated`` for one of a newer program.
    """
    if len(found) != 1:
        raise BackupRefused("another_program", name=name)
    if found[0] not in revisions():
        raise DatabaseOutdated(newer=True)
    return found[0]


def require_schema(found: Mapping[str, frozenset[str]], made: Mapping[str, frozenset[str]], name: str) -> None:
    """Raise ``BackupRefused`` with the first thing that is not as the migrations make it."""
    for sentence, differing in (
        ("schema_more", found.keys() - made.keys()),
        ("schema_less", made.keys() - found.keys()),
        ("schema_other", {one for one in found.keys() & made.keys() if found[one] != made[one]}),
    ):
        if differing:
            raise BackupRefused(sentence, name=name, what=min(differing))
