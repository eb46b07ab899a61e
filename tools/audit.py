"""Known faults of the pinned versions: asks pip-audit, which asks where such faults are published.

``python tools/audit.py requirements.txt requirements-dev.txt``. Exit code 1 where a version has a known fault. Where
the data cannot be reached, or know nothing of a package, that is said and fails nothing: who works offline goes on.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

SECONDS = 120
ASK = (sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", "20")
SKIPPED = "audit of pinned versions: SKIPPED, {why}. Nothing is known of them; run make lint where the data are reached"


def main(lists: Sequence[str]) -> int:
    """Audit lists of requirements; the exit code."""
    files = [part for name in lists for part in ("-r", name)]
    try:
        ran = subprocess.run([*ASK, "--format", "json", *files], capture_output=True, timeout=SECONDS, check=False)
        answer = ran.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        answer = ""
    code, sentence = verdict(answer)
    print(sentence)
    return code


def verdict(answer: str) -> tuple[int, str]:
    """Exit code and sentence for what pip-audit found, as JSON; anything else says that it could not ask."""
    try:
        found: list[dict[str, Any]] = list(json.loads(answer)["dependencies"])
    except (ValueError, KeyError, TypeError):
        return 0, SKIPPED.format(why="its data cannot be reached from here")
    faults = [line for package in found for line in _faults(package)]
    unknown = sorted(package["name"] for package in found if "skip_reason" in package)
    if faults:
        return 1, "\n".join(["audit of pinned versions: known faults", *faults])
    if len(unknown) == len(found):
        return 0, SKIPPED.format(why=f"its data know none of the {len(found)} versions")
    rest = f"; not known there: {', '.join(unknown)}" if unknown else ""
    return 0, f"audit of pinned versions: no known fault in {len(found) - len(unknown)}{rest}"


def _faults(package: dict[str, Any]) -> list[str]:
    version = f"  {package['name']} {package.get('version')}"
    found = ((one["id"], ", ".join(one["fix_versions"])) for one in package.get("vulns", ()))
    return [f"{version}: {name}, mended in {mended or 'no version'}" for name, mended in found]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
