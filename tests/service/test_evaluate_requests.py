"""What is wrong with a request to evaluate is told all at once, each thing at its place."""

import json

import pytest
from in_process import JSON, accounts, ask, invoice, ledger, post, store

from dunning_engine.service import routes_decisions
from dunning_engine.service.app import make_app
from dunning_engine.service.settings import Settings
from dunning_engine.service.threads import Threads

BASE = {"policy": "fakturaservice", "as_of": "2026-03-12"}


@pytest.mark.parametrize(
    ("request_", "status", "places"),
    [
        ([], 400, [("DE605", "")]),
        ({}, 400, [("DE604", "/as_of"), ("DE606", "")]),
        ({**BASE, "invoice": {}, "invoices": []}, 400, [("DE606", ""), *[("DE502", f"/invoice/{name}") for name in (
            "amount", "currency", "customer", "customer_kind", "due_on", "invoice", "issued_on",
        )]]),
        ({**BASE, "invoice": None}, 422, [("DE505", "/invoice")]),
        ({**BASE, "invoices": None}, 400, [("DE605", "/invoices")]),
        ({**BASE, "invoices": {}}, 400, [("DE605", "/invoices")]),
        ({**BASE, "invoices": [], "accounts": 1}, 400, [("DE605", "/accounts")]),
        ({**BASE, "invoices": [], "language": "SV"}, 400, [("DE605", "/language")]),
        ({**BASE, "invoices": [], "explain": "true"}, 400, [("DE605", "/explain")]),
        ({**BASE, "invoices": [], "explain": 1}, 400, [("DE605", "/explain")]),
        ({**BASE, "invoices": [], "policy": ""}, 400, [("DE605", "/policy")]),
        ({**BASE, "invoices": [], "policy": 7}, 400, [("DE605", "/policy")]),
        ({**BASE, "invoices": [], "policy": "fakturaservis"}, 404, [("DE608", "/policy")]),
        ({**BASE, "invoices": [], "a/b~c": 1}, 400, [("DE603", "/a~1b~0c")]),
        ({**BASE, "invoices": [], "as_of": None}, 400, [("DE604", "/as_of")]),
        ({**BASE, "invoices": [], "as_of": 20260312}, 400, [("DE508", "/as_of")]),
        ({**BASE, "invoices": [], "as_of": "2026-03-12 "}, 400, [("DE508", "/as_of")]),
        ({**BASE, "invoices": [], "as_of": "2026-03-12T10:00"}, 400, [("DE508", "/as_of")]),
        ({**BASE, "invoices": [], "as_of": "1899-12-31"}, 400, [("DE508", "/as_of")]),
        ({**BASE, "invoices": [invoice(), 7]}, 422, [("DE505", "/invoices/1")]),
        ({**BASE, "invoices": [invoice(), invoice(due_on="2026-02-30", amunt="1")]}, 422, [
            ("DE501", "/invoices/1/amunt"), ("DE508", "/invoices/1/due_on"),
        ]),
        ({**BASE, "invoice": invoice(events=3)}, 422, [("DE517", "/invoice/events")]),
        ({**BASE, "invoice": invoice(events=[{"on": "2026-03-01", "event": "note", "text": "x"}, 3, {"event": "payment"}])}, 422, [
            ("DE517", "/invoice/events/1"), ("DE519", "/invoice/events/2/amount"), ("DE519", "/invoice/events/2/on"),
        ]),
        ({**BASE, "invoice": invoice(currency="EUR")}, 422, [("DE529", "/invoice/currency")]),
        ({**BASE, "invoices": [invoice(), invoice(currency="EUR"), invoice(last_step="x", last_step_on="2026-03-01")]}, 422, [
            ("DE529", "/invoices/1/currency"), ("DE527", "/invoices/2/last_step"),
        ]),
        ({"as_of": "2026-03-12", "invoice": invoice()}, 422, [("DE560", "/invoice/policy")]),
        ({"as_of": "2026-03-12", "invoice": invoice(policy="fakturaservis")}, 422, [("DE560", "/invoice/policy")]),
        ({"as_of": "2026-03-12", "invoices": [], "accounts": [{"account": "K1", "client": "1", "currency": "SEK"}]}, 422, [
            ("DE560", "/accounts/0/policy"),
        ]),
        ({**BASE, "invoices": [], "accounts": [{"account": "K1"}, 3]}, 422, [
            ("DE536", "/accounts/0/client"), ("DE536", "/accounts/0/currency"), ("DE534", "/accounts/1"),
        ]),
        ({**BASE, "invoices": [], "accounts": [{"account": "K1", "client": "1", "currency": "SEK", "entries": [{}, 3]}]}, 422, [
            *[("DE536", f"/accounts/0/entries/0/{name}") for name in ("amount", "entry", "on")],
            ("DE534", "/accounts/0/entries/1"),
        ]),
        ({**BASE, "invoice": invoice(currency="EUR"), "accounts": [{"account": "K1", "client": "1", "currency": "EUR"}]}, 422, [
            ("DE529", "/invoice/currency"), ("DE529", "/accounts/0/currency"),
        ]),
    ],
)  # fmt: skip
def test_each_problem_stands_at_its_place(request_, status, places):
    answer = post("/v1/evaluate", request_)
    assert answer.status == status
    assert list(zip(answer.codes, answer.pointers, strict=True)) == places
    assert answer.json["status"] == status
    assert answer.json["type"] == f"/v1/problems/{answer.codes[0]}"
    assert ask("GET", answer.json["type"]).json["title"] == answer.json["title"]


def test_the_worst_comes_first_and_gives_the_status():
    answer = post("/v1/evaluate", {"policy": "nowhere", "asof": 1, "invoices": [invoice(due_on="x")]})
    assert answer.codes == ["DE603", "DE604", "DE608", "DE508"]
    assert (answer.status, answer.json["detail"]) == (400, "there is no key 'asof' here (3 more)")


def test_problems_name_their_invoice_and_value():
    (problem,) = post("/v1/evaluate", {**BASE, "invoices": [invoice(invoice="7", due_on="31/3 2026")]}).json["problems"]
    assert (problem["invoice"], problem["fact"], problem["value"]) == ("7", "due_on", "31/3 2026")


def test_null_is_the_same_as_nothing():
    said = {**BASE, "invoice": invoice()}
    nulls = dict.fromkeys(("accounts", "language", "explain"))
    assert post("/v1/evaluate", {**said, **nulls}).json == post("/v1/evaluate", said).json


def test_every_key_that_stands_twice_is_told():
    body = b'{"as_of":"2026-03-12","as_of":"2026-03-13","policy":"fakturaservice","invoices":[{"a":1,"a":2},{"b":{"c/":1,"c/":1}}]}'
    answer = ask("POST", "/v1/evaluate", body, kind=JSON)
    places = [place for code, place in zip(answer.codes, answer.pointers, strict=True) if code == "DE602"]
    assert places == ["/as_of", "/invoices/0/a", "/invoices/1/b/c~1"]


def test_more_than_so_many_are_refused():
    service = make_app(Settings(max_invoices=2), store())
    for key in ("invoices", "accounts"):
        given = {**BASE, "invoices": [], key: [{}] * 3}
        answer = post("/v1/evaluate", given, asked_of=service)
        assert (answer.status, answer.codes, answer.pointers) == (413, ["DE607"], [f"/{key}"])


def one(**changes):
    return {**BASE, "invoice": invoice(**changes)}


@pytest.mark.parametrize(
    ("given", "status", "pointer"),
    [
        ({**BASE, "invoice": {f"k{n}": 1 for n in range(501)}}, 413, "/invoice"),
        ({**BASE, "invoices": [{}, {f"k{n}": 1 for n in range(501)}]}, 413, "/invoices/1"),
        ({f"k{n}": 1 for n in range(501)}, 413, ""),
        (one(events=[0] * 10_001), 413, "/invoice/events"),
        ({**BASE, "invoices": [], "accounts": [{"entries": [0] * 10_001}]}, 413, "/accounts/0/entries"),
    ],
    ids=range(5),
)
def test_what_holds_more_than_any_invoice_is_not_read(given, status, pointer):
    answer = post("/v1/evaluate", given)
    found = [place for code, place in zip(answer.codes, answer.pointers, strict=True) if code == "DE607"]
    assert (answer.status, found) == (status, [pointer])
    assert len(answer.codes) < 20


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(one(events=[0] * 3000)),
        json.dumps({**BASE, "invoices": [{}] * 1000}),
        json.dumps({**BASE, "invoices": [], "accounts": [{}] * 1000}),
        '{"invoices":[' + '{"a":1,"a":1},' * 3000 + "1]}",
    ],
    ids=range(4),
)
def test_an_answer_tells_a_thousand_problems_and_that_there_are_more(body):
    answer = ask("POST", "/v1/evaluate", body.encode(), kind=JSON)
    assert (len(answer.codes), answer.codes[-1]) == (1001, "DE607")
    assert answer.json["problems"][-1]["message"] == "more is wrong than the 1000 problems that are told"
    assert answer.json["code"] != "DE607"


@pytest.mark.parametrize(
    "written",
    [
        '"invoices": [], "accounts": []',
        '"invoices": [], "\\u0061ccounts": []',
        '"invoices": [], "accoun\\u0074s": []',
        '"invoices": [' + "0," * 700 + "0]",
    ],
    ids=range(4),
)
def test_what_may_take_long_does_not_hold_up_others(written):
    class Seen(Threads):
        called = 0

        async def call(self, work):
            self.called += 1
            return await super().call(work)

    threads = Seen()
    body = '{"policy": "fakturaservice", "as_of": "2026-03-12", ' + written + "}"
    ask("POST", "/v1/evaluate", body.encode(), kind=JSON, asked_of=make_app(Settings(), store(), threads))
    assert threads.called == 1


def account(*entries):
    listed = [dict(zip(("on", "entry", "amount"), entry, strict=True)) for entry in entries]
    return {"account": "K1", "client": "1", "currency": "SEK", "entries": listed}


@pytest.mark.parametrize(
    ("policy", "given", "status"),
    [
        ("fakturaforsaljning-regress", account(("1990-01-02", "other", "-100000")), 413),
        ("fakturaforsaljning-regress", account(("1990-01-02", "other", "-1"), ("1990-01-03", "other", "1")), 413),
        ("fakturaforsaljning-regress", account(("1990-01-02", "other", "100000")), 200),
        ("fakturaforsaljning-regress", account(("2026-03-02", "other", "-100000")), 200),
        (
            "fakturaforsaljning-regress",
            account(("1990-01-02", "other", "-1"), ("2026-03-10", "overdraft_interest", "-1")),
            413,
        ),
        ("fakturaforsaljning-regress", account(("1990-01-02", "other", "-1"), ("1990-01-09", "other", "9000")), 200),
        ("fakturakop", account(("1990-01-02", "other", "-100000")), 200),
    ],
)
def test_interest_for_decades_of_days_is_not_worked_out_in_one_call(policy, given, status):
    answer = post("/v1/evaluate", {"policy": policy, "as_of": "2026-03-12", "invoices": [], "accounts": [given]})
    assert answer.status == status
    assert answer.status == 200 or (answer.codes, answer.pointers) == (["DE607"], ["/accounts"])


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/x-www-form-urlencoded", 415),
        ("text/plain", 415),
        ("application/json-seq", 415),
        ("", 415),
        (None, 415),
    ],
)
def test_a_body_says_what_it_is(kind, status):
    assert ask("POST", "/v1/evaluate", json.dumps({**BASE, "invoice": invoice()}).encode(), kind=kind).status == status


@pytest.mark.parametrize("path", ["/v1/evaluate", "/v1/timeline"])
def test_a_parameter_that_nothing_reads_is_refused(path):
    answer = post(f"{path}?as_of=2026-03-12", {**BASE, "invoice": invoice()})
    assert (answer.status, answer.codes) == (400, ["DE603"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/evaluate", 405, "DE611"),
        ("DELETE", "/v1/policies", 405, "DE611"),
        ("GET", "/v1/evaluate/", 404, "DE610"),
        ("GET", "/docs", 404, "DE610"),
        ("GET", "/v1/policies/a/b", 404, "DE610"),
    ],
)
def test_other_addresses_and_methods(method, path, status, code):
    answer = ask(method, path)
    assert (answer.status, answer.codes) == (status, [code])
    assert ("allow" in answer.headers) is (status == 405)


def test_what_nobody_foresaw_is_told_with_a_code_and_logged_without_the_invoice(monkeypatch, capsys):
    def failing(*_args, **_more):
        raise ValueError("secret-7")

    monkeypatch.setattr(routes_decisions, "evaluated", failing)
    answer = post("/v1/evaluate", {**BASE, "invoice": invoice(invoice="secret-7")})
    assert (answer.status, answer.codes) == (500, ["DE617"])
    said = capsys.readouterr()
    assert "ValueError" in said.out + said.err
    assert answer.json["instance"] in said.out + said.err
    assert "secret-7" not in said.out + said.err + answer.body.decode()


def test_a_large_list_is_decided_in_a_thread_and_a_small_one_at_once():
    class Counting(Threads):
        calls = 0

        async def call(self, work):
            self.calls += 1
            return await super().call(work)

    threads = Counting()
    service = make_app(Settings(), store(), threads)
    assert post("/v1/evaluate", {**BASE, "invoice": invoice()}, asked_of=service).status == 200
    assert threads.calls == 0
    many = {"as_of": "2026-03-31", "invoices": [*ledger().values()]}
    assert post("/v1/evaluate", many, asked_of=service).json == post("/v1/evaluate", many).json
    assert threads.calls == 1
    few = {**BASE, "invoices": [], "accounts": accounts()[:1]}
    assert post("/v1/evaluate", few, asked_of=service).status == 200
    assert threads.calls == 2


def test_no_more_than_so_many_large_calls_wait():
    threads = Threads(threads=1, waiting=0)
    assert threads._room.acquire(blocking=False)
    service = make_app(Settings(), store(), threads)
    answer = post("/v1/timeline", {**BASE, "invoice": invoice()}, asked_of=service)
    assert (answer.status, answer.codes, answer.headers["retry-after"]) == (503, ["DE615"], "1")
    threads._room.release()
    assert post("/v1/timeline", {**BASE, "invoice": invoice()}, asked_of=service).status == 200
    assert post("/v1/timeline", {**BASE, "invoice": invoice()}, asked_of=service).status == 200


def test_without_policies_nothing_is_decided():
    class Without:
        served = None
        problems = ()

    service = make_app(Settings(), Without())
    answer = post("/v1/evaluate", {**BASE, "invoice": invoice()}, asked_of=service)
    assert (answer.status, answer.codes, answer.headers["retry-after"]) == (503, ["DE616"], "5")
    assert "dunning-policies" not in answer.headers
