"""What a password is compared with where there is none."""

import subprocess
import sys
from pathlib import Path

from db.accounts import passwords

ROOT = Path(__file__).resolve().parents[3]


def test_the_hash_of_nobody_costs_what_others_cost() -> None:
    code = "from db.accounts import passwords as p; print(p.hashed('ทดสอบ-ระบบ-64'), p.NOBODY)"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    made, nobody = told.stdout.split()  # of a process of its own: tests hash in a hurry

    assert made.split("$")[1:3] == nobody.split("$")[1:3]  # the kind of hash and its rounds
    assert not passwords.matches("", None)
