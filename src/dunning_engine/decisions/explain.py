"""Why, as a caseworker would write it: what happens today, why, what it comes to, what is next, what would change it, the evidence.

Built only when asked for; a decision keeps what it was made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.amounts import amounts
from dunning_engine.decisions.explained.change import what_would_change_it
from dunning_engine.decisions.explained.coming import what_is_next
from dunning_engine.decisions.explained.evidence import evidence
from dunning_engine.decisions.explained.explanation import Explanation, explanation
from dunning_engine.decisions.explained.today import today
from dunning_engine.decisions.explained.why import why

if TYPE_CHECKING:
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.view import View

_HEADLINE = {"sv": "Faktura {invoice} den {as_of}", "en": "Invoice {invoice} on {as_of}"}


class Reasoning:
    """What a decision was made from; ``None`` where no revision of the policy applied."""

    __slots__ = ("view",)

    def __init__(self, view: View | None) -> None:
        """Keep the view."""
        self.view = view

    def told(self, decision: Decision, language: str) -> Explanation:
        """The whole explanation, for text and for pages."""
        view = self.view
        return explanation(
            language,
            _HEADLINE[language].format(invoice=decision.invoice, as_of=decision.as_of),
            today(view, decision, language),
            why(view, decision, language),
            amounts(view, decision, language),
            what_is_next(view, decision, language),
            what_would_change_it(view, decision, language),
            evidence(view, decision, language),
        )
