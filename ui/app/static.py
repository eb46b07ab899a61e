"""Where the framework's files lie, and what a content is named by."""

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path


@cache
def static_folder() -> Path:
    """Where the framework's page and its files lie, found without importing anything."""
    spec = find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "static"


def digest_of(content: bytes) -> str:
    """What a content is named by."""
    return sha256(content).hexdigest()
