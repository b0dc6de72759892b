"""Names: of steps, unique and known wherever they are spoken of, and of the facts that a step asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.facts.catalogue import ENFORCEMENT_CHOICES, GIVEN_BY_NAME
from dunning_engine.policy.model import CLAIMING
from dunning_engine.policy.trade import OutcomeKind
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft, Ladder, Rung
    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Path

# What a decision says of an invoice that stands at no step; a step of the same name could not be told apart.
_STAGES = frozenset(
    {
        "not_due",
        "due",
        "paid",
        "closed",
        "excluded",
        "with_agency",
        "offered",
        "review",
        "declined",
        "sold",
        "bought_back",
    }
)
# What is done beyond the steps; a step of the same name would have the same key, and one of the two would never be done.
_ACTIONS = frozenset(
    {
        *OutcomeKind,
        "charge_client",
        "pay_out",
        "notify_client",
        "notify_customer",
        "buy_back",
        "continue_in",
        "invoice_interest",
        "request_information",
        "match_ledger_items",
        "charge_overdraft_interest",
    }
)


def check_names(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """Every step has a name of its own, which is none of the words for an invoice's stage or another action."""
    first: dict[str, Rung] = {}
    for rung in ladder.rungs:
        name = rung.step.name
        if first.setdefault(name, rung) is not rung:
            yield draft.document.problem(
                "DE330",
                f"two steps are called '{name}'",
                rung.where("step"),
                hint="give one of them another name: events and keys are told apart by it",
                related=(draft.document.value_span(first[name].where("step")),),
            )
        if name in _STAGES | _ACTIONS:
            what = "where an invoice stands" if name in _STAGES else "an action that is no step"
            yield draft.document.problem(
                "DE354",
                f"a step cannot be called '{name}': a decision uses the word for {what}",
                rung.where("step"),
                hint=f"write for example 'step_{name}'",
            )


def check_also_allowed(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """A person may choose a step that exists and comes later."""
    names = [rung.step.name for rung in ladder.rungs]
    for index, rung in enumerate(ladder.rungs):
        for other, path in rung.fields.texts("also_allowed"):
            if other not in names:
                yield _unknown_step(draft, other, names, path)
            elif names.index(other) <= index:
                yield draft.document.problem(
                    "DE341",
                    f"'{other}' does not come after step '{rung.step.name}'",
                    path,
                    hint="only later steps can be chosen: nothing is done twice",
                    related=(draft.document.value_span(ladder.rungs[names.index(other)].where("step")),),
                )


def check_compensation_step(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """Late-payment compensation is claimed at a step that exists and claims money."""
    declared = draft.policy.late_compensation
    if declared is None:
        return
    path = ("late_compensation", "at_step")
    found = [rung.step for rung in ladder.rungs if rung.step.name == declared.at_step]
    if not found:
        yield _unknown_step(draft, declared.at_step, [rung.step.name for rung in ladder.rungs], path)
    elif found[0].action not in CLAIMING:
        yield draft.document.problem(
            "DE346",
            f"step '{declared.at_step}' claims no money: its action is '{found[0].action}'",
            path,
            hint="name a step that reminds, warns or demands",
            related=(found[0].span,),
        )


def check_facts(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """What a step requires or asks for is a fact of the invoice, and one that may be missing."""
    for rung in ladder.rungs:
        required = dict(rung.fields.texts("require"))
        for key in ("require", "request_if_missing"):
            for name, path in rung.fields.texts(key):
                yield from _fact(draft, name, path)
        for name, path in rung.fields.texts("request_if_missing"):
            if name in required:
                yield draft.document.problem(
                    "DE352",
                    f"'{name}' is never missing when this step is taken: the step itself requires it",
                    path,
                    hint="ask for it in an earlier step",
                    related=(draft.document.value_span(required[name]),),
                )


def check_choices(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """The client chooses between the words of ``enforcement_choice``, each offered once."""
    for rung in ladder.rungs:
        offered: dict[str, Path] = {}
        for choice, (_, path) in zip(rung.step.choices, rung.fields.items("choices"), strict=True):
            word, place = choice.choice, (*path, "choice")
            if word not in ENFORCEMENT_CHOICES:
                words = f"write one of {', '.join(ENFORCEMENT_CHOICES)}"
                hint = did_you_mean(word, ENFORCEMENT_CHOICES, words)
                yield draft.document.problem(
                    "DE347", f"'{word}' is no word of the fact 'enforcement_choice'", place, hint=hint
                )
            elif word in offered:
                yield draft.document.problem(
                    "DE348",
                    f"the choice '{word}' is offered twice",
                    place,
                    hint="keep one of them: nobody could say which is meant",
                    related=(draft.document.value_span(offered[word]),),
                )
            offered.setdefault(word, place)


def _fact(draft: Draft, name: str, path: Path) -> Iterator[Problem]:
    fact = GIVEN_BY_NAME.get(name)
    if fact is None:
        may_miss = [given.name for given in GIVEN_BY_NAME.values() if given.optional]
        hint = did_you_mean(name, may_miss, "name a fact of the invoice, such as customer_identity_number")
        yield draft.document.problem("DE342", f"an invoice has no fact '{name}'", path, hint=hint)
    elif not fact.optional:
        yield draft.document.problem(
            "DE343", f"every invoice has '{name}': it is never missing", path, hint="remove it from the list"
        )


def _unknown_step(draft: Draft, name: str, names: list[str], path: Path) -> Problem:
    hint = did_you_mean(name, names, f"the steps are {', '.join(names)}")
    return draft.document.problem("DE340", f"there is no step '{name}'", path, hint=hint)


LADDER_CHECKS = (check_names, check_also_allowed, check_compensation_step, check_facts, check_choices)
