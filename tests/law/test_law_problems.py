"""What is refused in law files: each problem with its code, its place and what it says."""

import shutil

import pytest

from dunning_engine.law.load import check_law, load_law
from dunning_engine.problems import PolicyError
from dunning_engine.resources import rules_directory


@pytest.fixture
def directory(tmp_path):
    """The files that ship, to be spoilt."""
    return shutil.copytree(rules_directory() / "law", tmp_path / "law")


def spoil(directory, name, before, after):
    text = (directory / name).read_text(encoding="utf-8")
    assert before in text
    (directory / name).write_text(text.replace(before, after, 1), encoding="utf-8")


def found(directory):
    problems = check_law(directory)
    assert all(problem.span and problem.excerpt is not None for problem in problems)
    return [
        (problem.code, problem.excerpt[problem.span.column - 1 : problem.span.end_column - 1]) for problem in problems
    ]


RATES, FEES, INTEREST = "se-reference-rates.yaml", "se-fees.yaml", "se-interest.yaml"
RATE_2010 = '  - {from: 2010-01-01, percent:  0.50, source: "Sveriges riksbank, referensränta"}\n'


@pytest.mark.parametrize(
    ("name", "before", "after", "problems"),
    [
        (RATES, RATE_2010, "", [("DE401", "2010-07-01")]),
        (RATES, RATE_2010, RATE_2010 + RATE_2010, [("DE402", "2010-01-01")]),
        (RATES, "from: 2010-01-01", "from: 2010-02-01", [("DE404", "2010-02-01")]),
        (RATES, "from: 2010-01-01", "from: 2010-01-32", None),
        (FEES, "until: 2013-03-15", "until: 2013-03-16", [("DE402", "2013-03-16")]),
        (FEES, "        until: 2013-03-15\n", "", [("DE402", "2013-03-16")]),
        (FEES, "until: 2013-03-15", "until: 2003-06-30", [("DE402", "2003-06-30"), ("DE403", "2013-03-16")]),
        (FEES, "until: 2013-03-15", "until: 2013-03-14", [("DE403", "2013-03-16")]),
        (FEES, "until: 2013-03-15", "until: 2013-02-29", None),
        (FEES, "from: 2013-03-16", "from: 2003-07-01", [("DE402", "2003-07-01")]),
        (FEES, "  late_compensation:", "  reminder_fee_again:", None),
        (INTEREST, "from: 2002-07-01\n        percent", "from: 2003-01-01\n        percent", [("DE407", "2003-01-01")]),
        (INTEREST, "percent: 8.00", "until: 2026-12-30\n        percent: 8.00", [("DE407", "2026-12-30")]),
        (INTEREST, "percent: 8.00", "until: 2026-12-31\n        percent: 8.00", []),
        (INTEREST, "percent: 8.00", "until: 9999-12-31\n        percent: 8.00", []),
        (RATES, "from: 2026-07-01", "from: 9999-07-01", [("DE401", "9999-07-01")]),
        (INTEREST, "percent: 8.00", "percent: 8.005", None),
        (INTEREST, "days: 30", "days: 30.5", None),
        (INTEREST, "country: SE", "country: NO", None),
        (INTEREST, "interest_margin:", "reminder_fee:", None),
    ],
)
def test_a_spoilt_file(directory, name, before, after, problems):
    spoil(directory, name, before, after)
    if problems is None:  # the shape is wrong: another stage's code, and no more than that
        codes = [code for code, _ in found(directory)]
        assert codes
        assert all(code.startswith("DE2") for code in codes)
    else:
        assert found(directory) == problems
    if problems == []:
        assert load_law(directory=directory).statutory_rate
    else:
        with pytest.raises(PolicyError) as caught:
            load_law(directory=directory)
        assert caught.value.problems == check_law(directory)


def test_a_value_that_no_file_gives(directory):
    (directory / "se-limitation.yaml").unlink()
    (problem,) = check_law(directory)
    assert problem.code == "DE405"
    for name in ("limitation_years", "limitation_years_consumer"):
        assert f"'{name}'" in problem.message
    assert "'reminder_fee'" not in problem.message


def test_a_value_given_in_two_files(directory):
    shutil.copy(directory / "se-limitation.yaml", directory / "se-more.yaml")
    spoil(directory, "se-more.yaml", "law: se-limitation", "law: se-more")
    assert found(directory) == [
        ("DE406", "limitation_years"),
        ("DE406", "limitation_years_consumer"),
    ]
    problem = check_law(directory)[0]
    assert "se-limitation" in problem.message
    assert [span.file.rpartition("/")[2] for span in problem.related] == ["se-limitation.yaml"]


def test_all_problems_of_all_files_are_shown_at_once(directory):
    spoil(directory, RATES, RATE_2010, "")
    spoil(directory, FEES, "until: 2013-03-15", "until: 2013-03-14")
    assert [code for code, _ in found(directory)] == ["DE403", "DE401"]


def test_no_law_files_at_all(tmp_path):
    for directory in (tmp_path, tmp_path / "nowhere"):
        (problem,) = check_law(directory)
        assert problem.code == "DE408"
        with pytest.raises(PolicyError, match="DE408"):
            load_law(directory=directory)


def test_a_country_without_law_files(directory):
    with pytest.raises(PolicyError, match="country NO"):
        load_law("NO", directory)


def test_a_file_that_cannot_be_read(directory):
    (directory / "se-more.yaml").mkdir()
    (problem,) = check_law(directory)
    assert problem.code == "DE408"
    assert "se-more.yaml" in problem.message


def test_text_that_is_no_yaml(directory):
    (directory / FEES).write_bytes(b"\xff\xfe\x00law: [")
    codes = [problem.code for problem in check_law(directory)]
    assert codes
    assert all(code.startswith("DE1") for code in codes)


def test_the_digest_follows_every_byte_and_nothing_else(directory):
    before = load_law(directory=directory).digest
    assert before == load_law().digest
    assert before.startswith("sha256:")
    assert len(before) == 71
    spoil(directory, FEES, "kronor: 60.00", "kronor: 60.0")
    assert load_law(directory=directory).digest != before
