"""What nobody foresaw: written to the log with where it happened, and nothing of what the request said."""

from __future__ import annotations

from dunning_engine.problems import Problem
from dunning_engine.service.logs import log, places_of


def unforeseen(error: Exception, request_id: str) -> Problem:
    """The problem that the client is told; the log has the kind of error and its way through the code.

    The error's own text is left out of both: it may quote the invoice.
    """
    log().error("unforeseen", request_id=request_id, error=places_of(error))
    return Problem(
        code="DE617",
        message="something went wrong that should not be able to",
        hint=f"the service's log tells more of request {request_id}",
    )
