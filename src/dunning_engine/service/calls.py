"""One call of the service: what a route is given, and how what it raises becomes an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from dunning_engine.service.problem import RequestError, json_bytes, problem_answer, refusal
from dunning_engine.service.told import told
from dunning_engine.service.unforeseen import unforeseen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dunning_engine.service.served import PolicyStore, Served
    from dunning_engine.service.settings import Settings
    from dunning_engine.service.threads import Threads
    from dunning_engine.service.told import Told

_INLINE = 16 * 1024  # bytes of a body that is answered at once: some invoices, in a few milliseconds
_FEW = 600  # commas: of much that is small, each could be wrong
_MAY_NAME_ACCOUNTS = re.compile(rb'"accounts"|\\u00[67]')  # as it is, or with an escape for one of its letters
_RETRY_AFTER = "5"


@dataclass(frozen=True, slots=True)
class Service:
    """What all calls share."""

    settings: Settings
    store: PolicyStore
    threads: Threads


@dataclass(frozen=True, slots=True)
class Call:
    """One call, answered from one generation of policies whatever is loaded meanwhile."""

    request: Request
    service: Service
    note: Told
    current: Served | None

    @property
    def served(self) -> Served:
        """The policies. Raises ``RequestError``, 503, where there are none."""
        if self.current is None:
            raise refusal(503, "DE616", "there are no policies to decide by", Retry_After=_RETRY_AFTER)
        return self.current

    @property
    def query(self) -> bytes:
        """The parameters of the address, as they were written."""
        query: bytes = self.request.scope["query_string"]
        return query

    async def body(self, *kinds: str) -> bytes:
        """The body, which says of itself that it is one of ``kinds``. Raises ``RequestError``."""
        self.must_be(*kinds)
        return await self.request.body()

    def must_be(self, *kinds: str) -> None:
        """Refuse a body of another kind. Raises ``RequestError``."""
        packed = self.request.headers.get("content-encoding", "identity").strip().lower()
        if packed not in {"identity", ""}:
            raise refusal(415, "DE612", f"the body is compressed ({packed[:100]!r}); send it as it is")
        said = self.request.headers.get("content-type", "")
        if said.partition(";")[0].strip().lower() not in kinds:
            named = f"not {said[:100]!r}" if said else "and Content-Type says nothing"
            raise refusal(415, "DE612", f"the body is to be {' or '.join(kinds)}, {named}")

    async def work(self, body: bytes, work: Callable[[], bytes]) -> bytes:
        """What ``work`` comes to: at once for a few invoices, in a thread for many, and for accounts.

        Few entries of an account can mean many years of days that each cost interest.
        """
        at_once = len(body) <= _INLINE and body.count(b",") <= _FEW and not _MAY_NAME_ACCOUNTS.search(body)
        return work() if at_once else await self.service.threads.call(work)


def route(service: Service, answer: Callable[[Call], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that gives ``answer``; it raises nothing, and every answer says which policies were served."""

    async def endpoint(request: Request) -> Response:
        note = told(request.scope)
        note.request_id = note.request_id or uuid4().hex
        call = Call(request, service, note, service.store.served)
        try:
            response = await answer(call)
        except RequestError as error:
            note.refused(error.problems[0].code, error.problems)
            response = error.answer(note.request_id)
        except ClientDisconnect:
            response = Response(status_code=400)  # which nobody reads
        except Exception as error:  # noqa: BLE001 - a client is never shown what nobody foresaw
            problem = unforeseen(error, note.request_id)
            note.refused(problem.code, (problem,))
            response = problem_answer(500, [problem], request_id=note.request_id)
        if call.current is not None:
            response.headers["Dunning-Policies"] = call.current.digest
        return response

    return endpoint


def json_answer(value: Any, media_type: str = "application/json") -> Response:
    """An answer of plain values, or of the JSON that they have become."""
    return Response(value if isinstance(value, bytes) else json_bytes(value), media_type=media_type)
