"""How a step is sent: the first of its channels that can be used for this invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.model import Channel

if TYPE_CHECKING:
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import Step


def channel_for(step: Step, invoice: Invoice) -> tuple[str | None, str | None]:
    """The channel, and the fact that is missing where none of the step's channels can be used.

    E-mail needs an address; a letter can always be posted, an e-invoice and a PDF always be made. What is sent the way the
    invoice was, or the way the customer prefers, needs no further proof that it can be.
    """
    lacking = None
    for channel in step.send_by:
        fact, found = _resolve(channel, invoice)
        if found is not None:
            return found, None
        lacking = lacking or fact
    return None, lacking


def _resolve(channel: Channel, invoice: Invoice) -> tuple[str, str | None]:
    if channel is Channel.SAME_AS_INVOICE:
        return "sent_by", invoice.sent_by
    if channel is Channel.AS_CUSTOMER_PREFERS:
        return "customer_prefers", invoice.customer_prefers
    if channel is Channel.EMAIL:
        return "customer_email", channel.value if invoice.customer_email is not None else None
    return "", channel.value
