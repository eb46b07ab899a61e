"""Settings in words: the name of each by its path, its rule, what is wrong with it, what was changed."""

import re
from collections.abc import Mapping
from typing import Any

from core.model.project import Fault
from core.model.project.editing.draft import ROW
from core.model.project.editing.form import Field, Part, parts, section_of
from core.text import Message, mask_national_id
from ui.auth.guard import Session
from words import catalogue

_NUMBERED = re.compile(r"\[(\d+)\]")
_SHOWN = 60  # letters of a value


def section(session: Session, name: str) -> str:
    """A section of the form."""
    return session.say(f"settings.section.{name}")


def field(session: Session, part: Part, one: Field) -> str:
    """The label of a field."""
    return _label(session, part.table, one.key)


def setting(session: Session, path: str) -> str:
    """A setting by its path: ``รอบลงทะเบียน รายการที่ 1 วันปิดรับ``."""
    number = _NUMBERED.search(path)
    plain = _NUMBERED.sub("", path).replace("[*]", "")
    table, _, key = plain.rpartition(".")
    rows = {part.table for part in parts() if part.rows}
    if plain in rows or table in rows:
        name = section(session, section_of(plain)) if (table or plain) != "objectives" else ""
        where = session.say("settings.row", n=int(number[1]) + 1) if number else ""
        return " ".join(word for word in (name, where, _label(session, table, key) if table else "") if word)
    return _label(session, table, key)


def rule(session: Session, part: Part, one: Field) -> str:
    """The rule of a field in words."""
    said = [session.say(f"setting_rule.kind.{one.kind}")]
    for key in (one.key, _stem(one.key)):
        own = f"setting_rule.at.{part.table}.{key}" if part.table else f"setting_rule.at.{key}"
        if own in catalogue():
            said.append(session.say(own))
            break
    said += [] if one.required or one.kind == "flag" else [session.say("settings.optional")]
    return "; ".join(said)


def fault(session: Session, found: Fault) -> str:
    """What is wrong with a setting, other settings by their names."""
    params = {
        name: setting(session, value) if name in ("other", "path2") and isinstance(value, str) else value
        for name, value in found.what.params.items()
    }
    return session.told(Message(found.what.key, params))


def change(session: Session, path: str, before: Any, after: Any) -> str:
    """One change: the setting, what stood and what stands in it."""
    name = setting(session, path)
    if before is None and after is None:
        return session.say("settings.change_order", name=name)
    if isinstance(after, dict):
        return session.say("settings.change_new", name=name, b=_row(session, after))
    if isinstance(before, dict):
        return session.say("settings.change_gone", name=name, a=_row(session, before))
    if isinstance(after, bool):
        return session.say("settings.change_flag", name=name, b=_value(session, after))
    return session.say("settings.change", name=name, a=_value(session, before), b=_value(session, after))


def choice(session: Session, value: str | None) -> str:
    """One of the choices of a field."""
    return session.say("settings.not_chosen" if value is None else f"setting_choice.{value}")


def _label(session: Session, table: str, key: str) -> str:
    """The name of a setting, with its language where it has two."""
    for name in (key, _stem(key)):
        own = f"setting_name.{table}.{name}" if table else f"setting_name.{name}"
        if own in catalogue():
            said = session.say(own)
            break
    else:
        return key
    if name == key:
        return said
    return session.say("settings.thai" if key.endswith("_th") else "settings.english", name=said)


def _stem(key: str) -> str:
    return re.sub(r"_(?:th|en)$", "", key)


def _row(session: Session, row: Mapping[str, Any]) -> str:
    said = [_value(session, value) for key, value in row.items() if key != ROW and value not in ("", None, False, True)]
    return " · ".join(said[:3])


def _value(session: Session, value: Any) -> str:
    if isinstance(value, bool):
        return session.say("settings.yes" if value else "settings.no")
    if value is not None and f"setting_choice.{value}" in catalogue():
        return choice(session, value)
    text = "" if value is None else mask_national_id(str(value))
    return (text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…") or session.say("settings.empty")
