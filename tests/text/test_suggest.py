import pytest

from dunning_engine.text.suggest import closest, name_meant, number_meant, truth_meant

KEYS = ["fee", "interest", "send_by", "days_after_due_date", "customer_kind"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("fea", "fee"),
        ("Fee", "fee"),
        ("send-by", "send_by"),
        ("send by", "send_by"),
        ("days_after_duedate", "days_after_due_date"),
        ("intrest", "interest"),
        ("zzz", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_the_closest_word(word, meant):
    assert closest(word, KEYS) == meant


@pytest.mark.parametrize(
    ("text", "joined_by", "meant"),
    [
        ("Fakturaservice", "-", "fakturaservice"),
        ("fakturaservice.yaml", "-", "fakturaservice"),
        ("rules/Fakturaköp.yml", "-", "fakturakop"),
        ("rules\\x.yaml", "-", "x"),
        ("  Exempel 1 (ny) ", "-", "exempel-1-ny"),
        ("First reminder", "_", "first_reminder"),
        ("v1.2", "-", "v1-2"),
        ("–", "-", None),
        (".yaml", "-", None),
    ],
)
def test_the_name_that_was_meant(text, joined_by, meant):
    assert name_meant(text, joined_by) == meant


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("8,5", "decimals have a point: write 8.5"),
        ("1 000,50 kr", "decimals have a point: write 1000.50"),
        ("1\u00a0000", "write 1000"),
        ("1.000,50", "decimals have a point: write 1000.50"),
        ("1,000.50", "decimals have a point: write 1000.50"),
        ("60:-", "write 60"),
        ("-08,50 %", "decimals have a point: write -8.50"),
        ("−5", "write -5"),
        ("+5", "write 5"),
        (".5", "write 0.5"),
        ("5.", "write 5"),
        ("1e3", "write 1000"),
        ("1e99", None),
        ("1234567890123456789", "at most 18 digits can be read"),
        ("7", "remove the quotes"),
        ("sju", None),
        ("", None),
        ("1,2,3", None),
        ("٣", None),
        ("--5", None),
    ],
)
def test_the_number_that_was_meant(text, hint):
    assert number_meant(text, whole=False) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("ja", "write true"),
        ("OFF", "write false"),
        ("true", "remove the quotes"),
        ("True", "write true"),
        ("kanske", None),
    ],
)
def test_the_truth_that_was_meant(text, hint):
    assert truth_meant(text) == hint
