"""A project with a person and a number in every text that it holds, and what of them stands in another text."""

from datetime import date
from itertools import cycle
from typing import Any

from sqlalchemy import Engine

from core.model import from_records
from core.model.kinds import KINDS, Kind
from core.model.lessons import LessonText
from core.model.meetings.resolutions import ResolutionText
from core.text import digits
from db.accounts import audit
from db.notebook import lessons, notes, remarks, resolutions
from db.snapshots import store
from tests.support.actors import staff
from tests.support.databases import NOW
from tests.support.names import FAMILY, GO, STAY, TRACES
from tests.support.uploads import CODE, group, intake_of, payment

SECRET = "0812345678"
FORMS = [f"{form} {SECRET}" for form in GO]  # each text names somebody and tells a number
PAYEES = [form.replace("\n", " ") for form in GO] + [FAMILY, "Aaabb Cccdd"]
KEPT = [text for text in STAY if text[0] not in "-0123456789"]
DAYS = (date(2021, 2, 28), date(2021, 3, 31))


def planted(kind: Kind, rows: int, fixed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that hold the forms in every text column, beside a column that keeps its own."""
    forms, payees, kept = cycle(FORMS), cycle(PAYEES), cycle(KEPT)
    records = []
    for place in range(rows):
        record = dict(fixed[place])
        for column in KINDS[kind].columns:
            if column.holds == "prose":
                record[column.field] = next(forms) if place % 4 else next(kept)
            elif column.holds == "payee":
                record[column.field] = next(payees)
            elif column.holds == "phone":
                record[column.field] = "081-234-5678"
        records.append(record)
    return records


def snapshot(kind: Kind, day: date) -> list[dict[str, Any]]:
    each = 12 if day == DAYS[0] else 14
    if kind == "groups":
        return planted(kind, each, [group(f"G{n:02}") for n in range(each)])
    if kind == "products":
        return planted(kind, each, [{"code": f"P{n}", "group_code": "G01", "category": "food"} for n in range(each)])
    if kind == "instalments":
        return planted(kind, each, [{"no": str(n), "due_on": date(2021, 3, 15)} for n in range(each)])
    many = 8 * each
    entries = [payment(f"D{n}", 100, date(2021, 1, 15), group_code="G01") for n in range(many)]
    entries += [payment(f"E{n}", 100, date(2021, 1, 16), settles="ไม่มี") for n in range(4)]
    return planted(kind, len(entries), entries)


def plant(engine: Engine) -> None:
    """Load and type persons and numbers wherever a text is kept."""
    forms = cycle(FORMS)
    for day in DAYS:
        for kind in ("groups", "products", "spending", "instalments"):
            rows, today = from_records(kind, snapshot(kind, day)), store.base_view(engine, CODE, day)
            intake = intake_of(rows, today, as_of=day, file_name=f"{next(forms)}.csv")
            typed = {"edits": [[2, next(forms), next(forms), next(forms)]]}
            store.apply(engine, intake, project=CODE, as_of=day, actor=staff(), now=NOW, counts=typed)
    for upload in store.history(engine, CODE)[:4]:
        for turn in (store.withdraw, store.reinstate):
            turn(engine, upload.id, actor=staff(), reason=next(forms), now=NOW)
    write = {"actor": staff(), "now": NOW}
    for on, kind in ((date(2021, 3, 10), "meeting"), (date(2021, 3, 31), "explained_gap")):
        notes.write(engine, CODE, kind, next(forms), text=next(forms), on_date=on, amount_satang=500, **write)
    notes.write(engine, CODE, "official_total", "GFMIS", on_date=date(2021, 3, 31), amount_satang=12300, **write)
    for form in GO[:12]:  # a lesson with a number is not kept
        text = LessonText(form.replace("\n", " "), f"ผล {form}", f"ต่อไป {form}")
        lessons.write(engine, CODE, text, group_code="G01", as_of=DAYS[1], **write)
    gone = lessons.write(engine, CODE, LessonText(GO[20], GO[21], GO[22]), as_of=DAYS[1], **write)
    lessons.withdraw(engine, gone.id, reason=GO[3], **write)
    for form in GO[:6]:
        plain = form.replace("\n", " ")
        decided = ResolutionText(f"มติ {plain}", f"โดย {plain}")
        number = resolutions.record(engine, CODE, decided, met_on=date(2021, 3, 10), **write)
        resolutions.report(engine, number, "going_on", f"ผล {plain}", on=DAYS[1], **write)
        remarks.write(engine, CODE, "agenda", plain[:90], f"ถาม {plain}", as_of=DAYS[1], **write)
        remarks.write(engine, CODE, "group", "G02", f"ถาม {plain}", as_of=DAYS[1], **write)
    audit_text = audit.recent(engine, project=CODE)
    assert any(FAMILY in event.detail for event in audit_text)  # the log keeps what was done as it was said


def traces_in(text: str, *, persons: bool = True, phones: bool = True) -> list[str]:
    """What of the planted stands in a text."""
    plain = digits(text)
    found = [trace for trace in TRACES if persons and trace in plain]
    return found + ([SECRET] if phones and SECRET in plain.replace("-", "").replace(" ", "") else [])


def citizens_number() -> str:
    """A number of 13 digits that passes for a citizen's and is drawn from none."""
    digits = [1, 1, 0, 3, 7, 0, 1, 2, 3, 4, 5, 6]
    check = (11 - sum(digit * (13 - place) for place, digit in enumerate(digits)) % 11) % 10
    return "".join(map(str, [*digits, check]))
