"""The signed token of the cookie, and the key that signs it."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from ui.auth import tokens
from ui.auth.tokens import Claims

KEY, OTHER = b"k" * 32, b"o" * 32
NOW = datetime(2021, 7, 1, 3, 0, tzinfo=UTC)
CLAIMS = Claims("clerk", "abc123", NOW, NOW + timedelta(days=7))


@pytest.fixture(autouse=True)
def no_given_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(tokens.KEY_VARIABLE, raising=False)
    tokens.signing_key.cache_clear()


def test_a_token_tells_its_claims() -> None:
    assert tokens.decode(tokens.encode(CLAIMS, KEY), KEY, NOW + timedelta(days=6)) == CLAIMS


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "x.y.z",
        tokens.encode(CLAIMS, OTHER),
        jwt.encode({"sub": "clerk", "sid": "abc123", "iat": 0, "exp": 9999999999}, "", algorithm="none"),
        jwt.encode({"sub": "clerk", "sid": "abc123", "exp": 9999999999}, KEY, algorithm="HS256"),
        jwt.encode({"sub": "clerk", "sid": "abc123", "iat": "soon", "exp": 9999999999}, KEY, algorithm="HS256"),
        jwt.encode({"sub": "clerk", "sid": "abc123", "iat": 0, "exp": 10**30}, KEY, algorithm="HS256"),
    ],
)
def test_an_absent_forged_unsigned_or_incomplete_token_says_nothing(token: str | None) -> None:
    assert tokens.decode(token, KEY, NOW) is None


def test_a_token_is_good_from_its_issue_until_its_end() -> None:
    token = tokens.encode(CLAIMS, KEY)

    assert tokens.decode(token, KEY, CLAIMS.expires_at) is None
    assert tokens.decode(token, KEY, NOW - timedelta(seconds=1)) is None


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
