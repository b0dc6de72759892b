"""Any bytes as a body end in a 4xx with a code: never in a 5xx, never in an answer that is no JSON."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from in_process import JSON, NDJSON, ask, invoice, ledger, post

from dunning_engine.codes import CODES

EVALUATE, TIMELINE, CHECK = "/v1/evaluate", "/v1/timeline", "/v1/check"
STREAM = "/v1/evaluate/stream?as_of=2026-03-31&policy=fakturaservice"
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
REQUEST = {"policy": "fakturaservice", "as_of": "2026-03-31", "invoice": ledger()["1005"]}
WRITTEN = json.dumps(REQUEST).encode()
DEEP = 100_000


def written(**facts):
    return json.dumps({**REQUEST, "invoice": invoice(**facts)})


AWKWARD = {
    "nothing": b"",
    "space": b" \n\t",
    "a number": b"1",
    "null": b"null",
    "text": b'"evaluate"',
    "a list": b"[]",
    "deep lists": b"[" * DEEP,
    "deep objects": b'{"a":' * DEEP,
    "deep lists that end": b"[" * DEEP + b"]" * DEEP,
    "a deep list inside": written(client="@").replace('"@"', "[" * 900 + "]" * 900).encode(),
    "a long number": written(amount="@").replace('"@"', "9" * 1_000_000).encode(),
    "a long fraction": written(amount="@").replace('"@"', "0." + "3" * 1_000_000).encode(),
    "a huge exponent": written(amount="@").replace('"@"', "1e999999999").encode(),
    "a tiny exponent": written(amount="@").replace('"@"', "1e-999999999").encode(),
    "an exponent past all": written(amount="@").replace('"@"', "1e99999999999999999999").encode(),
    "zero with an exponent": written(amount="@").replace('"@"', "0e99999999999999999999").encode(),
    "a whole number with an exponent": written(credit_risk="@").replace('"@"', "1e999999999").encode(),
    "half a character": written(client="@").replace('"@"', '"\\ud800"').encode(),
    "half a character as a key": written(client="@").replace('"client"', '"\\udfff"').encode(),
    "half a character as the policy": WRITTEN.replace(b'"fakturaservice"', b'"\\ud800"', 1),
    "a byte of zero": WRITTEN + b"\0",
    "a zero in text": written(client="\0").encode(),
    "a byte order mark": b"\xef\xbb\xbf" + WRITTEN,
    "UTF-16": WRITTEN.decode().encode("utf-16"),
    "UTF-32": WRITTEN.decode().encode("utf-32"),
    "Windows-1252": written(client="Åkeri").replace("\\u00c5", "Å").encode("cp1252"),
    "a character cut off": WRITTEN.replace(b"fakturaservice", b"\xc3", 1),
    "an overlong character": WRITTEN.replace(b"fakturaservice", b"\xc0\x80", 1),
    "a key twice": WRITTEN.replace(b'"as_of"', b'"as_of": "2026-03-30", "as_of"', 1),
    "NaN": written(amount="@").replace('"@"', "NaN").encode(),
    "Infinity": written(amount="@").replace('"@"', "-Infinity").encode(),
    "a second value": WRITTEN * 2,
    "a comment": b"/* */" + WRITTEN,
    "a comma last": WRITTEN[:-1] + b",}",
    "single quotes": WRITTEN.replace(b'"', b"'"),
    "broken off": WRITTEN[:-1],
}


def refused(answer):
    assert 400 <= answer.status < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.codes
    assert answer.json["code"] == answer.codes[0]
    assert set(answer.codes) <= set(CODES)


def answered(answer):
    """Some changes leave a request that fits."""
    if answer.status == 200:
        assert answer.json
    else:
        refused(answer)


@pytest.mark.parametrize("path", [EVALUATE, TIMELINE])
@pytest.mark.parametrize("body", AWKWARD.values(), ids=AWKWARD)
def test_awkward_bodies_are_refused(path, body):
    refused(ask("POST", path, body, kind=JSON))


def test_a_number_that_is_a_name_stays_as_it_is_written():
    digits = "9" * 1000
    answer = ask("POST", EVALUATE, written(invoice="@").replace('"@"', digits).encode(), kind=JSON)
    assert answer.json["decisions"][0]["invoice"] == digits


@pytest.mark.parametrize("body", AWKWARD.values(), ids=AWKWARD)
def test_awkward_lines_stop_no_stream(body):
    line = body.replace(b"\n", b" ")
    plain = json.dumps(invoice()).encode()
    answer = ask("POST", STREAM, plain + b"\n" + line + b"\n" + plain, kind=NDJSON)
    first, *_, last, end = answer.lines
    assert (first["line"], last["line"]) == (1, 3)
    assert first["decisions"] == last["decisions"]
    assert end["end"] is True
    assert end["with_problems"] == (1 if line.strip() and line != b"[]" else 0)


@pytest.mark.parametrize(
    "body",
    [
        *[AWKWARD[name] for name in ("nothing", "deep lists", "deep objects", "UTF-16", "UTF-32", "a byte of zero")],
        b"a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
        b'policy: "\\ud800"\n',
        b"? {a: b}\n: c\n",
        b"!!python/object/apply:os.system [ls]\n",
        b"policy: 60:00\n",
        b"\xff\xfe\x00",
        b"%YAML 9.9\n---\n",
    ],
)
def test_awkward_policies_are_refused(body):
    refused(ask("POST", CHECK, body, kind="application/yaml"))


@QUICK
@given(st.binary(max_size=300), st.sampled_from([EVALUATE, TIMELINE]))
def test_any_bytes_are_refused(body, path):
    refused(ask("POST", path, body, kind=JSON))


@settings(QUICK, max_examples=20)
@given(st.binary(max_size=300))
def test_any_bytes_are_no_policy(body):
    refused(ask("POST", CHECK, body, kind="text/plain"))


@QUICK
@given(st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes_are_a_stream_with_an_end(pieces):
    answer = ask("POST", STREAM, pieces or [b""], kind=NDJSON)
    assert answer.status == 200
    assert answer.lines[-1]["end"] is True


@QUICK
@given(st.data(), st.sampled_from([EVALUATE, TIMELINE]))
def test_a_request_with_some_bytes_changed_is_answered(data, path):
    body = bytearray(WRITTEN)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    answered(ask("POST", path, bytes(body), kind=JSON))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["2026-03-31", "1900-01-01", "2199-12-31", "fakturaservice", "SEK", "-1", "1e5"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(QUICK, max_examples=150)
@given(st.data(), VALUES, st.sampled_from([EVALUATE, TIMELINE]))
def test_any_value_in_any_place_is_answered(data, value, path):
    """Of the envelope, of the invoice, of an event."""
    request = json.loads(WRITTEN)
    invoice_ = request["invoice"]
    place = data.draw(st.sampled_from([request, invoice_, *invoice_["events"]]))
    place[data.draw(st.sampled_from([*place, "events", "invoices", "accounts", "paid_on"]))] = value
    answered(post(path, request))
