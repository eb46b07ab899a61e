"""The page that signs in, made here: it works without a script, and loads only Thai letters, where there are none.

Its words are those of the link's language, with the other one a press away. A policy of its own allows its style, its
form, and nothing else.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from starlette.responses import HTMLResponse

from db import engine as databases
from ui.app.headers import policy_of_a_page
from ui.request import load
from ui.text import others, t
from words import known

CONTACT = "OTOP_CONTACT"  # whom to ask for a lost password, as the office says it
STYLE = """
@font-face{font-family:"Thai letters";src:url("signin/thai.woff");unicode-range:U+E01-E3A,U+E40-E4E}
:root{color-scheme:light dark}*{box-sizing:border-box}
body{margin:0;font:1rem/1.6 Sarabun,"Noto Sans Thai","Leelawadee UI",Thonburi,"Thai letters",sans-serif;
background:light-dark(#f2f5f8,#12181f);
color:light-dark(#1b2733,#e7edf3)}
main{width:calc(100% - 2rem);max-width:26.25rem;margin:8vh auto 2rem;padding:1.5rem;background:light-dark(#fff,#1b232c);
border:1px solid light-dark(#d3dce5,#33404d);border-radius:6px}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem}
header p{margin:0;font-weight:700}h1{font-size:1.4rem;margin:.75rem 0 .25rem}.office{margin:0 0 1rem}
label{display:block;margin:.75rem 0 .25rem}
input{width:100%;min-height:44px;padding:.5rem .75rem;font:inherit;color:inherit;background:light-dark(#fff,#12181f);
border:1px solid light-dark(#7b8794,#7b8a99);border-radius:6px}
button,.other{display:block;width:100%;min-height:44px;margin-top:1.25rem;padding:.5rem;
font:inherit;text-align:center;border-radius:6px}
button{font-weight:700;border:0;background:#1f5f99;color:#fff}
.other{border:1px solid light-dark(#7b8794,#7b8a99);text-decoration:none}
a{color:light-dark(#1a5a94,#8cc1f0)}header a{padding:.6rem 0;min-height:44px}
.said{padding:.6rem .75rem;border-left:4px solid light-dark(#1f5f99,#8cc1f0);background:light-dark(#eaf2f9,#22303d)}
.wrong{border-color:light-dark(#b3402a,#f0937d);background:light-dark(#fbeeeb,#3a2622)}
.lost{margin:1.25rem 0 0;font-size:.95rem}
"""
POLICY = policy_of_a_page(STYLE)
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {app}</title><link rel="icon" href="data:,"><style>{style}</style></head>
<body><main><header><p>{app}</p><nav>{others}</nav></header>
<h1>{title}</h1><p class="office">{office}</p>
{said}<form method="post">
<input type="hidden" name="field" value="{field}">
{fields}
<button type="submit">{submit}</button>
</form>{below}</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. ``value`` is what was typed before; a password never comes back."""

    name: str
    label: str
    autocomplete: str
    kind: str = "text"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a page shows: a heading, a sentence about what happened, its fields, and what stands below them."""

    lang: str
    title: str
    submit: str
    fields: tuple[Field, ...]
    said: str = ""
    wrong: bool = False
    query: Mapping[str, str] = field(default_factory=dict)
    below: str = ""


def language(query: Mapping[str, str]) -> str:
    """The language asked for, by the page's own link or by the one that it leads on to."""
    onward = parse_qs(urlsplit(query.get("next", "")).query).get("lang", [""])
    return known(query.get("lang") or onward[0])


def office(lang: str) -> str:
    """The office whose program this is."""
    return load.project_shown(databases.engine(), None)[0].office.get(lang)


def lost(lang: str) -> str:
    """Whom to ask for a lost password."""
    who = os.environ.get(CONTACT, "").strip()[:120]
    return t("signin.lost_ask", lang, who=who) if who else t("signin.lost", lang)


def below(lang: str) -> str:
    """What stands under the form: whom to ask."""
    return f'<p class="lost">{escape(lost(lang))}</p>'


def draw(form: Form, proof: str, *, status: int = 200) -> HTMLResponse:
    """The page. ``proof`` is what only the browser that the form is drawn for can send back."""
    first_empty = next((one.name for one in form.fields if not one.value), "")
    page = _PAGE.format(
        lang=escape(form.lang),
        title=escape(form.title),
        app=escape(t("app.title", form.lang)),
        style=STYLE,
        others=" ".join(_switch(form, code, name) for code, name in others(form.lang).items()),
        office=escape(office(form.lang)),
        said=_said(form),
        field=escape(proof),
        fields="\n".join(_field(one, focus=one.name == first_empty) for one in form.fields),
        submit=escape(form.submit),
        below=form.below,
    )
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }
    return HTMLResponse(page, status_code=status, headers=headers)


def _switch(form: Form, code: str, name: str) -> str:
    query = {**form.query, "lang": code}
    if "next" in query:  # the page that is led to then speaks that language too
        onward = urlsplit(query["next"])
        kept = [pair for pair in parse_qsl(onward.query, keep_blank_values=True) if pair[0] != "lang"]
        query["next"] = f"{onward.path}?{urlencode([*kept, ('lang', code)])}"
    return f'<a href="?{escape(urlencode(query))}" lang="{code}" hreflang="{code}">{escape(name)}</a>'


def _said(form: Form) -> str:
    if not form.said:
        return ""
    look = "said wrong" if form.wrong else "said"
    return f'<p class="{look}" id="said" role="{"alert" if form.wrong else "status"}">{escape(form.said)}</p>\n'


def _field(one: Field, *, focus: bool) -> str:
    value = f' value="{escape(one.value)}"' if one.value else ""
    return (
        f'<label for="{one.name}">{escape(one.label)}</label><input id="{one.name}" name="{one.name}" '
        f'type="{one.kind}" autocomplete="{one.autocomplete}" maxlength="200" required{value}'
        f"{' autofocus' if focus else ''}{' autocapitalize=none spellcheck=false' if one.kind == 'text' else ''}>"
    )
