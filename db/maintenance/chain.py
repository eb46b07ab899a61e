"""Walk the chain and compare each table with it: what was changed outside the program, and where."""

import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from core.model import Actor, Right
from core.text import Message
from db.accounts import audit
from db.accounts.actors import asks
from db.chain import head, keys
from db.chain.digest import COVERED, UNREADABLE, WAS_CHANGED, digests, sha256
from db.chain.links import NEW_KEY, begins_section, hash_of, last
from db.errors import ChainKeyRefused
from db.tables import ChainLink
from db.transactions import reading, unhurried, writing
from words import catalogue

Link = Mapping[str, Any]
_TEXTS = ("action", "about", "by", "content_sha256", "previous", "key_id", "hash", "mac")
_NO_LINK: Link = {**dict.fromkeys(ChainLink.model_fields), **dict.fromkeys(_TEXTS, "-"), "content": {}}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. ``link``: where in the chain; ``table`` and ``key``: which row."""

    message: Message
    link: int | None
    table: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check. ``began``: since when the chain holds; ``last``: its newest link, ``SEQ:HASH``;
    ``unsigned``: the numbers of links whose key is not here, so that who wrote them cannot be checked; ``has_head``:
    whether a head is here, without which a cut end cannot be seen.
    """

    findings: tuple[Finding, ...]
    count: int
    began: datetime | None
    last: str | None
    unsigned: tuple[int, ...]
    has_head: bool


def check(engine: Engine, since: str | None = None) -> Checked:
    """Compare everything, the chain first. ``since`` is a link that was kept elsewhere: where the chain still holds it,
    nothing before it was changed in the chain. Raises ``ChainKeyRefused`` for a key that others can read.
    """
    with reading(engine) as session, unhurried(session.connection()):
        connection = session.connection()
        links = _links(connection)
        known = keys.held()
        ends = {"head": head.read(engine), "since": (since,) if since else ()}
        findings = [
            *_walk(links, known),
            *(found for name, kept in ends.items() if kept for found in _kept(links, name, kept)),
            *_rows(connection, links),
        ]
    newest = links[-1] if links else None
    return Checked(
        tuple(findings),
        len(links),
        links[0]["at"] if links else None,
        f"{newest['seq']}:{newest['hash']}" if newest else None,
        tuple(link["seq"] for link in links if link["key_id"] not in known),
        bool(ends["head"]),
    )


@asks(Right.MAINTAIN)
def new_key(engine: Engine, *, actor: Actor, now: datetime) -> str:
    """Begin a section with a new key and return its first link, ``SEQ:HASH``. The actor vouches for the chain as it is:
    a head that it no longer reaches is forgotten. Raises ``ChainKeyRefused``.
    """
    given = os.environ.get(keys.VARIABLE, "").strip()
    with reading(engine) as session:
        before = last(session.connection())
    if not given:
        keys.add()
    elif before is not None and keys.key_id(keys.newest()) == before.key_id:
        raise ChainKeyRefused("chain_key_given", variable=keys.VARIABLE)
    with writing(engine) as session:
        audit.record(session, at=now, actor=actor, action=NEW_KEY)
    with reading(engine) as session:
        begun = last(session.connection())
    assert begun is not None
    return begun.text


def _links(connection: Connection) -> list[Link]:
    """Every link; of one that is none any more its number alone, so that no hash agrees with it."""
    query = select(ChainLink).order_by(col(ChainLink.seq))
    try:
        found: list[Link] = [dict(row) for row in connection.execute(query).mappings()]
    except (ValueError, TypeError):
        found = [_link(connection, seq) for seq in connection.scalars(select(col(ChainLink.seq)).order_by("seq")).all()]
    return [link if _is_link(link) else {**_NO_LINK, "seq": link["seq"]} for link in found]


def _link(connection: Connection, seq: int) -> Link:
    try:
        return dict(connection.execute(select(ChainLink).where(col(ChainLink.seq) == seq)).mappings().one())
    except (ValueError, TypeError):
        return {**_NO_LINK, "seq": seq}


def _is_link(link: Link) -> bool:
    """Whether each column holds what a link has there."""
    content = link["content"]
    texts = all(isinstance(link[name], str) for name in _TEXTS)
    return texts and isinstance(content, dict) and all(isinstance(rows, dict) for rows in content.values())


def _walk(links: Sequence[Link], known: Mapping[str, str]) -> Iterator[Finding]:
    """The first link that is not as it was written, or does not follow the one before."""
    before: Link = {"seq": 0, "hash": ""}
    if not links:
        yield Finding(Message("chain.empty"), None)
    for at, link in enumerate(links):
        code = _fault(link, before, known) or _unknown_key(links[at:], known)
        if code:
            yield Finding(Message(f"chain.{code}", {**_named(link), "before": before["seq"]}), link["seq"])
            return
        before = link


def _fault(link: Link, before: Link, known: Mapping[str, str]) -> str | None:
    if link["seq"] != before["seq"] + 1:
        return "link_missing"
    if sha256(link["content"]) != link["content_sha256"] or hash_of(link) != link["hash"]:
        return "link_changed"
    if link["previous"] != before["hash"]:
        return "link_order"
    key = known.get(link["key_id"])
    return "link_forged" if key and not hmac.compare_digest(keys.sign(key, link["hash"]), link["mac"]) else None


def _unknown_key(links: Sequence[Link], known: Mapping[str, str]) -> str | None:
    """Links by a key that is not here are taken as they are where a section by a key that is here was begun on them."""
    if not known or links[0]["key_id"] in known:
        return None
    after = next((link for link in links if link["key_id"] in known), None)
    return None if after is not None and begins_section(after["action"]) else "link_unknown"


def _kept(links: Sequence[Link], name: str, kept: Sequence[str]) -> Iterator[Finding]:
    """Whether the chain still holds a link that was kept outside the database."""
    if not {f"{link['seq']}:{link['hash']}" for link in links}.intersection(kept):
        seq = kept[0].partition(":")[0]
        reached = links[-1]["seq"] if links else 0
        yield Finding(Message(f"chain.{name}", {"seq": seq, "last": reached}), int(seq) if seq.isdecimal() else None)


def _rows(connection: Connection, links: Sequence[Link]) -> Iterator[Finding]:
    """The rows that were not as recorded when they were written over, and those that are not as the newest link about
    them says, in the order of the links.
    """
    recorded: dict[tuple[str, str], tuple[str | None, Link]] = {}
    for link in links:
        tables = dict(link["content"])
        for row in tables.pop(WAS_CHANGED, {}):
            table, _, key = row.partition(" ")
            yield Finding(_of_row("row_was_changed", table, key, _named(link)), link["seq"], table, key)
        for table, rows in tables.items():
            recorded.update({(table, key): (digest, link) for key, digest in rows.items()})
    there = {(name, key): d for name, table in COVERED.items() for key, d in digests(connection, table).items()}
    for (table, key), (digest, link) in recorded.items():
        now = there.pop((table, key), None)
        if now != digest or now == UNREADABLE:
            yield Finding(_of_row(_difference(digest, now), table, key, _named(link)), link["seq"], table, key)
    for table, key in there:
        yield Finding(_of_row("row_added", table, key, {}), None, table, key)


def _difference(recorded: str | None, now: str | None) -> str:
    if now == UNREADABLE:
        return "row_unreadable"
    return "row_gone" if now is None else "row_back" if recorded is None else "row_changed"


def _of_row(code: str, table: str, key: str, params: Mapping[str, Any]) -> Message:
    name = Message(f"chain.table.{table}") if table in COVERED else table
    return Message(f"chain.{code}", {**params, "table": name, "key": key})


def _named(link: Link) -> dict[str, Any]:
    keys_of_words = [(action, f"history.did.{action.replace('.', '_')}") for action in link["action"].split("+")]
    actions = [Message(key) if key in catalogue() else action for action, key in keys_of_words]
    at = f"{link['at']:%Y-%m-%d %H:%M} UTC" if link["at"] else "-"
    return {"seq": link["seq"], "action": actions, "by": link["by"], "at": at}
