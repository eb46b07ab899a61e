"""What a server needs to serve: settings that can be read, folders to write to, a database of this program, its keys.

Each is asked at the start, which ends with the sentence of what is missing, and by ``/readyz`` while it runs.
"""

import ipaddress
import logging
import os
import re
from collections.abc import Callable
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from db import engine as databases
from db import private
from db.accounts import idle
from db.engine import Engine
from db.errors import DatabaseOutdated, DatabaseReadOnly, DbError, FolderRefused, FolderSynced, SettingRefused
from db.maintenance.migrate import migrate, require_current, require_key
from db.maintenance.scheduled import schedule as backups
from ui.auth import door
from ui.gate import hosts
from ui.gate.forms import oidc
from ui.jobs import settings as jobs
from ui.logs import lines
from ui.workers import settings as workers

MIGRATES = "OTOP_MIGRATE"  # "no": the tables are brought up to date by ``python -m db init`` alone
# Folders that OneDrive, Dropbox, Google Drive, iCloud and Nextcloud keep in step, as these programs name them.
_SYNCED = re.compile(
    r"onedrive( - .+)?|dropbox( \(.+\))?|google ?drive|my drive|icloud ?drive|nextcloud|owncloud", re.IGNORECASE
)
_HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|[0-9A-Fa-f:]+")
log = logging.getLogger("otop")


def settings() -> None:
    """Raise ``SettingRefused`` for a setting that the program would otherwise pass over in silence."""
    for entry in hosts.listed(hosts.VARIABLE):
        if not _HOST.fullmatch(entry):
            raise SettingRefused(hosts.VARIABLE, entry, "otop, otop.example.go.th")
    for entry in hosts.listed(hosts.PROXIES):
        if not _is_network(entry):
            raise SettingRefused(hosts.PROXIES, entry, "127.0.0.1, 10.0.0.0/24")
    if unread := idle.unread():
        raise SettingRefused(idle.VARIABLE, unread, "admin=1, staff=8")
    for variable, known in ((MIGRATES, ("yes", "no")), (lines.VARIABLE, lines.FORMS)):
        if (given := _given(variable)) and given not in known:
            raise SettingRefused(variable, given, ", ".join(known))
    for one in workers.ALL:
        if one.unread:
            raise SettingRefused(one.variable, one.unread, f"{one.usual} ({one.least}-{one.most})")
    if wrong := backups.unread():
        raise SettingRefused(*wrong)
    jobs.check()
    _sign_in_service()


def _sign_in_service() -> None:
    """The office's own service is named whole or not at all, and by an address that nobody on the way can read."""
    names = (oidc.ISSUER, oidc.CLIENT, oidc.SECRET)
    missing = [name for name in names if not _given(name)]
    if 0 < len(missing) < len(names):
        raise SettingRefused(", ".join(missing), "", ", ".join(names))
    issuer = urlsplit(_given(oidc.ISSUER))
    here = issuer.hostname in ("localhost", "127.0.0.1", "::1")
    if not missing and not (issuer.hostname and (issuer.scheme == "https" or (here and issuer.scheme == "http"))):
        raise SettingRefused(oidc.ISSUER, issuer.geturl()[:200], "https://sso.example.go.th")


def folders() -> None:
    """Raise ``FolderRefused`` or ``DatabaseReadOnly`` where the program could not write, ``FolderSynced`` where another
    program would too; ``AddressRefused``.
    """
    database = databases.sqlite_file(databases.database_url())
    for folder in database.absolute().parents if database is not None else ():
        if _SYNCED.fullmatch(folder.name):
            raise FolderSynced(str(folder))
    try:
        _write_in(databases.data_dir())
    except OSError as error:
        raise FolderRefused(str(databases.data_dir()), error.strerror or str(error)) from error
    if database is not None and database.parent.is_dir():
        try:
            _write_in(database.parent)
        except OSError as error:
            raise DatabaseReadOnly from error


def close_to_others() -> None:
    """Take from others what an older release, or a copy, has left open to them; the log says what that was."""
    closed, left = private.close(databases.data_dir(), databases.sqlite_file(databases.database_url()))
    for path in closed:
        log.warning("others could open %s; only its owner can now", path)
    for path in left:
        log.warning("others can open %s, and it is not ours to close: run chmod go= on it", path)


def database() -> None:
    """Raise ``DatabaseMissing``, ``DatabaseOutdated`` or another error of a database that cannot be used as it is."""
    require_current(databases.engine())


def tables(engine: Engine) -> None:
    """Bring the tables up to date where the server may; else raise ``DatabaseOutdated``, ``DatabaseMissing``."""
    if _given(MIGRATES) == "no":
        require_current(engine)
    else:
        migrate(engine)


def keys() -> None:
    """Raise the error of a key that is missing, too short, or open to others: of the cookie, of the chain."""
    door.key()
    require_key(databases.engine())


def missing() -> list[str]:
    """What a visitor cannot be served without and is not there: ``database``, ``migrations``, ``folder``, ``keys``."""
    found = [_fault("database", database), _fault("folder", folders)]
    if found[0] is None:  # the newest link names the key
        found.append(_fault("keys", keys))
    return [name for name in found if name]


def _fault(name: str, need: Callable[[], None]) -> str | None:
    try:
        need()
    except DatabaseOutdated:
        return "migrations"
    except (DbError, OSError) as error:
        log.error("not ready: %s", error)
        return name
    return None


def _write_in(folder: os.PathLike[str]) -> None:
    with TemporaryFile(dir=folder) as file:
        file.write(b"ready")


def _given(variable: str) -> str:
    return os.environ.get(variable, "").strip()


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True
