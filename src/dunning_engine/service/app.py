"""The service's addresses, as an application that any ASGI server can run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from dunning_engine.service.calls import Service, json_answer, route
from dunning_engine.service.openapi import openapi_document
from dunning_engine.service.problem import refusal
from dunning_engine.service.routes_decisions import post_evaluate, post_stream, post_timeline
from dunning_engine.service.routes_policies import (
    get_health,
    get_policies,
    get_policy,
    get_problem,
    get_ready,
    get_schema,
    get_schemas,
    post_check,
)
from dunning_engine.service.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from dunning_engine.service.calls import Call
    from dunning_engine.service.served import PolicyStore
    from dunning_engine.service.settings import Settings

STREAM = "/v1/evaluate/stream"
"""The one address whose body has no end, and is not read whole."""

_ROUTES: tuple[tuple[str, str, Callable[[Call], Awaitable[Response]]], ...] = (
    ("POST", "/v1/evaluate", post_evaluate),
    ("POST", STREAM, post_stream),
    ("POST", "/v1/timeline", post_timeline),
    ("POST", "/v1/check", post_check),
    ("GET", "/v1/policies", get_policies),
    ("GET", "/v1/policies/{name}", get_policy),
    ("GET", "/v1/schemas", get_schemas),
    ("GET", "/v1/schemas/{name}", get_schema),
    ("GET", "/v1/problems/{code}", get_problem),
    ("GET", "/healthz", get_health),
    ("GET", "/readyz", get_ready),
)


def make_app(settings: Settings, store: PolicyStore, threads: Threads | None = None) -> FastAPI:
    """The application that answers from what ``store`` serves.

    Its routes take the raw body, which is read by the facts' own readers: there is one meaning of an invoice, and one message
    for what is wrong with it.
    """
    service = Service(settings, store, threads or Threads())
    app = FastAPI(
        title="Dunning engine",
        openapi_url=None,
        docs_url=None,  # a page that would load its scripts from another host
        redoc_url=None,
        redirect_slashes=False,
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    document = partial(openapi_document, with_token=settings.token is not None)
    setattr(app, "openapi", document)  # noqa: B010 - made from the JSON Schemas, not from types of Python

    async def get_openapi(_: Call) -> Response:
        return json_answer(document())

    for method, path, answer in (*_ROUTES, ("GET", "/openapi.json", get_openapi)):
        app.add_route(path, route(service, answer), methods=[method])
    app.add_exception_handler(HTTPException, _elsewhere(service))
    return app


def _elsewhere(service: Service) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What is answered at an address that nothing answers at, and to a method that it is not asked by."""

    async def handler(request: Request, error: Exception) -> Response:
        headers = (error.headers or {}) if isinstance(error, HTTPException) else {}

        async def answer(_: Call) -> Response:
            if "Allow" in headers:
                allowed = headers["Allow"]
                raise refusal(
                    405, "DE611", f"this address is asked by {allowed}, not {request.method[:20]}", Allow=allowed
                )
            raise refusal(404, "DE610", f"nothing answers at {request.url.path[:100]}")

        return await route(service, answer)(request)

    return handler
