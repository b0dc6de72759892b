"""The contract of the engine on durable-rules: every way in which that package is known to go wrong, and that ours does not."""

import json
import multiprocessing
import subprocess
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest
from rule_cases import compare, none_of, one_of

from dunning_engine.policy.condition import All, Any
from dunning_engine.rules.reference import ReferenceEngine

durable = pytest.importorskip(
    "durable_rules_engine", reason="the reference reading decides where it cannot be imported"
)

from dunning_engine.rules import durable as under_test  # noqa: E402 (needs the compiled module)
from dunning_engine.rules.durable import DurableEngine, DurableFailureWarning  # noqa: E402 (likewise)

OPERATORS = ["is", "is_not", "at_least", "more_than", "at_most", "less_than"]


def agrees(rules, rows) -> int:
    """Check engine against reference on every row; give the number of rules that held."""
    engine, reference = DurableEngine(rules), ReferenceEngine(rules)
    held = 0
    for row in rows:
        found = engine.holding(row)
        assert found == reference.holding(row), row
        held += len(found)
    return held


def numbered(conditions):
    return [(f"rule {number}", condition) for number, condition in enumerate(conditions)]


def twenty_rules():
    """Twenty rules over fifteen facts, of the kind that policies have."""
    return numbered(
        All(
            (
                compare(f"balance_{number % 5}", OPERATORS[2 + number % 4], number * 100),
                compare(f"kind_{number % 5}", "is" if number % 3 else "is_not", "consumer"),
                Any((compare(f"paid_{number % 5}", "is", 0), compare(f"balance_{(number + 1) % 5}", "less_than", 500))),
            )
        )
        for number in range(20)
    )


def rows_for_twenty(count):
    random = Random(count)  # noqa: S311 (the same rows in every run)
    return [
        {
            **{f"balance_{number}": random.randrange(0, 2100, 50) for number in range(5)},
            **{f"kind_{number}": random.choice(["business", "consumer"]) for number in range(5)},
            **{f"paid_{number}": random.randrange(2) for number in range(5)},
        }
        for _ in range(count)
    ]


# --- what enters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("constant", [0, -1, 1, -100, 2**61, -(2**61), 2**62, 2**63 - 1, -(2**63), 2**63, 10**40])
def test_every_operator_at_its_boundary(constant):
    rules = numbered(compare("balance", operator, constant) for operator in OPERATORS)
    assert agrees(rules, [{"balance": constant + step} for step in (-1, 0, 1)]) == 9


def test_constants_beside_each_other_are_told_apart():
    near = [-1, 0, 1, 2**62, 2**62 + 1]
    rules = numbered(compare("balance", operator, constant) for operator, constant in product(OPERATORS, near))
    assert agrees(rules, [{"balance": value + step} for value in near for step in (-1, 0, 1)])


@pytest.mark.parametrize(
    "text", ["å", "Öresund AB", "räksmörgås", '"', "\\", "\\u00e5", "\u2028", "null", "", "{}", "a" * 10_000]
)
def test_text_is_told_apart_by_every_character(text):
    rules = numbered([compare("client", "is", text), compare("client", "is_not", text)])
    assert agrees(rules, [{"client": other} for other in (text, text + " ", text[:-1], "\u00e5", "A\u030a")]) == 5


@pytest.mark.parametrize(("constant", "value"), [(2, "2"), ("2", 2), ("True", 1), (1, "true"), ("", 0), (0, "")])
def test_text_never_equals_a_number(constant, value):
    assert agrees(numbered([compare("client", "is", constant)]), [{"client": value}]) == 0


@pytest.mark.parametrize("value", ["3", None])
def test_only_numbers_have_order(value):
    with pytest.raises(TypeError):
        DurableEngine(numbered([compare("balance", "at_least", 2)])).holding({"balance": value})
    with pytest.raises(TypeError, match="balance: '2' has no order"):
        DurableEngine(numbered([compare("balance", "at_least", "2")]))


def test_a_missing_fact_is_an_error_and_not_an_answer():
    with pytest.raises(KeyError, match="balance"):
        DurableEngine(numbered([compare("balance", "is", 2)])).holding({"paid": 1})


def test_facts_whose_names_the_package_confuses():
    assert fnv_1a("costarring") == fnv_1a("liquid")
    rules = numbered([compare("costarring", "is", 1), compare("liquid", "is", 1)])
    assert agrees(rules, [{"costarring": a, "liquid": b} for a, b in product((0, 1), repeat=2)]) == 4


def test_facts_named_as_the_package_names_its_own():
    names = ["sid", "id", "$s", "$and", "m", "$m", "all", "pri", "f0", "å", '"']
    rules = numbered(compare(name, "is", 1) for name in names)
    assert agrees(rules, [{name: int(name == one) for name in names} for one in names]) == len(names)


def test_property_names_have_distinct_hashes():
    reserved = [
        "sid",
        "id",
        "$s",
        "m",
        "$m",
        "name",
        "all",
        "any",
        "pri",
        "count",
        "cap",
        "dist",
        "$i",
        "$forward",
        "$time",
    ]
    reserved += [
        "$lt",
        "$lte",
        "$gt",
        "$gte",
        "$eq",
        "$neq",
        "$mt",
        "$imt",
        "$iall",
        "$iany",
        "$ex",
        "$nex",
        "$or",
        "$and",
    ]
    reserved += [
        "$add",
        "$sub",
        "$mul",
        "$div",
        "$l",
        "$r",
        "$not",
        "$all",
        "$any",
        "$pulse",
        "$timerName",
        "$baseTime",
    ]
    names = [*under_test.PROPERTY_NAMES, *reserved]
    assert len({fnv_1a(name) for name in names}) == len(names)


def fnv_1a(text: str) -> int:
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 % 2**32
    return found


def test_only_small_numbers_reach_the_package(monkeypatch):
    sent = []
    monkeypatch.setattr(under_test, "durable", Recorder(sent))
    rules = [
        *twenty_rules(),
        ("client", one_of("client", ["å", "ä"])),
        ("amount", compare("amount", "more_than", -(2**61))),
    ]
    engine = DurableEngine(rules)
    for row in rows_for_twenty(20):
        engine.holding({**row, "client": "å", "amount": 2**70})
    messages = [json.loads(message) for name, message in sent if name == "assert_fact"]
    assert messages
    for message in messages:
        assert message.pop("sid") == message.pop("id") == "1"
        assert all(type(value) is int and 0 <= value < 100 for value in message.values())


# --- sizes and shapes ------------------------------------------------------------------------------------------------------


def test_three_hundred_rules_that_all_hold():
    rules = numbered(compare("balance", "at_least", 0) for _ in range(300))
    assert agrees(rules, [{"balance": 0}, {"balance": -1}]) == 300


def test_six_hundred_distinct_first_conditions():
    rules = numbered(compare("balance", "at_most", number) for number in range(600))
    assert agrees(rules, [{"balance": value} for value in (-1, 0, 299, 599, 600)]) == 600 + 600 + 301 + 1


def test_six_hundred_facts():
    rules = numbered(compare(f"fact {number}", "is", 1) for number in range(600))
    assert agrees(rules, [{f"fact {number}": number % 2 for number in range(600)}]) == 300


def test_an_any_with_many_true_branches_fires_its_rule_once():
    many = Any(tuple(compare("balance", "at_least", number) for number in range(300)))
    assert agrees(numbered([many, All((many, compare("paid", "is", 0)))]), [{"balance": 1000, "paid": 0}]) == 2


def test_a_conjunction_of_five_hundred():
    chain = All(tuple(compare(f"fact {number}", "at_least", number) for number in range(500)))
    row = {f"fact {number}": number for number in range(500)}
    assert agrees(numbered([chain]), [row, {**row, "fact 499": 498}, {**row, "fact 0": -1}]) == 1


def test_alternatives_are_not_multiplied_out():
    product_of_2_to_the_60 = All(
        tuple(Any((compare(f"a{number}", "is", 1), compare(f"b{number}", "is", 1))) for number in range(60))
    )
    row = {f"{side}{number}": int(side == "ab"[number % 2]) for side in "ab" for number in range(60)}
    assert agrees(numbered([product_of_2_to_the_60]), [row, {**row, "a0": 0}]) == 1


def test_a_group_waits_for_its_latest_branch():
    late = All((compare("a", "is", 1), Any((compare("b", "is", 1), compare("c", "is", 1)))))
    rules = numbered([All((compare("d", "is", 1), Any((late, compare("e", "at_least", 1)))))])
    assert agrees(rules, [dict(zip("abcde", values, strict=True)) for values in product((0, 1), repeat=5)]) == 11


@pytest.mark.parametrize("innermost", [0, 1])
def test_groups_thirty_deep(innermost):
    condition = compare("innermost", "is", 1)
    for depth in range(30):
        other = compare(f"fact {depth}", "is", 1)
        condition = All((condition, other)) if depth % 2 else Any((condition, other))
    facts = {f"fact {depth}": depth % 2 for depth in range(30)}
    assert agrees(numbered([condition]), [{**facts, "innermost": innermost}]) == innermost


def test_one_of_and_none_of_a_thousand():
    clients = [f"kund {number} å" for number in range(1000)]
    rules = numbered([one_of("client", clients), none_of("client", clients)])
    assert agrees(rules, [{"client": name} for name in (clients[0], clients[-1], "kund 1000 å", "")]) == 4
    assert len(DurableEngine(rules)._sets) == 1


def test_an_empty_group_is_refused():
    for group in (All(()), Any(()), All((compare("paid", "is", 1), Any(())))):
        with pytest.raises(ValueError, match="never empty"):
            DurableEngine(numbered([group]))


def test_no_rules_make_no_rule_set(monkeypatch):
    monkeypatch.setattr(under_test, "durable", None)
    assert DurableEngine([]).holding({"balance": 1}) == ()


# --- threads, processes, memory, failures ----------------------------------------------------------------------------------


def test_eight_threads_give_what_one_gives():
    engine, reference = DurableEngine(twenty_rules()), ReferenceEngine(twenty_rules())
    rows = rows_for_twenty(150)
    expected = [reference.holding(row) for row in rows]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: [engine.holding(row) for row in rows * 3], range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert answers == [expected * 3] * 8
    assert len(engine._sessions) == under_test.SESSIONS


def test_more_calls_at_once_than_sessions_do_not_wait(monkeypatch):
    engine = DurableEngine(twenty_rules())
    monkeypatch.setattr(engine, "_sessions", [])
    [row] = rows_for_twenty(1)
    assert engine.holding(row) == ReferenceEngine(twenty_rules()).holding(row)


def test_no_thread_and_no_timer_is_started():
    before = threads()
    engine = DurableEngine(twenty_rules())
    for row in rows_for_twenty(10):
        engine.holding(row)
    assert threads() <= before


def threads() -> set:
    """Threads as Python knows them and, where it says so, as the system does."""
    tasks = Path("/proc/self/task")
    return {*threading.enumerate(), *(task.name for task in (tasks.iterdir() if tasks.exists() else ()))}


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the system has no fork")
def test_a_child_process_answers_as_its_parent():
    engine = DurableEngine(twenty_rules())
    rows = rows_for_twenty(50)
    expected = [engine.holding(row) for row in rows]
    receiver, sender = multiprocessing.get_context("fork").Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(
        target=lambda: sender.send([engine.holding(row) for row in rows])
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other tests may have left threads; the child needs none
        child.start()
    assert receiver.poll(30)
    assert receiver.recv() == expected
    child.join(30)
    assert child.exitcode == 0
    assert [engine.holding(row) for row in rows] == expected


GROWTH = """
import pathlib
from test_durable import DurableEngine, rows_for_twenty, twenty_rules

def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096

engine, rows = DurableEngine(twenty_rules()), rows_for_twenty(500)
for row in rows * 4:
    engine.holding(row)
before = resident()
for row in rows * 200:
    engine.holding(row)
print(resident() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from /proc")
def test_a_hundred_thousand_evaluations_grow_by_less_than_5_mb():
    here = Path(__file__).parent
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {[str(here), *sys.path]!r}\n{GROWTH}"]
    grown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert int(grown) < 5_000_000


class Recorder:
    """The compiled module, with a record of its calls and failures where a test wants them."""

    def __init__(self, calls, failing=None, failure=None):
        self.error = durable.error
        self.calls, self.failing, self.failure = calls, failing, failure

    def __getattr__(self, name):
        def call(*arguments):
            self.calls.append((name, arguments[-1]))
            if name == self.failing:
                if isinstance(self.failure, BaseException):
                    raise self.failure
                return self.failure
            return getattr(durable, name)(*arguments)

        return call


CALLS = ["create_ruleset", "assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"]
FAILURES = [(call, durable.error("error code: 101")) for call in CALLS]
FAILURES += [("assert_fact", (2, 1)), ("assert_fact", (3, 0)), ("start_action_for_state", None)]


@pytest.mark.parametrize(("call", "failure"), FAILURES)
def test_a_failure_of_the_package_loses_nothing(monkeypatch, call, failure):
    rules = numbered(
        [compare("balance", "at_least", 0), compare("balance", "at_least", 1), compare("balance", "is", 5)]
    )
    engine = DurableEngine(rules)
    with monkeypatch.context() as patched:
        patched.setattr(under_test, "durable", Recorder([], call, failure))
        with pytest.warns(DurableFailureWarning, match="the reference reading answered"):
            assert engine.holding({"balance": 1}) == ("rule 0", "rule 1")
    assert engine.holding({"balance": 5}) == ("rule 0", "rule 1", "rule 2")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError])
def test_an_interrupted_call_leaves_nothing_behind(monkeypatch, call, failure):
    rules = numbered([compare("balance", "at_least", 0), compare("balance", "at_least", 1)])
    engine = DurableEngine(rules)
    assert engine.holding({"balance": 0}) == ("rule 0",)
    engine._sessions[-1] = None if call == "create_ruleset" else engine._sessions[-1]
    with monkeypatch.context() as patched:
        patched.setattr(under_test, "durable", Recorder([], call, failure()))
        with pytest.raises(failure):
            engine.holding({"balance": 1})
    started = time.monotonic()
    assert engine.holding({"balance": 1}) == ("rule 0", "rule 1")
    assert time.monotonic() - started < 10
    assert len(engine._sessions) == under_test.SESSIONS


def test_nothing_stays_asserted():
    engine = DurableEngine(twenty_rules())
    for row in rows_for_twenty(200):
        engine.holding(row)
    assert [json.loads(durable.get_facts(handle, "1")) for handle in engine._sessions[-1]] == [[]] * len(engine._sets)


def test_rules_fire_in_their_order():
    rules = numbered(compare("balance", "at_least", -number) for number in range(100))
    held = DurableEngine(rules).holding({"balance": 0})
    assert all(int(first[5:]) < int(second[5:]) for first, second in pairwise(held))
    assert len(held) == 100
