"""How schemathesis writes a stream: text as it is, other values as the line that they are."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context, value):
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()
