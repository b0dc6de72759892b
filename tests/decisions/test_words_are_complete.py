"""Whatever the engine may say has words in both languages."""

import pytest

from dunning_engine.decisions.explained.action_words import DONE_TODAY, NOT_DONE
from dunning_engine.decisions.explained.fact_words import BECOMES, NOUNS, noun
from dunning_engine.decisions.explained.history import HAPPENED
from dunning_engine.decisions.explained.lifting import LIFTED_BY
from dunning_engine.decisions.explained.reasons import REASONS, REMARKS
from dunning_engine.decisions.titles import TITLES
from dunning_engine.decisions.words import BLOCKERS
from dunning_engine.facts.catalogue import CONDITION_FACTS, DERIVED, GIVEN, SALES, Kind
from dunning_engine.facts.event import RECORDED_AS_DONE, EventKind
from dunning_engine.policy.model import ActionKind
from dunning_engine.policy.trade import OutcomeKind


def codes(texts):
    return {code.partition(":")[0] for code in texts}


def test_every_fact_has_a_noun_and_what_is_so_or_not_a_clause():
    assert NOUNS.keys() == {fact.name for fact in (*GIVEN, *DERIVED)}
    booleans = {name for name, fact in CONDITION_FACTS.items() if fact.kind is Kind.BOOLEAN}
    assert BECOMES.keys() == {name for name in booleans if not name.startswith("has_")}
    assert noun("credit_risk", "sv") == "kreditbetyget (credit_risk)"


def test_every_blocker_has_a_reason_or_is_a_remark_and_something_that_lifts_it_or_nothing():
    assert codes(REASONS) | REMARKS == codes(BLOCKERS)
    assert not codes(REASONS) & REMARKS
    assert codes(REASONS) <= LIFTED_BY.keys() <= codes(BLOCKERS)


def test_every_action_and_every_event_is_told():
    assert codes(DONE_TODAY) == {*ActionKind, *OutcomeKind, *codes(TITLES), "invoice_interest"}
    assert NOT_DONE.keys() == {kind.value for kind in ActionKind}
    events = {kind.value for kind in EventKind} - {"sold", "done"}
    sold = {f"sold:{sale}" for sale in SALES}
    assert HAPPENED.keys() == events | sold | {f"done:{action}" for action in RECORDED_AS_DONE}


@pytest.mark.parametrize(
    "texts",
    [DONE_TODAY, NOT_DONE, NOUNS, HAPPENED, {code: told for code, told in LIFTED_BY.items() if told}],
)
def test_both_languages_name_the_same_values(texts):
    def named(text):
        return {part.partition("}")[0] for part in text.split("{")[1:]}

    assert [code for code, (swedish, english) in texts.items() if named(swedish) != named(english)] == []
