"""``/signin``: the form, a name and a password, the cookie, and on to the link that was asked for."""

from collections import Counter

from anyio import CapacityLimiter, Lock
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from db import engine as databases
from db.accounts import sessions
from db.accounts.sessions import Outcome
from db.errors import DbError
from ui import fonts
from ui.auth import cookies, door
from ui.gate.forms import entering, oidc, page
from ui.gate.forms.page import Field, Form
from ui.gate.refusals import note, refusal
from ui.text import t, words

_hashing = CapacityLimiter(2)  # a thread of its own kind: hashing must not hold up the files of a page
_turns: dict[str, Lock] = {}
_waiting: Counter[str] = Counter()


def routes() -> list[BaseRoute]:
    """``/signin``, drawn and sent, and the letters that it may need."""
    return [
        Route("/signin", _draw, methods=["GET"]),
        Route("/signin", _enter, methods=["POST"]),
        Route("/signin/thai.woff", _letters, methods=["GET"]),
    ]


async def _letters(_request: Request) -> Response:
    return FileResponse(fonts.SIGN_IN, media_type="font/woff", headers={"Cache-Control": "public, max-age=604800"})


async def _draw(request: Request) -> Response:
    lang = page.language(request.query_params)
    token = cookies.token_of(request)
    try:
        person = await run_sync(door.person_at, request)
        if person is not None:
            return entering.lead_on(request)
        if oidc.WAY in request.query_params and oidc.is_set():
            return await run_sync(oidc.lead, request)
        said = ""
        if oidc.FAILED in request.query_params:
            said = t("signin.office_no", lang)
        elif cookies.OF_BEFORE in request.cookies:
            said = t("signin.upgraded", lang)
        elif token is not None:
            said = t("signin.out", lang)
        return await run_sync(_form, request, said)
    except DbError:
        return refusal(request.scope, 503, "gate.no_database")


def _form(request: Request, said: str = "", name: str = "", *, wrong: bool = False, status: int = 200) -> Response:
    """The form, for the device that asks; a new one gets its cookie, and a cookie of before is taken away."""
    lang = page.language(request.query_params)
    form = Form(
        lang=lang,
        title=t("signin.title", lang),
        submit=t("signin.submit", lang),
        fields=(
            Field("username", t("signin.name", lang), "username", value=name),
            Field("password", t("signin.password", lang), "current-password", kind="password"),
        ),
        said=said,
        wrong=wrong,
        query=dict(request.query_params),
        below=oidc.link(request, lang) + page.below(lang),
    )
    answer = entering.with_form(request, lambda proof: page.draw(form, proof, status=status))
    if cookies.OF_BEFORE in request.cookies:
        answer.raw_headers.append(cookies.Cookie(cookies.OF_BEFORE, secure=False).header("", 0))
    return answer


async def _enter(request: Request) -> Response:
    """A name and a password: on to the link, or the form again with the name and a sentence."""
    form = await entering.read_form(request)
    if form is None:
        return refusal(request.scope, 413, "gate.too_large")
    lang, name = page.language(request.query_params), form.get("username", "").strip()[:100]
    password = form.get("password", "")[:200]
    try:
        if not entering.from_its_form(request, form):
            note(request.scope, "gate.form")
            return await run_sync(lambda: _form(request, t("signin.again_form", lang), name, wrong=True, status=403))
        if not name or not password:
            return await run_sync(lambda: _form(request, t("signin.missing", lang), name, wrong=True, status=422))
        outcome = await _checked(request, name, password)
        if outcome.status != "ok" or outcome.user is None:
            said = _trouble(outcome, lang)
            return await run_sync(lambda: _form(request, said, name, wrong=True, status=401))
        return await run_sync(entering.begin, request, outcome.user)
    except DbError:
        return refusal(request.scope, 503, "gate.no_database")


async def _checked(request: Request, name: str, password: str) -> Outcome:
    """What comes of a try; one at a time for an address. All that the door lets in of it wait: nobody is refused."""
    device = entering.device_of(request)
    _waiting[device.address] += 1
    try:
        async with _turns.setdefault(device.address, Lock()):
            return await run_sync(
                sessions.verify_credentials, databases.engine(), name, password, door.utc_now(), device,
                limiter=_hashing,
            )  # fmt: skip
    finally:
        _waiting[device.address] -= 1
        if not _waiting[device.address]:
            del _waiting[device.address], _turns[device.address]


def _trouble(outcome: Outcome, lang: str) -> str:
    if outcome.until is not None:
        return t("signin.locked", lang, time=words.clock(outcome.until, lang, seconds=True))
    return t("signin.over" if outcome.status == "over" else "signin.wrong", lang)
