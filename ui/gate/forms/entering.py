"""What the pages before the house share: a small form read, whose it is, and a sign-in that begins."""

import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl

from anyio import move_on_after
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.model import ROLES
from db import engine as databases
from db.accounts import sessions, users
from db.accounts.sessions import Device
from ui.auth import cookies, door, tokens
from ui.auth.spread import spread
from ui.auth.visitors import visitors
from ui.gate import onward
from ui.gate.forms.agents import agent

LONGEST_BODY = 4_096  # bytes of a form
LONGEST_S = 10.0  # seconds that a form may be on its way: who sends no end to it takes no place from others


async def read_form(request: Request) -> dict[str, str] | None:
    """The fields of a small form, none of them where its end does not come; ``None`` where it is no form, or too large:
    it is not read to its end then.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return None
    body = b""
    with move_on_after(LONGEST_S) as waited:
        async for part in request.stream():
            body += part
            if len(body) > LONGEST_BODY:
                return None
    if waited.cancelled_caught:
        return {}
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10))
    except ValueError:
        return None


def with_form(request: Request, draw: Callable[[str], Response]) -> Response:
    """A page with a form for the browser that asks: ``draw`` gets the form's field, and a cookie names the browser."""
    cookie = cookies.device(request.scope)
    device = cookie.read(request.cookies) or secrets.token_urlsafe(24)
    answer = draw(tokens.form_field(device, door.key()))
    answer.raw_headers.append(cookie.header(device, cookies.DEVICE_DAYS * cookies.DAY_S))
    return answer


def from_its_form(request: Request, form: dict[str, str]) -> bool:
    """Whether a form was drawn for the browser that sends it."""
    device = cookies.device(request.scope).read(request.cookies)
    return device is not None and tokens.is_signed("form", device, form.get("field", ""), door.key())


def device_of(request: Request) -> Device:
    """Where a request comes from."""
    secret = cookies.device(request.scope).read(request.cookies)
    address = request.client.host if request.client else ""
    return Device(sessions.public_id(secret) if secret else "", address, agent(request.headers.get("user-agent", "")))


def lead_on(request: Request, wanted: str | None = None) -> Response:
    """To the link that was asked for."""
    address = onward.safe(wanted or request.query_params.get("next"))
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def begin(request: Request, user: str, wanted: str | None = None) -> Response:
    """Sign a user in on this browser, where one who was signed in before is so no longer, and lead on."""
    engine, now = databases.engine(), door.utc_now()
    if (before := door.person_at(request)) is not None:
        sessions.sign_out(engine, before.sid, now)
        visitors.shut(before.sid)
    token = sessions.sign_in(engine, user, now, device_of(request), spread.drawn())
    answer = lead_on(request, wanted)
    days = ROLES[users.find(engine, user).role].days + 30  # it outlives the sign-in: its pages are then led to sign in
    answer.raw_headers.append(cookies.sign_in(request.scope).header(token, days * cookies.DAY_S))
    return answer
