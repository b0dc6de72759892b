"""Any valid invoice on any day, from any number of threads, for as long as one likes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

from drawn import policies, policy_in, unchecked_policy_in
from drawn_invoices import invoices
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.problems import FactError

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
DAYS = st.dates(FIRST, LAST)


@given(policies(), st.lists(st.tuples(invoices(first=FIRST, last=LAST), DAYS), min_size=1, max_size=10))
@settings(max_examples=40, deadline=None)
def test_nothing_but_a_fact_error_is_ever_raised(text, drawn):
    history = unchecked_policy_in(text.replace("from: 2020-01-01", "from: 1990-01-01"))
    for invoice, as_of in drawn:
        try:
            decision = evaluate(history, invoice, as_of=as_of)
        except FactError:
            continue
        assert decision.explain("sv")
        assert decision.explain("en")


@given(policies(), st.lists(invoices(), min_size=5, max_size=15))
@settings(max_examples=10, deadline=None)
def test_eight_threads_give_what_one_gives(text, drawn):
    history = policy_in(text)
    work = [(invoice, invoice.due_on + timedelta(days=number)) for number in range(0, 60, 4) for invoice in drawn]

    def decide(pair):
        return evaluate(history, pair[0], as_of=pair[1]).to_dict()

    alone = [decide(pair) for pair in work]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(decide, work)) == alone


def test_a_hundred_thousand_evaluations_grow_memory_by_less_than_five_megabytes():
    """Half as many with half the bound: it is the same growth per evaluation, in half the time."""
    script = Path(__file__).with_name("growth.py")
    done = subprocess.run([sys.executable, str(script), "50000"], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 2.5 * 1024
