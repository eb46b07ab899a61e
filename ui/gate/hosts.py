"""Under which names the server answers, and from where a page may change something."""

import ipaddress
import os
import socket
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope

from ui.request import public

VARIABLE = "OTOP_HOSTS"
PROXIES = "OTOP_TRUSTED_PROXIES"


def listed(variable: str) -> list[str]:
    """The entries of a setting, parted by commas."""
    return [part.strip() for part in os.environ.get(variable, "").split(",") if part.strip()]


def trusted_proxies() -> list[str]:
    """Proxies whose headers tell a visitor's address and scheme; each also as a socket for both families names it."""
    networks = [ipaddress.ip_network(entry) for entry in listed(PROXIES)]
    mapped = [f"::ffff:{one.network_address}/{96 + one.prefixlen}" for one in networks if one.version == 4]
    return [*(str(one) for one in networks), *mapped]


@cache
def _names(setting: str, address: str) -> frozenset[str]:
    machine = socket.gethostname().casefold()
    own = {"localhost", "127.0.0.1", "::1", machine, f"{machine}.local"}
    own |= {str(st.get_option("browser.serverAddress")).casefold(), urlsplit(address).hostname or "localhost"}
    return frozenset(own | {part.strip().casefold() for part in setting.split(",") if part.strip()})


def allowed(scope: Scope) -> bool:
    """Whether a request names a host of this machine: its names, the address that it came in by, or one of the setting.

    Two such headers are as good as none. A page elsewhere, whose name was made to point here, names its own host.
    """
    host = _only(Headers(scope=scope), "host")
    if host is None or (name := _name(host)) is None:
        return False
    here = str((scope.get("server") or ("",))[0]).removeprefix("::ffff:")
    return name == here or name in _names(os.environ.get(VARIABLE, ""), public.address() or "")


def same_origin(scope: Scope) -> bool:
    """Whether the page that asks is of this very scheme, host and port."""
    headers = Headers(scope=scope)
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    return _only(headers, "origin") == f"{scheme}://{_only(headers, 'host')}"


def is_ours_but_for_tls(scope: Scope) -> bool:
    """Whether the page that asks came by https and the request did not, by what is known here: a proxy that encrypts
    has not said so, or is not trusted.
    """
    headers = Headers(scope=scope)
    return scope["scheme"] in ("http", "ws") and _only(headers, "origin") == f"https://{_only(headers, 'host')}"


def _only(headers: Headers, name: str) -> str | None:
    found: Sequence[str] = headers.getlist(name)
    return found[0] if len(found) == 1 else None


def _name(host: str) -> str | None:
    """The name in a Host header, without its port; ``None`` where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").rstrip(".")
        known = parts.netloc == host and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return name if known and name else None
