"""Why nothing more happens to an invoice by itself, in one line of Swedish or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.looks import next_look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.decision import Decision

_STAGES = {
    "paid": {"sv": "Fakturan är betald.", "en": "The invoice is paid."},
    "closed": {"sv": "Posten är stängd i reskontran.", "en": "The item is closed in the ledger."},
    "declined": {
        "sv": "Köpet är nekat; säljaren driver fakturan.",
        "en": "The purchase was declined; the seller pursues the invoice.",
    },
}
_SAID = {
    "ladder_done": {
        "sv": "Policyn har inga fler steg; vad som sker härnäst avgör en människa.",
        "en": "The policy has no further step; a person decides what happens next.",
    },
    "too_far": {
        "sv": "Mer kan ske från {day}, men så långt fram räknas det inte.",
        "en": "More may happen from {day}, which is too far ahead to be counted.",
    },
}


def why_it_ends(decision: Decision, language: str) -> str:
    """Why nothing follows by itself on ``decision``, whose actions have been carried out."""
    return " ".join(dict.fromkeys(_reasons(decision, language)))


def _reasons(decision: Decision, language: str) -> Iterator[str]:
    stage = _STAGES.get(decision.stage)
    if stage is not None:
        yield stage[language]
    yield from (blocker.message(language) for blocker in decision.blockers)
    again = next_look(decision)
    if again is not None:
        yield _SAID["too_far"][language].format(day=again)
    elif stage is None and not decision.blockers:
        yield _SAID["ladder_done"][language]
