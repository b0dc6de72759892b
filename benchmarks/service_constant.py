"""The same framework under the same server, answering with a constant: what calling over HTTP costs before anything is decided.

``python service_constant.py PORT WORKERS BYTES`` serves it on loopback.
"""

from __future__ import annotations

import os
import sys

import uvicorn
from fastapi import FastAPI, Request, Response

_BYTES = "CONSTANT_BYTES"
_NO_TELEMETRY = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}


def body(length: int) -> bytes:
    """The constant, as long as the answer that it stands for."""
    empty = b'{"constant":""}'
    return b'{"constant":"' + b"x" * max(0, length - len(empty)) + b'"}'


def make_app() -> FastAPI:
    """Takes what is posted, all of it, and answers without looking at it; made as the service's own application is."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, telemetry=_NO_TELEMETRY)
    constant = body(int(os.environ[_BYTES]))

    async def evaluate(request: Request) -> Response:
        await request.body()
        return Response(constant, media_type="application/json")

    async def ready(_: Request) -> Response:
        return Response(b"{}", media_type="application/json")

    app.add_route("/v1/evaluate", evaluate, methods=["POST"])
    app.add_route("/readyz", ready, methods=["GET"])
    return app


if __name__ == "__main__":
    port, workers, length = map(int, sys.argv[1:])
    os.environ[_BYTES] = str(length)
    uvicorn.run(
        "service_constant:make_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
        loop="uvloop",
        http="httptools",
    )
