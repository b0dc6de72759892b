"""An action beyond the steps: what concerns the client, the buyer or the ledger instead of the next letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from dunning_engine.decisions.action import Action, action_key
from dunning_engine.decisions.titles import TITLES
from dunning_engine.decisions.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from typing import Unpack

    from dunning_engine.decisions.action import Posting, Terms
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.problems import Span


class More(TypedDict, total=False):
    """What only some of the actions carry; each as in `Action`."""

    fact: str
    about: str | None
    amount: int
    terms: Terms
    continue_in: str
    send_by: str | None
    send_to: str | None
    postings: tuple[Posting, ...]
    law: tuple[str, ...]


def beyond(
    situation: Situation,
    action: str,
    *,
    title: str,
    source: Span,
    section: str,
    part: str = "",
    before: int = 0,
    step: str | None = None,
    approval: str | None = None,
    **more: Unpack[More],
) -> Action:
    """The action on the invoice's day. It states what is owed and adds nothing to it.

    ``section`` is the part of the policy that wants it; ``part`` sets it apart from others of its kind on the invoice, in the
    key; ``before`` is how often it has been done before. ``approval`` is the policy's unless given.
    """
    state = situation.state
    return Action(
        key=action_key(situation.invoice.invoice, f"{action}/{part}" if part else action, before),
        action=action,
        step=step,
        title=title,
        approval=approval or situation.policy.approval.value,
        on=situation.as_of,
        principal=state.principal,
        fees_before=state.fees,
        interest=state.interest,
        rule=f"{situation.policy.name}#{section}",
        source=str(source),
        **more,
    )


def title_of(action: str, **details: str) -> str:
    """What people see for an action that no policy gives a title."""
    return TITLES[action][DEFAULT_LANGUAGE].format_map(details)
