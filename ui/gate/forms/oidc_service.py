"""Authlib's client of the office's own sign-in service."""

from functools import cache
from typing import Any

from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session

TIMEOUT_S = 10
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class Service(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]  # the library has no types
    """A client that keeps nothing between two requests."""

    client_cls = OAuth2Session
    issuer = ""

    def load_server_metadata(self) -> dict[str, Any]:
        """What the service says of itself, held to the setting; only signatures of a key pair count."""
        told: dict[str, Any] = super().load_server_metadata()
        if told.get("issuer") != self.issuer:
            raise ValueError("the service calls itself by another name than the setting")
        offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
        told["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNED_BY]
        return told


@cache
def service_of(issuer: str, client: str, secret: str) -> Service:
    """The client for a service, by its address and what it knows the office by."""
    made = Service(
        framework=None,
        name="office",
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "default_timeout": TIMEOUT_S},
    )
    made.issuer = issuer
    return made
