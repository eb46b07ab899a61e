"""Users, their sign-ins, and who did what."""

from datetime import datetime

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.model import Actor, Via, token_roles, user_roles
from db.columns import UtcDateTime, one_of


class UserBase(SQLModel):
    """A user as others may see them. ``must_change`` holds until the one-time password is replaced.

    ``scope`` lists the codes of the projects that the user is kept to; ``None``: every project. ``amphoe``: in each of
    them to one amphoe, as groups name theirs; empty: to the whole. ``reviews``: an admin has given the right to pass
    what waits for review; empty: not.
    """

    name: str = Field(primary_key=True)
    role: str
    disabled: bool = False
    must_change: bool = True
    email: str | None = None  # by which the office's own sign-in service knows them
    created_at: datetime = Field(sa_type=UtcDateTime)
    scope: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    reviews: bool | None = None
    amphoe: str | None = None

    def acts(self, via: Via = "screen", address: str | None = None) -> Actor:
        """The user as who acts, with all that keeps them to a part."""
        return Actor(
            self.name, self.role, self.projects, via, address=address, reviews=bool(self.reviews), amphoe=self.amphoe
        )

    @property
    def projects(self) -> frozenset[str] | None:
        """The scope as an ``Actor`` has it."""
        return None if self.scope is None else frozenset(self.scope)


class User(UserBase, table=True):
    """Who may sign in, in which role. A one-time password opens nothing from ``one_time_until`` on."""

    __tablename__ = "user"
    __table_args__ = (one_of("role", "role", user_roles()), UniqueConstraint("email"))
    password_hash: str
    one_time_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    opens_full: bool | None = None  # whether a phone opens the full page at once; empty: the quick one first
    tours: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # roles whose tour is over for them

    def has_toured(self, role: str) -> bool:
        """Whether the tour of a role is over for this user."""
        return role in (self.tours or ())


class SignIn(SQLModel, table=True):
    """One sign-in of one device. ``id`` is a hash of what the cookie holds: who reads the table cannot sign in by it.

    ``device`` is a hash too, of what a browser keeps when its user has signed out: a person's own browser is known by
    it. ``agent`` names browser and system in a few words.
    """

    __tablename__ = "sign_in"
    id: str = Field(primary_key=True)
    user_name: str = Field(foreign_key="user.name", index=True)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    device: str = ""
    address: str = ""
    agent: str = ""


class ServiceTokenBase(SQLModel):
    """A service token as others may see it: what a program reads figures by. ``owner`` is the user who answers for it;
    it opens nothing while that one is disabled, and of projects no more than that one sees.

    ``scope`` is as a user's; ``seen_at`` is when it was used last, as far as it was written.
    """

    name: str = Field(unique=True)
    owner: str = Field(foreign_key="user.name", index=True)
    role: str
    scope: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def projects(self) -> frozenset[str] | None:
        """The scope as an ``Actor`` has it."""
        return None if self.scope is None else frozenset(self.scope)


class ServiceToken(ServiceTokenBase, table=True):
    """``id`` is a hash of the token: who reads the table reads nothing else by it."""

    __tablename__ = "service_token"
    __table_args__ = (one_of("role", "role", token_roles()),)
    id: str = Field(primary_key=True)


class AuditEvent(SQLModel, table=True):
    """Who did what, when, to which upload. Append-only; never holds a password or a cell of a file."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_by_at", "by", "at"),
        Index("ix_audit_event_action_at", "action", "at"),
        Index("ix_audit_event_project_at", "project", "at"),
    )
    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    by: str
    action: str
    project: str | None = None
    upload_id: int | None = None  # no foreign key: what was done outlives a cleared sample
    detail: str = Field(default="", sa_type=Text)
    role: str | None = None  # of the actor then; empty in events of before roles were recorded
    via: str | None = None  # screen, command, job
    account: str | None = None  # of the system, where nobody signed in
    address: str | None = None  # of the browser
