"""Each transaction that writes a covered table ends with a link, which ``db.transactions.writing`` adds.

The writer holds the database's write lock, so that no two links have one number.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, cast, event, insert, inspect, select
from sqlalchemy.orm import object_mapper
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import Session, SQLModel, col

from db.chain import head, keys
from db.chain.digest import COVERED, PASSING, WAS_CHANGED, digests, sha256
from db.errors import ChainGone
from db.tables import AuditEvent, ChainLink

NEW_KEY = "chain.new_key"
SECTIONS = {NEW_KEY, "restore"}  # actions that begin a section: a person vouches for the chain, with the newest key
OPENING, MIGRATION = "chain.open", "chain.migrate"
_SIGNED = ["seq", "at", "action", "about", "by", "role", "via", "account", "content_sha256", "previous", "key_id"]
_HEAD = "chain_head"  # among a connection's own notes: the link that its transaction has added

Content = dict[str, dict[str, str | None]]  # table -> key of a row -> its digest; ``None``: the row is gone


class Last(NamedTuple):
    """The newest link, as far as the next one needs it."""

    seq: int
    hash: str
    key_id: str

    @property
    def text(self) -> str:
        """As people keep it: ``SEQ:HASH``."""
        return f"{self.seq}:{self.hash}"


class Changes:
    """The rows of covered tables that a transaction writes. A statement that writes them past the session is refused:
    no link could say which rows it wrote.
    """

    def __init__(self, session: Session, connection: Connection) -> None:
        self.rows: dict[str, set[Any]] = {}
        self.events: list[AuditEvent] = []
        self.not_as_recorded: dict[str, str | None] = {}  # as ``WAS_CHANGED`` has them
        self._connection = connection
        self._flushing = False
        event.listen(session, "before_flush", self._begin_flush)
        event.listen(session, "after_flush", self._note)
        event.listen(connection, "before_execute", self._refuse)

    def content(self, connection: Connection) -> Content:
        """The digest of each row as it is now."""
        found: Content = {}
        for table, written in self.rows.items():
            now = digests(connection, COVERED[table], written)
            found[table] = {str(key): now.get(str(key)) for key in written}
        return found

    def _begin_flush(self, session: Session, *_: Any) -> None:
        """Before a row is written over: what somebody changed in it would be covered by the new link."""
        self._flushing = True
        first: dict[str, set[Any]] = {}
        for one in session.dirty:
            table, (key,) = object_mapper(one).local_table.description, inspect(one).identity
            if table in COVERED and key not in self.rows.get(table, ()) and _differs(one):
                first.setdefault(table, set()).add(key)
        for table, keys_of_rows in first.items():
            recorded = _recorded(self._connection, table, {str(key) for key in keys_of_rows})
            for key, now in digests(self._connection, COVERED[table], keys_of_rows).items():
                if recorded.get(key) != now:
                    self.not_as_recorded[f"{table} {key}"] = now

    def _note(self, session: Session, _context: Any) -> None:
        self._flushing = False
        changed = [one for one in session.dirty if _differs(one)]
        for one in (*session.new, *changed, *session.deleted):
            mapper = object_mapper(one)
            if (table := mapper.local_table.description) in COVERED:
                self.rows.setdefault(table, set()).update(mapper.primary_key_from_instance(one))
            if isinstance(one, AuditEvent):
                self.events.append(one)

    def _refuse(self, _connection: Connection, statement: Any, *_: Any) -> None:
        if isinstance(statement, UpdateBase) and not self._flushing and statement.table.description in COVERED:
            raise TypeError(f"{statement.table.description} is written through the session's objects alone")


def append(connection: Connection, changes: Changes) -> None:
    """Add the link of a transaction; none where it wrote no covered row. A section that begins a chain is over all that
    exists. Raises ``ChainKeyRefused``, ``ChainGone``.
    """
    content = changes.content(connection)
    if not content:
        return
    written = [(table, key) for table in sorted(content) for key in content[table]]
    about = ", ".join(f"{table} {key}" for table, key in written if table != "audit_event" or len(content) == 1)
    actions = list(dict.fromkeys(one.action for one in changes.events)) or [f"{min(content)}.write"]
    if begins_section("+".join(actions)) and last(connection) is None:
        content = _everything(connection)
    if changes.not_as_recorded:
        content[WAS_CHANGED] = changes.not_as_recorded
    if not changes.events:
        _add(connection, content, "+".join(actions), about)
        return
    done = changes.events[0]
    who = {"at": done.at, "by": done.by, "role": done.role, "via": done.via, "account": done.account}
    _add(connection, content, "+".join(actions), about, **who)


def last(connection: Connection) -> Last | None:
    """The newest link."""
    columns = select(col(ChainLink.seq), col(ChainLink.hash), col(ChainLink.key_id))
    found = connection.execute(columns.order_by(col(ChainLink.seq).desc()).limit(1)).first()
    return None if found is None else Last(*found)


@contextmanager
def across_migration(connection: Connection, *, complete: bool, opens: bool) -> Iterator[None]:
    """Around an upgrade of the tables, ``complete`` where it reaches the newest. The first to tables with a chain
    begins it with all that exists, unless it ``opens`` none; later ones cover the rows that they change again, where
    those were as recorded. Raises ``ChainKeyRefused``, ``ChainGone``.
    """
    before = _intact(connection) if inspect(connection).has_table(ChainLink.__tablename__) else {}
    yield
    if complete and opens and last(connection) is None:
        _add(connection, _everything(connection), OPENING)
    elif complete:
        now = {name: digests(connection, COVERED[name]) for name in before}
        changed: Content = {
            name: {key: now[name].get(key) for key, digest in rows.items() if now[name].get(key) != digest}
            for name, rows in before.items()
        }
        if any(changed.values()):
            _add(connection, changed, MIGRATION)


def require_chain(connection: Connection) -> None:
    """Raise ``ChainGone`` where links were written from here and the database has none: only a person begins anew."""
    if last(connection) is None and head.read(connection.engine):
        raise ChainGone


def begins_section(action: str) -> bool:
    """Whether a link of this action begins a section."""
    return not SECTIONS.isdisjoint(action.split("+"))


def hash_of(link: Mapping[str, Any]) -> str:
    """The hash of a link: over all that it says, with the digest of its content and the hash of the link before."""
    return sha256({name: link[name] for name in _SIGNED})


def take_head(connection: Connection) -> str | None:
    """The link that the transaction has added, where the head may move on to it; taken once."""
    found: str | None = connection.info.pop(_HEAD, None)
    return found


def _everything(connection: Connection) -> Content:
    """The digest of every covered row."""
    return {name: dict(digests(connection, table)) for name, table in COVERED.items()}


def _add(connection: Connection, content: Content, action: str, about: str = "", **who: Any) -> None:
    before = last(connection)
    new_section = begins_section(action)
    if not new_section:
        require_chain(connection)
    key = keys.newest() if before is None or new_section else keys.of(before.key_id)
    system = {"at": datetime.now(UTC), "by": "system", "role": "system", "via": "job", "account": None}
    link = {
        "seq": 1 if before is None else before.seq + 1,
        "action": action,
        "about": about,
        **(who or system),
        "content_sha256": sha256(content),
        "previous": "" if before is None else before.hash,
        "key_id": keys.key_id(key),
    }
    link["hash"] = hash_of(link)
    connection.execute(insert(ChainLink).values(content=content, mac=keys.sign(key, link["hash"]), **link))
    if new_section or _reaches(connection, head.read(connection.engine)):
        connection.info[_HEAD] = f"{link['seq']}:{link['hash']}"


def _reaches(connection: Connection, kept: Sequence[str]) -> bool:
    """Whether the chain still holds the head. Where it does not, the head stays, so that the cut is seen later too."""
    numbers = [int(link.partition(":")[0]) for link in kept]
    found = connection.execute(select(col(ChainLink.seq), col(ChainLink.hash)).where(col(ChainLink.seq).in_(numbers)))
    return not kept or any(f"{seq}:{digest}" in kept for seq, digest in found)


def _intact(connection: Connection) -> dict[str, dict[str, str]]:
    """The rows that are as the chain has them, by the columns that are there before the upgrade."""
    known: Content = {}
    for content in connection.scalars(select(col(ChainLink.content)).order_by(col(ChainLink.seq))):
        for table in COVERED.keys() & content.keys():
            known.setdefault(table, {}).update(content[table])
    found, there = {}, set(inspect(connection).get_table_names())
    for name, recorded in known.items():
        if name not in there:
            continue
        columns = {column["name"] for column in inspect(connection).get_columns(name)}
        now = digests(connection, COVERED[name], columns=columns)
        found[name] = {key: digest for key, digest in now.items() if recorded.get(key) == digest}
    return found


def _recorded(connection: Connection, table: str, wanted: set[str]) -> dict[str, str | None]:
    """The digests that the newest links have of some rows of a table, searched backwards through the links about it."""
    found: dict[str, str | None] = {}
    query = select(col(ChainLink.content)).where(cast(col(ChainLink.content), Text).contains(f'"{table}"'))
    newest_first = query.order_by(col(ChainLink.seq).desc())
    with connection.execute(newest_first, execution_options={"yield_per": 100}) as contents:
        for content in contents.scalars():
            rows: Mapping[str, str | None] = content.get(table, {})
            found = {key: rows[key] for key in wanted & rows.keys()} | found
            if len(found) == len(wanted):
                break
    return found


def _differs(one: SQLModel) -> bool:
    """Whether a covered column of a stored row has another value."""
    state = inspect(one)
    return any(state.attrs[a.key].history.has_changes() for a in state.mapper.column_attrs if a.key not in PASSING)
