"""DE60x and DE61x: a request to the service cannot be answered."""

from __future__ import annotations

from dunning_engine.codes.code import Code

SERVICE: dict[str, Code] = {
    "DE601": Code(
        "Not JSON",
        "The body, or a line of a stream, cannot be read: it is empty, broken off, nested too deep, not UTF-8, or it has NaN or Infinity, which JSON does not have.",
        "Send what a JSON library writes, as UTF-8 without a byte order mark. Numbers that are not known are null.",
    ),
    "DE602": Code(
        "Key twice in JSON",
        "The same key stands twice in one object, or the same parameter twice in an address. Programs differ in which of the two they believe.",
        "Leave one of them out.",
    ),
    "DE603": Code(
        "Nothing reads it",
        "The request has a key, or its address a parameter, that this call does not have. What it says would be lost.",
        "Use the names in the service's OpenAPI, /openapi.json.",
    ),
    "DE604": Code(
        "Request lacks something",
        "A key or a parameter that every such call must have is not there. The day is never taken from a clock: as_of is always given.",
        "Add what the message names.",
    ),
    "DE605": Code(
        "Not what belongs there",
        "A part of the request has another type, or is none of the words that it may be.",
        "Write it as the message says.",
    ),
    "DE606": Code(
        "One or several invoices",
        "A call to evaluate has either invoice, which is one, or invoices, which is a list of them. Both stand there, or neither.",
        "Give one of the two.",
    ),
    "DE607": Code(
        "Too many at once",
        "The list is longer than this service takes in one call, an object has more keys or events than any invoice, or more is wrong than one answer tells.",
        "Send several calls, with all of a customer's invoices in one of them, or send a stream to /v1/evaluate/stream, which has no limit. Where more is wrong, mend what is told first.",
    ),
    "DE608": Code(
        "No such policy here",
        "The service has no policy of that name.",
        "Look at the names under /v1/policies.",
    ),
    "DE609": Code(
        "No such schema or code",
        "The service has no JSON Schema, or no problem, of that name.",
        "Look at the names under /v1/schemas, and at the codes in docs/errors.md.",
    ),
    "DE610": Code(
        "No such address",
        "Nothing answers at that address.",
        "Look at the addresses in the service's OpenAPI, /openapi.json.",
    ),
    "DE611": Code(
        "Other method",
        "The address is there, but is not asked that way.",
        "Use the method that the header Allow names.",
    ),
    "DE612": Code(
        "Other kind of body",
        "The header Content-Type says that the body is something else than this call reads, or nothing at all, or Content-Encoding says that it is compressed.",
        "Send the kind that the message names, uncompressed, and say so in Content-Type.",
    ),
    "DE613": Code(
        "Paid before the day",
        "A timeline is asked for as if the invoice were paid on a day before the one that it begins on.",
        "Give a later paid_on. A payment that has been made stands among the invoice's events.",
    ),
    "DE614": Code(
        "Line too long",
        "A line of a stream is longer than one invoice, or one customer's invoices, can be.",
        "Put each invoice, or each customer's list of them, on a line of its own.",
    ),
    "DE615": Code(
        "Busy",
        "As many large calls as the service takes at once are being worked on, and as many as may wait are waiting.",
        "Ask again after as many seconds as the header Retry-After says, or run the service with more workers.",
    ),
    "DE616": Code(
        "No policies yet",
        "The service runs, but the policies that it was started with do not pass the check, so that there is nothing to decide by.",
        "Look at /readyz, which tells what is wrong, and mend the files: they are read again when they change.",
    ),
    "DE617": Code(
        "Unforeseen",
        "Something went wrong that should not be able to. Nothing was decided.",
        "Look for the request's number in the service's log, and report what stands there.",
    ),
}
