"""What a panel asks about at the moment: the newest text and the newest invoice that can be used, and whether those are the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.studio.followed import Asked

if TYPE_CHECKING:
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.load import Policies
    from dunning_engine.studio.desk import Desk


class Asking:
    """Follows a desk. ``earlier_text`` and ``earlier_invoice``: the newest one cannot be used, an earlier one stands in for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._policies: Policies | None = None
        self._text: str | None = None
        self._policy: str | None = None
        self._invoice: Invoice | None = None
        self.earlier_text = False
        self.earlier_invoice = False

    def forget(self) -> None:
        """Another file is shown: nothing of the one before stands in for it."""
        self._policies = self._text = self._policy = None

    def now(self) -> Asked | None:
        """What can be asked; ``None`` while there is nothing."""
        desk = self._desk
        if desk.policies is not None:
            self._policies, self._text, self._policy = desk.policies, desk.checked_text, desk.policy_name
        if desk.invoice_read is not None:
            self._invoice = desk.invoice_read
        self.earlier_text = desk.policies is None and desk.checked_text is not None
        self.earlier_invoice = desk.invoice_read is None
        if self._policies is None or self._policy is None or self._invoice is None:
            return None
        saved = None if self._text == desk.saved else desk.saved_policies
        return Asked(self._policies, saved, self._policy, self._invoice, desk.as_of, desk.shown)
