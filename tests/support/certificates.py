"""A certificate for ``localhost`` that nobody but a test trusts."""

import shutil
import subprocess
from pathlib import Path

import pytest


def certificate(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate and its key, made now; the test is skipped where the machine has no openssl."""
    if (command := shutil.which("openssl")) is None:
        pytest.skip("no openssl on this machine")
    chain, key = folder / "chain.pem", folder / "key.pem"
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "2"]
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(chain), *named]
    subprocess.run([command, *made], check=True, capture_output=True)
    return chain, key
