"""The sign-in cookie: streamlit-authenticator's controller and model, with our own claims.

The library's cookie says only who, and outlives a sign-out. Ours names the sign-in (``tokens``), which the database
can revoke. The library also draws its component, an invisible frame, on every run; here it is drawn only while there is
a cookie to write or delete, and kept on the screen until the browser says that it has done so.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

import extra_streamlit_components as stx
import streamlit as st
from streamlit_authenticator.controllers.cookie_controller import CookieController
from streamlit_authenticator.models.cookie_model import CookieModel

from ui import framework
from ui.auth import tokens
from ui.auth.tokens import Claims

ERRAND = "door.cookie"


def register() -> None:
    """Make the component known to the server: the library does so when it is imported, but only under a visitor."""
    framework.register_component(stx.CookieManager)


@dataclass(frozen=True, slots=True)
class Errand:
    """What the browser still has to do with its cookie."""

    verb: Literal["set", "delete"]
    claims: Claims

    @property
    def key(self) -> str:
        """Key of the component that carries the errand out; its value turns true when the browser has done it."""
        return f"door.cookie.{self.verb}.{self.claims.sid[:12]}"


class SignInCookieModel(CookieModel):  # type: ignore[misc]  # the library has no types
    """The library's model over our token. Its constructor would draw the component at once, so it is not called."""

    def __init__(self, signing_key: bytes) -> None:
        self.cookie_name = tokens.COOKIE
        self.cookie_key = signing_key
        self.claims: Claims | None = None
        self.errand_key = ERRAND

    @cached_property
    def cookie_manager(self) -> Any:
        """The component, drawn when it is first needed."""
        return stx.CookieManager(key=f"{self.errand_key}.all")

    def get_cookie(self, now: datetime) -> Claims | None:
        """The claims of the cookie that came with this connection, if it is ours and still good."""
        self.token = st.context.cookies.get(self.cookie_name)
        return tokens.decode(self.token, self.cookie_key, now)

    def set_cookie(self) -> None:
        """Ask the browser to keep ``claims``; over HTTPS, to send it over HTTPS alone."""
        assert self.claims is not None
        self.cookie_manager.set(
            self.cookie_name,
            self._token_encode(),
            key=self.errand_key,
            expires_at=self.claims.expires_at,
            secure=(st.context.url or "").startswith("https:") or None,
            same_site="strict",
        )

    def delete_cookie(self) -> None:
        """Ask the browser to forget the cookie; the component complains when it knew of none."""
        with suppress(KeyError):
            self.cookie_manager.delete(self.cookie_name, key=self.errand_key)

    def _token_encode(self) -> str:
        assert self.claims is not None
        return tokens.encode(self.claims, self.cookie_key)


class SignInCookie(CookieController):  # type: ignore[misc]
    """The library's controller over our model."""

    def __init__(self, signing_key: bytes) -> None:
        self.cookie_model = SignInCookieModel(signing_key)

    def get_cookie(self, now: datetime) -> Claims | None:
        """The claims of this connection's cookie."""
        return self.cookie_model.get_cookie(now)

    def device(self) -> str | None:
        """The sign-in that this browser had last, over or not: wrong tries are counted by it."""
        claims = tokens.read(st.context.cookies.get(tokens.COOKIE), self.cookie_model.cookie_key)
        return claims.sid if claims else None

    def remember(self, claims: Claims) -> None:
        """Have the browser keep the cookie of a sign-in."""
        st.session_state[ERRAND] = Errand("set", claims)

    def forget(self, claims: Claims) -> None:
        """Have the browser delete the cookie of a sign-in."""
        st.session_state[ERRAND] = Errand("delete", claims)

    def run_errand(self) -> None:
        """Draw the component while an errand is open. Call once a run, always at the same place on the screen."""
        errand: Errand | None = st.session_state.get(ERRAND)
        if errand is None:
            return
        if st.session_state.get(errand.key) is True:
            del st.session_state[ERRAND]
            return
        self.cookie_model.claims, self.cookie_model.errand_key = errand.claims, errand.key
        if errand.verb == "set":
            self.set_cookie()
        else:
            self.delete_cookie()
