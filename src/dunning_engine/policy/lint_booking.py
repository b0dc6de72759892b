"""Interest invoices and the accounts that bookkeeping lines post to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.law.values import BookAccount
from dunning_engine.money import format_hundredths
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft
    from dunning_engine.problems import Problem


def check_interest_invoice(draft: Draft) -> Iterator[Problem]:
    """Interest that is invoiced is reckoned somewhere, and each of the two limits decides something."""
    invoice = draft.policy.interest_invoice
    if invoice is None:
        return
    if "interest" not in draft.fields.values:
        yield draft.document.problem(
            "DE375",
            "interest is invoiced, but nothing says how it is reckoned",
            ("interest_invoice",),
            on="key",
            hint="add a section 'interest:' with rate and accrues_from",
        )
    total = invoice.or_customer_total_at_least
    if total is not None and total < invoice.at_least:
        yield draft.document.problem(
            "DE385",
            f"the limit of {format_hundredths(invoice.at_least)} for one invoice decides nothing: "
            f"its customer's interest is at least as much, and {format_hundredths(total)} of that is enough",
            ("interest_invoice", "or_customer_total_at_least"),
            hint="write more here, or less after 'at_least'",
            severity=Severity.WARNING,
            related=(draft.document.value_span(("interest_invoice", "at_least")),),
        )


def check_accounts(draft: Draft) -> Iterator[Problem]:
    """One number for what has been bought back."""
    account = BookAccount.RECEIVABLE_BOUGHT_BACK
    own, written = draft.fields.mapping("accounts").text(account), draft.fields.mapping("recourse").text("book_as")
    if own is not None and written is not None and own != written:
        yield draft.document.problem(
            "DE386",
            f"what has been bought back is booked on {written} here, and on {own} under 'accounts:'",
            ("recourse", "book_as"),
            hint="keep one of the two lines",
            related=(draft.document.value_span(("accounts", account.value)),),
        )
