"""Short ways to write conditions, and drawn ones whose constants the drawn rows hit."""

from random import Random

from hypothesis import strategies as st

from dunning_engine.policy.condition import All, Any, Compare, Condition, Operator
from dunning_engine.problems import Span

SPAN = Span("policy.yaml", 1, 1, 2)
WHOLE_NUMBERS = [-(2**63), -(2**61), -3, -1, 0, 1, 2, 3, 10_000, 2**61, 2**62, 2**63, 10**30]
WORDS = ["business", "consumer", "public_authority", "post"]
TRUTHS = [0, 1]
TEXTS = ["", "å", "a", "Öresund", "räksmörgås \u2028", '"', "\\u00e5", "3", "0", "true", "null"]
VALUES = {
    **dict.fromkeys(["balance", "days_after_due_date", "steps_taken"], WHOLE_NUMBERS),
    **dict.fromkeys(["paid", "disputed"], TRUTHS),
    **dict.fromkeys(["customer_kind", "sent_by"], WORDS),
    **dict.fromkeys(["client", "costarring", "liquid"], TEXTS),
}


def compare(fact: str, operator: str, value: int | str) -> Compare:
    return Compare(fact, Operator(operator), value, SPAN)


def one_of(fact: str, values: list) -> Any:
    return Any(tuple(compare(fact, "is", value) for value in values))


def none_of(fact: str, values: list) -> All:
    return All(tuple(compare(fact, "is_not", value) for value in values))


def _comparisons_of(fact: str) -> st.SearchStrategy[Condition]:
    values = st.sampled_from(VALUES[fact])
    lists = st.lists(values, min_size=2, max_size=5)
    equality = st.builds(compare, st.just(fact), st.sampled_from(["is", "is_not"]), values)
    groups = st.builds(one_of, st.just(fact), lists) | st.builds(none_of, st.just(fact), lists)
    if VALUES[fact] is not WHOLE_NUMBERS:
        return equality | groups
    order = st.sampled_from(["at_least", "more_than", "at_most", "less_than"])
    return equality | groups | st.builds(compare, st.just(fact), order, values)


def _groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return several.map(All) | several.map(Any)


conditions = st.recursive(st.sampled_from(sorted(VALUES)).flatmap(_comparisons_of), _groups, max_leaves=12)


def drawn_row(random: Random) -> dict[str, int | str]:
    return {fact: random.choice(values) for fact, values in VALUES.items()}
