"""On what and of what a bench was made."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("streamlit", "pandas", "altair", "sqlmodel", "playwright")


def described() -> dict[str, object]:
    """The date, the commit, the processor and the versions."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": _commit(),
        "machine": {
            "cores": os.cpu_count(),
            "cpu": _of_cpu("model name"),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
            "system": f"{platform.system()} {platform.release()}",
        },
        "versions": {"python": sys.version.split()[0], **{name: version(name) for name in LIBRARIES}},
    }


def _commit() -> str:
    """The commit that is measured; with a plus where files differ from it."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    changed = [line for line in _git("status", "--porcelain").splitlines() if not line.endswith("bench/results.json")]
    return commit + ("+" if changed else "")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _of_cpu(name: str) -> str:
    found = [line.split(":", 1)[1].strip() for line in _cpu_lines() if line.startswith(name)]
    return found[0] if found else platform.processor()


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
