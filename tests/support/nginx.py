"""A real nginx on a free port before servers of this program, with ``deploy/nginx.conf`` as it is given out.

Only its names, ports and paths are put in; ``without`` takes lines away, as somebody does who writes one from memory.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.certificates import certificate
from tests.support.server import ROOT, Server, free_port

CONFIG = ROOT / "deploy" / "nginx.conf"
NO_NGINX = "no nginx was found on this machine"
READY_S = 20
AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
    include {folder}/otop.conf;
}}
"""


def program() -> str:
    """nginx. Without one: skip, or fail where ``OTOP_REQUIRE_NGINX=1``."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        if os.environ.get("OTOP_REQUIRE_NGINX") == "1":
            pytest.fail(NO_NGINX)
        pytest.skip(NO_NGINX)
    return found


def given_out() -> str:
    """The file of ``deploy/``."""
    return CONFIG.read_text(encoding="utf-8")


def replaced(text: str, pattern: str, by: str) -> str:
    """``text`` with the one place of a pattern that it must have replaced; ``by`` is taken as it stands."""
    found, times = re.subn(pattern, lambda _: by, text, flags=re.MULTILINE)
    assert times == 1, f"{times} of {pattern} in {CONFIG.name}"
    return found


@dataclass
class Nginx:
    """One nginx before the servers at ``ports``. ``without``: patterns of lines that are left out."""

    folder: Path
    ports: Sequence[int]
    without: Iterable[str] = ()
    port: int = field(default_factory=free_port)
    plain: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def config(self) -> Path:
        """The file that it is begun with."""
        return self.folder / "nginx.conf"

    @property
    def chain(self) -> Path:
        """The certificate that it shows."""
        return self.folder / "chain.pem"

    def write(self) -> "Nginx":
        """Write certificate and configuration."""
        chain, key = certificate(self.folder)
        text = replaced(given_out(), r"^    listen 443 ssl http2;", f"    listen 127.0.0.1:{self.port} ssl http2;")
        text = replaced(text, r"^    listen 80;", f"    listen 127.0.0.1:{self.plain};")
        text = replaced(text, re.escape("/etc/ssl/otop.crt"), str(chain))
        text = replaced(text, re.escape("/etc/ssl/otop.key"), str(key))
        text = replaced(text, re.escape("/var/log/nginx/otop.log"), f"{self.folder}/access.log")
        line = r"^    server 127\.0\.0\.1:8501( .*;)$"
        rest = re.findall(line, text, flags=re.MULTILINE)[0]
        text = replaced(text, line, "\n".join(f"    server 127.0.0.1:{port}{rest}" for port in self.ports))
        for pattern in self.without:
            text = replaced(text, pattern, "")
        (self.folder / "otop.conf").write_text(text, encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""  # whose the folder of this test is
        self.config.write_text(AROUND.format(folder=self.folder, user=user), encoding="utf-8")
        return self

    def checked(self) -> subprocess.CompletedProcess[str]:
        """What ``nginx -t`` says of it."""
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, timeout=30, check=False)

    def start(self) -> "Nginx":
        """Begin it, and wait until it answers."""
        self.write()
        self.log = (self.folder / "nginx.log").open("wb")
        self.process = subprocess.Popen(self._command, stdout=self.log, stderr=subprocess.STDOUT)
        until = time.monotonic() + READY_S
        while not (self.folder / "nginx.pid").exists() or not (self.folder / "nginx.pid").read_text().strip():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise AssertionError((self.folder / "nginx.log").read_text())
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        """End it at once."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def requests(self) -> list[str]:
        """The lines of its own log."""
        return (self.folder / "access.log").read_text(encoding="utf-8").splitlines()

    @property
    def _command(self) -> list[str]:
        return [program(), "-p", str(self.folder), "-e", str(self.folder / "error.log"), "-c", str(self.config)]


class Behind(Server):
    """A server that is reached through an nginx alone: its address, port and cookie are those of the proxy."""

    nginx: Nginx

    @classmethod
    def of(cls, server: Server, nginx: Nginx) -> "Behind":
        """The same process as ``server``, seen from outside."""
        behind = cls(server.folder, server.one_time, server.command, nginx.port, server.settings, server.several)
        behind.__dict__.update({name: value for name, value in server.__dict__.items() if name in ("process", "log")})
        behind.nginx = nginx
        return behind

    @property
    def address(self) -> str:
        """That of the proxy."""
        return self.nginx.address

    @property
    def cookie_name(self) -> str:
        """What its sign-in cookie is called over https."""
        return "__Host-otop"

    def connection(self) -> socket.socket:
        """One to the proxy, encrypted."""
        trusting = ssl.create_default_context(cafile=str(self.nginx.chain))
        return trusting.wrap_socket(super().connection(), server_hostname="127.0.0.1")


BEHIND = {"OTOP_TRUSTED_PROXIES": "127.0.0.1"}  # of a server that a proxy of this machine stands before
