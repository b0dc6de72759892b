"""What is asked of invoices: decisions, a stream of them, timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.service.answers import drawn, evaluated
from dunning_engine.service.calls import json_answer
from dunning_engine.service.envelope import evaluate_request, no_query, stream_request, timeline_request
from dunning_engine.service.problem import json_bytes
from dunning_engine.service.stream import NDJSON, StreamAnswer

if TYPE_CHECKING:
    from starlette.responses import Response

    from dunning_engine.service.calls import Call

_JSON = "application/json"


async def post_evaluate(call: Call) -> Response:
    """Decide on an invoice, or on several with each other."""
    body = await call.body(_JSON)
    no_query(call.query)
    policies, most = call.served.policies, call.service.settings.max_invoices

    def work() -> bytes:
        answer = evaluated(*evaluate_request(body, policies, most=most))
        call.note.decided(answer.decisions)
        return json_bytes(answer.content)

    return json_answer(await call.work(body, work))


async def post_timeline(call: Call) -> Response:
    """What becomes of an invoice if nobody pays."""
    body = await call.body(_JSON)
    no_query(call.query)
    policies = call.served.policies

    def work() -> bytes:
        answer = drawn(*timeline_request(body, policies))
        return json_bytes(answer.content)

    return json_answer(await call.service.threads.call(work))


async def post_stream(call: Call) -> Response:
    """Decide line by line, for as long as lines come."""
    call.must_be(NDJSON)
    settings = call.service.settings
    return StreamAnswer(
        stream_request(call.query, call.served.policies),
        call.served,
        threads=call.service.threads,
        longest=settings.max_line,
        most=settings.max_invoices,
        note=call.note,
    )
