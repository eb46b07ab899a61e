# -*- coding: utf-8 -*-
"""Make ``.venv`` with this Python and install what a list of requirements asks for; quick where all is there already.

``python tools/venv.py requirements.txt``. A Python below 3.11 is refused in one sentence and makes nothing. A ``.venv``
of another Python, or one that was left half made, is made again. Written so that an old Python can read it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, ".venv")
READY = os.path.join(FOLDER, ".ready")


def main(lists):
    """Exit code 0 once ``.venv`` holds the requirements of ``lists``; 1, and a sentence, where it can not."""
    if sys.version_info < NEEDED:
        tell(
            "ต้องใช้ Python 3.11 ขึ้นไป เครื่องนี้เรียก Python %d.%d โปรดติดตั้งรุ่นใหม่ หรือระบุ เช่น make run PYTHON=python3.11",
            "Python 3.11 or newer is needed; this is Python %d.%d. Install one, or name it: make run PYTHON=python3.11",
            sys.version_info[:2],
        )
        return 1
    wanted = {"python": list(sys.version_info[:2]), "lists": [[name, fingerprint(name)] for name in lists]}
    known = read()
    if known and known["python"] == wanted["python"] and covers(known["lists"], wanted["lists"]) and works():
        return 0
    if os.path.isdir(FOLDER) and not same_python():
        tell("กำลังสร้าง .venv ใหม่ด้วย Python %d.%d", "Making .venv again with Python %d.%d", sys.version_info[:2])
        shutil.rmtree(FOLDER)
    if not os.path.isdir(FOLDER) and subprocess.call([sys.executable, "-m", "venv", FOLDER]):
        shutil.rmtree(FOLDER, ignore_errors=True)
        tell("สร้าง .venv ไม่ได้ โปรดดูข้อความด้านบน", "Could not make .venv; see above")
        return 1
    if known and known["python"] == wanted["python"]:
        wanted["lists"] += [one for one in known["lists"] if one[0] not in lists]
    return install(lists, wanted)


def install(lists, wanted):
    """Let pip install the lists; what it finished is remembered, what it could not is tried again next time."""
    for name in lists:
        command = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", name]
        if subprocess.call(command, cwd=ROOT):
            tell("ติดตั้งไม่สำเร็จ โปรดดูข้อความด้านบนแล้วสั่งใหม่", "Could not install; see above and run again")
            return 1
    with open(READY, "w") as file:
        json.dump(wanted, file)
    return 0


def python():
    """The interpreter inside ``.venv``."""
    return os.path.join(FOLDER, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def works():
    """Whether the interpreter of ``.venv`` starts."""
    try:
        return subprocess.call([python(), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def same_python():
    """Whether ``.venv`` starts and is of this very Python."""
    try:
        asked = [python(), "-c", "import pip, sys; print(sys.version_info[:2])"]
        found = subprocess.check_output(asked, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return found.decode("ascii", "replace").strip() == str(tuple(sys.version_info[:2]))


def covers(have, want):
    """Whether every list that is wanted was installed as it stands now."""
    return all(one in have for one in want)


def fingerprint(name):
    """SHA-256 of a list and of the lists that it names (``-r other.txt``)."""
    found = hashlib.sha256()
    with open(os.path.join(ROOT, name), "rb") as file:
        content = file.read()
    found.update(content)
    for line in content.decode("utf-8").splitlines():
        if line.startswith("-r "):
            found.update(fingerprint(line[3:].strip()).encode("ascii"))
    return found.hexdigest()


def read():
    """What was installed last; nothing where that can not be read."""
    try:
        with open(READY) as file:
            known = json.load(file)
        return known if isinstance(known.get("lists"), list) and "python" in known else None
    except (OSError, ValueError, AttributeError):
        return None


def tell(thai, english, numbers=()):
    """One sentence, in Thai too where the console can write it."""
    for text in (thai % tuple(numbers), english % tuple(numbers)):
        try:
            sys.stderr.write(text + "\n")
        except UnicodeError:
            pass
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["requirements.txt"]))
