"""What the server signs, and the key that signs it."""

import os
import stat
from pathlib import Path

import pytest

from ui.auth import tokens

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture(autouse=True)
def no_given_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(tokens.KEY_VARIABLE, raising=False)
    tokens.signing_key.cache_clear()


def test_a_signature_is_of_one_text_one_use_and_one_key() -> None:
    signature = tokens.signed("form", "device", KEY)

    assert tokens.is_signed("form", "device", signature, KEY)
    for use, text, key in (("other", "device", KEY), ("form", "devices", KEY), ("form", "device", OTHER)):
        assert not tokens.is_signed(use, text, signature, key)
    for wrong in ("", "x", signature[:-1], "é", "\udcff"):
        assert not tokens.is_signed("form", "device", wrong, KEY)


def test_the_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = tokens.signing_key(tmp_path)
    tokens.signing_key.cache_clear()

    assert tokens.signing_key(tmp_path) == first
    assert len(first) >= tokens.KEY_BYTES
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / tokens.KEY_FILE).stat().st_mode) == 0o600


def test_a_key_from_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tokens.KEY_VARIABLE, "e" * 40)

    assert tokens.signing_key(tmp_path) == b"e" * 40
    assert not (tmp_path / tokens.KEY_FILE).exists()


def test_a_key_that_could_be_guessed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tokens.KEY_VARIABLE, "secret")

    with pytest.raises(tokens.KeyTooShort, match="at least 32"):
        tokens.signing_key(tmp_path)
