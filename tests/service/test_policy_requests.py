"""Policies, schemas, codes, and a policy's text that is checked among the service's own."""

import pytest
from in_process import ROOT, ask, invoice, post, store

from dunning_engine import timeline
from dunning_engine.codes import CODES
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import check_among
from dunning_engine.rendering import render_json

GOOD = (ROOT / "rules" / "fakturabelaning.yaml").read_bytes()


def problems_of(answer):
    return [{name: value for name, value in one.items() if name != "pointer"} for one in answer.json["problems"]]


@pytest.mark.parametrize("kind", ["application/yaml", "text/yaml", "text/plain; charset=utf-8"])
def test_a_policy_that_passes_is_usable(kind):
    answer = ask("POST", "/v1/check", GOOD, kind=kind)
    assert (answer.status, answer.json) == (200, {"usable": True, "problems": []})


@pytest.mark.parametrize(
    ("found", "put"),
    [(b"continue_in: fakturaservice", b"continue_in: fakturaservise"), (b"policy:", b"polisy:"), (b"SEK", b"sek")],
)
def test_a_policy_that_does_not_pass_is_told_as_the_check_tells_it(found, put):
    text = GOOD.replace(found, put, 1)
    assert text != GOOD
    answer = ask("POST", "/v1/check?file=mine.yaml", text, kind="application/yaml")
    assert answer.status == 422
    assert problems_of(answer) == [render_json(one) for one in check_among(text, "mine.yaml")]
    assert answer.json["problems"][0]["file"] == "mine.yaml"
    assert answer.json["code"] == answer.codes[0]


def test_warnings_leave_a_policy_usable():
    text = GOOD + b"\nlimits:\n  actions: 1000000\n"
    answer = ask("POST", "/v1/check", text, kind="application/yaml")
    expected = [render_json(one) for one in check_among(text, "policy.yaml")]
    assert problems_of(answer) == expected


@pytest.mark.parametrize(
    ("query", "code"), [("file=", "DE605"), ("fil=a.yaml", "DE603"), ("file=a.yaml&file=b.yaml", "DE602")]
)
def test_the_name_of_the_file_is_the_one_parameter(query, code):
    answer = ask("POST", f"/v1/check?{query}", GOOD, kind="text/yaml")
    assert (answer.status, answer.codes) == (400, [code])


def test_a_checked_policy_is_never_served():
    before = ask("GET", "/v1/policies").json
    ask("POST", "/v1/check", GOOD.replace(b"policy: fakturabelaning", b"policy: ny", 1), kind="text/yaml")
    assert ask("GET", "/v1/policies").json == before


def test_policies_are_told_with_their_revisions():
    answer = ask("GET", "/v1/policies").json
    served = store().served
    assert answer["digest"] == served.digest
    assert [one["name"] for one in answer["policies"]] == list(served.policies)
    for one in answer["policies"]:
        history = served.policies[one["name"]]
        assert [told["digest"] for told in one["revisions"]] == [revision.digest for revision in history.revisions]


@pytest.mark.parametrize("name", list(store().served.policies))
def test_a_policy_is_told_with_its_text_as_it_is_served(name):
    for revision in ask("GET", f"/v1/policies/{name}").json["revisions"]:
        assert (ROOT / revision["file"]).read_text(encoding="utf-8") == revision["text"]
        assert f"policy: {name}" in revision["text"]


@pytest.mark.parametrize("path", ["/v1/policies/fakturaservis", "/v1/schemas/invoic", "/v1/problems/DE602x"])
def test_what_is_not_there_is_told_with_what_was_meant(path):
    answer = ask("GET", path)
    assert answer.status == 404
    assert answer.json["problems"][0]["hint"].startswith("did you mean")


def test_schemas_are_told_as_they_ship():
    for name in ask("GET", "/v1/schemas").json["schemas"]:
        answer = ask("GET", f"/v1/schemas/{name}")
        assert answer.body == (ROOT / "schemas" / f"{name}.schema.json").read_bytes()
        assert answer.headers["content-type"] == "application/schema+json"


@pytest.mark.parametrize("name", ["../openapi", "..%2Fopenapi", "invoice.schema.json", "%00", "."])
def test_no_name_of_a_schema_leads_elsewhere(name):
    assert ask("GET", f"/v1/schemas/{name}").status == 404


def test_every_code_is_told():
    for code, told in CODES.items():
        answer = ask("GET", f"/v1/problems/{code}").json
        assert (answer["title"], answer["cause"], answer["cure"]) == (told.title, told.cause, told.cure)


def test_it_lives_and_is_ready():
    assert ask("GET", "/healthz").json == {"alive": True}
    answer = ask("GET", "/readyz")
    assert (answer.status, answer.json["ready"], answer.json["stale"]) == (200, True, False)


@pytest.mark.parametrize(
    ("said", "status", "places"),
    [
        ({"paid_on": "2026-03-11"}, 422, [("DE613", "/paid_on")]),
        ({"paid_on": "x", "as_of": None, "explain": True}, 400, [
            ("DE508", "/paid_on"), ("DE603", "/explain"), ("DE604", "/as_of"),
        ]),
        ({"invoice": invoice(currency="EUR")}, 422, [("DE529", "/invoice/currency")]),
        ({"invoice": None}, 400, [("DE604", "/invoice")]),
        ({"invoice": invoice(amount="x"), "policy": "nowhere"}, 404, [("DE608", "/policy"), ("DE504", "/invoice/amount")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_timeline(said, status, places):
    asked = {"policy": "fakturaservice", "as_of": "2026-03-12", "invoice": invoice(), **said}
    answer = post("/v1/timeline", asked)
    assert answer.status == status
    assert sorted(zip(answer.codes, answer.pointers, strict=True)) == sorted(places)


def test_a_timeline_of_an_invoice_from_before_the_policy():
    one = invoice(issued_on="1990-01-31", due_on="1990-03-02")
    answer = post("/v1/timeline", {"policy": "fakturaservice", "as_of": "2026-03-12", "invoice": one}).json
    assert answer["policies"] == [{"name": "fakturaservice", "revision": None, "digest": None}]
    as_of = store().served.policies["fakturaservice"].revisions[-1].applies_from.replace(year=2026, month=3, day=12)
    expected = timeline(store().served.policies["fakturaservice"], Invoice.from_mapping(one), as_of=as_of)
    assert answer["timeline"] == expected.to_dict()
