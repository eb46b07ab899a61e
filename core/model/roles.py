"""Rights, the table of roles that have them, and the actor behind each action."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from core.text import Sight

Via = Literal["screen", "command", "job", "api"]


class Right(StrEnum):
    """What somebody may do or see."""

    UPLOAD = "upload"  # load files, and what goes with it: mappings, acknowledged findings
    WITHDRAW = "withdraw"  # withdraw and reinstate uploads
    LESSON = "lesson"  # write, correct, withdraw lessons; everybody reads them
    NOTE = "note"  # meetings and what they resolved, official totals, explained gaps
    REMARK = "remark"  # remarks on what is shown; everybody reads them
    EXPORT = "export"  # files, papers, short links
    SEE_PHONE = "see_phone"
    SEE_PAYEE = "see_payee"
    SEE_PERSON = "see_person"  # payees that are persons by name, else "a person"
    REVIEW = "review"  # pass what waits for a second pair of eyes, or send it back; of the person, not of a role
    USERS = "users"  # accounts, and the log of what was done
    MAINTAIN = "maintain"  # project files, samples, backups


@dataclass(frozen=True, slots=True)
class Role:
    """One row of the table. ``days`` is how long a sign-in lasts (0: nobody signs in in the role), ``idle_hours`` how
    long it may stay unused.
    """

    name: str
    rights: frozenset[Right]
    days: int = 0
    idle_hours: float = 12.0

    @property
    def label(self) -> str:
        """The key of its name among the words."""
        return f"role.{self.name}"


def _role(name: str, rights: Iterable[Right], days: int = 0, idle_hours: float = 0.0) -> Role:
    return Role(name, frozenset(rights), days, idle_hours)


OF_PERSONS = frozenset({Right.REVIEW})  # rights that an admin gives to persons, whatever their role
# What is left of a role's rights to somebody who is kept to one amphoe: to look at its rows and take them along. All
# else is of the whole project.
OF_AN_AMPHOE = frozenset({Right.EXPORT, Right.SEE_PHONE, Right.SEE_PAYEE, Right.SEE_PERSON})


_JUDGES = frozenset({Right.EXPORT, Right.SEE_PAYEE, Right.REMARK})  # who loads nothing and judges what is shown
# A glance a month must not ask for a password each time; those who change things sign in more often.
ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        _role("director", _JUDGES, days=30, idle_hours=30 * 24),
        _role("committee", {*_JUDGES, Right.SEE_PERSON}, days=30, idle_hours=30 * 24),
        _role("staff", set(Right) - OF_PERSONS - {Right.USERS, Right.MAINTAIN}, days=7, idle_hours=12),
        _role("admin", {Right.EXPORT, Right.USERS, Right.MAINTAIN}, days=1, idle_hours=1),
        _role(
            "operator", set(Right) - OF_PERSONS - {Right.UPLOAD, Right.WITHDRAW, Right.LESSON}
        ),  # a command without --by
        _role("samples", {Right.UPLOAD}),  # the author of the samples
        _role("system", {Right.MAINTAIN}),  # the server by itself
    )
}


def user_roles(right: Right | None = None) -> list[str]:
    """The roles that people sign in with, in the order of the table; with ``right`` those that have it."""
    return [role.name for role in ROLES.values() if role.days and (right is None or right in role.rights)]


def takes_scope(role: str) -> bool:
    """Whether a user in a role may be kept to some projects: not one who keeps users or the server itself."""
    return not ROLES[role].rights & {Right.USERS, Right.MAINTAIN}


def token_roles() -> list[str]:
    """The roles that a service token may have: those that take files along and may be kept to some projects."""
    return [role for role in user_roles(Right.EXPORT) if takes_scope(role)]


def is_reserved(user: str) -> bool:
    """Whether a name is that of one of the program's own actors, so that no account may have it."""
    return user in ROLES and user not in user_roles()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user in a role, on which projects (``None``: all), from where.

    ``amphoe`` is the one that an officer of an amphoe is kept to in each of those projects; ``None``: to their whole.
    ``account`` is the system account behind a command that names no user, ``address`` the network address of a browser.
    ``reviews``: an admin has given the user the right to review.
    """

    user: str
    role: str
    scope: frozenset[str] | None = None
    via: Via = "screen"
    account: str | None = None
    address: str | None = None
    reviews: bool = False
    amphoe: str | None = None

    def may(self, right: Right, project: str | None = None) -> bool:
        """Whether the role (of a right of persons: the user) has a right, an amphoe leaves it, and the scope holds
        ``project`` where one is named.
        """
        return self.may_of_whole(right) and self._left(right) and self.reaches(project)

    def may_of_whole(self, right: Right) -> bool:
        """Whether the role, or the user, would have a right on a whole project."""
        role = ROLES.get(self.role)
        return role is not None and (self.reviews if right in OF_PERSONS else right in role.rights)

    def _left(self, right: Right) -> bool:
        return self.amphoe is None or right in OF_AN_AMPHOE

    def knows_of_waiting(self, project: str | None = None) -> bool:
        """Whether this actor is told of data that wait for review: those who load, and those who review."""
        return self.may(Right.UPLOAD, project) or self.may(Right.REVIEW, project)

    @property
    def columns_left_out(self) -> tuple[str, ...]:
        """The columns of files that this actor does not get: left out, not emptied: an empty column would erase
        the stored payees when the file is loaded again.
        """
        return () if self.may(Right.SEE_PAYEE) else ("payee",)

    def sight(self, named: Iterable[str] = ()) -> Sight:
        """What this actor sees of persons; ``named`` are payees that the office says are none."""
        return Sight(self.may(Right.SEE_PERSON), self.may(Right.SEE_PHONE), frozenset(named))

    def reaches(self, project: str | None) -> bool:
        """Whether the scope holds a project; what belongs to no project is within every scope."""
        return self.scope is None or project is None or project in self.scope
