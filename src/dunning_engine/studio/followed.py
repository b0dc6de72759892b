"""What the panels show of an example invoice: its timelines under the text and under the saved policy, and a day's decisions.

Everything is asked of `timeline` and `decisions_on`; here it is only settled for which policies, and what is said where that
does not work. Safe to call from any thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.timeline import decisions_on, timeline
from dunning_engine.problems import FactError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.timeline import Timeline
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import Policy, PolicyHistory
    from dunning_engine.problems import Problem


@dataclass(frozen=True, slots=True)
class Asked:
    """An invoice, the policies it may follow, the day to look from.

    ``now`` are the policies with the text as it stands, ``saved`` as they lie on the disk, ``None`` where those are the same or
    cannot be used. ``file`` is the edited file as problems show it.
    """

    now: Mapping[str, PolicyHistory]
    saved: Mapping[str, PolicyHistory] | None
    policy: str
    invoice: Invoice
    as_of: date
    file: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of it: the timeline under the text, then the saved one if there is one; or problems and no timeline.

    ``sides`` has ``"now"`` or ``"saved"`` for each timeline. ``edited_from`` is the day from which the edited file's revision
    is in force, where the invoice follows another one, so that what is changed in the file does not concern it.
    """

    timelines: tuple[Timeline, ...] = ()
    sides: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    edited_from: date | None = None


def follow(asked: Asked) -> Followed:
    """The timelines, side by side. Raises nothing for facts that do not fit."""
    history = asked.now.get(asked.policy)
    if history is None:
        return Followed()
    try:
        found = [timeline(history, asked.invoice, as_of=asked.as_of)]
    except FactError as error:
        return Followed(problems=error.problems)
    sides = ["now"]
    before = None if asked.saved is None else asked.saved.get(asked.policy)
    if before is not None:
        try:
            found.append(timeline(before, asked.invoice, as_of=asked.as_of))
            sides.append("saved")
        except FactError:
            pass  # the invoice has taken steps that only the new text knows: there is nothing to compare with
    return Followed(tuple(found), tuple(sides), edited_from=_edited_elsewhere(history, asked))


def decided(asked: Asked, day: date) -> tuple[Decision, ...]:
    """The decisions of a day of the timeline under the text. Raises ``FactError`` for facts that do not fit."""
    history = asked.now.get(asked.policy)
    return () if history is None else decisions_on(history, asked.invoice, on=day, as_of=asked.as_of)


def unfit(history: PolicyHistory, invoice: Invoice, as_of: date) -> tuple[Problem, ...]:
    """What keeps the policy from deciding on the invoice, though its facts are right in themselves."""
    try:
        evaluate(history, invoice, as_of=as_of)
    except FactError as error:
        return error.problems
    return ()


def revision_of(history: PolicyHistory, file: str) -> Policy | None:
    """The policy's revision that stands in a file."""
    return next((one for one in history.revisions if one.span.file == file), None)


def with_side(line: Timeline, side: str) -> Timeline:
    """The timeline with the words for the side that it is on."""
    return replace(line, side=side)


def _edited_elsewhere(history: PolicyHistory, asked: Asked) -> date | None:
    edited = revision_of(history, asked.file)
    if edited is None or history.revision_for(asked.invoice.issued_on) is edited:
        return None
    return edited.applies_from
