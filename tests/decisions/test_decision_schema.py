import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from dunning_engine.decisions.action import Action
from dunning_engine.decisions.decision import Blocker, Decision, Next
from dunning_engine.decisions.words import STAGES
from dunning_engine.law.interest import InterestPeriod
from dunning_engine.policy.model import ActionKind, Approval

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "decision.schema.json").read_text(encoding="utf-8"))
DAY = date(2026, 3, 12)
ACTION = Action(
    key="1001/reminder",
    action="remind",
    step="reminder",
    title="Påminnelse",
    approval="automatic",
    on=DAY,
    principal=1_000_000,
    fees_before=0,
    fee=6000,
    interest=2740,
    pay_by=date(2026, 3, 19),
    send_by="email",
    interest_periods=(InterestPeriod(date(2026, 3, 3), DAY, 10, 1000, 1_000_000, 2740),),
    rule="fakturaservice#reminder",
    source="rules/fakturaservice.yaml:38:5",
    law=("Räntelagen 6 §",),
)
REQUEST = Action(
    key="1001/request_information/customer_email",
    action="request_information",
    step=None,
    title="Begär komplettering",
    approval="manual",
    on=DAY,
    principal=-500,
    fees_before=0,
    fact="customer_email",
    rule="fakturaservice#reminder",
    source="rules/fakturaservice.yaml:38:5",
)


def decision(**changes):
    return Decision(
        **{
            "invoice": "1001",
            "as_of": DAY,
            "policy": "fakturaservice",
            "revision": date(2020, 1, 1),
            "digest": "sha256:" + "0" * 64,
            "stage": "notice",
            "balance": 1_000_000,
            "reasoning": None,
            **changes,
        }
    )


@pytest.mark.parametrize(
    "given",
    [
        decision(),
        decision(actions=(ACTION, REQUEST), next=Next("collection", DAY, ("customer_identity_number",))),
        decision(blockers=(Blocker(code="disputed", details={}),), allowed=("reminder",), notes=("Ringde",)),
        decision(revision=None, digest=None, stage="not_due"),
    ],
)
def test_a_decision_is_what_its_schema_says(given):
    jsonschema.Draft202012Validator(SCHEMA).validate(given.to_dict())


def test_the_schema_names_every_key_that_a_decision_has():
    written = decision(actions=(ACTION,), blockers=(Blocker(code="disputed", details={}),)).to_dict()
    parts = SCHEMA["$defs"]

    assert list(written) == [name for name in SCHEMA["properties"] if name != "why"]
    assert list(written["actions"][0]) == list(parts["action"]["properties"])
    assert list(written["actions"][0]["interest_periods"][0]) == list(parts["interest_period"]["properties"])
    assert list(written["blockers"][0]) == list(parts["blocker"]["properties"])


def test_the_schema_knows_the_words_of_the_code():
    action = SCHEMA["$defs"]["action"]["properties"]

    assert set(action["action"]["enum"]) >= {kind.value for kind in ActionKind}
    assert set(action["approval"]["enum"]) == {approval.value for approval in Approval}
    assert all(stage in SCHEMA["properties"]["stage"]["description"] for stage in STAGES)
