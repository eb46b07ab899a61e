"""The OpenAPI document, made from the models that answers are made from."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from core.model.kinds import KINDS
from ui.api import models
from ui.api.asked import FORMATS, MOST_ROWS, USUAL_ROWS
from ui.gate import problems
from ui.gate.table import API
from ui.request import link
from ui.text import t
from words import languages

VERSION = "1.0.0"
OF_ALL = ("format", "lang", "first", "limit")
PARAMETERS = (*OF_ALL, "as_of", "seen")
STATUSES = (400, 401, 403, 404, 405, 406, 410, 421, 429, 503)
_REF = "#/components/schemas/{model}"


def answers() -> Mapping[str, type[models.Page]]:
    """The address of each answer below ``/api/v1``, and its model."""
    of_a_project: dict[str, type[models.Page]] = {"figures": models.Figures, "history": models.History}
    of_a_project |= {name: models.rows_model(kind) for name, kind in models.RESOURCES.items()}
    return {
        "/projects": models.Projects,
        **{f"/projects/{{project}}/{name}": one for name, one in of_a_project.items()},
    }


@cache
def made(lang: str) -> dict[str, Any]:
    """The document in one language."""
    known: list[type[BaseModel]] = [models.Problem, *answers().values()]
    _, schemas = models_json_schema([(one, "serialization") for one in known], ref_template=_REF)
    basic, bearer = {"type": "http", "scheme": "basic"}, {"type": "http", "scheme": "bearer"}
    return {
        "openapi": "3.1.0",
        "info": {"title": t("api.title", lang), "version": VERSION, "description": t("api.intro", lang)},
        "servers": [{"url": f"{link.base_path()}{API.rstrip('/')}"}],
        "security": [{"basic": []}, {"bearer": []}],
        "paths": {path: {"get": _operation(path, model, lang)} for path, model in answers().items()},
        "components": {"schemas": schemas["$defs"], "securitySchemes": {"basic": basic, "bearer": bearer}},
    }


def summary(path: str, lang: str) -> str:
    """What an address gives, in a few words."""
    name = path.rpartition("/")[2]
    kind = models.RESOURCES.get(name)
    return t("api.rows_of", lang, kind=KINDS[kind].name.get(lang)) if kind else t(f"api.of_{name}", lang)


def _operation(path: str, model: type[BaseModel], lang: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=model.__name__)}
    content = {"application/json": {"schema": schema}, "text/csv": {"schema": {"type": "string"}}}
    refused = {problems.MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}
    of_a_project = "{project}" in path
    named = [{"name": "project", "in": "path", "required": True, "schema": {"type": "string"}}] if of_a_project else []
    return {
        "operationId": path.rpartition("/")[2],
        "summary": summary(path, lang),
        "parameters": [*named, *(_parameter(name, lang) for name in (PARAMETERS if of_a_project else OF_ALL))],
        "responses": {
            "200": {"description": summary(path, lang), "content": content},
            "304": {"description": t("api.unchanged", lang)},
            **{
                str(status): {"description": t(f"api.status_{status}", lang), "content": refused} for status in STATUSES
            },
        },
    }


def _parameter(name: str, lang: str) -> dict[str, Any]:
    schemas: dict[str, dict[str, Any]] = {
        "format": {"type": "string", "enum": list(FORMATS)},
        "lang": {"type": "string", "enum": list(languages())},
        "first": {"type": "integer", "minimum": 0, "default": 0},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS},
        "as_of": {"type": "string", "format": "date"},
        "seen": {"type": "string", "format": "date-time"},
    }
    return {"name": name, "in": "query", "description": t(f"api.how_{name}", lang), "schema": schemas[name]}
