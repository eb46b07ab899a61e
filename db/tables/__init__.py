"""Every table. Rows of uploads are inserted once and never updated or deleted; money is satang in BigInteger.

An ``id`` is given by the database: it is there once the row is flushed. No ``from __future__ import annotations`` here:
SQLModel reads the annotations at run time.
"""

from sqlmodel import SQLModel

from db.tables.accounts import AuditEvent, ServiceToken, ServiceTokenBase, SignIn, User, UserBase
from db.tables.chain import ChainLink
from db.tables.drafts import Draft
from db.tables.meetings import Remark, Resolution, ResolutionEvent
from db.tables.notebook import KeptFigures, Lesson, LessonEvent, Note, PayeeMark, ShortLink
from db.tables.projects import Generation, ProjectClosing, ProjectVersion, StoredHeadline
from db.tables.queue import Contact, QueuedMessage, Subscription, ToldState
from db.tables.rows import ROW_TABLES, row_table
from db.tables.tries import WrongTry
from db.tables.uploads import (
    ERASE,
    EVENTS,
    IN_FORCE,
    PASS,
    SEND_BACK,
    WAIT,
    Acknowledgement,
    HeaderMapping,
    Upload,
    UploadBase,
    UploadBatch,
    UploadEvent,
    UploadReview,
    ValueMapping,
)

LAST_ID = 2**31 - 1  # what an INTEGER of PostgreSQL holds; it refuses to be asked for more
metadata = SQLModel.metadata  # complete here: every table is imported above

__all__ = [
    "ERASE",
    "EVENTS",
    "IN_FORCE",
    "LAST_ID",
    "PASS",
    "ROW_TABLES",
    "SEND_BACK",
    "WAIT",
    "Acknowledgement",
    "AuditEvent",
    "ChainLink",
    "Contact",
    "Draft",
    "Generation",
    "HeaderMapping",
    "KeptFigures",
    "Lesson",
    "LessonEvent",
    "Note",
    "PayeeMark",
    "ProjectClosing",
    "ProjectVersion",
    "QueuedMessage",
    "Remark",
    "Resolution",
    "ResolutionEvent",
    "ServiceToken",
    "ServiceTokenBase",
    "ShortLink",
    "SignIn",
    "StoredHeadline",
    "Subscription",
    "ToldState",
    "Upload",
    "UploadBase",
    "UploadBatch",
    "UploadEvent",
    "UploadReview",
    "User",
    "UserBase",
    "ValueMapping",
    "WrongTry",
    "metadata",
    "row_table",
]
