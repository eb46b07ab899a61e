"""The language of the page as the browser is told it: Streamlit's page says English whatever it shows.

Screen readers choose their voice by it, browsers their line breaks and whether they offer to translate.
"""

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from words import known

_SAID = b'<html lang="en">'


class PageLanguage:
    """Says the language of the link in each page of the program."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; an answer that is no page passes untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        tag = known(QueryParams(scope["query_string"]).get("lang"))[: len("en")]  # of one length: no header changes
        told, is_page = f'<html lang="{tag}">'.encode(), False

        async def send_in_language(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                is_page = headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
            elif is_page:
                message = {**message, "body": message.get("body", b"").replace(_SAID, told, 1)}
            await send(message)

        await self.app(scope, receive, send_in_language)
