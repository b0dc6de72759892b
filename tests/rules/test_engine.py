import importlib.metadata
import sys
import warnings

import pytest
from rule_cases import compare

from dunning_engine.rules import engine
from dunning_engine.rules.engine import ReferenceReadingWarning, engine_name, make_engine
from dunning_engine.rules.reference import ReferenceEngine

RULES = [("steps.reminder", compare("days_after_due_date", "at_least", 7)), ("hold[0]", compare("disputed", "is", 1))]
ROW = {"days_after_due_date": 7, "disputed": 0}


@pytest.fixture
def without_durable_rules(monkeypatch):
    engine._durable_engine.cache_clear()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    monkeypatch.delitem(sys.modules, "dunning_engine.rules.durable", raising=False)
    yield
    engine._durable_engine.cache_clear()


def test_durable_rules_decides_where_it_is_installed():
    pytest.importorskip("durable_rules_engine", reason="the reference reading decides where it cannot be imported")
    assert type(make_engine(RULES)).__name__ == "DurableEngine"
    assert engine_name() == f"durable-rules {importlib.metadata.version('durable-rules')}"
    assert make_engine(RULES).holding(ROW) == ("steps.reminder",)


@pytest.mark.usefixtures("without_durable_rules")
def test_the_reference_reading_takes_over_with_one_notice():
    with pytest.warns(ReferenceReadingWarning, match="the reference reading decides") as notices:
        first, second = make_engine(RULES), make_engine(RULES)
    assert len(notices) == 1
    assert notices[0].filename == __file__
    assert isinstance(first, ReferenceEngine)
    assert first.holding(ROW) == second.holding(ROW) == ("steps.reminder",)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert engine_name() == "reference reading"


def test_two_rules_of_one_name_are_refused():
    with pytest.raises(ValueError, match=r"two rules of one name: hold\[0\]"):
        make_engine([*RULES, RULES[1]])


def test_no_rules_hold_nothing():
    assert make_engine([]).holding(ROW) == ()
