"""Writes ``schemas/openapi.json``: the service's addresses, with the JSON Schemas as their types and real answers as examples.

Each example is asked of the service itself, from the example ledger, when this file is made.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
_SCHEMAS = TOP / "schemas"
_FILES = {
    "invoice": "Invoice",
    "account": "Account",
    "decision": "Decision",
    "account-decision": "AccountDecision",
    "timeline": "Timeline",
}
_DAY = "2026-03-31"
_JSON, _NDJSON, _PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
# A day that exists, from 1900 to 2199: with 29 February in leap years, which neither 1900 nor 2100 is.
_DAY_ASKED = {
    "type": "string",
    "pattern": "^((19|20|21)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))|((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29)$",
}
_DIGEST = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_NAME = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"}


def files() -> dict[Path, str]:
    """The file, with its text."""
    return {_SCHEMAS / "openapi.json": json.dumps(document(), ensure_ascii=False, indent=2) + "\n"}


def document() -> dict[str, Any]:
    """The whole OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dunning engine",
            "version": "1",
            "summary": "What to do about unpaid invoices on a day, decided by policies that people can read.",
            "description": "Every answer has the header Dunning-Policies, the digest of all policies that were served, and X-Request-Id. "
            "Problems are RFC 9457, with a code for each. Amounts are text with two decimals, days are YYYY-MM-DD, and the day "
            "that is asked about is always given.",
        },
        "security": [{"token": []}, {}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Needed where the service was started with a token, as it must be to listen on more than this machine.",
                }
            },
            "schemas": {**_components(), **_own_schemas()},
            "responses": _responses(),
            "headers": _headers(),
        },
    }


# Schemas


def _components() -> dict[str, Any]:
    """What stands in the JSON Schemas, each type under a name of its own."""
    found: dict[str, Any] = {}
    for file, title in _FILES.items():
        schema = json.loads((_SCHEMAS / f"{file}.schema.json").read_text("utf-8"))
        inner = schema.pop("$defs", {})
        schema.pop("$schema")
        for name, one in ((title, schema), *((_title(key), value) for key, value in inner.items())):
            if found.setdefault(name, _pointed(one)) != _pointed(one):
                raise ValueError(f"two types are called {name}")
    found["Timeline"]["properties"]["ends"] = {"$ref": "#/components/schemas/Decision"}
    return found


def _title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _pointed(value: Any) -> Any:
    """The value with its references to what has become a component."""
    if isinstance(value, list):
        return [_pointed(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _to(_title(held.removeprefix("#/$defs/"))) if key == "$ref" else _pointed(held)
        for key, held in value.items()
    }


def _to(name: str) -> str:
    return f"#/components/schemas/{name}"


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": _to(name)}


def _list(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name), **more}


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        **more,
    }


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}


def _said(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, **schema}


def _own_schemas() -> dict[str, Any]:
    """The types of requests and answers around those of the engine."""
    from dunning_engine.codes import CODES  # noqa: PLC0415 - an import that a made page must not need

    text, whole, flag = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
    language = {"enum": ["sv", "en", None]}
    policy = _said("The policy that decides; without it each invoice names its own.", _nullable(_NAME))
    as_of = _said("The day that is asked about.", _DAY_ASKED)
    optional = ("policy", "language", "explain", "accounts")
    code = _said("What is wrong, as docs/errors.md lists it.", {"enum": list(CODES)})
    place = _object({"file": text, "line": whole, "column": whole, "end_column": whole})
    problem = _object(
        {
            "code": code,
            "severity": {"enum": ["error", "warning"]},
            "message": text,
            "hint": _said("What to write instead.", _nullable(text)),
            "file": _said("The policy's file, for a problem in a policy.", _nullable(text)),
            "line": _nullable(whole),
            "column": _nullable(whole),
            "end_column": _nullable(whole),
            "excerpt": _nullable(text),
            "related": {"type": "array", "items": place},
            "invoice": _nullable(text),
            "account": _nullable(text),
            "fact": _nullable(text),
            "value": _nullable(text),
            "pointer": _said("A JSON pointer (RFC 6901) into the request's body.", _nullable(text)),
        },
        description="One thing that is wrong.",
    )
    told = _object(
        {
            "type": _said("An address that tells more of the code.", text),
            "title": text,
            "status": whole,
            "detail": text,
            "instance": _said("The request's number, as in X-Request-Id and in the service's log.", text),
            "code": code,
            "problems": _list("Problem", minItems=1),
        },
        description="Why a request was not answered (RFC 9457); code, title and detail are of the first of its problems.",
    )
    revision = {"applies_from": _DATE, "title": text, "digest": _DIGEST, "file": text}
    used = _object(
        {"name": text, "revision": _nullable(_DATE), "digest": _nullable(_DIGEST)},
        description="A revision of a policy that decided; revision and digest are null where none was in force.",
    )
    counts = {"lines": whole, "decided": whole, "with_problems": whole, "policies": _list("PolicyUsed")}
    return {
        "Problem": problem,
        "ProblemAnswer": told,
        "EvaluateRequest": {
            **_object(
                {
                    "policy": policy,
                    "as_of": as_of,
                    "invoice": _ref("Invoice"),
                    "invoices": _list(
                        "Invoice", description="Decided with each other: interest adds up over a customer's invoices."
                    ),
                    "accounts": {
                        "description": "Clients' accounts: what is overdrawn is set off against payouts.",
                        "type": ["array", "null"],
                        "items": _ref("Account"),
                    },
                    "language": _said("The language of messages and explanations; sv where nothing is said.", language),
                    "explain": _said("Whether each decision says why.", _nullable(flag)),
                },
                optional=(*optional, "invoice", "invoices"),
            ),
            "oneOf": [{"required": ["invoice"]}, {"required": ["invoices"]}],
        },
        "EvaluateAnswer": _object(
            {
                "as_of": _DATE,
                "decisions": _list("Decision", description="In the order of the invoices."),
                "accounts": _list("AccountDecision", description="In the order of the accounts."),
                "policies": _list("PolicyUsed"),
            }
        ),
        "StreamedDecisions": _object({"line": whole, "decisions": _list("Decision")}),
        "StreamedProblems": _object({"line": whole, "problems": _list("Problem", minItems=1)}),
        "StreamEnd": _object(
            {
                "end": _said("False where the service stopped before the end of the stream.", flag),
                **counts,
                "problems": _list("Problem"),
            },
            optional=("problems",),
        ),
        "TimelineRequest": _object(
            {
                "policy": policy,
                "as_of": _said("The day that the timeline begins on.", _DAY_ASKED),
                "paid_on": _said("The day on which all is paid; without it nobody pays.", _nullable(_DAY_ASKED)),
                "invoice": _ref("Invoice"),
                "language": language,
            },
            optional=(*optional, "paid_on"),
        ),
        "TimelineAnswer": _object({"timeline": _ref("Timeline"), "policies": _list("PolicyUsed")}),
        "CheckAnswer": _object({"usable": {"const": True}, "problems": _list("Problem", description="Warnings.")}),
        "PolicyUsed": used,
        "Policies": _object(
            {
                "digest": _DIGEST,
                "policies": {
                    "type": "array",
                    "items": _object({"name": text, "revisions": {"type": "array", "items": _object(revision)}}),
                },
            }
        ),
        "Policy": _object({"name": text, "revisions": {"type": "array", "items": _object({**revision, "text": text})}}),
        "Schemas": _object({"schemas": {"type": "array", "items": text}}),
        "Code": _object({"code": code, "stage": text, "title": text, "cause": text, "cure": text}),
        "Health": _object({"alive": {"const": True}}),
        "Ready": _object(
            {
                "ready": flag,
                "stale": _said("Newer files do not pass, and older policies are served.", flag),
                "generation": whole,
                "digest": _nullable(_DIGEST),
                "policies": {"type": "array", "items": text},
                "problems": {
                    "description": "Where the newest files are wrong.",
                    "type": "array",
                    "items": _object(
                        {
                            "code": code,
                            "severity": {"enum": ["error", "warning"]},
                            "file": _nullable(text),
                            "line": _nullable(whole),
                            "column": _nullable(whole),
                        }
                    ),
                },
            }
        ),
    }


def _headers() -> dict[str, Any]:
    return {
        "Dunning-Policies": {"description": "The digest of all policies that were served.", "schema": _DIGEST},
        "X-Request-Id": {
            "description": "The request's number, its own where it gave one.",
            "schema": {"type": "string"},
        },
        "Retry-After": {"description": "Seconds until it is worth asking again.", "schema": {"type": "string"}},
        "Allow": {"description": "The methods that there are.", "schema": {"type": "string"}},
        "WWW-Authenticate": {"description": "What is asked for.", "schema": {"type": "string"}},
    }


_REFUSALS = {
    "400": ("Unreadable", "The body is not JSON, or its keys and parameters are not those of this call."),
    "401": ("NoToken", "The service asks for a token, and there is none, or another."),
    "403": ("Elsewhere", "A page of another site asked."),
    "404": ("Unknown", "There is no policy, schema or code of that name."),
    "405": ("OtherMethod", "The address is asked another way."),
    "408": ("Slow", "The body did not arrive in time."),
    "413": ("TooLarge", "The body, or the list in it, is larger than the service takes."),
    "415": ("OtherKind", "Content-Type names another kind of body."),
    "421": ("OtherHost", "The request is meant for another host."),
    "422": ("Unfit", "Facts do not fit, or the policy does not pass; every problem is told."),
    "431": ("LargeHeaders", "The address and the headers are too large."),
    "500": ("Unforeseen", "What should not be able to happen; nothing was decided."),
    "503": ("Unavailable", "Busy, ending, or without policies."),
}
_MORE_HEADERS = {"401": ("WWW-Authenticate",), "405": ("Allow",), "503": ("Retry-After",)}
_ANYWHERE = ("401", "403", "405", "421", "431", "500", "503")
_WITH_BODY = ("400", "408", "413", "415", "422")


def _responses() -> dict[str, Any]:
    return {
        name: {
            "description": description,
            "headers": _with_headers(*_MORE_HEADERS.get(status, ())),
            "content": {_PROBLEM: {"schema": _ref("ProblemAnswer")}},
        }
        for status, (name, description) in _REFUSALS.items()
    }


def _with_headers(*more: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("Dunning-Policies", "X-Request-Id", *more)}


# Addresses


def _paths() -> dict[str, Any]:
    asked = _asked()
    answers = _Answers()
    return {
        "/v1/evaluate": {
            "post": _operation(
                "evaluate",
                "Decide on an invoice, or on several with each other",
                "All or nothing: where the facts of one invoice do not fit, nothing is decided, and every problem is told.",
                body={_JSON: {"schema": _ref("EvaluateRequest"), "examples": _examples(asked["evaluate"])}},
                answer={
                    _JSON: {"schema": _ref("EvaluateAnswer"), "examples": answers.of("/v1/evaluate", asked["evaluate"])}
                },
                refusals=(*_WITH_BODY, "404"),
                problems={"422": answers.of("/v1/evaluate", asked["unfit"])},
            )
        },
        "/v1/evaluate/stream": {
            "post": _operation(
                "evaluateStream",
                "Decide on a stream of invoices, line by line",
                "Each line of the body is an invoice, or a list of invoices that are decided with each other; each line of the answer is "
                "StreamedDecisions or StreamedProblems, in the same order, and the last one StreamEnd. The answer is sent while the body "
                "is read, and nothing is read while the answer is not taken: read while you write.",
                parameters=[
                    _parameter("policy", "The policy that decides; without it each invoice names its own.", _NAME),
                    _parameter("as_of", "The day that is asked about.", _DAY_ASKED, required=True, example=_DAY),
                    _parameter("language", "The language of messages.", {"enum": ["sv", "en"]}),
                    _parameter("explain", "Whether each decision says why.", {"type": "boolean"}),
                ],
                # Without a type: a wrong line is told, and the others are decided.
                body={_NDJSON: {"example": asked["lines"]}},
                answer={
                    _NDJSON: {
                        "schema": {"type": "string"},
                        "example": answers.text(f"/v1/evaluate/stream?as_of={_DAY}", asked["lines"], _NDJSON),
                    }
                },
                refusals=("400", "404", "408", "415"),
            )
        },
        "/v1/timeline": {
            "post": _operation(
                "timeline",
                "What becomes of an invoice if nobody pays",
                "Every step from the day on, or what happens if all is paid on paid_on.",
                body={_JSON: {"schema": _ref("TimelineRequest"), "examples": _examples(asked["timeline"])}},
                answer={
                    _JSON: {"schema": _ref("TimelineAnswer"), "examples": answers.of("/v1/timeline", asked["timeline"])}
                },
                refusals=(*_WITH_BODY, "404"),
            )
        },
        "/v1/check": {
            "post": _operation(
                "check",
                "What is wrong with a policy's text",
                "The text is checked as if it stood among the policies in the service's folder; it is never served.",
                parameters=[
                    _parameter("file", "The name of the file, which the problems show.", _NAME, example="policy.yaml")
                ],
                body={
                    kind: {"schema": {"type": "string"}, "example": asked["policy"]}
                    for kind in ("application/yaml", "text/yaml", "text/plain")
                },
                answer={
                    _JSON: {
                        "schema": _ref("CheckAnswer"),
                        "example": json.loads(answers.text("/v1/check", asked["policy"], "application/yaml")),
                    }
                },
                refusals=_WITH_BODY,
            )
        },
        "/v1/policies": {
            "get": _get("policies", "The policies that are served", "Policies", answers.get("/v1/policies"))
        },
        "/v1/policies/{name}": {
            "get": _get(
                "policy",
                "A policy, with its text as it is served",
                "Policy",
                None,
                parameter=_parameter(
                    "name", "The policy's name.", {"type": "string"}, place="path", example="fakturaservice"
                ),
            )
        },
        "/v1/schemas": {"get": _get("schemas", "The JSON Schemas there are", "Schemas", answers.get("/v1/schemas"))},
        "/v1/schemas/{name}": {
            "get": _get(
                "schema",
                "A JSON Schema",
                None,
                None,
                kind="application/schema+json",
                parameter=_parameter("name", "The schema's name.", {"type": "string"}, place="path", example="invoice"),
            )
        },
        "/v1/problems/{code}": {
            "get": _get(
                "problem",
                "What a code means, and what to do",
                "Code",
                answers.get("/v1/problems/DE603"),
                parameter=_parameter("code", "The code.", {"type": "string"}, place="path", example="DE603"),
            )
        },
        "/healthz": {"get": _get("health", "Whether the process lives", "Health", answers.get("/healthz"), probe=True)},
        "/readyz": {
            "get": _get("ready", "Whether there are policies to decide by", "Ready", answers.get("/readyz"), probe=True)
        },
        "/metrics": {
            "get": _get(
                "metrics", "What the service has counted, as Prometheus reads it", None, None, kind="text/plain"
            )
        },
        "/openapi.json": {"get": _get("openapi", "This document", None, None)},
    }


def _operation(
    name: str,
    summary: str,
    description: str,
    *,
    body: dict[str, Any],
    answer: dict[str, Any],
    refusals: tuple[str, ...],
    parameters: list[dict[str, Any]] | None = None,
    problems: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "description": description,
        **({"parameters": parameters} if parameters else {}),
        "requestBody": {"required": True, "content": body},
        "responses": {
            "200": {"description": "The answer.", "headers": _with_headers(), "content": answer},
            **_refused(*refusals, *_ANYWHERE, examples=problems),
        },
    }


def _get(
    name: str,
    summary: str,
    schema: str | None,
    example: Any,
    *,
    kind: str = _JSON,
    parameter: dict[str, Any] | None = None,
    probe: bool = False,
) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"type": "string"} if kind == "text/plain" else {"type": "object"}}
    if schema is not None:
        content = {"schema": _ref(schema), **({} if example is None else {"example": example})}
    refusals = (*(("404",) if parameter else ()), *(() if name in {"health", "ready", "metrics"} else ("400",)))
    unready: dict[str, Any] = {}
    if name == "ready":
        unready["503"] = {"description": "There are none.", "headers": _with_headers(), "content": {kind: content}}
    return {
        "operationId": name,
        "summary": summary,
        **({"security": []} if probe else {}),
        **({"parameters": [parameter]} if parameter else {}),
        "responses": {
            "200": {"description": "The answer.", "headers": _with_headers(), "content": {kind: content}},
            **_refused(*refusals, *_ANYWHERE),
            **unready,
        },
    }


def _refused(*statuses: str, examples: dict[str, Any] | None = None) -> dict[str, Any]:
    refused: dict[str, Any] = {
        status: {"$ref": f"#/components/responses/{_REFUSALS[status][0]}"} for status in sorted({*statuses})
    }
    for status, shown in (examples or {}).items():
        told = _responses()[_REFUSALS[status][0]]
        refused[status] = {**told, "content": {_PROBLEM: {**told["content"][_PROBLEM], "examples": shown}}}
    return refused


def _parameter(
    name: str,
    description: str,
    schema: dict[str, Any],
    *,
    required: bool = False,
    place: str = "query",
    example: Any = None,
) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "description": description,
        "required": required or place == "path",
        "schema": schema,
        **({} if example is None else {"example": example}),
    }


# Examples


def _asked() -> dict[str, Any]:
    """What the examples ask, of the example ledger: by name, with a summary and the request."""
    ledger = example_invoices()
    due, paid = ledger["1005"], ledger["1002"]
    policy = (TOP / "rules" / "fakturabelaning.yaml").read_text("utf-8")
    return {
        "evaluate": {
            "one": (
                "One invoice, with the reasons",
                {"as_of": _DAY, "invoice": due, "language": "en", "explain": True},
            ),
            "several": (
                "Two invoices under one policy",
                {"policy": "fakturaservice", "as_of": _DAY, "invoices": [due, paid]},
            ),
        },
        "unfit": {
            "unfit": (
                "A date that does not exist, and no currency",
                {"as_of": _DAY, "invoices": [due, _without({**paid, "due_on": "2026-02-30"}, "currency")]},
            )
        },
        "timeline": {
            "unpaid": ("Nobody pays", {"as_of": _DAY, "invoice": due, "language": "en"}),
            "paid": ("Paid in April", {"as_of": _DAY, "paid_on": "2026-04-20", "invoice": due, "language": "en"}),
        },
        "lines": "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (due, [paid], _without(paid, "amount"))),
        "policy": policy,
    }


def _without(invoice: dict[str, Any], fact: str) -> dict[str, Any]:
    return {name: value for name, value in invoice.items() if name != fact}


def example_invoices() -> dict[str, dict[str, Any]]:
    """The invoices of the example ledger by number, with their events, as JSON has them."""
    invoices = {row["invoice"]: {**row} for row in _rows("ledger.csv")}
    for row in _rows("events.csv"):
        event = dict(row)
        invoices[event.pop("invoice")].setdefault("events", []).append(event)
    return invoices


def example_accounts() -> list[dict[str, Any]]:
    """The accounts beside it, with their entries."""
    accounts: dict[str, dict[str, Any]] = {}
    for row in _rows("accounts.csv"):
        own = {name: value for name, value in row.items() if name in {"account", "client", "currency", "policy"}}
        entry = {name: value for name, value in row.items() if name not in own}
        accounts.setdefault(row["account"], {**own, "entries": []})["entries"].append(entry)
    return [*accounts.values()]


def _rows(file: str) -> list[dict[str, Any]]:
    from dunning_engine.ledger.read import read_table  # noqa: PLC0415 - as above

    return [dict(row.values) for row in read_table(TOP / "examples" / file).rows]


def _examples(asked: dict[str, tuple[str, Any]]) -> dict[str, Any]:
    return {name: {"summary": summary, "value": value} for name, (summary, value) in asked.items()}


class _Answers:
    """What the service answers, asked in this process."""

    def __init__(self) -> None:
        from dunning_engine.service.app import make_app  # noqa: PLC0415 - as above
        from dunning_engine.service.served import PolicyStore  # noqa: PLC0415
        from dunning_engine.service.settings import Settings  # noqa: PLC0415

        store = PolicyStore()
        store.load()
        self._app = make_app(Settings(), store)

    def of(self, path: str, asked: dict[str, tuple[str, Any]]) -> dict[str, Any]:
        """The answers to requests, under the names of those."""
        told = {name: (summary, json.loads(self.text(path, request))) for name, (summary, request) in asked.items()}
        return _examples(told)

    def get(self, path: str) -> Any:
        """What a GET gives."""
        return json.loads(asyncio.run(self._ask("GET", path, b"", "")))

    def text(self, path: str, body: Any, kind: str = _JSON) -> str:
        """What a POST gives, as it is written."""
        data = json.dumps(body) if kind == _JSON else body
        return asyncio.run(self._ask("POST", path, data.encode(), kind)).decode()

    async def _ask(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        place, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": place,
            "query_string": query.encode(),
            "headers": [(b"content-type", kind.encode()), (b"x-request-id", b"1")],
            "dunning": _numbered(),
        }
        parts: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            parts.append(message.get("body", b""))

        await self._app(scope, receive, send)  # type: ignore[arg-type]
        return b"".join(parts)


def _numbered() -> Any:
    """The note of a request whose number is the same however often the examples are made."""
    from dunning_engine.service.told import Told  # noqa: PLC0415 - as above

    return Told(request_id="9f1c2d3e4a5b6c7d")
