"""Policies that buy invoices or lend against them, drawn as text, each with the policy that continues it."""

from functools import cache
from typing import NamedTuple

from drawn import ENDS, Draws, flow, header, interest, ladder, sections, written
from hypothesis import strategies as st

from dunning_engine.policy import continuation
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.continuation import check_continuations
from dunning_engine.problems import has_errors

SELLING = {
    "buy_without_recourse": "without_recourse",
    "buy_with_recourse": "with_recourse",
    "lend": "pledged",
}
OFFER_CONDITIONS = (
    "credit_risk: {at_most: 3}",
    "recourse_agreement: true, credit_risk: {at_most: 6}",
    "recourse_agreement: true",
    "amount: {at_least: 1000.00}",
    "any: [{credit_risk: {at_most: 4}}, {client: C1}]",
    "none: [{customer_kind: consumer}]",
)
OFFER_CALENDAR = (
    "days_since_invoice_date: {at_least: 5}",
    "days_since_invoice_date: {at_least: 3, less_than: 20}",
    "days_after_due_date: {less_than: 10}, credit_risk: {at_most: 6}",
    "interest_accrued: {at_least: 5.00}",
    "paused: false",
)
WINDOW_CALENDAR = ("days_since_invoice_date: {more_than: 40}", "days_after_due_date: {at_least: 20}")
# What an agency has is not bought back, so whether it gets there first depends on the days that are run.
WITHOUT_AGENCY = tuple(end for end in ENDS if "hand_over" not in end)


class Pair(NamedTuple):
    """The texts of a buyer's policy and of the one that continues it."""

    buyer: str
    service: str


@cache
def joined(pair):
    """Both policies by name, linked as a loader links them; ``None`` where the check refuses them."""
    read = [read_policy(text, "drawn.yaml") for text in pair]
    drafts = [draft for draft, problems in read if draft is not None and not has_errors(problems)]
    if len(drafts) < len(pair) or has_errors(check_continuations(drafts, {"buyer", "service"})):
        return None
    return continuation.linked(draft.policy for draft in drafts)


def linked(pair):
    """The buyer's policy, which goes on in the service's."""
    return joined(pair)["buyer"]


def itself(pair):
    """The service's policy where the ledger's column names it."""
    return joined(pair)["service"]


def pairs(*, calendar=True, ends=ENDS):
    """Policies that pass the check; what the buyer's ladder has, the other's has too, and perhaps more behind it."""
    return drawn_pairs(calendar=calendar, ends=ends).filter(joined)


@st.composite
def drawn_pairs(draw, *, calendar=True, ends=ENDS):
    """As `pairs`, whatever the check says of them."""
    of = Draws(draw)
    whole = ladder(of, calendar=calendar, ends=ends)
    rungs = [dict(rung) for rung in whole[: of.days(1, len(whole))]]
    lends = of.one_in(4)
    offers = purchase(of, lends=lends, calendar=calendar)
    if calendar and "buy_without_recourse" in offers and rungs[-1]["action"] != "hand_over" and of.one_in(3):
        rungs[-1] |= {"when": "{sale: without_recourse}", "if_not": of.pick("wait", "skip")}
    buyer = header(of, rungs, "buyer") | sections(of, rungs, calendar=calendar) | {"purchase": offers}
    if "buy_with_recourse" in offers or lends:
        buyer["recourse"] = recourse(of, "pledged" if lends else "with_recourse", calendar=calendar)
    service = header(of, whole, "service") | sections(of, whole, calendar=calendar)
    service["payments_settle"] = buyer["payments_settle"]
    if of.one_in(3):
        buyer["accounts"] = '{receivable: "1511", bank: "1940"}'
        service["accounts"] = '{receivable_bought_back: "1517"}'
    if "interest_accrued" in offers:
        buyer.setdefault("interest", interest(of))
    return Pair(written(buyer, rungs), written(service, whole))


def purchase(of, *, lends, calendar):
    """The section; the outcomes in a drawn order, the last perhaps without a condition."""
    conditions = (*OFFER_CONDITIONS, *OFFER_CALENDAR) if calendar else OFFER_CONDITIONS
    kinds = ["lend"] if lends else list(of.pick(*_WAYS))
    if of.one_in(3):
        kinds.insert(of.days(0, len(kinds)), "review")
    if of.one_in(2):
        kinds.append("decline")
    outcomes, left = [], of.draw(st.permutations(conditions))
    for number, kind in enumerate(kinds):
        one = {"outcome": kind, "title": f"{kind.capitalize()} {number}"}
        if kind == "review":
            one["when"] = "{picked_for_review: true}"
        elif number < len(kinds) - 1 or of.one_in(2):
            one["when"] = f"{{{left[number]}}}"
        told = of.pick(None, "immediately", "at_payout") if kind in SELLING else of.pick(None, "immediately")
        outcomes.append(one | ({"notify_client": told} if told else {}))
    unit = of.pick("banking_days", "calendar_days", "hours")
    advance = of.pick("70", "75.5", "80") if lends else of.pick("100", "100", "90")
    return flow(
        {
            "outcomes": f"[{', '.join(flow(one) for one in outcomes)}]",
            "payout": f"{{{unit}: {of.days(0, 3) * of.pick(1, 4, 24) if unit == 'hours' else of.days(0, 3)}}}",
            "fee_percent": of.pick("2.9", "0", "1.5", "33.33", "70"),
            "advance_percent": advance,
            "notice_of_assignment": of.pick("true", "true", "false"),
        }
    )


_WAYS = (
    ("buy_without_recourse",),
    ("buy_with_recourse",),
    ("buy_without_recourse", "buy_with_recourse"),
    ("buy_with_recourse", "buy_without_recourse"),
    ("buy_with_recourse", "buy_with_recourse"),
)


def recourse(of, sale, *, calendar):
    """The section: only what was sold in that way comes back."""
    also = of.pick(*WINDOW_CALENDAR) if calendar and of.one_in(4) else None
    return flow(
        {
            "when": f"{{sale: {sale}{'' if also is None else f', {also}'}}}",
            "pursue_through_days_after_due_date": of.days(0, 40),
            "buy_back": of.pick("balance", "principal"),
            "continue_in": "service",
        }
        | ({"book_as": '"1519"'} if of.one_in(4) else {})
    )
