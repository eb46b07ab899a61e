"""Order of the whole suite: browsers last, since Playwright leaves an event loop running in its process."""

from pathlib import Path

import pytest

BROWSERS = Path(__file__).resolve().parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything that needs no browser goes first."""
    items.sort(key=lambda item: BROWSERS in item.path.parents)
