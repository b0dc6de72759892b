from decimal import Decimal

import pytest

from dunning_engine.preview.thresholds import ThresholdError, exceeded, threshold
from dunning_engine.preview.totals import Amounts, Reached, Sum, Totals
from dunning_engine.preview.words import ACTIONS


def totals(old, new):
    return Totals(10, 10, 0, old, new, Reached(), {}, {})


@pytest.mark.parametrize(
    ("written", "old", "new", "is_above"),
    [
        ("letters: +5%", 100, 105, False),
        ("letters: +5%", 100, 106, True),
        ("letters: +0.01%", 10_000, 10_001, False),
        ("letters: +0.01%", 9_999, 10_000, True),
        ("letters: +0%", 100, 100, False),
        ("letters:+5 %", 0, 0, False),
        ("letters: +1000%", 0, 1, True),
        ("letters: +100", 0, 100, False),
        ("letters: +100", 0, 101, True),
        ("letters: +5%", 100, 10, False),
        ("fees: +1000.00", 0, 100_000, False),
        ("fees: +1000.00", 0, 100_001, True),
        ("fees: +1000", 0, 100_001, True),
        ("fees: +0.1%", 3 * 10**17, 3 * 10**17 + 3 * 10**14 + 1, True),
    ],
)
def test_how_much_more_there_may_be(written, old, new, is_above):
    one = threshold(written, ACTIONS)
    assert one.exceeded(old, new) is is_above
    sides = totals(Amounts(**{one.name: old}), Amounts(**{one.name: new}))
    assert [(found.old, found.new) for found in exceeded([one], sides)] == ([(old, new)] if is_above else [])


def test_a_kind_of_action_is_counted_over_its_channels():
    side = Amounts(by_kind={("remind", "post"): Sum(2), ("remind", "email"): Sum(3), ("demand", "post"): Sum(7)})
    (found,) = exceeded([threshold("remind: +4", ACTIONS), threshold("warn: +0", ACTIONS)], totals(Amounts(), side))
    assert (found.old, found.new, found.kronor) == (0, 5, False)
    assert threshold("collection: +2.5%", ACTIONS).allowed == Decimal("2.5")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("letters", "'letters' is no threshold; write a name and how much more: 'collection: +5%'"),
        ("letter: +5%", "there is no figure 'letter'; did you mean 'letters'?"),
        ("reminder: +5%", "there is no figure 'reminder'; did you mean 'remind'?"),
        ("letters: 5%", "'5%' is no allowance; write +5%, +100 or, of kronor, +1000.00"),
        ("letters: -5%", "'-5%' is no allowance; write +5%, +100 or, of kronor, +1000.00"),
        ("fees: +1e3", "'+1e3' is no allowance; write +5%, +100 or, of kronor, +1000.00"),
        ("fees: +1,50", "'+1,50' is no allowance; write +5%, +100 or, of kronor, +1000.00"),
        ("letters: +1.50", "'+1.50': letters are counted; write a whole number"),
    ],
)
def test_a_threshold_that_cannot_be_understood(written, message):
    with pytest.raises(ThresholdError) as caught:
        threshold(written, ACTIONS)
    assert str(caught.value) == message
