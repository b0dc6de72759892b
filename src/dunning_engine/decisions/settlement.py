"""What the buyer and the client owe each other for a sale: the outlay, what has come in against it, and what is left.

The buyer has given the price and kept its fee. The debtor's payments of the capital go against both; a credit note is the
client's, since what it takes away was never worth anything; a buy-back makes up the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.money import round_fraction
from dunning_engine.policy.trade import BuyBack

if TYPE_CHECKING:
    from dunning_engine.facts.state import Sale, State
    from dunning_engine.policy.trade import Purchase, Recourse

_WHOLE = 10_000  # basis points


def fee_on(purchase: Purchase, principal: int) -> int:
    """The fee in öre on a capital in öre, rounded once, half up."""
    return round_fraction(principal * purchase.fee_percent, _WHOLE)


def advance_on(purchase: Purchase, principal: int) -> int:
    """The advance in öre on a capital in öre, rounded once, half up."""
    return round_fraction(principal * purchase.advance_percent, _WHOLE)


def price_of(purchase: Purchase, sale: Sale) -> int:
    """What the client gets for the sale at once, in öre: as recorded, otherwise as the policy says."""
    if sale.price is not None:
        return sale.price
    return advance_on(purchase, sale.principal) - fee_on(purchase, sale.principal)


def outlay(purchase: Purchase, sale: Sale) -> int:
    """Price and fee, in öre: what has to come in before anything is left over.

    A sale that was recorded with its price and without its fee was for the whole capital, or at the policy's fee.
    """
    price = price_of(purchase, sale)
    if sale.fee is not None:
        return price + sale.fee
    if sale.price is not None and purchase.advance_percent == _WHOLE:
        return max(sale.principal, price)
    return price + fee_on(purchase, sale.principal)


def credited_since(state: State, sale: Sale) -> int:
    """What credit notes have taken off the capital since the sale, in öre."""
    return sale.principal - (state.principal + state.principal_settled - sale.settled_before)


def buy_back_sum(state: State, purchase: Purchase, recourse: Recourse, sale: Sale) -> int:
    """What the client owes if it buys the invoice back today, in öre; below zero, the buyer owes it that."""
    left = outlay(purchase, sale) - (state.principal_settled - sale.settled_before)
    return left + (state.fees + state.interest if recourse.buy_back is BuyBack.BALANCE else 0)


def left_over(state: State, purchase: Purchase, recourse: Recourse | None, sale: Sale) -> int:
    """What is left between them once the debtor has paid or the invoice has been bought back, in öre.

    Above zero the buyer owes it to the client, below zero the client to the buyer. A payment that becomes known after the
    buy-back, but came before it, was the client's: it has bought back too much.
    """
    back = state.back
    if back is None:
        # What was credited after it had been paid goes back to the debtor: it has not come in.
        received = state.principal_settled - sale.settled_before + min(state.principal, 0)
        return 0 if state.paid_on is None else received - outlay(purchase, sale)
    beside = back.beside if recourse is not None and recourse.buy_back is BuyBack.BALANCE else 0
    return back.principal_settled - sale.settled_before + back.amount - beside - outlay(purchase, sale)
