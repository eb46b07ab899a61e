"""Words that a test adds in memory for something new that it registers."""

from collections.abc import Mapping

import pytest

import words


def add_words(patch: pytest.MonkeyPatch, new: Mapping[str, tuple[str, str]]) -> None:
    """The catalogue with more keys, each as (Thai, English)."""
    whole = {**words.catalogue(), **{key: {"th": th, "en": en} for key, (th, en) in new.items()}}
    patch.setattr(words, "catalogue", lambda: whole)
