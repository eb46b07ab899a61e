"""What can go wrong at the database, as named errors, each with a sentence for its reader.

DbError
├── DatabaseMissing      no database there, or none of ours, or it does not answer      (exit 69)
├── DatabaseSilent       it does not answer in time                                    (exit 69)
├── DatabaseForbidden    its account may not do what the program needs
├── DatabaseOutdated     its tables are older or newer than this program                (exit 69)
├── DatabaseUnfinished   a copy into it has not ended                                  (exit 69)
├── CopyStopped          a copy was cut off and can go on                              (exit 69)
├── DatabaseBusy         somebody else is writing and did not finish in time
├── DatabaseFull         no room on the disk
├── DatabaseReadOnly     its file or its folder cannot be written
├── AddressRefused       DATABASE_URL is no address of SQLite or PostgreSQL
├── FolderRefused        the data folder cannot be made
├── FolderSynced         the database lies where another program writes too
├── ChainKeyRefused      the key that signs the chain is missing, another one, or open to others
├── ChainGone            the head says that there was a chain, and the database has none
├── CookieKeyRefused     the key that signs forms is too short, unreadable, or open to others
└── Refused              the request itself cannot be done; nothing was changed
    ├── StaleBase            another upload came in between                             (exit 4)
    ├── ReviewStale          a load that waits was compared with another set            (exit 4)
    ├── AlreadyStored        the very same rows are in force for that day
    ├── HasBlocking          the file has issues to fix first                           (exit 1)
    ├── DayRefused           the data cannot be of that day
    ├── WarningsNotAccepted  the file has warnings that nobody accepted                 (exit 3)
    ├── PastNotAccepted      a plan changes months already over and nobody accepted it  (exit 3)
    ├── OneOfSeveral         one of several uploads stored together is refused          (its exit)
    ├── Erased               rows that were erased when the time to keep them was over
    ├── UnknownProject, UnknownUpload, UnknownUser, UnknownLesson, UnknownNote, UnknownSubscription
    ├── SettingRefused       a setting of the environment that cannot be read
    ├── YearClosed           the year is closed and no reason is given
    ├── SettingsRefused      settings of a project that contradict each other or what is stored
    ├── SettingsMoved        others were saved since these were begun                   (exit 4)
    ├── WrongState           withdraw what is withdrawn, reinstate what is live
    ├── NoAuthor             something is to be written and nobody is named who does it
    ├── NotAllowed           whoever is named may not do it; OfTheWhole: of one amphoe  (exit 1)
    ├── PasswordRefused, NameRefused
    ├── TextRefused          a text that was typed and cannot be kept; LessonRefused: of a lesson
    ├── CopyRefused          a database that cannot be copied, or copied to
    ├── BackupRefused        a file that cannot be restored                            (exit 2)
    └── ProjectFileRefused   a TOML file that is not a project                          (exit 1)

Exits are those of ``python -m db`` (``exit``); below Refused what is named without one exits 64, above it 69.
"""

# ruff: noqa: N818  names say what happened

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.calendar import bangkok_day
from core.model import OF_PERSONS, user_roles
from core.text import Message
from words.rendering import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.intake.issues import Issue
    from core.intake.plan_past import PastChange
    from core.model.project import Fault
    from core.model.roles import Right
    from core.text import Text
    from db.tables import ProjectVersion, UploadBase


class DbError(Exception):
    """An error with a sentence for its reader: what happened, and what to do. ``sentence`` is a sentence of another
    section of the catalogue, or the name of one of the section ``error``.
    """

    exit, code = 69, ""  # code: what programs know it by where it is not the name of the class
    sentence = ""  # of an error that always has the same one

    def __init__(self, sentence: str | Message = "", **params: Any) -> None:
        name = sentence or self.sentence
        self.message = name if isinstance(name, Message) else Message(f"error.{name}", params)
        super().__init__(render(self.message, "en"))


class DatabaseMissing(DbError):
    """No database there, or it does not answer."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("missing", detail=f" ({detail})" if detail else "")


class DatabaseSilent(DbError):
    """The database does not answer in time."""

    sentence = "silent"


class DatabaseForbidden(DbError):
    """The account that the program has at the database may not do this."""

    sentence = "forbidden"


class DatabaseOutdated(DbError):
    """The tables are of another version than this program."""

    def __init__(self, *, newer: bool) -> None:
        super().__init__("newer" if newer else "older")


class DatabaseUnfinished(DbError):
    """A copy into this database has not ended: nothing can use it before it is whole."""

    sentence = "unfinished"


class CopyStopped(DbError):
    """A copy was cut off: what was copied stays, and the same command goes on with it."""


class DatabaseBusy(DbError):
    """Somebody else holds the write lock."""

    sentence = "busy"


class DatabaseFull(DbError):
    """No room on the disk."""

    sentence = "full"


class DatabaseReadOnly(DbError):
    """SQLite writes beside its file even to read it (the write-ahead log), and may not."""

    sentence = "read_only"


class AddressRefused(DbError):
    """``DATABASE_URL`` is no address of a database that this program knows. Never repeats it: it holds a password."""

    sentence = "address"


class FolderRefused(DbError):
    """The folder of the program's own files cannot be made or reached."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__("folder", folder=folder, why=why)


class FolderSynced(DbError):
    """The database lies in a folder that another program keeps in step with other machines."""

    def __init__(self, folder: str) -> None:
        super().__init__("folder_synced", folder=folder)


class ChainKeyRefused(DbError):
    """The key that signs the chain cannot be used; never repeats it."""


class ChainGone(DbError):
    """The chain of what was done was removed, or a new database was put in place of one that had it."""

    sentence = "chain_gone"


class CookieKeyRefused(DbError):
    """The key that signs the forms of the server cannot be used; never repeats it."""


class Refused(DbError):
    """The request cannot be done; nothing was changed."""

    exit = 64


class StaleBase(Refused):
    """Another upload (or a withdrawal) changed what this file was compared with. ``other`` is now in force."""

    exit = 4

    def __init__(self, other: "UploadBase | None", *, withdrawn: bool = False) -> None:
        self.other = other
        if other is None or withdrawn:
            super().__init__("base_withdrawn")
        else:
            super().__init__("base_replaced", seq=other.seq, by=other.by)


class ReviewStale(Refused):
    """A load that waits was compared with another set than is in force now: what was looked at is not what passing it
    would change. ``other`` is in force now.
    """

    exit = 4

    def __init__(self, upload: "UploadBase", other: "UploadBase | None") -> None:
        self.upload, self.other = upload, other
        if other is None:
            super().__init__("review_stale_none", set=upload.seq)
        else:
            super().__init__("review_stale", set=upload.seq, seq=other.seq, by=other.by)


class AlreadyStored(Refused):
    """The very same rows are in force for that day, or wait for review: recognised, not stored twice."""

    def __init__(self, upload: "UploadBase", *, waits: bool = False) -> None:
        self.upload, self.waits = upload, waits
        super().__init__("already_waiting" if waits else "already_stored", seq=upload.seq)


class OneOfSeveral(Refused):
    """Why one of several uploads that are stored together cannot be, so that none is. ``kind`` and ``why`` are its."""

    def __init__(self, kind: str, name: "Text", why: "Refused") -> None:
        self.kind, self.why, self.exit = kind, why, why.exit
        super().__init__("one_of_several", kind=name, why=why.message)


class HasBlocking(Refused):
    """The file has issues that must be fixed first."""

    def __init__(self, count: int) -> None:
        super().__init__("blocking", count=count)


class DayRefused(Refused):
    """The data cannot be of that day; ``issue`` says why."""

    def __init__(self, issue: "Issue") -> None:
        self.issue = issue
        super().__init__(issue.message)


class WarningsNotAccepted(Refused):
    """The file has warnings that nobody has accepted."""

    def __init__(self, count: int) -> None:
        super().__init__("warnings", count=count)


class PastNotAccepted(Refused):
    """A plan or settings would change how months already over are judged, and not each of them is accepted. ``changes``
    are all.
    """

    def __init__(
        self, changes: "Sequence[PastChange]", missing: "Sequence[PastChange]", sentence: str = "past"
    ) -> None:
        self.changes = tuple(changes)
        super().__init__(sentence, changes=[one.message for one in missing])


class UnknownProject(Refused):
    """No project of that code is stored. ``source`` names the setting that holds the code, if one does."""

    def __init__(self, code: str, known: list[str], source: str = "") -> None:
        super().__init__("project", code=code, known=", ".join(known) or "-", at=f" ({source})" if source else "")


class UnknownUpload(Refused):
    """No upload of that number."""

    def __init__(self, upload_id: int) -> None:
        super().__init__("upload", id=upload_id)


class SettingRefused(Refused):
    """A setting of the environment that cannot be read, or is missing beside others; ``example`` is what it may be."""

    def __init__(self, variable: str, shown: str, example: str) -> None:
        super().__init__("setting", variable=variable, shown=shown, example=example)


class YearClosed(Refused):
    """The year is closed: what is loaded needs a reason."""

    def __init__(self, year_be: int, day: date) -> None:
        super().__init__("year_closed", year=f"{year_be}", day=day)


class SettingsRefused(Refused):
    """Settings of a project that cannot be; ``faults`` name each setting with its value and what to do."""

    def __init__(self, faults: "Sequence[Fault]") -> None:
        self.faults = tuple(faults)
        super().__init__("faults", faults=[fault.what for fault in faults])


class SettingsMoved(Refused):
    """Other settings were saved since these were begun; ``other`` are now in force."""

    exit = 4

    def __init__(self, other: "ProjectVersion") -> None:
        self.other = other
        super().__init__("settings_moved", by=other.by or "", version=other.version)


class Erased(Refused):
    """The rows of an upload were erased when the time to keep them was over: nothing can be computed from it."""

    def __init__(self, upload_id: int, seq: int, at: datetime) -> None:
        self.upload_id, self.seq, self.at = upload_id, seq, at
        super().__init__("erased", set=seq, day=bangkok_day(at))


class UnknownLesson(Refused):
    """No lesson of that number."""

    def __init__(self, lesson_id: int) -> None:
        super().__init__("lesson", id=lesson_id)


class UnknownSubscription(Refused):
    """No subscription, or no message of one, of that number."""

    def __init__(self, number: int) -> None:
        super().__init__("no_subscription", id=number)


class UnknownNote(Refused):
    """No remark or resolution of that number, or one that was taken back."""


class TextRefused(Refused):
    """A text that was typed and cannot be kept; the sentences say why and never repeat it."""

    def __init__(self, faults: "Sequence[Message]") -> None:
        super().__init__("faults", faults=list(faults))


class LessonRefused(TextRefused):
    """A lesson whose text cannot be kept."""


class UnknownUser(Refused):
    """No user of that name."""

    def __init__(self, name: str) -> None:
        super().__init__("user", name=name)


class WrongState(Refused):
    """Withdraw what is withdrawn, reinstate what is live, act without a reason."""


class NoAuthor(Refused):
    """Whatever is written is written by somebody."""

    sentence = "no_author"


class NotAllowed(Refused):
    """Nobody enabled is of that name, or the role has not the right, or the project is outside the scope."""

    exit, code = 1, "not_allowed"
    recorded = False  # whether the log has it

    def __init__(self, user: str, right: "Right | None" = None) -> None:
        if right in OF_PERSONS:
            super().__init__("not_given", user=user)
        else:
            super().__init__("not_allowed", user=user, roles=", ".join(user_roles(right)))


class OfTheWhole(NotAllowed):
    """Somebody who is kept to one amphoe asks for what is of the whole project."""

    code = sentence = "of_whole"

    def __init__(self) -> None:
        DbError.__init__(self)


class PasswordRefused(Refused):
    """A new password that cannot be taken."""


class NameRefused(Refused):
    """A user name that cannot be taken."""


class CopyRefused(Refused):
    """A database that cannot be copied, or another one that cannot take it; the latter is as it was."""


class BackupRefused(Refused):
    """A file that cannot be restored, or a backup broken off."""

    exit = 2


class ProjectFileRefused(Refused):
    """TOML files that are not projects; each sentence names file, setting, value and remedy."""

    exit = 1

    def __init__(self, sentences: "Sequence[Message]") -> None:
        self.sentences = tuple(sentences)
        super().__init__("files", faults=list(sentences))
