"""Whether a database is built as the migrations build it: nothing more (a trigger, a view), nothing less."""

from collections.abc import Iterator, Sequence

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


def differing(found: Schema, made: Schema) -> Iterator[tuple[str, str]]:
    """What is not as the migrations make it, by name: ``schema_more``, ``schema_less`` or ``schema_other``."""
    for sentence, names in (
        ("schema_more", found.keys() - made.keys()),
        ("schema_less", made.keys() - found.keys()),
        ("schema_other", {one for one in found.keys() & made.keys() if found[one] != made[one]}),
    ):
        for name in sorted(names):
            yield sentence, name


def require_schema(found: Schema, made: Schema, name: str) -> None:
    """Raise ``BackupRefused`` with the first thing that is not as the migrations make it."""
    for sentence, what in differing(found, made):
        raise BackupRefused(sentence, name=name, what=what)
