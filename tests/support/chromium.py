"""Which browser of the Chromium family this machine has, and how it is started."""

import os
import shutil
from pathlib import Path

BROWSERS = (
    "chromium-headless-shell",  # draws no window of its own, which is a third of the work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
ELSEWHERE = (
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--font-render-hinting=none",  # without it the headless shell moves letters to whole pixels
]


def find_browser() -> str | None:
    """Where a browser of the Chromium family is."""
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    found += [path for name in ELSEWHERE if Path(path := os.path.expandvars(name)).is_file()]
    return found[0] if found else None
