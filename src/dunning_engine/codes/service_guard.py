"""DE62x and DE63x: a request is turned away before it is read, or policies cannot be loaded while the service runs."""

from __future__ import annotations

from dunning_engine.codes.code import Code

SERVICE_GUARD: dict[str, Code] = {
    "DE620": Code(
        "Token missing or wrong",
        "The service was started with a token, and the request does not show it.",
        "Send the header 'Authorization: Bearer …' with a token from the service's --token-file or DUNNING_TOKEN.",
    ),
    "DE621": Code(
        "Meant for another host",
        "The service listens on this machine alone and asks for no token, so the header Host must name this machine. A web page that had its own name point here would get in otherwise.",
        "Ask for http://127.0.0.1, http://[::1] or http://localhost; to be reached by another name, start the service with a token.",
    ),
    "DE622": Code(
        "From another site's page",
        "A browser sent the request for a page of another site. Without a token any page that a user of this machine looks at could ask.",
        "Ask from a program, or start the service with a token.",
    ),
    "DE623": Code(
        "Body too large",
        "The body is larger than the service reads, so it was not read to its end.",
        "Send fewer invoices in one call, or a stream to /v1/evaluate/stream, which has no limit; --max-body says how much is read.",
    ),
    "DE624": Code(
        "Body too slow",
        "The body, or the next part of a stream, did not arrive in time.",
        "Send the body at once; --body-seconds says how long is waited.",
    ),
    "DE625": Code(
        "Headers too slow",
        "A request was begun, and its headers did not arrive in time.",
        "Send the headers at once; --body-seconds says how long is waited.",
    ),
    "DE626": Code(
        "Headers too large",
        "The address and the headers are larger together than any request to this service needs.",
        "Leave out cookies and other headers that nothing here reads.",
    ),
    "DE627": Code(
        "Not HTTP",
        "What arrived cannot be read as a request of HTTP/1.1.",
        "Use a client's library for HTTP; https:// needs a proxy in front of the service.",
    ),
    "DE628": Code(
        "Too many requests",
        "As many requests as a worker takes at once are being answered.",
        "Ask again after as many seconds as the header Retry-After says, over fewer connections, or run the service with more workers.",
    ),
    "DE629": Code(
        "Service ends",
        "The service was told to end, and the call took longer than --shutdown-seconds lets it wait. Nothing was decided.",
        "Ask again: decisions change nothing, so the same call may be sent as often as needed.",
    ),
    "DE630": Code(
        "Policies that never rest",
        "The files of the policies changed each time that they were read, so that there was no moment at which all of them could be checked together.",
        "Write a new folder and swap it by a symbolic link, or let nothing else write into the folder.",
    ),
}
