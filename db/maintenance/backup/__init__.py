"""One file out, one file in: a backup is written and put back.

Each kind of database has its way (``ways``): ``sqlite`` by SQLite's own online backup, ``postgresql`` by pg_dump.
"""

from db.maintenance.backup.files import key_file, link_file
from db.maintenance.backup.put_back import restore
from db.maintenance.backup.take import Backup, backup

__all__ = ["Backup", "backup", "key_file", "link_file", "restore"]
