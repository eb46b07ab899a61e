"""A sign-in service of an office, made for tests: answers on loopback, signs with a key of its own."""

import hashlib
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "otop", "a secret between the two of them"


@dataclass
class Provider:
    """``claims`` replace what it says of who signed in; ``issuer`` what it calls itself."""

    address: str = ""
    issuer: str | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    asked: dict[str, str] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def came(self, location: str) -> str:
        """Somebody was led here and signs in; the query that leads them back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert location.startswith(f"{self.address}/authorize?")
        assert (query["response_type"], query["client_id"], query["code_challenge_method"]) == ("code", CLIENT, "S256")
        self.asked = query
        return f"code=a-code&state={query['state']}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """What a code is worth; nothing without the verifier, or for another address."""
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        if (form.get("code"), challenge) != ("a-code", self.asked.get("code_challenge")):
            return None
        assert form["redirect_uri"] == self.asked["redirect_uri"]
        now = int(time.time())
        claims = {"iss": self.address, "sub": "7", "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        claims.setdefault("nonce", self.asked["nonce"])
        header = {"alg": self.algorithm, "kid": "one"}
        key = self.key if self.algorithm == "RS256" else OctKey.import_key(SECRET)
        signed = jwt.encode(header, claims, key, algorithms=[self.algorithm])
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def providing(host: str = "127.0.0.1") -> Iterator[Provider]:
    """A provider for as long as a test lasts; ``localhost`` is another site than 127.0.0.1 to a browser."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize?"):  # somebody is signed in there already, and is led back
                query = provider.came(provider.address + self.path)
                self.send_response(303)
                self.send_header("Location", f"{provider.asked['redirect_uri']}?{query}")
                self.end_headers()
                return
            keys = {"keys": [provider.key.as_dict(private=False)]}
            self._say({"/keys": keys}.get(self.path, provider.metadata()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _say(self, what: dict[str, Any] | None) -> None:
            self.send_response(200 if what else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(what or {"error": "invalid_grant"}).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.address = f"http://{host}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
