"""What the service is asked under load, and the answers that are right: those that ``evaluate()`` gives in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from sample import AS_OF, mappings

from dunning_engine import evaluate

if TYPE_CHECKING:
    from dunning_engine.policy.model import PolicyHistory

POLICY = "fakturaservice"


def bodies(count: int, invoices: int) -> list[bytes]:
    """``count`` different bodies with so many invoices each; a single one is given as one, not as a list of one."""
    drawn = mappings(count * invoices)
    return [_body(drawn[start : start + invoices]) for start in range(0, len(drawn), invoices)]


def request(body: bytes, port: int) -> bytes:
    """The whole request as it goes over the wire."""
    head = (
        "POST /v1/evaluate HTTP/1.1",
        f"host: 127.0.0.1:{port}",
        "content-type: application/json",
        f"content-length: {len(body)}",
    )
    return "\r\n".join([*head, "", ""]).encode() + body


def right_answer(body: bytes, port: int, history: PolicyHistory) -> bytes:
    """What the service answers now, once its decisions are seen to be those of ``evaluate()``."""
    asked = Request(f"http://127.0.0.1:{port}/v1/evaluate", body, {"content-type": "application/json"})
    with urlopen(asked, timeout=30) as told:  # noqa: S310 (our own server)
        served: bytes = told.read()
    assert json.loads(served)["decisions"] == json.loads(answer(body, history)), (
        "the service decided otherwise than evaluate()"
    )
    return served


def answer(body: bytes, history: PolicyHistory) -> bytes:
    """The decisions on a body's invoices as JSON, without a server."""
    asked = json.loads(body)
    decisions = evaluate(history, asked.get("invoices") or [asked["invoice"]], as_of=AS_OF)
    return json.dumps([decision.to_dict() for decision in decisions], ensure_ascii=False).encode()


def _body(invoices: list[dict[str, Any]]) -> bytes:
    given = {"invoice": invoices[0]} if len(invoices) == 1 else {"invoices": invoices}
    return json.dumps({"policy": POLICY, "as_of": str(AS_OF), **given}).encode()
