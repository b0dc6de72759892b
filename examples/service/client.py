"""Asks a running service with httpx: ``python client.py INVOICES.ndjson POLICY DAY`` prints what to do with each invoice.

``DUNNING_URL`` says where it is, ``DUNNING_TOKEN_FILE`` which file holds the token, where one is asked for.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Invoice = dict[str, Any]
Decision = dict[str, Any]

_URL = "http://127.0.0.1:8700"
_A_CALL = 500  # invoices; the service takes 1,000 at most, and 2 MiB
_TRIES = 5
_BUSY = 503


class DunningError(Exception):
    """The service refused: ``problem`` is its answer (RFC 9457), with all that is wrong in ``problem["problems"]``."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem['code']}: {problem['detail']}")
        self.problem = problem


class Dunning:
    """A service and the connections to it; for ``with``."""

    def __init__(self, url: str = _URL, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.HTTPTransport(retries=2)  # of the connection; what follows is asked once
        self._client = httpx.Client(base_url=url, headers=headers, timeout=30, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def evaluate(self, policy: str, invoices: list[Invoice], *, as_of: str) -> list[Decision]:
        """Decide on invoices in one call, in their order. All or nothing: one that does not fit is a ``DunningError``."""
        answer = self._ask("/v1/evaluate", json={"policy": policy, "as_of": as_of, "invoices": invoices})
        decisions: list[Decision] = answer["decisions"]
        return decisions

    def evaluate_all(self, policy: str, groups: Iterable[list[Invoice]], *, as_of: str) -> Iterator[Decision]:
        """Decide on any number of invoices, in calls of some hundred.

        Each group, such as a customer's invoices, stays together: under some policies interest adds up over a customer.
        """
        waiting: list[Invoice] = []
        for group in groups:
            if waiting and len(waiting) + len(group) > _A_CALL:
                yield from self.evaluate(policy, waiting, as_of=as_of)
                waiting = []
            waiting += group
        if waiting:
            yield from self.evaluate(policy, waiting, as_of=as_of)

    def _ask(self, path: str, **given: Any) -> dict[str, Any]:
        """What the service answers; a busy one is asked again, since nothing happens twice by asking twice."""
        for left in reversed(range(_TRIES)):
            answer = self._client.post(path, **given)
            if answer.status_code == _BUSY and left:
                time.sleep(float(answer.headers.get("Retry-After", 1)))
                continue
            break
        if answer.headers["Content-Type"] == "application/problem+json":
            raise DunningError(answer.json())
        told: dict[str, Any] = answer.raise_for_status().json()  # what is between may answer too
        return told


def main(file: str, policy: str, day: str) -> None:
    """Print the actions on a file's invoices; each line is an invoice, or a list of those that belong together."""
    token_file = os.environ.get("DUNNING_TOKEN_FILE")
    token = Path(token_file).read_text(encoding="utf-8").strip() if token_file else None
    with Dunning(os.environ.get("DUNNING_URL", _URL), token) as service, Path(file).open(encoding="utf-8") as lines:
        groups = (one if isinstance(one, list) else [one] for one in map(json.loads, lines))
        for decision in service.evaluate_all(policy, groups, as_of=day):
            actions = [f"{action['action']} {action['amount_to_pay']}" for action in decision["actions"]]
            print(decision["invoice"], decision["stage"], *actions, sep="  ")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except DunningError as error:
        for problem in error.problem["problems"]:
            print(problem["code"], problem["message"], file=sys.stderr)
        sys.exit(1)
