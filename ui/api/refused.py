"""What ends a request of a program: a status and the key of a sentence."""

from collections.abc import Mapping
from typing import Any


class NotAnswered(Exception):  # noqa: N818  names say what happened
    """A problem in place of an answer; ``headers`` go with it."""

    def __init__(self, status: int, key: str, headers: Mapping[str, str] | None = None, **params: Any) -> None:
        super().__init__(key)
        self.status, self.key, self.params = status, f"api.{key}", params
        self.headers = dict(headers or {})
