"""What becomes of an invoice that is sold or pledged: terms, payout, notices, buy-back, and the policy that takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.money import format_hundredths
from dunning_engine.testing.values import comparable, rows
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase("then", sv="visas villkoren före försäljningen:", en="these terms are shown before the sale:", takes="table")
def terms_shown(dunning_world: World, datatable: Table) -> None:
    """The proposed purchase's or loan's terms, one row, compared in the columns given: fee, advance, payout, payout_on."""
    got = [
        {
            "fee": format_hundredths(action.terms.fee),
            "advance": format_hundredths(action.terms.advance),
            "payout": format_hundredths(action.terms.payout),
            "payout_on": action.terms.payout_on.isoformat(),
        }
        for action in dunning_world.decided().actions
        if action.terms is not None
    ]
    wanted = [comparable(row) for row in rows(datatable)]
    dunning_world.must_know(wanted[0], ("fee", "advance", "payout", "payout_on"))
    dunning_world.expect("terms", wanted, [{name: row[name] for name in wanted[0]} for row in got])


@phrase("then", sv=("betalas {amount} ut", "{amount} betalas ut"), en="{amount} is paid out")
def paid_out(dunning_world: World, amount: int) -> None:
    """The one payout that is proposed for the invoice."""
    _amounts(dunning_world, "pay_out", [amount])


@phrase("then", sv=("betalas ingenting ut", "ingenting betalas ut"), en="nothing is paid out")
def nothing_paid_out(dunning_world: World) -> None:
    """No payout is proposed for the invoice."""
    _amounts(dunning_world, "pay_out", [])


@phrase("then", sv="köps fakturan tillbaka för {amount}", en="the invoice is bought back for {amount}")
def bought_back(dunning_world: World, amount: int) -> None:
    """A buy-back is proposed, of this amount."""
    _amounts(dunning_world, "buy_back", [amount])


@phrase("then", sv=("köps fakturan inte tillbaka", "fakturan köps inte tillbaka"), en="the invoice is not bought back")
def not_bought_back(dunning_world: World) -> None:
    """No buy-back is proposed."""
    _amounts(dunning_world, "buy_back", [])


@phrase(
    "then",
    sv=('fortsätter fakturan i "{policy}"', 'fakturan fortsätter i "{policy}"'),
    en='the invoice continues in "{policy}"',
)
def continues_in(dunning_world: World, policy: str) -> None:
    """It is proposed that another policy takes over."""
    got = [action.continue_in for action in dunning_world.proposed("continue_in")]
    dunning_world.expect("continue_in", [policy], got)


@phrase("then", sv='avgörs det av policyn "{policy}"', en='the policy "{policy}" decides')
def decided_by(dunning_world: World, policy: str) -> None:
    """The policy that the decision on the invoice follows on this day."""
    dunning_world.expect("policy", policy, dunning_world.decided().policy)


@phrase(
    "then",
    sv='underrättas uppdragsgivaren om "{about}"',
    en='the client is told of "{about}"',
    about="buy_with_recourse",
)
def client_told(dunning_world: World, about: str) -> None:
    """The client is told of this action and no other, as buy_with_recourse, decline or buy_back."""
    dunning_world.must_know_actions([about])
    got = [action.about for action in dunning_world.proposed("notify_client")]
    dunning_world.expect("client_told", [about], got)


@phrase("then", sv="underrättas uppdragsgivaren inte", en="the client is told of nothing")
def client_not_told(dunning_world: World) -> None:
    """The client is told of no action."""
    got = [action.about for action in dunning_world.proposed("notify_client")]
    dunning_world.expect("client_told", [], got)


@phrase("then", sv='underrättas kunden om "{about}"', en='the customer is told of "{about}"')
def customer_told(dunning_world: World, about: str) -> None:
    """The customer is told whom to pay: after the sale (sold) or the buy-back (bought_back)."""
    got = [action.about for action in dunning_world.proposed("notify_customer")]
    dunning_world.expect("customer_told", [about], got)


@phrase("then", sv="underrättas kunden inte", en="the customer is told of nothing")
def customer_not_told(dunning_world: World) -> None:
    """The customer is told neither of a transfer nor of a buy-back."""
    got = [action.about for action in dunning_world.proposed("notify_customer")]
    dunning_world.expect("customer_told", [], got)


def _amounts(world: World, kind: str, wanted: list[int]) -> None:
    got = [action.amount for action in world.proposed(kind)]
    world.expect(
        kind,
        [format_hundredths(amount) for amount in wanted],
        [None if amount is None else format_hundredths(amount) for amount in got],
    )
