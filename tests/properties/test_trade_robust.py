"""Any buyer's policy, any events in any order, any account: a decision that its schema knows and that can be explained."""

import json
from datetime import date, timedelta
from functools import cache

from caller import as_mapping, recorded
from drawn import unchecked_policy_in
from drawn_invoices import FIRST, LAST, offers, trades, with_events
from drawn_trade import drawn_pairs, linked, pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import SHAPES, EventKind
from dunning_engine.facts.invoice import read_invoice
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import FactError
from dunning_engine.resources import read_schema

DAYS = st.dates(FIRST, LAST)
CARRIED = {
    "amount": st.integers(0, 3_000_000).map(lambda ore: f"{ore // 100}.{ore % 100:02}"),
    "step": st.sampled_from(["s0", "s1", "s2", "s9"]),
    "sale": st.sampled_from(["without_recourse", "with_recourse", "pledged"]),
    "key": st.sampled_from(["1001/pay_out", "1001/decline", "1001/notify_customer/sold", "x"]),
    "fact": st.just("customer_email"),
    "text": st.text(min_size=1, max_size=5),
    "until": DAYS.map(date.isoformat),
    "pay_by": DAYS.map(date.isoformat),
    "sent_by": st.just("post"),
    "agency": st.just("Agens"),
    "reason": st.just("Fel"),
}
CARRIED |= dict.fromkeys(("fee", "interest", "price", "purchase_fee"), CARRIED["amount"])


@cache
def validator():
    return Draft202012Validator(read_schema("decision"))


@st.composite
def any_event(draw):
    """An event of any kind with what it carries, or most of it."""
    kind = draw(st.sampled_from(sorted(EventKind)))
    shape = SHAPES[EventKind(kind)]
    carried = {name: draw(CARRIED[name]) for name in shape.must if draw(st.integers(1, 20)) > 1}
    carried |= {name: draw(CARRIED[name]) for name in shape.may if draw(st.integers(1, 4)) == 1}
    return {"on": draw(DAYS).isoformat(), "event": str(kind)} | carried


def can_be_told(decision):
    plain = decision.to_dict(explain=True, language="en")
    validator().validate(json.loads(json.dumps(plain)))
    assert all(plain["why"])
    assert all(decision.explain("sv"))
    return True


@given(pairs(), st.data())
@settings(max_examples=30, deadline=None)
def test_every_decision_on_the_way_fits_its_schema_and_is_explained(pair, data):
    history = linked(pair)
    for _ in range(2):
        invoice = data.draw(offers())
        sold = data.draw(st.sampled_from([(), data.draw(trades(invoice.issued_on))]))
        invoice = with_events(invoice, *sold)
        day = invoice.issued_on
        for gap in data.draw(st.lists(st.sampled_from([0, 1, 2, 5, 30]), min_size=8, max_size=8)):
            day += timedelta(days=gap)
            decision = evaluate(history, invoice, as_of=day)
            assert can_be_told(decision)
            again = evaluate(history, invoice, as_of=day)
            assert (again, again.to_dict(explain=True)) == (decision, decision.to_dict(explain=True))
            invoice = recorded(invoice, decision)


@given(drawn_pairs(), offers(events=False), st.lists(any_event(), max_size=7), st.lists(DAYS, min_size=1, max_size=4))
@settings(max_examples=80, deadline=None)
def test_any_events_under_any_policy_give_a_decision_or_problems_with_the_facts(pair, invoice, events, days):
    service, buyer = unchecked_policy_in(pair.service), unchecked_policy_in(pair.buyer)
    joined = PolicyHistory("buyer", buyer.revisions, {"service": service})
    told, problems = read_invoice({**as_mapping(invoice), "events": events})
    assert (told is None) == bool(problems)
    for day in days if told is not None else ():
        for history in (service, buyer, joined):
            try:
                decision = evaluate(history, told, as_of=day)
            except FactError:
                continue
            assert can_be_told(decision)
