"""What is asked of the service itself: its policies, a text among them, schemas, codes, whether it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from dunning_engine.codes import CODES, STAGES
from dunning_engine.policy.load import check_among
from dunning_engine.problems import Problem, has_errors
from dunning_engine.resources import schemas_directory
from dunning_engine.service.answers import policies_served, policy_served
from dunning_engine.service.calls import json_answer
from dunning_engine.service.envelope import check_request, no_policy_here, no_query
from dunning_engine.service.problem import RequestError, json_bytes, plain_problem
from dunning_engine.service.ready import readiness
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.responses import Response

    from dunning_engine.service.calls import Call

YAML = ("application/yaml", "text/yaml", "text/plain")
_SUFFIX = ".schema.json"


async def post_check(call: Call) -> Response:
    """What is wrong with a policy's text, among the policies in the service's folder."""
    body = await call.body(*YAML)
    file = check_request(call.query)
    rules = call.service.settings.rules

    def work() -> bytes:
        problems = check_among(body, file, rules)
        if has_errors(problems):
            raise RequestError(422, *sorted(problems, key=lambda problem: problem.severity == "warning"))
        return json_bytes({"usable": True, "problems": [plain_problem(problem) for problem in problems]})

    return json_answer(await call.service.threads.call(work))


async def get_policies(call: Call) -> Response:
    """The policies that are served."""
    no_query(call.query)
    return json_answer(policies_served(call.served))


async def get_policy(call: Call) -> Response:
    """One policy, with its text."""
    no_query(call.query)
    name = call.request.path_params["name"]
    if name not in call.served.policies:
        raise RequestError(404, no_policy_here(name, call.served.policies))
    return json_answer(policy_served(call.served, name))


async def get_schemas(call: Call) -> Response:
    """The names of the JSON Schemas."""
    no_query(call.query)
    return json_answer({"schemas": _schemas()})


async def get_schema(call: Call) -> Response:
    """A JSON Schema as it ships."""
    no_query(call.query)
    name = call.request.path_params["name"]
    if name not in _schemas():
        raise RequestError(404, _none_of("schema", name, _schemas()))
    return json_answer((schemas_directory() / f"{name}{_SUFFIX}").read_bytes(), "application/schema+json")


async def get_problem(call: Call) -> Response:
    """What a code means, and what to do."""
    no_query(call.query)
    code = call.request.path_params["code"]
    if code not in CODES:
        raise RequestError(404, _none_of("code", code, CODES))
    told = CODES[code]
    return json_answer(
        {"code": code, "stage": STAGES[code[:3]], "title": told.title, "cause": told.cause, "cure": told.cure}
    )


async def get_health(_: Call) -> Response:
    """That the process lives."""
    return json_answer({"alive": True})


async def get_ready(call: Call) -> Response:
    """Whether there are policies to decide by; and where the newest files are wrong, if they do not pass."""
    status, content = readiness(call.service.store)
    return JSONResponse(content, status)


def _schemas() -> list[str]:
    return sorted(path.name.removesuffix(_SUFFIX) for path in schemas_directory().glob(f"*{_SUFFIX}"))


def _none_of(what: str, name: str, known: Iterable[str]) -> Problem:
    near = did_you_mean(name, known)
    return Problem(code="DE609", message=f"there is no {what} '{name[:100]}'", hint=near)
