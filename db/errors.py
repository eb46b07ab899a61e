"""What can go wrong at the database, as named errors with a Thai and an English sentence.

DbError
├── DatabaseMissing      no database there, or none of ours, or it does not answer      (exit 69)
├── DatabaseOutdated     its tables are older or newer than this program                (exit 69)
├── DatabaseBusy         somebody else is writing and did not finish in time
├── DatabaseFull         no room on the disk
├── DatabaseReadOnly     its file or its folder can not be written
├── AddressRefused       DATABASE_URL is no address of SQLite or PostgreSQL
├── FolderRefused        the data folder can not be made
└── Refused              the request itself can not be done; nothing was changed
    ├── StaleBase            another upload came in between                             (exit 4)
    ├── AlreadyStored        the very same rows are in force for that day
    ├── HasBlocking          the file has issues to fix first                           (exit 1)
    ├── DayRefused           the data can not be of that day
    ├── WarningsNotAccepted  the file has warnings that nobody accepted                 (exit 3)
    ├── PastNotAccepted      a plan changes months already over and nobody accepted it  (exit 3)
    ├── UnknownProject, UnknownUpload, UnknownUser, UnknownLesson
    ├── WrongState           withdraw what is withdrawn, reinstate what is live
    ├── NoAuthor             something is to be written and nobody is named who does it
    ├── PasswordRefused, NameRefused
    ├── LessonRefused        a lesson whose text can not be kept
    ├── BackupRefused        a file that can not be restored                            (exit 2)
    └── ProjectFileRefused   a TOML file that is not a project                          (exit 1)

Exits are those of ``python -m db``; below Refused what is named without one exits 64, above it 69.
"""

# ruff: noqa: N818  names say what happened

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.analysis.plan_past import PastChange
    from core.intake.issues import Issue
    from core.sentences import Pair
    from db.snapshots.uploads import UploadInfo


class DbError(Exception):
    """An error with a sentence for its reader: what happened, and what to do. Thai first."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.th, self.en = th, en

    def message(self, lang: str = "th") -> str:
        """The sentence in ``th`` or ``en``."""
        return self.th if lang == "th" else self.en


class DatabaseMissing(DbError):
    """No database there, or it does not answer."""

    def __init__(self, detail: str = "") -> None:
        tail = f" ({detail})" if detail else ""
        super().__init__(
            f"ไม่พบฐานข้อมูลที่ใช้ได้{tail} โปรดสั่ง python -m db init ก่อน หรือตรวจค่า DATABASE_URL",
            f"No usable database{tail}. Run python -m db init first, or check DATABASE_URL",
        )


class DatabaseOutdated(DbError):
    """The tables are of another version than this program."""

    def __init__(self, *, newer: bool) -> None:
        if newer:
            super().__init__(
                "ฐานข้อมูลนี้สร้างโดยโปรแกรมรุ่นใหม่กว่า โปรดปรับรุ่นโปรแกรมก่อนใช้",
                "This database was made by a newer version of the program. Update the program first",
            )
        else:
            super().__init__(
                "ฐานข้อมูลเป็นของโปรแกรมรุ่นเก่ากว่า โปรดสั่ง python -m db init เพื่อปรับรุ่น ข้อมูลเดิมอยู่ครบ",
                "This database is of an older version. Run python -m db init to bring it up to date; nothing is lost",
            )


class DatabaseBusy(DbError):
    """Somebody else holds the write lock."""

    def __init__(self) -> None:
        super().__init__(
            "มีผู้อื่นกำลังบันทึกอยู่ ยังไม่ได้เปลี่ยนแปลงข้อมูลใด โปรดรอสักครู่แล้วลองใหม่",
            "Somebody else is saving. Nothing was changed; wait a moment and try again",
        )


class DatabaseFull(DbError):
    """No room on the disk."""

    def __init__(self) -> None:
        super().__init__(
            "เนื้อที่ดิสก์เต็มหรือเขียนไม่ได้ ยังไม่ได้เปลี่ยนแปลงข้อมูลใด โปรดเพิ่มเนื้อที่แล้วลองใหม่",
            "The disk is full or can not be written. Nothing was changed; make room and try again",
        )


class DatabaseReadOnly(DbError):
    """SQLite writes beside its file even to read it (the write-ahead log), and may not."""

    def __init__(self) -> None:
        super().__init__(
            "แฟ้มฐานข้อมูลหรือโฟลเดอร์ที่เก็บเขียนไม่ได้ (แม้เพียงอ่านก็ต้องเขียนแฟ้มข้างเคียงได้) ยังไม่ได้เปลี่ยนแปลงข้อมูลใด โปรดให้สิทธิ์เขียน",
            "The database file or its folder can not be written, which reading needs too. "
            "Nothing was changed; give the right to write there",
        )


class AddressRefused(DbError):
    """``DATABASE_URL`` is no address of a database that this program knows. Never repeats it: it holds a password."""

    def __init__(self) -> None:
        super().__init__(
            "ค่า DATABASE_URL ใช้ไม่ได้ ต้องเป็น sqlite:///แฟ้ม หรือ postgresql://ผู้ใช้:รหัส@เครื่อง:พอร์ต/ฐาน",
            "DATABASE_URL can not be used; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME",
        )


class FolderRefused(DbError):
    """The folder of the program's own files can not be made or reached."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"ใช้โฟลเดอร์ข้อมูล {folder} ไม่ได้ ({why}) โปรดตรวจค่า OTOP_DATA และสิทธิ์เขียน",
            f"The data folder {folder} can not be used ({why}). Check OTOP_DATA and the right to write there",
        )


class Refused(DbError):
    """The request can not be done as it stands; nothing was changed."""


class StaleBase(Refused):
    """Another upload (or a withdrawal) changed what this file was compared with. ``other`` is now in force."""

    def __init__(self, other: "UploadInfo | None", *, withdrawn: bool = False) -> None:
        self.other = other
        if other is None or withdrawn:
            th = "ชุดข้อมูลที่ใช้เทียบถูกยกเลิกไปแล้ว โปรดตรวจสิ่งที่จะเปลี่ยนอีกครั้ง"
            en = "The data set compared with was withdrawn meanwhile. Please review the changes again"
        else:
            th = f"ชุดที่ {other.seq} โดย {other.by} เข้ามาแทนชุดที่ใช้เทียบแล้ว โปรดตรวจสิ่งที่จะเปลี่ยนอีกครั้ง"
            en = f"Set {other.seq} by {other.by} has replaced the one compared with. Please review the changes again"
        super().__init__(th, en)


class AlreadyStored(Refused):
    """The very same rows are in force for that day: recognised, not stored twice."""

    def __init__(self, upload: "UploadInfo") -> None:
        self.upload = upload
        super().__init__(
            f"ไฟล์นี้เหมือนชุดที่ {upload.seq} ทุกประการ: ยังไม่ได้บันทึกใน Excel หรือไม่มีการเปลี่ยนแปลง",
            f"Identical to set {upload.seq}: not yet saved in Excel, or nothing has changed?",
        )


class HasBlocking(Refused):
    """The file has issues that must be fixed first."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"มี {count} รายการที่ต้องแก้ก่อนบันทึก จึงยังไม่ได้บันทึก",
            f"{count} issues must be fixed first; nothing was saved",
        )


class DayRefused(Refused):
    """The data can not be of that day; ``issue`` says why."""

    def __init__(self, issue: "Issue") -> None:
        self.issue = issue
        super().__init__(issue.message("th"), issue.message("en"))


class WarningsNotAccepted(Refused):
    """The file has warnings that nobody has accepted."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"มี {count} รายการที่ควรตรวจสอบ หากตรวจแล้วถูกต้อง โปรดยืนยัน (--accept-warnings)",
            f"{count} warnings to check; if all is right, confirm (--accept-warnings)",
        )


class PastNotAccepted(Refused):
    """A plan would change how months already over are judged, and not each of them is accepted. ``changes`` are all."""

    def __init__(self, changes: "Sequence[PastChange]", missing: "Sequence[PastChange]") -> None:
        self.changes = tuple(changes)
        super().__init__(
            "แผนนี้เปลี่ยนผลของเดือนที่ผ่านมาแล้ว: "
            + " · ".join(one.words("th") for one in missing)
            + " หากตรวจแล้วถูกต้อง โปรดยืนยันทีละเดือน (--accept-warnings)",
            "This plan changes months that are over: "
            + " · ".join(one.words("en") for one in missing)
            + ". If that is right, confirm each month (--accept-warnings)",
        )


class UnknownProject(Refused):
    """No project of that code is stored. ``source`` names the setting that holds the code, if one does."""

    def __init__(self, code: str, known: list[str], source: str = "") -> None:
        names = ", ".join(known) or "-"
        at = f" ({source})" if source else ""
        super().__init__(f"ไม่มีโครงการรหัส “{code}”{at} ที่มีคือ {names}", f'No project "{code}"{at}. Stored: {names}')


class UnknownUpload(Refused):
    """No upload of that number."""

    def __init__(self, upload_id: int) -> None:
        super().__init__(f"ไม่มีชุดข้อมูลหมายเลข {upload_id}", f"No upload {upload_id}")


class UnknownLesson(Refused):
    """No lesson of that number."""

    def __init__(self, lesson_id: int) -> None:
        super().__init__(f"ไม่มีบทเรียนหมายเลข {lesson_id}", f"No lesson {lesson_id}")


class LessonRefused(Refused):
    """A lesson whose text can not be kept; the sentences say why and never repeat it."""

    def __init__(self, faults: "Sequence[Pair]") -> None:
        super().__init__(" · ".join(th for th, _ in faults), " · ".join(en for _, en in faults))


class UnknownUser(Refused):
    """No user of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"ไม่มีผู้ใช้ชื่อ “{name}”", f'No user "{name}"')


class WrongState(Refused):
    """Withdraw what is withdrawn, reinstate what is live, act without a reason."""


class NoAuthor(Refused):
    """Whatever is written is written by somebody."""

    def __init__(self) -> None:
        super().__init__("โปรดระบุผู้ทำรายการ (--by)", "Say who does it (--by)")


class PasswordRefused(Refused):
    """A new password that can not be taken."""


class NameRefused(Refused):
    """A user name that can not be taken."""


class BackupRefused(Refused):
    """A file that can not be restored, or a backup broken off."""


class ProjectFileRefused(Refused):
    """TOML files that are not projects; each sentence names file, setting, value and remedy."""

    def __init__(self, sentences: "Sequence[Pair]") -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(th for th, _ in sentences), "\n".join(en for _, en in sentences))
