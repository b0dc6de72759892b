"""The guard: exactly at a limit passes, one above does not; what a revision and a change of the policy come to."""

from dataclasses import replace
from datetime import date

import pytest

from dunning_engine.ledger.figures import PolicyFigures, RunFigures, figures_of
from dunning_engine.ledger.limits import check_limits, not_confirmed
from dunning_engine.ledger.summary import PolicyCounts
from dunning_engine.policy.limits import Limit, Limits
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import Severity, Span

DAY = date(2026, 3, 12)


def limit(most, line=90):
    return Limit(most, Span("policy.yaml", line, 20, 23), "  x: 100")


def limits(actions=None, share=None, kinds=None, change=None):
    return Limits(
        actions_per_run=actions and limit(actions, 1),
        share_of_ledger=share and limit(share, 2),
        of_each_kind={kind: limit(most, 3) for kind, most in (kinds or {}).items()},
        after_change=change and limit(change, 4),
    )


@pytest.fixture(scope="module")
def limited(policies):
    """The shipped policy with these limits, in the manner of a folder with one policy."""

    def make(own, **revision):
        latest = replace(policies["fakturaservice"].revisions[-1], limits=own, **revision)
        return PolicyHistory("fakturaservice", (latest,))

    return make


def figures(invoices=0, with_actions=0, digest="b", day=DAY, **actions):
    return RunFigures({"fakturaservice": PolicyFigures(day, digest, invoices, with_actions, actions)})


def lines(problems):
    return [(problem.code, problem.span.line) for problem in problems]


@pytest.mark.parametrize(
    ("own", "passes", "stops", "line"),
    [
        (limits(actions=100), {"remind": 60, "demand": 40}, {"remind": 60, "demand": 41}, 1),
        (limits(kinds={"demand": 40}), {"remind": 900, "demand": 40}, {"demand": 41}, 3),
        (limits(share=2500), {"invoices": 100, "with_actions": 25}, {"invoices": 100, "with_actions": 26}, 2),
        (limits(share=2500), {"invoices": 103, "with_actions": 25}, {"invoices": 103, "with_actions": 26}, 2),
        (limits(share=2500), {"invoices": 104, "with_actions": 26}, {"invoices": 104, "with_actions": 27}, 2),
        (limits(share=1), {"invoices": 10_000, "with_actions": 1}, {"invoices": 9_999, "with_actions": 1}, 2),
        # 29 % of 10 ** 17 is no whole number of its own size as a float
        (
            limits(share=2900),
            {"invoices": 10**17, "with_actions": 29 * 10**15},
            {"invoices": 10**17, "with_actions": 29 * 10**15 + 1},
            2,
        ),
        (limits(share=2500), {"invoices": 0, "with_actions": 0, "pay_out": 5}, {"invoices": 3, "with_actions": 1}, 2),
    ],
    ids=str,
)
def test_at_the_limit_passes_and_one_above_is_stopped(limited, own, passes, stops, line):
    assert check_limits(limited(own), figures(**passes)) == ()
    assert lines(check_limits(limited(own), figures(**stops))) == [("DE568", line)]


@pytest.mark.parametrize(
    ("percent", "before", "most"),
    [(15000, 100, 150), (10000, 100, 100), (15000, 15, 22), (12550, 200, 251), (15000, 0, 0)],
)
def test_the_first_run_after_a_change(limited, percent, before, most):
    policy, last = limited(limits(change=percent)), figures(100, digest="a", remind=before)
    assert check_limits(policy, figures(100, remind=most), last=last) == ()
    assert lines(check_limits(policy, figures(100, remind=most + 1), last=last)) == [("DE569", 4)]


def test_without_a_change_any_number_passes(limited):
    last = figures(100, digest="b", remind=1)
    assert check_limits(limited(limits(change=15000)), figures(100, remind=99), last=last) == ()


@pytest.mark.parametrize(
    ("last", "said"),
    [(None, "no last run was given (--last-run FILE)"), (RunFigures({}), "no run of 'fakturaservice' before")],
)
def test_a_guard_that_cannot_look_says_so(limited, last, said):
    (problem,) = check_limits(limited(limits(change=15000)), figures(100, remind=99), last=last)
    assert (problem.code, problem.severity, problem.excerpt, problem.hint) == ("DE571", Severity.WARNING, None, None)
    assert said in problem.message


def test_the_numbers_are_said_and_the_line_is_shown(limited):
    own, last = limits(100, 2500, {"remind": 60}, 15000), figures(100, 20, "a", date(2026, 3, 11), remind=50)
    problems = check_limits(limited(own), figures(200, 51, remind=101, demand=7), last=last)
    assert [problem.message for problem in problems] == [
        "the run comes to 108 actions under 'fakturaservice'; the limit is 100",
        "51 of the 200 invoices that follow 'fakturaservice' get an action; the limit of 25 percent lets 50 through",
        "the run comes to 101 actions 'remind' under 'fakturaservice'; the limit is 60",
        (
            "'fakturaservice' has changed since the run of 2026-03-11, which came to 50 actions on 100 invoices; this one "
            "comes to 108 actions on 200 invoices, and the limit of 150 percent lets 75 through"
        ),
    ]
    assert {problem.excerpt for problem in problems} == {"  x: 100"}


@pytest.mark.parametrize(
    ("day", "most"), [("2026-02-28", None), ("2026-03-01", 5), ("2026-03-31", 5), ("2026-04-01", 9)]
)
def test_the_revision_in_force_on_the_day_of_the_run_binds(policies, day, most):
    found = policies["fakturaservice"].revisions[-1]
    revisions = tuple(
        replace(found, applies_from=date.fromisoformat(start), limits=own)
        for start, own in (
            ("2020-01-01", None),
            ("2026-03-01", limits(actions=5)),
            ("2026-04-01", limits(actions=9)),
        )
    )
    history, run = PolicyHistory("fakturaservice", revisions), figures(day=date.fromisoformat(day), remind=100)
    said = [problem.message.rpartition(" ")[2] for problem in check_limits(history, run)]
    assert said == ([] if most is None else [str(most)])


def test_before_the_first_revision_the_first_binds(limited):
    """Invoices that are dated ahead follow it, and may be bought before their date."""
    history = limited(limits(actions=5), applies_from=date(2026, 4, 1))
    assert check_limits(history, figures(buy_without_recourse=5)) == ()
    assert lines(check_limits(history, figures(buy_without_recourse=6))) == [("DE568", 1)]


def test_each_policy_has_its_own_limits(policies):
    own = {name: replace(history.revisions[-1], limits=limits(actions=5)) for name, history in policies.items()}
    several = {name: PolicyHistory(name, (revision,)) for name, revision in own.items()}
    one = PolicyFigures(DAY, "b", 10, 5, {"remind": 5})
    run = RunFigures({"fakturaservice": one, "paminnelsemodul": one})
    assert check_limits(several, run) == ()
    above = replace(one, actions={"remind": 6})
    (problem,) = check_limits(several, RunFigures({**run.policies, "paminnelsemodul": above}))
    assert "'paminnelsemodul'" in problem.message


def test_a_policy_that_another_continues_in_is_guarded_too(policies, limited):
    buyer = policies["fakturaforsaljning-regress"].revisions[-1]
    history = PolicyHistory(buyer.name, (buyer,), {"fakturaservice": limited(limits(actions=5))})
    assert lines(check_limits(history, figures(remind=6))) == [("DE568", 1)]


def test_another_number_than_was_confirmed_is_said():
    assert not_confirmed(5, figures(remind=6)).message == "5 actions were confirmed, and the run comes to 6"


def test_the_digest_tells_whether_revisions_in_force_have_changed(policies):
    found = policies["fakturaservice"].revisions[-1]
    earlier, later = replace(found, digest="1"), replace(found, digest="2", applies_from=date(2026, 4, 1))

    def digest(day, *revisions):
        policies = {"fakturaservice": PolicyHistory("fakturaservice", revisions)}
        run = figures_of({"fakturaservice": PolicyCounts()}, policies, as_of=date.fromisoformat(day))
        return run.policies["fakturaservice"].digest

    assert digest("2026-03-31", earlier) == digest("2026-03-31", earlier, later)
    assert digest("2026-03-31", earlier, later) != digest("2026-04-01", earlier, later)
    assert digest("2026-04-01", earlier, later) != digest("2026-04-01", replace(earlier, digest="3"), later)
