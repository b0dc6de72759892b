"""What is wrong with a request, as an answer of its own (RFC 9457) with our codes.

``code``, ``title`` and ``detail`` are those of the first problem, which weighs most; ``problems`` has all of them, each with a
JSON pointer (RFC 6901) to its place in the request's body, where it has one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from dunning_engine.codes import CODES
from dunning_engine.problems import Problem
from dunning_engine.rendering import render_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROBLEM_JSON = "application/problem+json"
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class RequestError(Exception):
    """A request that is answered with problems and ``status``; ``headers`` belong to the answer."""

    def __init__(self, status: int, *problems: Problem, headers: Mapping[str, str] | None = None) -> None:
        """Keep what the answer is made from."""
        super().__init__(status, problems)
        self.status = status
        self.problems = problems
        self.headers = headers or {}

    def answer(self, request_id: str) -> Response:
        """The answer to the request of that number."""
        return problem_answer(self.status, self.problems, request_id=request_id, headers=self.headers)


def refusal(status: int, code: str, message: str, *, hint: str | None = None, **headers: str) -> RequestError:
    """A request refused for one reason; in the names of headers ``_`` stands for ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestError(status, Problem(code=code, message=message, hint=hint), headers=named)


def problem_answer(
    status: int, problems: Sequence[Problem], *, request_id: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer that tells ``problems``, of which there is at least one, in their order."""
    return Response(
        json_bytes(problem_object(status, problems, request_id)), status, dict(headers or {}), media_type=PROBLEM_JSON
    )


def problem_object(status: int, problems: Sequence[Problem], request_id: str) -> dict[str, Any]:
    """What stands in the answer."""
    first = problems[0]
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return {
        "type": f"/v1/problems/{first.code}",
        "title": CODES[first.code].title,
        "status": status,
        "detail": first.message + more,
        "instance": request_id,
        "code": first.code,
        "problems": [plain_problem(problem) for problem in problems],
    }


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A problem as it stands in an answer."""
    return {**render_json(problem), "pointer": problem.pointer}


def json_bytes(value: Any) -> bytes:
    """JSON as UTF-8; half a character, which a program may have written, stays the escape that it was."""
    return _ENCODER.encode(value).encode("utf-8", "backslashreplace")
