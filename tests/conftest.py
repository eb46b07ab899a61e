"""Order of the whole suite: browsers last, the longest files first, by how long they took when they last ran here."""

import gc
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit_authenticator.utilities import hasher

from db.accounts import passwords
from db.accounts.refusals import refusals
from db.chain import keys
from tests.support.databases import CHAIN_KEY, Templates

BROWSERS = Path(__file__).resolve().parent / "e2e"
SECONDS = "otop/seconds_of_files"  # in pytest's cache: file to seconds of its tests
took: Counter[str] = Counter()
MAIN = sys.modules["__main__"]
settings.register_profile("no clock", deadline=None)  # how long an example takes is no property of the program
settings.load_profile("no clock")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browsers last, since Playwright leaves an event loop running in its process. A long file begins early, so that
    the processes that share the files end at about the same time; a file that never ran here counts by its tests.
    """
    known = {**Counter(item.location[0] for item in items), **seconds_of(config)}
    items.sort(key=lambda item: (BROWSERS in item.path.parents, -known[item.location[0]]))


def pytest_collection_finish() -> None:
    """Take what is imported and collected out of the garbage collector: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up the seconds of each file."""
    took[report.location[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the seconds of each file for the next run; of several processes, the one that heard all reports does."""
    if not hasattr(session.config, "workerinput") and getattr(session.config, "cache", None) is not None:
        session.config.cache.set(SECONDS, {**seconds_of(session.config), **took})


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Passwords that are hashed in this process are hashed quickly: what is tested is who may enter, not bcrypt."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hasher.bcrypt, "gensalt", partial(hasher.bcrypt.gensalt, rounds=4))
        patch.setattr(passwords, "NOBODY", passwords.hashed("of nobody"))
        yield


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Streamlit looks through all that is installed for components whenever it starts to run a page: here once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A data folder of this process's own, and one key of the chain for the databases that tests copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTOP_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setenv(keys.VARIABLE, CHAIN_KEY)
        yield


@pytest.fixture(autouse=True)
def own_main() -> None:
    """A page that was run in this process became its ``__main__``, which a process that is begun would import."""
    sys.modules["__main__"] = MAIN


@pytest.fixture(autouse=True)
def nothing_refused() -> Iterator[None]:
    """What was refused in a test before is forgotten: repeats within an hour are one event."""
    yield
    refusals.clear()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """Databases that are filled once in this process and copied by tests."""
    made = Templates(tmp_path_factory.mktemp("templates"))
    yield made
    made.ending.close()


def seconds_of(config: pytest.Config) -> Mapping[str, float]:
    """Seconds of each file when it last ran; empty before the first run, and where pytest keeps no cache."""
    return config.cache.get(SECONDS, {}) if getattr(config, "cache", None) is not None else {}
